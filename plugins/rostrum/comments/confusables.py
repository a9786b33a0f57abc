"""Confusable characters by the Unicode data (UTS #39, confusables.txt)."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any


@cache
def find_prototype(char: str) -> str:
    """Return the prototype of a confusable character: `a` for the Cyrillic `а`.

    Return ASCII characters and combining marks unchanged.
    """
    if char.isascii() or unicodedata.combining(char):
        return char
    data = _load()
    alike = [_strip(entry["c"]) for entry in data.get(char, ())]
    # The library lists both ways: of a character its prototype, of a prototype all others.
    if len(alike) != 1:
        return char
    return alike[0] if len(data.get(alike[0], ())) > 1 else min(char, alike[0])


def _strip(text: str) -> str:
    return text.strip("\u200e")  # around what is written from right to left


@cache
def _load() -> dict[str, Any]:
    # A megabyte of JSON, of use only where a name holds other letters than Latin ones.
    from confusable_homoglyphs.utils import load

    confusables: dict[str, Any] = load("confusables.json")
    return confusables
