"""Ids of headings and the table of contents, for GitHub's dialect.

The ids are GitHub's, so that a link such as `[Plan](#der-plan)` leads to the same heading in a
merge request and on the site.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from rostrum.html.text import html_text

MARKER = "<p>[TOC]</p>"
"""Replaced with the table of contents, the first time."""

_ID = re.compile(r"""\sid=["']?([^"'\s>]+)""")
_WRITTEN_ID = re.compile(r"\s*\{\s*#([^\s{}#<>&\"']+)\s*\}\s*\Z")
_NOT_IN_ID = re.compile(r"[^\w\- ]")
_UNNAMED = "section"


class Heading(NamedTuple):
    """A heading in the table of contents: its level from 1, its id and text."""

    level: int
    id: str
    text: str


@dataclass
class HeadingIds:
    """The ids of a text; each is given once."""

    taken: set[str] = field(default_factory=set)
    _counts: dict[str, int] = field(default_factory=dict)

    def claim(self, text: str) -> str:
        """Return a free id for a heading: `plan`, then `plan-1`, `plan-2`, …

        The rule is that of GitHub: lower case, letters, digits, `_` and `-`; hyphens for spaces.
        """
        slug = _NOT_IN_ID.sub("", text.lower()).replace(" ", "-") or _UNNAMED
        claimed, count = slug, self._counts.get(slug, 0)
        while claimed in self.taken:
            count += 1
            claimed = f"{slug}-{count}"
        self._counts[slug] = count
        self.taken.add(claimed)
        return claimed


def anchor_headings(fragment: str) -> str:
    """Return HTML with an id in each heading and a table of contents in place of `MARKER`.

    A heading may name its id itself: `## The plan {#plan}`.
    """
    ids = HeadingIds(set(_ID.findall(fragment)) if " id=" in fragment else set())
    headings: list[Heading] = []
    before, *pieces = fragment.split("<h")
    parts = [before]
    for piece in pieces:
        end = _find_end(piece)
        if end < 0:
            parts.append(f"<h{piece}")
            continue
        inner = piece[2:end]
        written = _WRITTEN_ID.search(inner) if inner.endswith("}") else None
        if written:
            inner = inner[: written.start()]
        text = _read_text(inner)
        heading_id = _claim_written(written[1], ids) if written else ids.claim(text)
        headings.append(Heading(int(piece[0]), heading_id, text))
        parts.append(f'<h{piece[0]} id="{html.escape(heading_id)}">{inner}{piece[end:]}')
    anchored = "".join(parts)
    if MARKER not in anchored:
        return anchored
    return anchored.replace(MARKER, list_contents(headings), 1)


def _claim_written(written: str, ids: HeadingIds) -> str:
    if written in ids.taken:
        return ids.claim(written)
    ids.taken.add(written)
    return written


def _find_end(piece: str) -> int:
    """Return the end of the heading at the start of a piece after `<h`, or -1."""
    is_heading = piece[1:2] == ">" and piece[0] in "123456"
    return piece.find(f"</h{piece[0]}>") if is_heading else -1


def _read_text(inner: str) -> str:
    """Return the text of a heading without footnote numbers."""
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
        text = html.escape(heading.text, quote=False)
        pieces.append(f'<li><a href="#{html.escape(heading.id)}">{text}</a>')
    pieces += ["</li>\n</ul>\n"] * len(levels)
    return "".join([*pieces, "</div>"])
