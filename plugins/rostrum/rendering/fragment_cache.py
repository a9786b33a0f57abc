"""Parts of pages that look the same on many of them: rendered once, and kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

MAX_CHARACTERS = 16_000_000  # characters


class Fragments:
    """What macros gave for views, as long as there is room for `room` characters of it.

    A view is known again by its identity: it is frozen, and whoever makes views makes those
    that pages share once. What is kept holds on to macro and views, so none can take the
    identity of another. An equal view that is another object costs a rendering, no more.
    """

    def __init__(self, room: int = MAX_CHARACTERS) -> None:
        self._room = self._left = room
        self._kept: dict[tuple[int, ...], tuple[str, object]] = {}

    def once(self, macro: Callable[..., str], *views: Any) -> str:
        """Return what a macro gives for some views, from the last time if it was asked before."""
        key = (id(macro), *map(id, views))
        kept = self._kept.get(key)
        if kept is None:
            kept = macro(*views), (macro, views)
            self._keep(key, kept)
        return kept[0]

    def _keep(self, key: tuple[int, ...], kept: tuple[str, object]) -> None:
        self._left -= len(kept[0])
        if self._left < 0:
            self._kept.clear()
            self._left = self._room - len(kept[0])
        self._kept[key] = kept
