"""The site's own words: lists in files, and names that the site knows from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rostrum.core.languages import list_fallbacks

COMMON_LIST = "spelling.txt"
"""The list in the content folder for all languages; that for German is `spelling.de.txt`."""

LISTS = re.compile(r"spelling(?:\.[\w-]+)?\.txt")
"""The paths of all lists below the content folder."""

_ENDINGS = ("", "'s", "s", "'")
"""What may follow a name or a word of the list: the endings of the genitive, and of a plural."""

_SEPARATORS = re.compile(r"[^\w'’]+|_")


def name_lists(lang: str) -> tuple[str, ...]:
    """Return the names of the lists for a language; that of `de` is also for `de-AT`."""
    return (COMMON_LIST, *(f"spelling.{tag}.txt" for tag in list_fallbacks(lang)))


def read_word_list(text: str) -> list[str]:
    """Return the words of a list: one in each line, `#` begins a comment."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return [line for line in lines if line]


class KnownWords:
    """Words that are right though no dictionary has them.

    A word in small letters may be written with a capital, each word in capitals only. Of a name or
    word with blanks or hyphens, each part is known.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words: set[str] = set()
        for word in words:
            self._words.add(word)
            self._words.update(filter(None, _SEPARATORS.split(word)))
        self._folded = {word.casefold() for word in self._words}

    def __contains__(self, word: str) -> bool:
        word = word.replace("’", "'")
        stems = (word.removesuffix(end) for end in _ENDINGS if word.endswith(end))
        return any(map(self._has, stems))

    def _has(self, word: str) -> bool:
        if word in self._words or (word.isupper() and word.casefold() in self._folded):
            return True
        return word[1:].islower() and word.lower() in self._words
