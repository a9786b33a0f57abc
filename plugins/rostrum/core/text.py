"""Text helpers: XML characters, German in ASCII, English plurals and articles, slips."""

from __future__ import annotations

import re
import unicodedata

# XML 1.0, section 2.2: invalid characters and discouraged control characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Return the text without characters invalid or discouraged in XML (XML 1.0, section 2.2)."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def clean_line(text: str) -> str:
    """Return the text on one line, without characters invalid or discouraged in XML."""
    return " ".join(clean(text).split())


_GERMAN = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ẞ": "SS"}
)


def spell_german(text: str) -> str:
    """Return a text with umlauts and ß in German ASCII spelling, such as `oe` for ö."""
    return unicodedata.normalize("NFC", text).translate(_GERMAN)


def shorten_words(text: str, limit: int) -> str:
    """Return a text of at most `limit` characters, cut at a blank, with an ellipsis if cut."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-")
    return f"{cut}…"


def pluralize(number: int, noun: str) -> str:
    """Return a number with its noun: "no posts", "1 post", "2 posts"."""
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def with_article(noun: str) -> str:
    """Return an English noun with its article: "a post", "an entry"."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def is_one_slip(first: str, second: str) -> bool:
    """Return True if two texts differ by one letter.

    The letter is missing, superfluous, another one, or swapped with the next one.
    """
    if first == second or abs(len(first) - len(second)) > 1:
        return False
    left, right = _drop_start(first, second)
    left, right = _drop_start(left[::-1], right[::-1])
    return max(len(left), len(right)) <= 1 or (len(left) == 2 and left == right[::-1])


def _drop_start(first: str, second: str) -> tuple[str, str]:
    """Return two texts without what both begin with."""
    pairs = enumerate(zip(first, second, strict=False))
    end = next((n for n, (one, other) in pairs if one != other), min(len(first), len(second)))
    return first[end:], second[end:]
