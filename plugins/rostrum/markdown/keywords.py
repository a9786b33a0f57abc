"""What a text is about, in a few bytes: its telling words, each as a number.

A word is told by a number of 32 bits: what two posts share is seen without keeping their words.
Which words tell nothing is not known here: a site finds out by how many of its posts use them.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from zlib import crc32

MOST = 32
"""How many words are kept of a text."""

_SHORT = 4  # letters up to which a word tells nothing, unless it is an abbreviation
_AROUND = ".,;:!?…\"'()[]{}<>«»‹›„“”‚‘’–—-*/&"
_ENDINGS = "enrsm"  # of German and English inflection: Halle, Hallen; team, teams
_LONG = 7  # letters from which a word loses its ending


def extract_keywords(words: Sequence[str]) -> bytes:
    """Return the words that a text uses most, at most `MOST`, as the bytes of sorted numbers.

    Names and German nouns, which have a capital, are chosen from their first use on, other words
    from the second.
    """
    found: dict[str, int] = {}
    for written, times in Counter(words).items():
        has_capital = written[0].isupper()
        if (has_capital or times > 1) and (word := _stem(written)):
            found[word] = found.get(word, 0) + (2 * times if has_capital else times)
    chosen = sorted(found, key=found.__getitem__, reverse=True)[:MOST]
    return _keep(map(_number, chosen))


def add_words(terms: bytes, words: Iterable[str]) -> bytes:
    """Return terms with those of further words, of a title say."""
    return _keep({*read_terms(terms), *number_words(words)})


def read_terms(kept: bytes) -> array[int]:
    """Return the numbers of the words that `extract_keywords` chose."""
    return array("I", kept)


def number_words(words: Iterable[str]) -> set[int]:
    """Return the numbers of some words, but of those that are too short to tell anything."""
    return {_number(word) for written in words if (word := _stem(written))}


@lru_cache(maxsize=20_000)
def _stem(written: str) -> str:
    """Return a word without what stands around it and its ending, empty for none that tells."""
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
