"""Styles and scripts within a text, which a strict Content-Security-Policy drops.

A policy without `unsafe-inline` ignores attributes such as `style` and `onclick`, and the content
of `<style>` and `<script>` (Content Security Policy Level 3, section 6.7.3). Both dialects publish
them, so that a site without such a policy can use them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from enum import Enum, auto
from itertools import islice
from typing import NamedTuple

from rostrum.core.diagnostics import Diagnostic, Report, Severity, SourceLocation, shorten
from rostrum.core.translatable import gettext_lazy as _
from rostrum.html.comments import TokenKind, split_html
from rostrum.html.tags import read_attributes
from rostrum.markdown.leftover_findings import list_places
from rostrum.markdown.source_text import SourceText

_CANDIDATE = re.compile(r"""<s(?:tyle|cript)\b|[\s/"'](?:style|on[a-z]{2,30})\s?=""", re.IGNORECASE)
_START_TAG = re.compile(r"<([a-z][^\s/>]*)", re.IGNORECASE)
_HANDLER = re.compile(r"on[a-z]+")
_PROGRAMS = frozenset(
    ("", "module", "text/javascript", "application/javascript", "importmap", "speculationrules")
)
"""The types of scripts that are no data (HTML Standard, 4.12.1)."""
_MOST = 200  # are located in a text; the search for more could take long


class InlineKind(Enum):
    """What is within a text."""

    STYLE = auto()
    STYLESHEET = auto()
    HANDLER = auto()
    SCRIPT = auto()


class InlineCode(NamedTuple):
    """A style or script: the tag and its offset in the HTML, and the attribute that has it."""

    kind: InlineKind
    offset: int
    tag: str
    attribute: str = ""
    value: str = ""


def find_inline_code(html: str) -> Iterator[InlineCode]:
    """Yield the styles and scripts within the HTML of a text, in order."""
    if not _CANDIDATE.search(html):
        return
    for piece in split_html(html):
        written = html[piece.start : piece.end]
        match = _START_TAG.match(written) if piece.kind is TokenKind.TAG else None
        if match:
            yield from _read_tag(match[1].lower(), piece.start, written)


def _read_tag(name: str, offset: int, written: str) -> Iterator[InlineCode]:
    values = read_attributes(written[1 + len(name) : -1])
    if name == "style":
        yield InlineCode(InlineKind.STYLESHEET, offset, written)
    elif name == "script" and "src" not in values and _is_program(values.get("type")):
        yield InlineCode(InlineKind.SCRIPT, offset, written)
    for key, value in values.items():
        if key == "style" and value and "mso-" not in value:  # left from Word, which is reported
            yield InlineCode(InlineKind.STYLE, offset, written, key, value)
        elif key == "srcdoc" and value and _CANDIDATE.search(value):
            yield InlineCode(InlineKind.SCRIPT, offset, written)
        elif value and _HANDLER.fullmatch(key):
            yield InlineCode(InlineKind.HANDLER, offset, written, key, value)


def _is_program(written: str | None) -> bool:
    return (written or "").strip().lower() in _PROGRAMS


def report_inline_code(html: str, source: SourceText, report: Report) -> None:
    """Report the styles and scripts within a text, each kind once with all of its lines."""
    groups: dict[InlineKind, list[tuple[InlineCode, SourceLocation]]] = {}
    locator: _TagLocator | None = None
    for code in islice(find_inline_code(html), _MOST):
        locator = locator or _TagLocator(source)
        groups.setdefault(code.kind, []).append((code, locator.find(code)))
    for (first, place), *further in groups.values():
        finding = _explain(first, place)
        message = list_places(finding.message, [other.line for _further, other in further])
        report.add(replace(finding, message=message))


class _TagLocator:
    """Locates tags in the source of a text, in order; those in code are passed over."""

    def __init__(self, source: SourceText) -> None:
        self._text, self._source = source, source.prose
        self._start = self._end = 0  # of the last tag in the source
        self._tag = -1  # its offset in the HTML

    def find(self, code: InlineCode) -> SourceLocation:
        """Return the place of an attribute or tag; that of the last one if it is not found."""
        if code.offset != self._tag:
            self._tag = code.offset
            words = (code.tag, f'"{code.value}"', f"'{code.value}'", code.value)
            offsets = (self._source.find(word, self._end) for word in words if word.strip("\"'"))
            self._start = next((at for at in offsets if at >= 0), self._start)
            is_whole = self._source.startswith(code.tag, self._start)
            self._end = self._start + (len(code.tag) if is_whole else 1)
        offset = self._start
        if code.attribute and self._source.startswith(code.tag, offset):
            inner = re.search(rf"[\s/\"']{code.attribute}\b", code.tag, re.IGNORECASE)
            offset += inner.start() + 1 if inner else 0
        return self._text.locate(offset)


def _explain(code: InlineCode, place: SourceLocation) -> Diagnostic:
    markup = shorten(f"{code.attribute}='{' '.join(code.value.split())}'")
    match code.kind:
        case InlineKind.STYLE:
            message = _(
                'a strict Content-Security-Policy drops "%(markup)s": readers do not see it',
                markup=markup,
            )
            return Diagnostic(place, Severity.WARNING, "inline-style", message, _STYLE_HINT)
        case InlineKind.STYLESHEET:
            message = _(
                "a strict Content-Security-Policy drops this <style>: readers do not see its rules"
            )
            return Diagnostic(place, Severity.WARNING, "inline-style", message, _STYLE_HINT)
        case InlineKind.HANDLER:
            message = _(
                'a strict Content-Security-Policy drops "%(markup)s": this code does not run',
                markup=markup,
            )
            return Diagnostic(place, Severity.WARNING, "inline-script", message, _SCRIPT_HINT)
        case InlineKind.SCRIPT:
            message = _(
                "a strict Content-Security-Policy drops this <script>: its code does not run"
            )
            return Diagnostic(place, Severity.WARNING, "inline-script", message, _SCRIPT_HINT)


_STYLE_HINT = _(
    "Write class= in place of it, and the rule into static/css/site.css beside the settings file."
)
_SCRIPT_HINT = _(
    "Put the code into a file in static/js/ beside the settings file, and load it with "
    '<script src="…" defer>.'
)
