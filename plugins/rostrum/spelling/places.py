"""Where a word stands in the source of a text, whatever marks are in it."""

from __future__ import annotations

import re
from functools import cached_property
from html.entities import codepoint2name

from rostrum.core.diagnostics import SourceLocation
from rostrum.markdown.source_text import SourceText, blank

_NOT_TEXT = re.compile(
    # the address of a link and of a definition, an address in the text, an address for mail
    r"(?<=\]\()[^\s()]*|^ {0,3}\[[^\[\]\n]+\]:[ \t]*\S+|\b[a-z][a-z+]{1,9}://[^\s<>\"')]+"
    r"|[^\s@<>()]{1,64}@[^\s@<>()]+",
    re.MULTILINE | re.IGNORECASE,
)
_OTHER_LANGUAGE = re.compile(
    r"<([a-zA-Z]+)\b(?=[^<>]*\slang=)[^<>]*>.{0,20000}?</\1\s*>", re.DOTALL | re.IGNORECASE
)
_APOSTROPHES = str.maketrans("’ʼ＇", "'''")
_MARKS = (
    r"(?:[*_~\\:·/\u00ad\u200b-\u200d\u2060-]|&(?:shy|zwnj|zwj);|</?[a-zA-Z][^<>]{0,200}>){0,4}"
)
"""What may stand between two letters of a word without being one."""


class WordPlaces:
    """The places of words in a text; text in HTML with a language of its own comes last."""

    def __init__(self, source: SourceText) -> None:
        self._source = source

    def find(self, word: str) -> SourceLocation:
        """Return the first place of a word, or the beginning of the text if it is not found."""
        offset = self.find_offset(word)
        if offset < 0:
            text = self._source.text
            offset = len(text) - len(text.lstrip())
        return self._source.locate(offset)

    def find_offset(self, word: str, start: int = 0) -> int:
        """Return the offset of a word from an offset on, -1 if it is not found."""
        for text in (self._words, self._prose):
            if (offset := _find_whole(word, text, start)) >= 0:
                return offset
        match = _make_lenient(word).search(self._prose, start)
        return match.start() if match else -1

    @cached_property
    def _prose(self) -> str:
        return self._source.prose.translate(_APOSTROPHES)

    @cached_property
    def _words(self) -> str:
        """The text without addresses, code, and elements with a language."""
        prose = self._prose
        if "lang=" in prose:
            prose = _OTHER_LANGUAGE.sub(blank, prose)
        if "<" in prose:
            prose = re.sub(r"<[a-zA-Z/][^<>]*>", blank, prose)
        return _NOT_TEXT.sub(blank, prose)


def _find_whole(word: str, text: str, start: int) -> int:
    """Return the offset of a word that is no part of another one, -1 without one."""
    while (offset := text.find(word, start)) >= 0:
        end = offset + len(word)
        if not (text[offset - 1 : offset].isalnum() or text[end : end + 1].isalnum()):
            return offset
        start = offset + 1
    return -1


def _make_lenient(word: str) -> re.Pattern[str]:
    return re.compile(_MARKS.join(map(_spell, word)))


def _spell(letter: str) -> str:
    """Return the pattern of a letter: itself, composed or not, or its entity in HTML."""
    if letter.isascii():
        return re.escape(letter)
    name = codepoint2name.get(ord(letter), "")
    return rf"(?:{re.escape(letter)}|&(?:{name or '(?!)'}|#{ord(letter)});)"
