"""What was found of the texts of a site, kept in the user's cache.

A text is known by the digest of all that its unknown words depend on: its file, its language and
the dictionary. The words of the site are not among it, so a longer list costs no new check.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from rostrum.cache.checksummed_file import read_cache_file, write_cache_file
from rostrum.cache.fingerprints import digest_code


class UnknownWord(NamedTuple):
    """A word that the dictionary does not know: the first place in its file, and the number."""

    word: str
    line: int
    column: int
    number: int


class _Content(msgspec.Struct):
    texts: dict[bytes, tuple[UnknownWord, ...]] = {}
    suggestions: dict[bytes, dict[str, tuple[str, ...]]] = {}


_DECODER = msgspec.msgpack.Decoder(_Content)


class SpellingStore:
    """The unknown words of texts, and suggestions by dictionary; a damaged file counts as empty."""

    def __init__(self, file: Path, *, is_empty: bool = False) -> None:
        self._file = file
        raw = b"" if is_empty else read_cache_file(file, digest_code())
        try:
            self._before = _DECODER.decode(raw) if raw else _Content()
        except msgspec.DecodeError:
            self._before = _Content()
        self._texts = dict(self._before.texts)
        self._suggestions = {key: dict(it) for key, it in self._before.suggestions.items()}

    def has(self, key: bytes) -> bool:
        """Return True for a text that need not be checked."""
        return key in self._texts

    def get(self, key: bytes) -> tuple[UnknownWord, ...]:
        """Return the unknown words of a text; none of one that was not checked."""
        return self._texts.get(key, ())

    def add(self, key: bytes, words: Iterable[UnknownWord]) -> None:
        """Keep the unknown words of a text."""
        self._texts[key] = tuple(words)

    def get_suggestions(self, dictionary: bytes) -> Mapping[str, tuple[str, ...]]:
        """Return the suggestions of a dictionary, by word."""
        return self._suggestions.get(dictionary, {})

    def add_suggestions(self, dictionary: bytes, found: Mapping[str, tuple[str, ...]]) -> None:
        """Keep suggestions of a dictionary."""
        self._suggestions.setdefault(dictionary, {}).update(found)

    def save(self, wanted: Collection[bytes] | None) -> None:
        """Write the file, with the texts that are wanted and their suggestions; None keeps all."""
        texts = {
            key: words for key, words in self._texts.items() if wanted is None or key in wanted
        }
        words = {found.word for each in texts.values() for found in each}
        suggestions = {
            key: {word: found for word, found in it.items() if word in words}
            for key, it in self._suggestions.items()
        }
        content = _Content(texts, {key: found for key, found in suggestions.items() if found})
        if content != self._before:
            write_cache_file(self._file, msgspec.msgpack.encode(content), digest_code())
