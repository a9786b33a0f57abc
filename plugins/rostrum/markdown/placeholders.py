"""Texts that stand for others still to be written, such as "TODO" and "Lorem ipsum"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.html.comments import TokenKind, split_html
from rostrum.markdown.leftover_findings import list_places
from rostrum.markdown.source_text import SourceText

_SIGNS = ("TODO", "TKTK", "XXX")
_TO_COME = ("text folgt", "text follows", "text to follow")
_WORDS = (
    # pages that a lawyer has to write
    *("imprint template", "template for the imprint", "privacy template"),
    *("privacy policy template", "template for the privacy", "impressum-vorlage"),
    *("vorlage für das impressum", "datenschutz-vorlage", "vorlage für die datenschutz"),
)
_STEMS = ("ipsum", "ext fol", "emplate", "orlage")
"""What each of the words has in it, without the first letter, which may be a capital."""

_PLACEHOLDER = re.compile(
    r"(?i:\blorem ipsum\W{1,9}dolor\b)"
    rf"|(?<!\w)(?i:{'|'.join(map(re.escape, _WORDS))})"
    # Not "the text follows an old order": these words end a sentence of their own.
    rf"|(?<!\w)(?<!\w[ \n])(?i:{'|'.join(_TO_COME)})(?=\s*(?:[.…!)\]]|\Z|\n))"
    # A list of tasks is called so; three signs may stand for digits.
    r"|(?<![\w/.-])TODO(?![\w-]|[ \xa0](?i:apps?|lists?|listen?)\b)"
    r"|(?<!\w)TKTK\b|(?<![\w*/(.-])XXX(?![\w)*/-]|\.[ \w])"
)
_NAME_BEFORE = re.compile(r"[^\W\d_a-zß-ÿ]\w* \Z")


def report_placeholders(html: str, source: SourceText, report: Report) -> None:
    """Report the placeholders in a text, once with all lines."""
    if not _may_have(source.text):
        return
    count = sum(
        sum(1 for _match in _find(html[piece.start : piece.end]))
        for piece in split_html(html)
        if piece.kind is TokenKind.TEXT and not piece.in_code
    )
    found = list(islice(_find(source.words), count))
    if found:
        first, *further = ((source.locate(match.start()), match[0]) for match in found)
        lines = [place.line for place, _words in further if place.line != first[0].line]
        _report(first[1], first[0], lines, report)


def report_placeholder(text: str, place: SourceLocation, report: Report) -> None:
    """Report a placeholder in a plain text, such as a title."""
    match = next(_find(text), None) if _may_have(text) else None
    if match:
        _report(match[0], place, [], report)


def _find(text: str) -> Iterator[re.Match[str]]:
    """Yield the placeholders in a text; a number of Rome follows a name."""
    for match in _PLACEHOLDER.finditer(text):
        if match[0] != "XXX" or not _NAME_BEFORE.search(text[: match.start()][-40:]):
            yield match


def _may_have(text: str) -> bool:
    """Return True if a text may have a placeholder; most texts end here, at plain searches."""
    if any(map(text.__contains__, _SIGNS)):
        return True
    if not any(map(text.__contains__, _STEMS)):
        return False
    lower = text.lower()
    return "lorem ipsum" in lower or any(map(lower.__contains__, _TO_COME + _WORDS))


def _report(words: str, place: SourceLocation, lines: list[int], report: Report) -> None:
    message: Translatable = _(
        '"%(words)s" stands for a text that is not written', words=" ".join(words.split())
    )
    report.note("placeholder", place, list_places(message, lines), _("Write it, or remove it."))
