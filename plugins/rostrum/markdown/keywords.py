"""Keywords of a text in compact form, each as a number.

Each word is hashed to 32 bits, so posts can be compared without storing their words. Stop words
are not filtered here: a site detects them by the number of posts with each word.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from zlib import crc32

MOST = 32
"""Maximum number of keywords of a text."""

_SHORT = 4  # maximum length of ignored words, except abbreviations
_AROUND = ".,;:!?…\"'()[]{}<>«»‹›„“”‚‘’–—-*/&"
_ENDINGS = "enrsm"  # of German and English inflection: Halle, Hallen; team, teams
_LONG = 7  # minimum length of words to strip of their endings


def extract_keywords(words: Sequence[str]) -> bytes:
    """Return the most frequent words, at most `MOST`, as the bytes of sorted numbers.

    Capitalized words (names and German nouns) count from their first use, others from the second.
    """
    weights: dict[str, int] = {}
    for written, times in Counter(words).items():
        has_capital = written[0].isupper()
        if (has_capital or times > 1) and (word := _stem(written)):
            weights[word] = weights.get(word, 0) + (2 * times if has_capital else times)
    chosen = sorted(weights, key=weights.__getitem__, reverse=True)[:MOST]
    return _keep(map(_number, chosen))


def add_words(terms: bytes, words: Iterable[str]) -> bytes:
    """Return terms with further words added, for example those of a title."""
    return _keep({*read_terms(terms), *number_words(words)})


def read_terms(kept: bytes) -> array[int]:
    """Return the numbers encoded by `extract_keywords`."""
    return array("I", kept)


def number_words(words: Iterable[str]) -> set[int]:
    """Return the numbers of some words, without words too short to be keywords."""
    return {_number(word) for written in words if (word := _stem(written))}


@lru_cache(maxsize=20_000)
def _stem(written: str) -> str:
    """Return a word without punctuation and ending, empty if it is no keyword."""
    word = written.strip(_AROUND)
    if len(word) <= _SHORT and not (word.isupper() and len(word) > 1):
        return ""
    word = word.lower()
    if word[-2:] in ("’s", "'s"):
        word = word[:-2]
    if word[-1:] == "y":  # agency, agencies
        word = f"{word[:-1]}i"
    elif len(word) >= _LONG:
        word = word.rstrip(_ENDINGS)
    return word if word[:1].isalpha() else ""


@lru_cache(maxsize=20_000)
def _number(word: str) -> int:
    return crc32(word.encode("utf-8", "surrogatepass"))


def _keep(numbers: Iterable[int]) -> bytes:
    return array("I", sorted(set(numbers))).tobytes()
