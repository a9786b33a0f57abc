"""Where the links and pictures of a text stand in its source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from urllib.parse import quote, unquote

from rostrum.core.diagnostics import SourceLocation
from rostrum.core.model import Reference
from rostrum.html.tags import read_tags
from rostrum.html.unrenderable import Unrenderable as Unrenderable

_MOST_SEARCHED = 500_000_000  # characters that are looked through for the places of a text's links
_ADDRESSES = ("href", "src", "poster", "data")


def _references(fragment: str, source: str, path: str, line: int) -> list[Reference]:
    found: list[Reference] = []
    finder = _Finder(source, path, line)
    for name, attributes in read_tags(fragment):
        for key in _ADDRESSES:
            value = attributes.get(key)
            if value is not None:
                found.append(Reference(value.strip(), name, key, finder.find(value)))
        if name == "img" and not (attributes.get("alt") or "").strip():
            target = attributes.get("src") or ""
            found.append(Reference(target, name, "alt", finder.find_again(target)))
    return found


class _Finder:
    """Finds where a target stands in the source: each occurrence once, in order."""

    def __init__(self, source: str, path: str, line: int) -> None:
        self._source, self._path, self._line = source, path, line
        self._next: dict[str, int] = {}
        self._last: dict[str, SourceLocation] = {}
        self._searched = 0

    def find(self, target: str) -> SourceLocation:
        """Return where a target stands next, else where it stood last."""
        for written in _spellings(target) if target else ():
            offset = self._search(written)
            if offset >= 0:
                self._last[target] = self._place(offset)
                break
        return self.find_again(target)

    def _search(self, written: str) -> int:
        start = self._next.get(written, 0)
        offset = self._source.find(written, start) if self._searched < _MOST_SEARCHED else -1
        end = offset + len(written) if offset >= 0 else len(self._source)
        self._searched += end - start
        self._next[written] = end
        return offset

    def find_again(self, target: str) -> SourceLocation:
        """Return where a target stood last, else where the text begins."""
        return self._last.get(target, SourceLocation(self._path, self._line))

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *accumulate(len(line) + 1 for line in self._source.split("\n"))]

    def _place(self, offset: int) -> SourceLocation:
        line = bisect_right(self._lines, offset)
        return SourceLocation(self._path, self._line + line - 1, offset - self._lines[line - 1] + 1)


def _spellings(target: str) -> Iterator[str]:
    """Yield how an author may have written what stands in HTML as `target`."""
    yield target
    if "%" in target:
        yield unquote(target)
    if "&" in target:
        yield target.replace("&", "&amp;")
    for scheme in ("http://", "mailto:"):  # which autolinks put before what was written
        if target.startswith(scheme):
            yield target.removeprefix(scheme)
    if not target.isascii() or " " in target:
        yield quote(target, safe="/:?#[]@!$&'()*+,;={}|%")
