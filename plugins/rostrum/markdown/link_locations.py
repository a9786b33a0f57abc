"""Where the links and images of a text are in its source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from urllib.parse import quote, unquote

from rostrum.core.diagnostics import SourceLocation
from rostrum.core.model import Reference
from rostrum.html.addresses import list_addresses
from rostrum.html.responsive import SizedImages
from rostrum.html.tags import read_tags
from rostrum.markdown.positions import ATTRIBUTE, Span, read_span

_IN_QUOTES = (('"', '"'), ("'", "'"))
_IN_LINKS = (("](", ")"), ("](", " "), ("](<", ">"))
_IN_ATTRIBUTES = ((('="', '"'), ("='", "'"), *_IN_LINKS), _IN_QUOTES, (("", ""),))
_IN_STYLES = ((("url(", ")"), ('url("', '"'), ("url('", "'")), _IN_QUOTES, (("", ""),))
"""What stands around an address in the source, in the order in which it is searched for."""

_MAX_SEARCHED_CHARS = 500_000_000  # for all links of a text together
_EMPTY_ATTRIBUTE = r"\b(?:cite|data|href|longdesc|poster|src)\s*=\s*(?:\"\"|'')"
_EMPTY = re.compile(rf"\]\(\s*(?:<>)?\s*\)|{_EMPTY_ATTRIBUTE}")
_OPEN_IMAGE = re.compile(r"<img\s[^<>]*\Z", re.IGNORECASE)
_TAG_LINES = 20
_EMPTY_IN_HTML = re.compile(_EMPTY_ATTRIBUTE)


def list_references(fragment: str, source: str, path: str, line: int) -> list[Reference]:
    """Return the links and images of HTML, in order, with their places in the Markdown source.

    `line` is that of the source's first line in the file `path`. Source positions in the HTML
    give exact places. Without them, the n-th occurrence of an address in the source is that of
    the n-th link to it.
    """
    references: list[Reference] = []
    locator = _Locator(source, path, line)
    sized = SizedImages()
    for name, attributes in read_tags(fragment):
        span = read_span(attributes.get(ATTRIBUTE))
        alt = attributes.get("alt") or ""
        is_sized = sized.includes(name, attributes)
        for key, value in list_addresses(name, attributes):
            place = locator.find(value, span, key)
            references.append(Reference(value, name, key, place, alt, is_sized and key == "src"))
        if name == "img" and not alt.strip():
            target = attributes.get("src") or ""
            place = locator.find_again(target)
            if attributes.get("alt") != "" or not _is_in_tag(source, place, line):
                references.append(Reference(target, name, "alt", place))
    return references


def _is_in_tag(source: str, place: SourceLocation, line: int) -> bool:
    """Return True if an address is written in an HTML tag, where `alt=""` is meant (HTML, 4.8.4.4).

    Markdown has no way to say that an image has a text which is empty.
    """
    lines = source.split("\n")[: place.line - line + 1]
    before = "\n".join([*lines[-_TAG_LINES:-1], lines[-1][: place.column - 1]])
    return _OPEN_IMAGE.search(before) is not None


@dataclass(slots=True)
class _Utf8Line:
    """A line in UTF-8; offsets are mostly asked for in ascending order, and counted onwards."""

    encoded: bytes
    _offset: int = 0
    _characters: int = 0

    def count_characters(self, offset: int) -> int:
        """Return the number of characters before the one at a byte offset."""
        while offset < len(self.encoded) and self.encoded[offset] & 0xC0 == 0x80:
            offset -= 1  # within a character
        if offset < self._offset:
            self._offset = self._characters = 0
        between = self.encoded[self._offset : offset]
        self._characters += len(between.decode())
        self._offset = offset
        return self._characters


class _Locator:
    """Locates addresses in the source: each occurrence once, in order."""

    def __init__(self, source: str, path: str, line: int) -> None:
        self._source, self._path, self._line = source, path, line
        self._next: dict[str, int] = {}
        self._last: dict[str, SourceLocation] = {}
        self._searched = 0
        self._has_spans = False
        self._lines: dict[int, _Utf8Line] = {}
        self._definitions: dict[str, int] = {}

    def find(self, target: str, span: Span | None = None, key: str = "") -> SourceLocation:
        """Return the place of an address within a span, else of its next or last occurrence.

        `key` is the attribute that has it.
        """
        spellings = list(_list_spellings(target)) if target else []
        if not target and not span:
            offset = self._search_empty()
        elif span:
            self._has_spans = True
            offset = self._search_span(spellings, span)
            if offset < 0:
                if target not in self._definitions:
                    self._definitions[target] = self._search_definition(spellings)
                offset = self._definitions[target]
            # An address with an escape, such as `x\_y.md`, is not in the source as it is here.
            offset = offset if offset >= 0 else self._offset(span.line, span.column)
        else:
            offset = next((at for it in spellings if (at := self._search(it, key)) >= 0), -1)
        if offset >= 0:
            self._last[target] = self._locate(offset)
        return self.find_again(target)

    def _search_definition(self, spellings: list[str]) -> int:
        """Return the offset of an address in the definition of a reference link, or -1."""
        for written in spellings:
            for signs in ("]: ", "]:", "]: <", "]:\n"):
                offset = self._source.find(signs + written)
                if offset >= 0:
                    return offset + len(signs)
        return -1

    def _search_empty(self) -> int:
        """Return the offset of the next link or image without an address, or -1."""
        pattern = _EMPTY_IN_HTML if self._has_spans else _EMPTY  # a link in Markdown has a span
        match = pattern.search(self._source, self._next.get("", 0))
        if match is None:
            return -1
        self._next[""] = match.end()
        return match.start()

    def _search_span(self, spellings: list[str], span: Span) -> int:
        """Return the offset of an address in a link or image, or -1 for a reference link."""
        start, end = self._offset(span.line, span.column), self._offset(*span[2:]) + 1
        # The text of a link, or an image in it, may contain its address too: `[x.md](x.md)`.
        inner = self._source.rfind("](", start, end)
        for written in spellings:
            offset = self._source.find(written, max(start, inner), end)
            if offset >= 0:
                self._next[written] = offset + len(written)
                return offset
        return -1

    def _offset(self, line: int, column: int) -> int:
        """Return the offset of a line and byte column, from 1; at most that of the end."""
        starts = self._line_starts
        if line >= len(starts):
            return len(self._source)
        if self._source.isascii():
            return starts[line - 1] + column - 1
        if line not in self._lines:
            encoded = self._source[starts[line - 1] : starts[line]].encode("utf-8", "replace")
            self._lines[line] = _Utf8Line(encoded)
        return starts[line - 1] + self._lines[line].count_characters(column - 1)

    def _search(self, written: str, key: str) -> int:
        """Return the offset of the next occurrence: as a value, else in quotes, else anywhere."""
        start = self._next.get(written, 0)
        offset = -1
        if self._searched < _MAX_SEARCHED_CHARS:
            for around in _IN_STYLES if key == "style" else _IN_ATTRIBUTES:
                offset = self._search_within(around, written, start)
                if offset >= 0:
                    break
        end = offset + len(written) if offset >= 0 else len(self._source)
        self._searched += end - start
        self._next[written] = end
        return offset

    def _search_within(self, around: Sequence[tuple[str, str]], written: str, start: int) -> int:
        offsets = (
            (self._source.find(before + written + after, start), len(before))
            for before, after in around
        )
        return min((at + length for at, length in offsets if at >= 0), default=-1)

    def find_again(self, target: str) -> SourceLocation:
        """Return the last place of an address, else the beginning of the text."""
        return self._last.get(target, SourceLocation(self._path, self._line))

    @cached_property
    def _line_starts(self) -> list[int]:
        """Offsets of the lines, and that behind the last one."""
        return [0, *accumulate(len(line) + 1 for line in self._source.split("\n"))]

    def _locate(self, offset: int) -> SourceLocation:
        line = bisect_right(self._line_starts, offset)
        column = offset - self._line_starts[line - 1] + 1
        return SourceLocation(self._path, self._line + line - 1, column)


def _list_spellings(target: str) -> Iterator[str]:
    """Yield the ways to write an address of the HTML in Markdown."""
    yield target
    if "%" in target:
        yield unquote(target)
    if "\\" in target:  # as in Windows; Markdown removes a backslash before a dot
        yield target.lstrip(".")
    if "&" in target:
        yield target.replace("&", "&amp;")
    for scheme in ("http://", "mailto:"):  # added by autolinks
        if target.startswith(scheme):
            yield target.removeprefix(scheme)
    if not target.isascii() or " " in target:
        yield quote(target, safe="/:?#[]@!$&'()*+,;={}|%")
