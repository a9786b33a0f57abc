"""HTML pasted from Word, with styles and tags that no browser knows."""

from __future__ import annotations

import re

from rostrum.core.diagnostics import Report, shorten
from rostrum.core.translatable import gettext_lazy as _
from rostrum.html.comments import split_html
from rostrum.markdown.leftover_findings import list_places
from rostrum.markdown.source_text import SourceText

_SIGNS = ("mso-", "Mso", "<o:p", "<st1:")
_IN_TAG = re.compile(r"<[a-z][^<>]*\b(?:mso-|class=[\"']?mso)", re.IGNORECASE)
_WRITTEN = re.compile(
    r"</?(?:o:p|st1:\w+)(?=[\s/>])|(?<=[\s\"'])class\s*=\s*[\"']?Mso\w+[\"']?|\bmso-[\w-]+\s*:[^;\"'<>]*",
    re.IGNORECASE,
)
_NAMESPACED = re.compile(r"(?:<|&lt;)/?(?:o:p|st1:)", re.IGNORECASE)


def report_pasted_html(html: str, source: SourceText, report: Report) -> None:
    """Report the HTML that Word wrote into a text, once with all lines."""
    if not any(map(source.text.__contains__, _SIGNS)):
        return
    has_attributes, has_elements = bool(_IN_TAG.search(html)), _has_elements(html)
    found = [
        match
        for match in _WRITTEN.finditer(source.prose)
        if (has_elements if _NAMESPACED.match(match[0]) else has_attributes)
    ]
    if not found:
        return
    first, *further = ((source.locate(match.start()), match[0]) for match in found)
    message = _("%(markup)s is left from Word", markup=shorten(" ".join(first[1].split())))
    lines = [place.line for place, _markup in further if place.line != first[0].line]
    hint = _(
        "Paste the text without its formatting (Ctrl+Shift+V), and write headings, lists and "
        "tables in Markdown."
    )
    report.warning("word-html", first[0], list_places(message, lines), hint)


def _has_elements(html: str) -> bool:
    """Return True if HTML has an element of Word's, or shows the tag of one outside of code."""
    return _NAMESPACED.search(html) is not None and any(
        _NAMESPACED.search(html, piece.start, piece.end)
        for piece in split_html(html)
        if not piece.in_code
    )
