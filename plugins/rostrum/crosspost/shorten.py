"""Shorten texts to a given limit, without splitting grapheme clusters."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from itertools import accumulate

import regex

Fits = Callable[[str], bool]

# Controls, lone surrogates, noncharacters, the byte order mark and the bidirectional embeddings,
# overrides and isolates (Unicode 16, section 23.2). X rejects some of them, and others affect the
# display in a terminal.
_UNWANTED = regex.compile(
    r"[^\P{Cc}\n]|[\p{Cs}\uFEFF\u202A-\u202E\u2066-\u2069\uFDD0-\uFDEF]|\p{Noncharacter_Code_Point}"
)
_BREAK = regex.compile(r"\r\n?|\u2028|\u2029|\u0085|\v|\f")
_SPACE = regex.compile(r"[^\S\u00A0\u202F]+")

# Scripts without spaces between words (UAX 14, classes ID and SA).
_SPACELESS = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\u3000-\u303F\uFF00-\uFF65]"
)
# Repetitions are limited: otherwise a word of 1 MB would be searched from each of its letters.
_SENTENCE = regex.compile(
    r"(\S{0,40}?)[.!?…]{1,8}[\"'”“»«’)\]]{0,8}(?=\s{1,8}[^\s\p{Ll}])|[。！？]+[」』）]*"
)
_ABBREVIATION = regex.compile(
    r"(?i)(?:^|\W)(?:\p{L}|\d+|dr|mag|ing|dipl|prof|st|nr|bzw|ca|usw|vgl|inkl|evtl|ggf|sog|abb"
    r"|bspw|mio|mrd|tsd|mr|mrs|ms|vs|inc|ltd|no|fig|jan|feb|mär|apr|jun|jul|aug|sep|sept|okt|oct"
    r"|nov|dez|dec)$"
)
_LOOSE_END = " \u00a0,;:–—-([{„‚¿¡/&+"
_SHORTEST = 12  # graphemes; shorter results are not useful


def clean(text: str) -> str:
    """Return the text in normalized form, as stored by the networks.

    The result is in NFC and uses line feeds as line breaks. Control characters and leading and
    trailing whitespace are removed. X counts characters in NFC (docs.x.com, "Counting
    characters"), so all networks use it.
    """
    text = _UNWANTED.sub("", _BREAK.sub("\n", text).replace("\t", " "))
    return unicodedata.normalize("NFC", text).strip()


def clean_line(text: str) -> str:
    """Return the cleaned text on one line, with single spaces. No-break spaces are kept."""
    return _SPACE.sub(" ", clean(text))


def graphemes(text: str) -> list[str]:
    """Split the text into extended grapheme clusters, the user-perceived characters (UAX 29)."""
    return regex.findall(r"\X", text)


def shorten(text: str, fits: Fits, lang: str = "en") -> str:
    """Return the text, its longest fitting prefix, or an empty string if the prefix is too short.

    The result ends after a sentence if this keeps at least half of the fitting text. Otherwise it
    ends after a word, or else after a grapheme, both followed by "…". In German, a no-break space
    separates whole words from the "…" (DIN 5008).

    `fits` is called with the exact result. It need not be monotone: a truncated URL may count
    more than the whole one.
    """
    if fits(text):
        return text
    ends = list(accumulate(len(cluster) for cluster in graphemes(text)))
    mark = "\u00a0…" if lang.startswith("de") else "…"
    sentence = _longest(_sentence_ends(text, set(ends)), lambda end: text[:end], fits)
    word_cut = _longest(_word_ends(text, ends), lambda end: _tidy(text[:end]) + mark, fits)
    if sentence and 2 * len(sentence) >= len(word_cut):
        return sentence
    return _worth(word_cut) or _worth(_longest(ends, lambda end: text[:end].rstrip() + "…", fits))


def _worth(text: str) -> str:
    return text if len(graphemes(text)) >= _SHORTEST else ""


def _longest(ends: Sequence[int], cut: Callable[[int], str], fits: Fits) -> str:
    # Use exponential search: the cost depends on the size of the result, not of the text.
    low, high = -1, 0
    while high < len(ends) and fits(cut(ends[high])):
        low, high = high, 2 * high + 1
    high = min(high, len(ends))
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(cut(ends[middle])) else (low, middle)
    return cut(ends[low]) if low >= 0 else ""


def _sentence_ends(text: str, allowed: set[int]) -> list[int]:
    matches = _SENTENCE.finditer(text)
    return [
        match.end()
        for match in matches
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
