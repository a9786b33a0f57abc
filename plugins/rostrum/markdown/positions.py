"""Source positions in comrak's HTML: `data-sourcepos="3:7-3:20"`.

Lines and columns count from 1; columns count the bytes of a line in UTF-8.

Positions of links, images, code and math are kept for diagnostics until the body is complete;
those of other elements are removed at once.
"""

from __future__ import annotations

import re
from typing import NamedTuple

ATTRIBUTE = "data-sourcepos"
_NUMBER = r"(\d{1,8})"  # an author's own attribute may be any number
_SPAN = f"{_NUMBER}:{_NUMBER}-{_NUMBER}:{_NUMBER}"
POSITION = f'{ATTRIBUTE}="{_SPAN}"'
_KEPT = ("<a", "<img", "<pre", 'data-math-style="inline"', 'data-math-style="display"')
# The attribute comes first, so that the search for it is one for a plain string.
_BLOCK_POSITION = re.compile(
    f" {ATTRIBUTE}=" + "".join(f"(?<!{it} {ATTRIBUTE}=)" for it in _KEPT) + r'"[\d:-]+"'
)
_ANY_POSITION = re.compile(rf' {ATTRIBUTE}="[\d:-]*"')


class Span(NamedTuple):
    """Lines and byte columns of an element in its source, from 1; both ends are inclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


def strip_block_positions(fragment: str) -> str:
    """Return HTML with the positions of links, images, code and math only."""
    return _BLOCK_POSITION.sub("", fragment)


def strip_positions(fragment: str) -> str:
    """Return HTML without source positions."""
    return _ANY_POSITION.sub("", fragment) if ATTRIBUTE in fragment else fragment


def read_span(position: str | None) -> Span | None:
    """Return the value of a position attribute, or None if it is invalid."""
    match = re.fullmatch(_SPAN, position) if position else None
    return Span(*map(int, match.groups())) if match else None
