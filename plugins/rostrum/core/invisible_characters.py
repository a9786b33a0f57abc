"""Invisible format characters, and where they belong in a text.

Bidirectional controls: Unicode Standard Annex 9. Joiners: The Unicode Standard, section 23.2. Emoji
sequences: Unicode Technical Standard 51.
"""

from __future__ import annotations

import re
import unicodedata

from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _

_INVISIBLE = re.compile(
    "[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001-\U000e007f]"
)
_MARKS = frozenset("\u061c\u200e\u200f")
_OVERRIDES = frozenset("\u202d\u202e")
_PAIRS = {"\u202a": "\u202c", "\u202b": "\u202c", **dict.fromkeys("\u2066\u2067\u2068", "\u2069")}
_NESTING = frozenset((*_PAIRS, *_PAIRS.values()))
_SPACE, _NON_JOINER, _JOINER, _WORD_JOINER = "\u200b", "\u200c", "\u200d", "\u2060"
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")  # of a region, such as Wales
_WITHOUT_JOINERS = ("LATIN", "GREEK", "CYRILLIC", "COMBINING", "ARMENIAN", "GEORGIAN", "HEBREW")
_WITHOUT_BLANKS = ("THAI", "LAO", "KHMER", "MYANMAR", "TAI", "NEW TAI", "BALINESE", "JAVANESE")


def describe_character(char: str) -> str | Translatable:
    """Return the code point of a character with its name."""
    code, name = f"{ord(char):04X}", unicodedata.name(char, "").lower()
    return f"U+{code} ({name})" if name else _("U+%(code)s (a control character)", code=code)


def find_misplaced(text: str) -> int | None:
    """Return the position of the first invisible character that does not belong in a text.

    Those that scripts and emoji need belong in it: marks and pairs of isolates in a text with
    letters from right to left, joiners between letters or emoji, blanks of no width in Thai.
    """
    if text.isascii():
        return None
    flags = {n for flag in _FLAG.finditer(text) for n in range(*flag.span())}
    for match in _INVISIBLE.finditer(text):
        at = match.start()
        if at not in flags and not _belongs(text, at):
            return at
    return None


def _belongs(text: str, at: int) -> bool:
    char, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if char in _MARKS:
        return _turns(text)
    if char in _NESTING:
        return _turns(text) and _is_balanced(text)
    if char == _NON_JOINER:
        return _is_letter(before) and _is_letter(after)
    if char == _JOINER:
        return _is_joined(before)
    if char == _SPACE:
        return _is_of(before, _WITHOUT_BLANKS) or _is_of(after, _WITHOUT_BLANKS)
    if char == _WORD_JOINER:
        return bool(before.strip() and after.strip())
    return False


def _turns(text: str) -> bool:
    """Return True if a text has letters that are written from right to left."""
    return any(
        unicodedata.bidirectional(char) in ("R", "AL") for char in text if char not in _MARKS
    )


def _is_balanced(text: str) -> bool:
    open_pairs = []
    for char in text:
        if char in _OVERRIDES:
            return False
        if char in _PAIRS:
            open_pairs.append(_PAIRS[char])
        elif char in _NESTING and (not open_pairs or open_pairs.pop() != char):
            return False
    return not open_pairs


def _is_letter(char: str) -> bool:
    return bool(char) and unicodedata.category(char)[0] in "LM"


def _is_joined(before: str) -> bool:
    """Return True if a joiner may follow: an emoji, its variation, or a letter that joins."""
    if not before:
        return False
    if before == "\ufe0f" or unicodedata.category(before) in ("So", "Sk"):
        return True
    return _is_letter(before) and not _is_of(before, _WITHOUT_JOINERS)


def _is_of(char: str, scripts: tuple[str, ...]) -> bool:
    return bool(char) and unicodedata.name(char, "").startswith(scripts)
