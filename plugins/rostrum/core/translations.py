"""Which posts or pages are translations of each other."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from rostrum.core.model import Page, Post

T = TypeVar("T", Post, Page)


def group_translations(items: Iterable[T]) -> list[tuple[T, ...]]:
    """Return the items in groups of translations, each with at most one item of a language.

    Translations are files of one folder with the same name but for the language, such as `mut.md`
    and `mut.en.md`, or have the same slug. The name has priority. An item without translations is
    a group of its own.
    """
    groups: list[tuple[T, ...]] = [(item,) for item in sorted(items, key=lambda item: item.path)]
    groups = _join(groups, _name_without_language)
    return _join(groups, lambda item: item.slug)


def _join(groups: Sequence[tuple[T, ...]], key_of: Callable[[T], object]) -> list[tuple[T, ...]]:
    """Return the groups, joined if they share a key and no language."""
    joined: list[tuple[T, ...]] = []
    numbers: dict[object, int] = {}
    for group in groups:
        keys = [key_of(item) for item in group]
        number = next((numbers[key] for key in keys if key in numbers), len(joined))
        if number < len(joined) and _languages(joined[number]).isdisjoint(_languages(group)):
            joined[number] += group
        else:
            number = len(joined)
            joined.append(group)
        for key in keys:
            numbers.setdefault(key, number)
    return joined


def _languages(group: Iterable[Post | Page]) -> set[str]:
    return {item.lang for item in group}


def _name_without_language(item: Post | Page) -> tuple[str, str]:
    """Return the folder and the name of a file, without the suffix for its language."""
    folder, name = posixpath.split(unicodedata.normalize("NFC", item.path))
    stem = posixpath.splitext(name)[0]
    above, _dot, suffix = stem.rpartition(".")
    return folder, above if above and suffix.lower() == item.lang.lower() else stem
