"""Ids of headings and the table of contents, for GitHub's dialect.

The ids are GitHub's, so that a link such as `[Plan](#der-plan)` leads to the same heading in a
merge request and on the site.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import NamedTuple

import regex

from rostrum.html.tags import ATTRIBUTES, RAW_ELEMENTS
from rostrum.markdown.complexity import blank_fences
from rostrum.markdown.labels import TextLabels

MARKER = "<p>[TOC]</p>"
"""Replaced with the table of contents, the first time."""

_ID = re.compile(r"""<[a-zA-Z][^<>]*?\sid=(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""")
_HEADING = re.compile(r"<h(?P<level>[1-6])>")
# What may hide headings: two patterns, as each search for one first character is quick.
_RAW_ELEMENT = re.compile(rf"<(?=[instx])(?:{RAW_ELEMENTS})\b", re.IGNORECASE)
_HEADING_IN_VALUE = re.compile(r"""=\s*["'][^"'>]*<h""", re.IGNORECASE)
_TOKEN = re.compile(
    rf"{_HEADING.pattern}|<(?P<raw>{RAW_ELEMENTS})(?=[\s/>]){ATTRIBUTES}>.*?(?=</(?P=raw)|\Z)"
    rf"|<[a-zA-Z][^\s/>]*{ATTRIBUTES}>?",
    re.DOTALL | re.IGNORECASE,
)
_FOOTNOTE_MARK = re.compile(r'<sup class="footnote-ref">.*?(?:</sup>|\Z)', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTES = re.compile(r"^(?! {4}|\t).*\{([^{}\n]*)\}[ \t#]*$", re.MULTILINE)
_ATTRIBUTES_END = re.compile(r"\}[ \t#]*$", re.MULTILINE)
_NAMED_ID = re.compile(r"#([^\s{}#<>&\"']+)")
_WRITTEN_ID = re.compile(r"\{\s*#([^\s{}#<>&\"']+)\s*\}")
# GitHub keeps Ruby's \p{Word}: letters, marks, decimal numbers and connecting punctuation.
_NOT_IN_ID = regex.compile(r"[^\p{L}\p{M}\p{Nd}\p{Pc}\- ]")
_CONTENTS = '<div class="toc">'
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
        return self.claim_exactly(slug)

    def claim_exactly(self, slug: str) -> str:
        """Return an id that is free, or the next one with a number."""
        claimed, count = slug, self._counts.get(slug, 0)
        while claimed in self.taken:
            count += 1
            claimed = f"{slug}-{count}"
        self._counts[slug] = count
        self.taken.add(claimed)
        return claimed


def anchor_headings(fragment: str) -> str:
    """Return HTML with an id in each heading and a table of contents in place of `MARKER`.

    A heading may name its id itself: `## The plan {#plan}`. Such an id goes before that of an
    earlier heading with the same text.
    """
    headings = list(_find_headings(fragment))
    ids = HeadingIds(set(list_ids(fragment)) if " id=" in fragment else set())
    written = {it.start: ids.claim_exactly(it.id) for it in headings if it.id}
    contents, parts, end = list[Heading](), list[str](), 0
    for heading in headings:
        heading_id = written.get(heading.start) or ids.claim(heading.text)
        contents.append(Heading(heading.level, heading_id, " ".join(heading.text.split())))
        opening = f'<h{heading.level} id="{html.escape(heading_id)}">'
        parts += [fragment[end : heading.start], opening, heading.inner]
        end = heading.end
    anchored = "".join([*parts, fragment[end:]])
    if MARKER not in anchored:
        return anchored
    return anchored.replace(MARKER, list_contents(contents), 1)


def list_ids(fragment: str) -> list[str]:
    """Return the ids of the elements of a text."""
    return [html.unescape("".join(written)) for written in _ID.findall(fragment)]


def list_written_ids(fragment: str) -> list[str]:
    """Return the ids that headings set themselves, before `anchor_headings`."""
    return [heading.id for heading in _find_headings(fragment) if heading.id]


def may_set_ids(source: str) -> bool:
    """Return True if a line of Markdown ends like a heading that sets its id."""
    return "#" in source and _ATTRIBUTES_END.search(source) is not None


def find_repeated_ids(ids: Iterable[str], source: str) -> Iterator[tuple[str, int]]:
    """Yield each id that a text has twice and a heading sets, and its offset in the source.

    `ids` are those of the text, `source` is its Markdown. The offset is that of the second
    heading, or of the only one.
    """
    repeated = {id for id, count in Counter(ids).items() if count > 1}
    offsets: dict[str, list[int]] = {}
    for attributes in _ATTRIBUTES.finditer(blank_fences(source)) if repeated else ():
        if (match := _NAMED_ID.search(source, *attributes.span(1))) and match[1] in repeated:
            offsets.setdefault(match[1], []).append(match.start())
    yield from ((id, places[min(1, len(places) - 1)]) for id, places in offsets.items())


def name_contents(fragment: str, labels: TextLabels) -> str:
    """Return HTML with its table of contents, as either dialect writes it, named navigation.

    Its title is no heading: the table is not one of the sections that it lists.
    """
    before, opening, rest = fragment.partition(_CONTENTS)
    end = rest.find("</div>")
    if not opening or end < 0:
        return fragment
    title = f'<p class="toc-title"><strong>{labels.contents}</strong></p>'
    items = rest[:end]
    if "<li>" not in items:
        return fragment
    nav = f'<nav class="toc" aria-label="{labels.contents}">\n{title}{items}</nav>'
    return f"{before}{nav}{rest[end + len('</div>') :]}"


class _WrittenHeading(NamedTuple):
    """A heading in HTML: the offsets of its start tag and end tag, level, content, text and id."""

    start: int
    end: int
    level: int
    inner: str
    text: str
    id: str


def _find_headings(fragment: str) -> Iterator[_WrittenHeading]:
    may_hide = _RAW_ELEMENT.search(fragment) or _HEADING_IN_VALUE.search(fragment)
    pattern = _TOKEN if may_hide else _HEADING
    tags = [tag for tag in pattern.finditer(fragment) if tag["level"]]
    for tag, following in zip_longest(tags, tags[1:]):
        limit = following.start() if following else len(fragment)
        end = fragment.find(f"</h{tag['level']}>", tag.end(), limit)
        if end < 0:
            continue
        inner, written = fragment[tag.end() : end], ""
        if inner.endswith("}"):
            attribute = inner.rfind("{")
            if match := _WRITTEN_ID.fullmatch(inner, max(0, attribute)):
                inner, written = inner[:attribute].rstrip(), match[1]
        text = _read_text(inner)
        yield _WrittenHeading(tag.start(), end, int(tag["level"]), inner, text, written)


def _read_text(inner: str) -> str:
    """Return the text of a heading without footnote numbers, its spaces as they are written."""
    if "<" in inner:
        inner = _TAG.sub("", _FOOTNOTE_MARK.sub("", inner))
    return html.unescape(inner).strip()


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
