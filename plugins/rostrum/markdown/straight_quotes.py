"""Straight quotation marks in texts that are shown as they are written."""

from __future__ import annotations

import re

from rostrum.core.diagnostics import Report, shorten
from rostrum.core.translatable import gettext_lazy as _
from rostrum.html.comments import TokenKind, split_html
from rostrum.markdown.leftover_findings import list_places
from rostrum.markdown.source_text import SourceText

_QUOTED = re.compile(r"(?<![\w=\"])\"(?=[^\s\"])[^\"\n]{1,300}(?<![\s\"])\"(?![\w\"])")
_NOT_TEXT = re.compile(
    # the address and title of a link, and the attributes of an element
    r"(?<=\])\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|^ {0,3}\[[^\[\]\n]+\]:[^\n]*|\{[^{}\n]*\}",
    re.MULTILINE,
)


def report_straight_quotes(html: str, source: SourceText, report: Report) -> None:
    """Report the words of a text in straight quotation marks, once with all lines."""
    if not any(
        '"' in html[piece.start : piece.end] or "&quot;" in html[piece.start : piece.end]
        for piece in split_html(html)
        if piece.kind is TokenKind.TEXT and not piece.in_code
    ):
        return
    words = _NOT_TEXT.sub(lambda match: " " * len(match[0]), source.words)
    found = [(source.locate(match.start()), match[0]) for match in _QUOTED.finditer(words)]
    if found:
        (first, quoted), *further = found
        lines = [place.line for place, _quoted in further if place.line != first.line]
        message = _("%(quoted)s has straight quotation marks", quoted=shorten(quoted))
        hint = _("Write those of the language: „…“ in German, “…” in English.")
        report.warning("quotes-straight", first, list_places(message, lines), hint)
