"""Which posts or pages are translations of each other."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import TypeVar

from rostrum.core.model import Page, Post

T = TypeVar("T", Post, Page)


def group_translations(items: Iterable[T]) -> list[tuple[T, ...]]:
    """Return the items in groups of translations, each with at most one item of a language.

    Translations are files of one folder with the same name but for the language, such as `mut.md`
    and `mut.en.md`, or have the same slug. The name has priority. An item without translations is
    a group of its own.
    """
    in_order = sorted(items, key=lambda item: item.path)
    groups = {item.path: [item] for item in in_order}
    if len({item.lang for item in in_order}) > 1:
        _join(groups, in_order, _name_without_language)
        _join(groups, in_order, lambda item: item.slug)
    return [tuple(groups[item.path]) for item in in_order if groups[item.path][0] is item]


def _join(groups: dict[str, list[T]], items: Iterable[T], key_of: Callable[[T], object]) -> None:
    """Join the groups of items with the same key, unless they share a language.

    `groups` holds the group of each item by path, the same list for all of its members.
    """
    first: dict[object, T] = {}
    for item in items:
        group, joined = groups[item.path], groups[first.setdefault(key_of(item), item).path]
        if joined is group or not {it.lang for it in joined}.isdisjoint(it.lang for it in group):
            continue
        joined += group
        for moved in group:
            groups[moved.path] = joined


def _name_without_language(item: Post | Page) -> str:
    """Return the path of a file without its ending and the suffix for its language."""
    stem = item.path.rpartition(".")[0]
    above, _dot, suffix = stem.rpartition(".")
    if above and suffix.lower() == item.lang.lower():
        stem = above
    return stem if stem.isascii() else unicodedata.normalize("NFC", stem)
