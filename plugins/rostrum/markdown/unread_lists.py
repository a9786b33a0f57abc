"""Lists that are no lists: without an empty line before them, or with bullets that are signs.

Python-Markdown takes the lines of a list that follow a paragraph for its text. GitHub's dialect
does so with numbers other than 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise

from rostrum.core.diagnostics import Report
from rostrum.core.translatable import gettext_lazy as _
from rostrum.markdown.source_text import SourceText, squeeze

_ITEM = re.compile(r"(?:\n|(?<=<p>))[ \t]*([-*+•·▪●]|\d{1,3}[.)])[ \t\xa0]+(?=\S)([^\n]*)")
_SOME_ITEM = re.compile(r"\n[ \t]*(?:[-*+•·▪●]|\d{1,3}[.)])[ \t\xa0]")
_PARAGRAPH = re.compile(r"<p>[^<]*(?:<(?!/?p\b)[^<]*)*</p>")
_TAG = re.compile(r"<[^<>]*>")
_BULLETS = "•·▪●"


def report_unread_lists(html: str, source: SourceText, report: Report) -> None:
    """Report the lines of a text that were meant as a list, and run together for readers."""
    if not _SOME_ITEM.search(html):
        return
    start = 0
    for paragraph in _PARAGRAPH.finditer(html):
        items = list(_ITEM.finditer(paragraph[0]))
        if items and _is_list(paragraph[0], items):
            offset = _find_line(items[0], source.prose, start)
            start = max(start, offset)
            place = source.locate(max(offset, 0))
            message = _(
                "the list that begins here is no list, but part of the paragraph: its lines run "
                "together"
            )
            if items[0][1] in _BULLETS:
                hint = _('Write "-" in place of "%(sign)s".', sign=items[0][1])
            else:
                hint = _("Add an empty line above it.")
            report.warning("list-lost", place, message, hint)


def _is_list(paragraph: str, items: list[re.Match[str]]) -> bool:
    """Return True if lines of a paragraph look like a list, and not like wrapped words.

    Lines after a line break stay lines.
    """
    before = paragraph[: items[0].start()].rstrip()
    if before.endswith(("<br>", "<br />")):
        return False
    signs = [item[1] for item in items]
    if signs[0][:-1].isdigit():
        numbers = [int(sign[:-1]) for sign in signs if sign[:-1].isdigit()]
        return len(numbers) > 1 and all(after == number + 1 for number, after in pairwise(numbers))
    return len(items) > 1 or _TAG.sub("", before).rstrip().endswith(":")


def _find_line(item: re.Match[str], prose: str, start: int) -> int:
    """Return the offset of the line of an item in the source, or -1."""
    words = squeeze(_TAG.sub("", unescape(item[2])))
    return next((at for at, line in _list_lines(prose, start) if squeeze(line) == words), -1)


def _list_lines(prose: str, start: int) -> Iterator[tuple[int, str]]:
    for match in _LINE.finditer(prose, start):
        yield match.start(1), _TAG.sub("", unescape(_ADDRESS.sub("", match[2])))


_LINE = re.compile(r"^[ \t>]*([-*+•·▪●]|\d{1,3}[.)])[ \t\xa0]+(\S[^\n]*)$", re.MULTILINE)
_ADDRESS = re.compile(r"(?<=\])(?:\([^()\n]*\)|\[[^\[\]\n]*\])")
