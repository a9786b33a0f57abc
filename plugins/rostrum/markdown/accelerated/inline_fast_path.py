"""Plain texts: code, emphasis and links side by side, none within another, made in one pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import chain
from xml.etree.ElementTree import Element

from markdown.inlinepatterns import (
    BacktickInlineProcessor,
    DelimiterProcessor,
    LinkInlineProcessor,
    Pattern,
)
from markdown.util import AtomicString, code_escape

# Each begins with a character of its own, or the search would try all of them everywhere.
_ELEMENT = re.compile(
    r"`([^`]+)`(?!`)"
    r"|\*(\*?)(?![\s*])([^*]*[^*\s])\*\2(?!\*)"
    r"|\[(?<!!\[)(?!\^)([^\[\]]*)\]\(([^\s()<>\[\"'`\\\x02]*)\)"
)
_STRIDE = _ELEMENT.groups + 1
_KINDS = [BacktickInlineProcessor, LinkInlineProcessor, DelimiterProcessor]


class Plain:
    """Makes the elements of plain texts as the three patterns would, one after the other.

    `is_marked` says whether any pattern may find something in a text.
    """

    def __init__(
        self, code: str, emphasis: DelimiterProcessor, is_marked: Callable[[str], bool]
    ) -> None:
        self._code, self._emphasis, self._is_marked = code, emphasis, is_marked

    def split(self, text: str) -> tuple[str, list[Element]] | None:
        """Return a text up to its first element, and its elements; None if it isn't plain."""
        if self._emphasis.regions:  # it has still to give out what it found in another text
            return None
        pieces = _ELEMENT.split(text)
        for piece in chain(pieces[::_STRIDE], pieces[3::_STRIDE], pieces[4::_STRIDE]):
            if piece and self._is_marked(piece):
                return None
        starts = range(1, len(pieces), _STRIDE)
        return pieces[0], [self._make(*pieces[start : start + _STRIDE]) for start in starts]

    def rank(self, element: Element) -> int:
        """Return at which place among the patterns the one is that makes such elements."""
        return 0 if element.tag == self._code else 1 if element.tag == "a" else 2

    def _make(
        self, code: str | None, star: str | None, words: str, label: str, target: str, tail: str
    ) -> Element:
        if code is not None:
            made = Element(self._code)
            made.text = AtomicString(code_escape(code.strip()))
        elif star is not None:
            made = Element(self._emphasis.delimiters["*"].tags[0 if star else 1])
            made.text = words
        else:
            made = Element("a", {"href": target})
            made.text = label
        if tail:
            made.tail = tail
        return made


def find_plain(patterns: Sequence[Pattern], is_marked: Callable[[str], bool]) -> Plain | None:
    """Return what makes plain texts; None where a pattern is not Python-Markdown's own.

    None as well where its own do not stand in the usual order.
    """
    known = [each for each in patterns if type(each) in _KINDS]
    if not all(type(each).__module__.startswith("markdown.") for each in patterns):
        return None
    if [type(each) for each in known] != _KINDS:
        return None
    code, _, emphasis = known
    assert isinstance(code, BacktickInlineProcessor)
    assert isinstance(emphasis, DelimiterProcessor)
    is_usual = emphasis.tokens == ["*", "_"] and not emphasis.delimiters["*"].smart
    return Plain(code.tag, emphasis, is_marked) if is_usual else None
