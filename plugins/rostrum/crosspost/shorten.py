"""Shortening a text to what a measure allows, never inside a character that people see as one."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from itertools import accumulate

import regex

Fits = Callable[[str], bool]

# Controls, lone surrogates, noncharacters, the byte order mark and the bidirectional embeddings,
# overrides and isolates (Unicode 16, section 23.2): X refuses some, a terminal obeys others.
_UNWANTED = regex.compile(
    r"[^\P{Cc}\n]|[\p{Cs}\uFEFF\u202A-\u202E\u2066-\u2069\uFDD0-\uFDEF]|\p{Noncharacter_Code_Point}"
)
_BREAK = regex.compile(r"\r\n?|\u2028|\u2029|\u0085|\v|\f")
_SPACE = regex.compile(r"[^\S\u00A0\u202F]+")

# Scripts that put no spaces between words (UAX 14, classes ID and SA).
_SPACELESS = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\u3000-\u303F\uFF00-\uFF65]"
)
# No repetition is open: a word of a megabyte would be looked through from each of its letters.
_SENTENCE = regex.compile(
    r"(\S{0,40}?)[.!?…]{1,8}[\"'”“»«’)\]]{0,8}(?=\s{1,8}[^\s\p{Ll}])|[。！？]+[」』）]*"
)
_ABBREVIATION = regex.compile(
    r"(?i)(?:^|\W)(?:\p{L}|\d+|dr|mag|ing|dipl|prof|st|nr|bzw|ca|usw|vgl|inkl|evtl|ggf|sog|abb"
    r"|bspw|mio|mrd|tsd|mr|mrs|ms|vs|inc|ltd|no|fig|jan|feb|mär|apr|jun|jul|aug|sep|sept|okt|oct"
    r"|nov|dez|dec)$"
)
_LOOSE_END = " \u00a0,;:–—-([{„‚¿¡/&+"
_SHORTEST = 12  # graphemes; a cut text below this says nothing


def clean(text: str) -> str:
    """Return the text as networks store it: NFC, line feeds, no controls, no outer space.

    NFC is what X counts (docs.x.com, "Counting characters"), so every network gets it.
    """
    text = _UNWANTED.sub("", _BREAK.sub("\n", text).replace("\t", " "))
    return unicodedata.normalize("NFC", text).strip()


def clean_line(text: str) -> str:
    """Return the cleaned text on one line, its spaces single; no-break spaces stay."""
    return _SPACE.sub(" ", clean(text))


def graphemes(text: str) -> list[str]:
    """Return the characters as people see them: extended grapheme clusters (UAX 29)."""
    return regex.findall(r"\X", text)


def shorten(text: str, fits: Fits, lang: str = "en") -> str:
    """Return the text, or its longest beginning that fits; empty when nothing worth it does.

    It ends after a sentence when that keeps at least half of what fits, else after a word,
    else after a grapheme; both of these with "…", in German after whole words set off by a
    no-break space (DIN 5008). `fits` decides on the exact result, so it need not be monotone
    (an unfinished address may count more than the whole one).
    """
    if fits(text):
        return text
    ends = list(accumulate(len(cluster) for cluster in graphemes(text)))
    mark = "\u00a0…" if lang.startswith("de") else "…"
    sentence = _longest(_sentence_ends(text, set(ends)), lambda end: text[:end], fits)
    words = _longest(_word_ends(text, ends), lambda end: _tidy(text[:end]) + mark, fits)
    if sentence and 2 * len(sentence) >= len(words):
        return sentence
    return _worth(words) or _worth(_longest(ends, lambda end: text[:end].rstrip() + "…", fits))


def _worth(text: str) -> str:
    return text if len(graphemes(text)) >= _SHORTEST else ""


def _longest(ends: Sequence[int], cut: Callable[[int], str], fits: Fits) -> str:
    # Galloping first keeps the cost to the size of the result, not of the text.
    low, high = -1, 0
    while high < len(ends) and fits(cut(ends[high])):
        low, high = high, 2 * high + 1
    high = min(high, len(ends))
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(cut(ends[middle])) else (low, middle)
    return cut(ends[low]) if low >= 0 else ""


def _sentence_ends(text: str, allowed: set[int]) -> list[int]:
    found = _SENTENCE.finditer(text)
    return [
        match.end()
        for match in found
        if match.end() in allowed and not _ABBREVIATION.search(match[1] or "")
    ]


def _word_ends(text: str, ends: Sequence[int]) -> list[int]:
    return [end for end in ends if not text[end - 1].isspace() and _parts(text[end - 1 : end + 1])]


def _parts(pair: str) -> bool:
    if len(pair) < 2 or pair[1].isspace():
        return True
    return all(_SPACELESS.match(char) for char in pair)


def _tidy(text: str) -> str:
    return text.rstrip(_LOOSE_END)
