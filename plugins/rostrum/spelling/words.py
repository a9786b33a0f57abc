"""The words of a text that a dictionary does not know.

What is no word of a language is passed over: addresses, mentions, hashtags, names of files and
identifiers, abbreviations in capitals, words with digits, and letters of another script. Compounds
with hyphens are judged by their parts, and German forms such as "Kolleg:innen" by both of theirs.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

import regex
from babel.core import get_global

from rostrum.spelling.visible_text import OBJECT

_LONGEST = 80  # letters; hunspell takes at most 100 bytes
_INVISIBLE = dict.fromkeys(map(ord, "\xad\u200b\u200c\u200d\u2060\ufeff")) | {
    ord("\u2011"): "-",
    **dict.fromkeys(map(ord, "’ʼ＇´"), "'"),
}
_NO_WORDS = re.compile(
    rf"://|@|^\W*#\w|^\W*www\.|\\|[{OBJECT}]\w|\w[{OBJECT}]|\(\)"  # addresses, mentions, code
    r"|^[(\"„“]*(?:~|\.{0,2})/\w|/\w+(?:-\w+)*/"  # paths
    r"|[^\W\d_]\.[^\W\d_]"  # hosts, names of files, and abbreviations such as "z.B."
    r"|\w=\w|::|->|[{}<>$|]"  # code
)
_IN_PARENTHESES = re.compile(r"(?<=\w)\((\w{1,9})\)|\((\w{1,9})\)(?=\w)")
_SLASHED = re.compile(r"(?<=[^\W\d_])/-?(?=(?:in|innen|r|n|s|m|e)\b)")
_WORD = re.compile(r"-?[^\W_][\w':*·-]*")
_DIGIT = re.compile(r"\d")
_ABBREVIATION = re.compile(r"[A-ZÀ-ÖØ-Þ]{1,6}s?")
_INNER_CAPITAL = re.compile(r"[a-zß-öø-ÿ][A-ZÀ-ÖØ-Þ]|[A-ZÀ-ÖØ-Þ]{3}[a-zß-öø-ÿ]")
"""In names such as "LinkedIn" and "RESTful", and in identifiers."""
_CLITIC = re.compile(r"'(?:[sS]|n|ne[mnrs]?|er|en)?$")
_GENDERED = re.compile(r"([^\W\d_]+)[:*_·]([^\W\d_]+)")
_PLURAL = re.compile(r"(innen)([a-zß-öø-ÿ]{3,})")
_LONGEST_ENDING = _LONGEST_PREFIX = 3


class TextChecker:
    """Finds the words of texts that `knows` does not know; one object serves many texts."""

    def __init__(self, knows: Callable[[str], bool], lang: str) -> None:
        self._knows = cache(knows)
        self._is_foreign = _make_pattern(find_script(lang)).search
        self._judged: dict[str, tuple[str, ...]] = {}

    def find_unknown(self, text: str) -> Counter[str]:
        """Return the unknown words of a text with their numbers, in the order of the text."""
        unknown: Counter[str] = Counter()
        for chunk in unicodedata.normalize("NFC", text).split():
            words = self._judged.get(chunk)
            if words is None:
                words = self._judged[chunk] = tuple(self._judge(chunk))
            if words:
                unknown.update(words)
        return unknown

    def _judge(self, chunk: str) -> Iterator[str]:
        """Yield the unknown words of what stands between two blanks."""
        if not chunk.isascii():
            chunk = chunk.translate(_INVISIBLE)
        if _NO_WORDS.search(chunk):
            return
        chunk = _SLASHED.sub(":", _IN_PARENTHESES.sub(r"\1\2", chunk))
        for match in _WORD.finditer(chunk):
            word = match[0].strip("':*·")
            has_dot = chunk.startswith(".", match.start() + len(word))
            if not (has_dot and self._knows(f"{word}.")):
                yield from self._judge_word(word)

    def _judge_word(self, word: str) -> Iterator[str]:
        """Yield a word if it is unknown, or its unknown parts."""
        if self._is_passed_over(word) or self._knows(word):
            return
        if "-" in word:
            for part in word.split("-"):
                is_prefix = len(part) <= _LONGEST_PREFIX  # such as "pre" and "non"
                if not is_prefix and not any(map(self._knows, (f"{part}-", f"-{part}"))):
                    yield from self._judge_word(part)
        elif _DIGIT.search(word):
            return
        elif gendered := _GENDERED.fullmatch(word):
            yield from self._judge_gendered(word, *gendered.groups())
        elif _INNER_CAPITAL.search(word):  # "KollegInnen" among them, and not to be told apart
            return
        elif (base := _CLITIC.sub("", word)) != word:
            yield from self._judge_word(base)
        elif "_" not in word:
            yield word

    def _is_passed_over(self, word: str) -> bool:
        return (
            not 1 < len(word) <= _LONGEST
            or _ABBREVIATION.fullmatch(word) is not None
            or self._is_foreign(word) is not None
        )

    def _judge_gendered(self, word: str, stem: str, ending: str) -> Iterator[str]:
        """Yield the unknown words of a form for all genders, such as "Kolleg:innen".

        "Jede:r" is known by its stem, "der:die" by both words.
        """
        if ending.startswith("in"):
            if not self._knows_female(stem, ending):
                yield word
        elif "_" in word:  # an identifier
            return
        elif len(ending) > _LONGEST_ENDING:
            yield from self._judge_word(stem)
            yield from self._judge_word(ending)
        elif not any(map(self._knows, (stem, f"{stem}{ending}"))):
            yield from self._judge_word(stem)

    def _knows_female(self, stem: str, ending: str) -> bool:
        if self._knows(f"{stem}{ending}"):
            return True
        compound = _PLURAL.fullmatch(ending)
        return (
            compound is not None
            and self._knows(f"{stem}{compound[1]}")
            and any(map(self._knows, (compound[2], compound[2].title())))
        )


@cache
def find_script(lang: str) -> str:
    """Return the script of a language (ISO 15924): `Latn` for German, `Cyrl` for Russian."""
    parts = lang.split("-")
    written = next((part for part in parts[1:] if len(part) == 4 and part.isalpha()), "")
    likely = get_global("likely_subtags").get(parts[0], "").split("_")
    return written or (likely[1] if len(likely) > 1 else "Latn")


def _make_pattern(script: str) -> regex.Pattern[str]:
    """Return the pattern of a letter of any other script."""
    try:
        return regex.compile(rf"[^\P{{L}}\p{{Script={script}}}\p{{Script=Common}}]")
    except regex.error:  # a script that joins several, such as `Jpan`
        return regex.compile(r"(?!)")
