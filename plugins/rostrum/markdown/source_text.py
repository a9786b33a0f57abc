"""The Markdown source of a text: where something is in it, and what of it is code."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from rostrum.core.diagnostics import SourceLocation

_FENCE = re.compile(r"(?:[ >]|[-*+][ \t]|\d{1,9}[.)][ \t])*(`{3,}|~{3,})")
_CODE_SPAN = re.compile(r"`[^`\n]+`")
_TAG = re.compile(r"<[a-zA-Z/][^<>]*>")
_NOT_WORD = re.compile(r"[\W_]+")
_COMPARED = 24  # letters and digits that tell one line from another


@dataclass(frozen=True)
class SourceText:
    """The Markdown of a text without its comments; `line` is that of its first line in `path`."""

    text: str
    path: str
    line: int

    @cached_property
    def prose(self) -> str:
        """The text with blanks in place of fenced blocks and spans of code."""
        return blank_code(self.text)

    @cached_property
    def words(self) -> str:
        """The same with blanks in place of the tags of HTML."""
        return _TAG.sub(blank, self.prose) if "<" in self.prose else self.prose

    def locate(self, offset: int) -> SourceLocation:
        """Return the location of an offset of the text."""
        line = bisect_right(self._line_starts, offset)
        column = offset - self._line_starts[line - 1] + 1
        return SourceLocation(self.path, self.line + line - 1, column)

    def find_offset(self, place: SourceLocation) -> int:
        """Return the offset of a location in the text."""
        return self._line_starts[place.line - self.line] + place.column - 1

    @cached_property
    def _line_starts(self) -> Sequence[int]:
        return [0, *accumulate(len(line) + 1 for line in self.text.split("\n"))]


def blank_code(source: str) -> str:
    """Return Markdown with blanks in place of its fenced blocks and spans of code."""
    if "`" not in source and "~~~" not in source:
        return source
    lines, fence = list[str](), ""
    for line in source.split("\n"):
        match = _FENCE.match(line)
        if match and (not fence or match[1].startswith(fence)):
            fence = "" if fence else match[1]
            lines.append(" " * len(line))
        elif fence:
            lines.append(" " * len(line))
        else:
            lines.append(_CODE_SPAN.sub(blank, line) if "`" in line else line)
    return "\n".join(lines)


def blank(match: re.Match[str]) -> str:
    """Return blanks in place of a match, with its line ends."""
    return re.sub(r"[^\n]", " ", match[0])


def squeeze(text: str) -> str:
    """Return the first letters and digits of a text, to find it again in other markup."""
    return _NOT_WORD.sub("", text).casefold()[:_COMPARED]
