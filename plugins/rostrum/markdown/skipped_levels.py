"""Headings that skip a level: readers with a screen reader look for the one that is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from rostrum.core.diagnostics import Report
from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.markdown.leftover_findings import list_places
from rostrum.markdown.source_text import SourceText, squeeze

_TITLE = 1  # the level of a page's title
_HEADING = re.compile(r"<h([1-6])(?:\s[^<>]*)?>")
_TAG = re.compile(r"<[^<>]*>")
_LEAD = r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*"
_WRITTEN = re.compile(
    rf"{_LEAD}(?P<hashes>\#{{1,6}})(?!\#)[ \t]*(?P<words>[^\n]*)"
    rf"|{_LEAD}(?P<above>[^\s#>][^\n]*)\n[ \t>]*(?P<rule>=+|-+)[ \t]*$"
    r"|<[hH](?P<level>[1-6])(?:\s[^<>]*)?>(?P<html>[^\n]*)",
    re.MULTILINE,
)


class _Heading(NamedTuple):
    """A heading: its level, and where it is in HTML, or in the Markdown source."""

    level: int
    offset: int
    words: str


def report_skipped_levels(html: str, source: SourceText, report: Report) -> None:
    """Report the headings of a text that are more than one level below the one before.

    The title of the page is before the first one. They are one finding, with all lines.
    """
    levels = [int(level) for level in _HEADING.findall(html)]
    skipped = [
        number
        for number, (before, level) in enumerate(zip([_TITLE, *levels], levels, strict=False))
        if level > before + 1
    ]
    if not skipped:
        return
    offsets = _locate(list(_list_headings(html)), source)
    first, *further = (source.locate(offsets[number]) for number in skipped)
    message = _explain(levels, skipped[0])
    report.warning(
        "heading-skip",
        first,
        list_places(message, [place.line for place in further]),
        _(
            'Write "%(signs)s" before it: screen readers announce the level.',
            signs="#" * (([_TITLE, *levels])[skipped[0]] + 1),
        ),
    )


def _explain(levels: list[int], number: int) -> Translatable:
    if not number:
        return _(
            "the first heading of the text is on level %(level)s, and the title of the page on "
            "level 1",
            level=levels[0],
        )
    return _(
        "the heading is on level %(level)s, and the one before it on level %(before)s",
        level=levels[number],
        before=levels[number - 1],
    )


def _list_headings(html: str) -> Iterator[_Heading]:
    """Yield the headings of HTML, with the beginning of their words."""
    for match in _HEADING.finditer(html):
        end = html.find(f"</h{match[1]}", match.end())
        inner = _TAG.sub("", html[match.end() : end if end >= 0 else len(html)])
        yield _Heading(int(match[1]), match.start(), squeeze(unescape(inner)))


def _locate(headings: list[_Heading], source: SourceText) -> list[int]:
    """Return the offset of each heading in the source, or that of the one before."""
    written, offsets, start = list(_list_written(source.prose)), list[int](), 0
    for heading in headings:
        found = next(
            (
                number
                for number in range(start, len(written))
                if written[number].level == heading.level
                and _is_alike(written[number].words, heading.words)
            ),
            None,
        )
        if found is not None:
            start = found + 1
        offsets.append(written[start - 1].offset if start else 0)
    return offsets


def _is_alike(written: str, shown: str) -> bool:
    """Return True if a line of Markdown begins like a heading; markup may be between."""
    length = min(len(written), len(shown), 8)
    return written[:length] == shown[:length]


def _list_written(prose: str) -> Iterator[_Heading]:
    """Yield the headings of a source; the top level is shown as the second one."""
    for match in _WRITTEN.finditer(prose):
        if match["hashes"]:
            level, group = len(match["hashes"]), "hashes"
        elif match["rule"]:
            level, group = 1 if match["rule"][0] == "=" else 2, "above"
        else:
            level, group = int(match["level"]), "html"
        words = match["words"] or match["above"] or match["html"] or ""
        offset = match.start() if group == "html" else match.start(group)
        yield _Heading(max(2, level), offset, squeeze(_TAG.sub("", unescape(words))))
