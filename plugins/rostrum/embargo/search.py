"""Search the bytes of a file for secrets, in time linear in both (Aho–Corasick).

Two searches find candidates: one in the letters of a file, which no escape changes much, and one
in its bytes, for addresses and for texts with few Latin letters. Each candidate is confirmed in
the decoded text around it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Any
from urllib.parse import quote, unquote

from rostrum.core.hashing import digest_bytes
from rostrum.embargo.secrets import Secret, SecretKind
from rostrum.embargo.spellings import (
    LONGEST,
    count_letters,
    decode,
    find_text,
    fold,
    keep_letters,
    list_needles,
    list_words,
    locate_letter,
    spell,
    spell_letters,
)

_SPAN = 400  # bytes around a candidate, besides those of its text
_BYTES = 8  # bytes that a byte of a text may take when it is escaped
_CHUNK = 4096  # bytes whose letters are counted at once
_MEMORY = 20_000  # confirmed or refuted surroundings kept, as pages have parts in common
_MANY = 20_000  # needles from which on the largest automaton would outgrow the processor's cache
_FEW_LETTERS = 3
_CONTEXTS = (b">", b'"', b":", b";", b"\n", b"> ", b": ")
"""What precedes a whole title that consists of one word."""

_URL_GOES_ON = re.compile(
    rb"[\w~-]|[.](?=[\w~-])|%(?!(?:25)*(?:2F|22|23|26|27|3C|3E|3F|20|0A))", re.I
)
_BELOW = re.compile(rb"(?:/|\\/|%(?:25)*2F)", re.I)
_STARTS_HERE = re.compile(r"(?:^|[^\w.~%:/@-])(?:\.\.?(?:/\.\.)*)?\Z")
_RELATIVE = re.compile(r"(?:^|[^\w.~%:/@-])\.\.?(?:/\.\.)*\Z")
_ID_GOES_ON = re.compile(
    rb"[\w~-]|[.](?=[\w~-])|%(?!(?:25)*(?:2F|22|23|26|27|3C|3E|3F|20|0A))|/(?!comment/)", re.I
)

_ELEMENT = re.compile(
    r"<((?:\w+:)?title|h[1-6]|a|text|name|ns\d:title)(?:\s[^<>]*)?>(.{0,400}?)</\1\s*>",
    re.I | re.DOTALL,
)
_VALUE = re.compile(
    r'"(?:title|name|headline|text|label|alternativeHeadline)"\s*:\s*"((?:[^"\\]|\\.){1,200})"'
)
_ATTRIBUTE = re.compile(r"""\s(?:title|text|label)=(["'])(.{1,200}?)\1""", re.DOTALL)
_META = re.compile(
    r"""<meta\s[^<>]*(?:name|property)=["']?[\w.:-]*title["']?[^<>]*\scontent=(["'])(.{1,200}?)\1""",
    re.I | re.DOTALL,
)
_LINE = re.compile(r"^(?:SUMMARY|NAME|X-WR-CALNAME)[^:\r\n]*:(.{1,300})$", re.M)
_MARKUP = re.compile(r"<[^<>]*>")


@dataclass(frozen=True)
class SearchedSite:
    """What a search knows of the site: its root on its host, the host, and the site's names.

    `root` is a path such as `/blog/`. A title in the head of a page ends with a name of the site.
    """

    root: str = "/"
    host: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Searcher:
    """Finds secrets in bytes; `find` returns the offset of the first place of each."""

    secrets: tuple[Secret, ...]
    site: SearchedSite = SearchedSite()
    _known: dict[tuple[int, bytes], bool] = field(default_factory=dict, compare=False, repr=False)

    def find(self, content: bytes) -> dict[int, int]:
        """Return the offset of the first place of each secret in some bytes, by its number."""
        found: dict[int, int] = {}
        if self._of_letters.automaton:
            self._search_letters(content, found)
        if self._of_bytes.automaton:
            self._search_bytes(content, found)
        return found

    def find_digest(self, content: bytes) -> dict[int, int]:
        """Return the secrets that are files with these very bytes."""
        numbers = self._digests.get(digest_bytes(content).hex(), ()) if self._digests else ()
        return dict.fromkeys(numbers, 0)

    @cached_property
    def _digests(self) -> dict[str, list[int]]:
        digests: dict[str, list[int]] = defaultdict(list)
        for number, secret in enumerate(self.secrets):
            for known in filter(None, secret.digest.split()):
                digests[known].append(number)
        return digests

    def _search_letters(self, content: bytes, found: dict[int, int]) -> None:
        letters = keep_letters(content)
        places = _LetterPlaces(content)
        for needle, start, _end in self._of_letters.scan(letters):
            owners = [n for n in self._of_letters.owners[needle] if n not in found]
            if not owners:
                continue
            offset = places.locate(start)
            for number in owners:
                if self._confirm(number, content, offset):
                    found[number] = offset

    def _search_bytes(self, content: bytes, found: dict[int, int]) -> None:
        for needle, start, end in self._of_bytes.scan(content):
            for number in self._of_bytes.owners[needle]:
                if number not in found and self._confirm_at(number, content, start, end):
                    found[number] = start

    def _confirm(self, number: int, content: bytes, offset: int) -> bool:
        """Return True if the text of a secret is around an offset."""
        query = self._queries[number]
        window = content[max(0, offset - query.span) : offset + query.span]
        window = window.replace(b"\0", b"")  # UTF-16
        if not query.may_be_in(window):
            return False
        key = (number, digest_bytes(window))
        if key not in self._known:
            if len(self._known) >= _MEMORY:
                self._known.clear()
            self._known[key] = (
                find_title(query.folded, window, self._endings)
                if query.is_short
                else find_text(query.folded, window)
            )
        return self._known[key]

    def _confirm_at(self, number: int, content: bytes, start: int, end: int) -> bool:
        secret = self.secrets[number]
        if secret.kind in (SecretKind.TITLE, SecretKind.SUMMARY):
            return self._confirm(number, content, start)
        if secret.kind is SecretKind.ID:
            return not _ID_GOES_ON.match(content, end)
        if secret.kind is SecretKind.FILE and b"/" not in content[start : start + 1]:
            return True  # the name of a rendition
        return self._is_address(secret, content, start, end)

    def _is_address(self, secret: Secret, content: bytes, start: int, end: int) -> bool:
        if below := _BELOW.match(content, end):
            if secret.is_exact and _URL_GOES_ON.match(content, below.end()):
                return False
        elif _URL_GOES_ON.match(content, end):
            return False
        before = unquote(unquote(content[max(0, start - 200) : start].decode("utf-8", "replace")))
        before = before.replace("\\/", "/").lower()
        bare = self.site.root.rstrip("/").lower()
        if before.endswith(bare):
            rest = before.removesuffix(bare)
            if (self.site.host and rest.endswith(f"//{self.site.host}")) or _is_start(rest, before):
                return True
        return bool(_RELATIVE.search(before))

    @cached_property
    def _endings(self) -> tuple[str, ...]:
        return ("", *(fold(name) for name in self.site.names))

    @cached_property
    def _queries(self) -> list[_Query]:
        return [_make_query(secret) for secret in self.secrets]

    @cached_property
    def _of_letters(self) -> _Needles:
        needles: dict[bytes, list[int]] = defaultdict(list)
        names = [*dict.fromkeys(spell_letters(name) for name in self.site.names)]
        for number, secret in enumerate(self.secrets):
            for needle in _list_letter_needles(secret, names):
                needles[needle].append(number)
        return _Needles(needles)

    @cached_property
    def _of_bytes(self) -> _Needles:
        needles: dict[bytes, list[int]] = defaultdict(list)
        for number, secret in enumerate(self.secrets):
            for needle in _list_byte_needles(secret, self.site.root):
                needles[needle].append(number)
        return _Needles(needles)


@lru_cache(maxsize=4)
def make_searcher(secrets: tuple[Secret, ...], site: SearchedSite) -> Searcher:
    """Return a searcher, the same one for the same secrets in this process."""
    return Searcher(secrets, site)


def find_title(folded: str, content: bytes, endings: Sequence[str] = ("",)) -> bool:
    """Return True if a text is a whole title, heading or link text in some bytes.

    A title may go on with one of the `endings`, as the name of the site.
    """
    wanted = {folded + ending for ending in endings}
    return any(fold(title) in wanted for text in decode(content) for title in _list_titles(text))


def _list_titles(text: str) -> Iterator[str]:
    if "<" in text:
        yield from (_MARKUP.sub("", match[2]) for match in _ELEMENT.finditer(text))
        yield from (match[2] for match in _META.finditer(text))
    yield from (match[2] for match in _ATTRIBUTE.finditer(text))
    yield from (match[1] for match in _VALUE.finditer(text))
    if ":" in text:
        yield from (match[1] for match in _LINE.finditer(text))


@dataclass(frozen=True)
class _Query:
    """What confirms a candidate: the compared text, and what is in each spelling of it.

    `numbers` and `words` consist of ASCII letters and digits: no escape changes them.
    """

    folded: str
    span: int
    is_short: bool
    numbers: tuple[bytes, ...] = ()
    words: tuple[bytes, ...] = ()

    def may_be_in(self, window: bytes) -> bool:
        """Return True if some bytes have all numbers of the text, and half of its words."""
        if not all(number in window for number in self.numbers):
            return False
        lower = window.lower()
        return 2 * sum(word in lower for word in self.words) >= len(self.words)


def _make_query(secret: Secret) -> _Query:
    text = secret.text
    folded = fold(text)[:LONGEST]
    begun = text[: 2 * LONGEST] if len(folded) == LONGEST else text
    words = re.findall(r"(?<!\w)[a-z]{3,}(?!\w)", begun[:LONGEST].lower())
    numbers = re.findall(r"[0-9]+", begun[:LONGEST])
    return _Query(
        folded,
        _SPAN + _BYTES * len(begun.encode("utf-8", "replace")),
        secret.is_short,
        tuple(number.encode() for number in numbers),
        tuple(word.encode() for word in dict.fromkeys(words)),
    )


class _Needles:
    """The needles of a search and the numbers of the secrets that they belong to."""

    def __init__(self, needles: dict[bytes, list[int]]) -> None:
        self.owners = [*needles.values()]
        self.automaton: Any = None
        if needles:
            from ahocorasick_rs import BytesAhoCorasick, Implementation

            size = Implementation.DFA if len(needles) < _MANY else Implementation.ContiguousNFA
            self.automaton = BytesAhoCorasick([*needles], implementation=size)

    def scan(self, content: bytes) -> Iterable[tuple[int, int, int]]:
        """Return number, start and end of each place of a needle."""
        places: Iterable[tuple[int, int, int]]
        places = self.automaton.find_matches_as_indexes(content, overlapping=True)
        return places


class _LetterPlaces:
    """The places in a file of what `keep_letters` returns."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    @cached_property
    def _counts(self) -> list[int]:
        content = self._content
        starts = range(0, len(content), _CHUNK)
        return [0, *accumulate(count_letters(content[n : n + _CHUNK]) for n in starts)]

    def locate(self, index: int) -> int:
        """Return the offset of a letter."""
        chunk = bisect_right(self._counts, index) - 1
        start = chunk * _CHUNK
        rest = self._content[start : start + _CHUNK]
        return start + locate_letter(rest, index - self._counts[chunk])


def _list_letter_needles(secret: Secret, names: Sequence[str]) -> Iterator[bytes]:
    if secret.kind not in (SecretKind.TITLE, SecretKind.SUMMARY):
        return
    if not secret.is_short:
        yield from list_needles(secret.text)
    elif _has_letters(secret.text):
        for letters in dict.fromkeys(map(spell_letters, spell(secret.text))):
            yield from (form.encode() for form in _frame(letters, names))


def _frame(letters: str, names: Sequence[str]) -> Iterator[str]:
    """Yield the letters of a whole title with what is around it."""
    yield from (f">{letters}<", f'"{letters}"', f"gt{letters}lt", f"gt{letters}amp")
    yield from (f"ue{letters}uc", f"quot{letters}quot", f"quot{letters}ampquot", f">{letters}amp")
    yield from (f"u{letters}u", f'"{letters}<', f'>{letters}"', f"summary{letters}")
    yield from (f"ce{letters}cc", f"c{letters}c", f"{letters}cfa")
    for name in names:
        yield from (f">{letters}{name}<", f'"{letters}{name}"')


def _has_letters(text: str) -> bool:
    return all(len(spell_letters(spelled)) >= _FEW_LETTERS for spelled in spell(text))


def _list_byte_needles(secret: Secret, root: str) -> Iterator[bytes]:
    if secret.kind is SecretKind.ID:
        yield from _encode(spell(secret.text))
    elif secret.kind is SecretKind.ADDRESS:
        yield from _list_paths(f"/{secret.text.removeprefix(root).strip('/')}")
    elif secret.kind is SecretKind.FILE:
        yield from _list_paths(f"/{secret.text}")
        yield from _encode(secret.names)
    elif secret.is_short:
        if not _has_letters(secret.text):
            words = list_words(secret.text)
            is_number = secret.text.strip().isdecimal()
            yield from (
                [context + word for word in words for context in _CONTEXTS] if is_number else words
            )
    elif not list_needles(secret.text):
        yield from list_words(secret.text)


def _list_paths(path: str) -> Iterator[bytes]:
    """Yield the spellings of an address, from a slash on."""
    forms = dict.fromkeys((path, quote(path, safe="/#?&=%:;,+~@!$'()*"), quote(path)))
    forms |= dict.fromkeys(form.replace("/", "\\/") for form in (*forms,))
    spelled = dict.fromkeys(spelling for form in forms for spelling in spell(form))
    yield from _encode(spelled)


def _encode(texts: Iterable[str]) -> Iterator[bytes]:
    yield from dict.fromkeys(text.encode("utf-8", "replace") for text in texts)


def _is_start(rest: str, before: str) -> bool:
    """Return True if an address begins here: at the root of the host, or relative to a page."""
    return bool(_STARTS_HERE.search(rest)) or bool(_RELATIVE.search(before))
