"""The content files and pictures that an output file shows, to be published with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from rostrum.core.assets import Asset
from rostrum.core.lazy_html import LazyHtml
from rostrum.pages.output_file import Content
from rostrum.views.components import ImageView, PersonView, SidebarView, TeaserView
from rostrum.views.pages import SiteView

_SHARED = frozenset((PersonView, SidebarView, SiteView, TeaserView))
"""Views shown on many pages as the same object."""


class AssetFinder:
    """Finds the assets of views; those of views shown on many pages are collected once."""

    def __init__(self) -> None:
        # By identity. The view is kept, and compared: another one may get the same id later, or
        # in another process.
        self._known: dict[int, tuple[Any, frozenset[Asset]]] = {}

    def find(self, content: Content) -> frozenset[Asset]:
        """Return the assets of all pictures and texts in a view, feed or document."""
        assets = set[Asset]()
        self._collect([content], assets)
        return frozenset(assets)

    def _collect(self, pending: list[Any], assets: set[Asset]) -> None:
        while pending:
            value = pending.pop()
            kind = value.__class__
            if kind is tuple:
                pending += value
            elif kind is LazyHtml:
                assets.update(value.assets)
            elif kind is ImageView:
                if value.asset:
                    assets.add(value.asset)
            elif kind in _SHARED:
                assets |= self._find_shared(value)
            else:
                pending += _list_values(value)

    def _find_shared(self, view: Any) -> frozenset[Asset]:
        known = self._known.get(id(view))
        if known is None or known[0] is not view:
            assets = set[Asset]()
            self._collect(_list_values(view), assets)
            known = self._known[id(view)] = (view, frozenset(assets))
        return known[1]


def _list_values(view: Any) -> list[Any]:
    values = [getattr(view, name) for name in _list_fields(view.__class__)]
    return [value for value in values if value]  # most are empty


@cache
def _list_fields(kind: type) -> tuple[str, ...]:
    """Return the fields of a class that may hold assets: a site has many values without any."""
    if not is_dataclass(kind):
        return ()
    types = _read_types(kind)
    return tuple(field.name for field in fields(kind) if _may_hold(types[field.name], frozenset()))


def _may_hold(hint: Any, above: frozenset[type]) -> bool:
    """Return True if a value of a type may hold assets.

    `above` are the classes around it: a reply holds replies.
    """
    if hint in (ImageView, LazyHtml):
        return True
    if arguments := get_args(hint):
        return any(_may_hold(argument, above) for argument in arguments)
    if not (isinstance(hint, type) and is_dataclass(hint)) or hint in above:
        return False
    return any(_may_hold(inner, above | {hint}) for inner in _read_types(hint).values())


@cache
def _read_types(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)
