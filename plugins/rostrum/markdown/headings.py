"""Anchors of headings and the table of contents, for a dialect whose renderer makes none.

Both come out as Python-Markdown's `toc` extension makes them, so that a link to a part of a
post still leads there when a site changes its dialect.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from rostrum.html.text import html_text
from rostrum.markdown.options import slugify_heading

MARKER = "<p>[TOC]</p>"
"""What becomes the table of contents, the first time it stands there."""

_ID = re.compile(r"""\sid=["']?([^"'\s>]+)""")
_COUNTED = re.compile(r"(.*)_([0-9]+)", re.DOTALL)


class Heading(NamedTuple):
    """A heading as the contents list it: its level from 1, its id, its words."""

    level: int
    id: str
    words: str


@dataclass
class HeadingIds:
    """The ids of one text: none is given out twice."""

    taken: set[str] = field(default_factory=set)
    _after: dict[tuple[str, int], int] = field(default_factory=dict)

    def claim(self, slug: str) -> str:
        """Return a slug that is free yet: as it is, or with `_1`, `_2`, … behind it."""
        if not slug or slug in self.taken:
            counted = _COUNTED.fullmatch(slug)
            stem, number = (counted[1], int(counted[2])) if counted else (slug, 0)
            slug = f"{stem}_{self._free_number(stem, number + 1)}"
        self.taken.add(slug)
        return slug

    def _free_number(self, stem: str, number: int) -> int:
        passed = []
        while f"{stem}_{number}" in self.taken:
            passed.append(number)
            number = self._after.get((stem, number), number + 1)
        # A text may hold a hundred thousand headings of one name: none is counted up to anew.
        self._after.update(((stem, each), number) for each in passed)
        return number


def anchor_headings(fragment: str) -> str:
    """Return HTML whose headings have ids and whose `MARKER` is the table of contents."""
    anchors = HeadingIds(set(_ID.findall(fragment)) if " id=" in fragment else set())
    headings: list[Heading] = []
    before, *pieces = fragment.split("<h")
    made = [before]
    for piece in pieces:
        end = _find_end(piece)
        if end < 0:
            made.append(f"<h{piece}")
            continue
        words = _read_words(piece[2:end])
        anchor = anchors.claim(slugify_heading(words, "-"))
        headings.append(Heading(int(piece[0]), anchor, words))
        made.append(f'<h{piece[0]} id="{html.escape(anchor)}">{piece[2:]}')
    found = "".join(made)
    return found.replace(MARKER, list_contents(headings), 1) if MARKER in found else found


def _find_end(piece: str) -> int:
    """Return where the heading ends that a piece behind `<h` begins with, or -1."""
    is_heading = piece[1:2] == ">" and piece[0] in "123456"
    return piece.find(f"</h{piece[0]}>") if is_heading else -1


def _read_words(inner: str) -> str:
    """Return the words of a heading without the numbers of its footnotes."""
    if "<" not in inner and "&" not in inner:
        return " ".join(inner.split())
    return html_text(inner)


def list_contents(headings: Iterable[Heading]) -> str:
    """Return headings as nested lists of links, each below the nearest higher one before it."""
    pieces, levels = ['<div class="toc">\n'], list[int]()
    for heading in headings:
        if not levels or heading.level > levels[-1]:
            pieces.append("<ul>\n")
            levels.append(heading.level)
        else:
            while len(levels) > 1 and heading.level <= levels[-2]:
                levels.pop()
                pieces.append("</li>\n</ul>\n")
            levels[-1] = heading.level
            pieces.append("</li>\n")
        words = html.escape(heading.words, quote=False)
        pieces.append(f'<li><a href="#{html.escape(heading.id)}">{words}</a>')
    pieces += ["</li>\n</ul>\n"] * len(levels)
    return "".join([*pieces, "</div>"])
