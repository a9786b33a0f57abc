"""Search the bytes of a file for secrets, in time linear in both (Aho–Corasick).

Two searches find candidates: one in the letters of a file, which no escape changes much, and one
in its bytes, for addresses and for texts with few Latin letters. Each candidate is confirmed in
the decoded text around it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Any
from urllib.parse import quote, unquote

from rostrum.core.hashing import digest_bytes
from rostrum.embargo.secrets import Secret, SecretKind
from rostrum.embargo.spellings import (
    FOLD,
    FOLDED_LINE,
    LONGEST,
    ComparedText,
    count_letters,
    count_pieces,
    decode,
    fold,
    keep_letters,
    list_needles,
    list_words,
    locate_letter,
    lower_codes,
    spell,
    spell_letters,
)

_SPAN = 400  # bytes around a candidate, besides those of its text
_BYTES = 8  # bytes that a byte of a text may take when it is escaped
_CHUNK = 256  # bytes whose letters are counted at once
_MEMORY = 5_000  # surroundings of candidates that are remembered: pages have parts in common
_MANY = 20_000  # needles from which on the largest automaton would outgrow the processor's cache
_FEW_LETTERS = 3
_DIGITS = 3  # digits of a number that rules out most files
_NO_DIGITS = bytes(byte for byte in range(256) if not 48 <= byte <= 57)
_HYPHENS = (b"&shy;", b"&#173;", b"&#xad;", b"&#xAD;", b"\\u00ad", b"%C2%AD", b"%c2%ad")
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
    _known: dict[bytes, tuple[int, ...]] = field(default_factory=dict, compare=False, repr=False)

    def find_named(self, name: str, content: bytes) -> dict[int, int]:
        """Return the same as `find` for a file with a name; what is in the name is at 0."""
        head = f'"{self.site.root}{name}"\n'.encode("utf-8", "surrogateescape")
        found = self.find(head + content)
        return {number: max(0, offset - len(head)) for number, offset in found.items()}

    def find(self, content: bytes) -> dict[int, int]:
        """Return the offset of the first place of each secret in some bytes, by its number."""
        found: dict[int, int] = {}
        if self._of_letters.automaton:
            self._search_letters(content, found)
        if self._of_bytes.automaton:
            folds = [fold.start() for fold in FOLDED_LINE.finditer(content)]
            unfolded = FOLDED_LINE.sub(b"", content) if folds else content
            places: dict[int, int] = {}
            self._search_bytes(unfolded, places)
            for number, place in places.items():
                found.setdefault(number, _unfold_offset(place, folds))
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
        needles = self._of_letters
        starts: dict[int, list[int]] = defaultdict(list)
        letters = keep_letters(content)
        for needle, start, _end in needles.scan(letters):
            starts[needle].append(start)
        if not starts:
            return
        places, file = _LetterPlaces(content), _File(content, letters, self._numbers)
        candidates: dict[int, list[int]] = {}
        for group, owned in self._list_groups(starts):
            if numbers := group.list_members(file):
                near = (start for needle in owned for start in starts[needle])
                offsets = [places.locate(start) for start in near if group.has_words(file, start)]
                candidates |= dict.fromkeys(numbers, sorted(offsets))
        self._confirm(content, candidates, found)

    def _list_groups(self, needles: Iterable[int]) -> Iterator[tuple[_Group, list[int]]]:
        """Yield the groups of texts that a file with some needles may have, with their needles."""
        owned: dict[int, list[int]] = defaultdict(list)
        for needle in needles:
            for group in self._of_letters.owners[needle]:
                owned[group].append(needle)
        for number, found in owned.items():
            if len(found) >= self._groups[number].least:
                yield self._groups[number], found

    def _search_bytes(self, content: bytes, found: dict[int, int]) -> None:
        candidates: dict[int, list[int]] = defaultdict(list)
        for needle, start, end in self._of_bytes.scan(content):
            for number in self._of_bytes.owners[needle]:
                kind = self.secrets[number].kind
                if kind in (SecretKind.TITLE, SecretKind.SUMMARY):
                    candidates[number].append(start)
                elif number not in found and self._is_named(number, content, start, end):
                    found[number] = start
        self._confirm(content, candidates, found)

    def _confirm(
        self, content: bytes, candidates: Mapping[int, list[int]], found: dict[int, int]
    ) -> None:
        """Note the secrets whose texts are around their candidates: offsets in some bytes."""
        spans = (
            (offset - self._queries[number].span, offset + self._queries[number].span)
            for number, offsets in candidates.items()
            for offset in offsets
        )
        for start, end in _merge(spans):
            for number in self._match(content[max(0, start) : end]):
                offsets = candidates.get(number, [])
                inside = (offset for offset in offsets if start <= offset <= end)
                found.setdefault(number, next(inside, max(0, start)))

    def _match(self, raw: bytes) -> tuple[int, ...]:
        """Return the numbers of the texts in some bytes."""
        if raw not in self._known:
            if len(self._known) >= _MEMORY:
                self._known.clear()
            texts = [*dict.fromkeys(decode(raw))]
            self._known[raw] = (*self._match_texts(texts), *self._match_titles(texts))
        return self._known[raw]

    def _match_texts(self, texts: Sequence[str]) -> Iterator[int]:
        compared = [*map(ComparedText, texts)]
        if self._has_tags:
            compared += (ComparedText(text, has_tags=False) for text in texts)
        for text in compared:
            raw = text.letters.encode("utf-8", "replace")
            for number in {match[0] for match in self._folded.scan(raw)}:
                if text.has(self._folded.needles[number].decode()):
                    yield from self._folded.owners[number]

    def _match_titles(self, texts: Iterable[str]) -> Iterator[int]:
        if self._titles:
            for text in texts:
                for title in list_titles(text):
                    yield from self._titles.get(fold(title), ())

    def _is_named(self, number: int, content: bytes, start: int, end: int) -> bool:
        """Return True if an id, address or file is named at a place."""
        secret = self.secrets[number]
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
    def _has_tags(self) -> bool:
        """Whether what looks like a tag may be part of a text."""
        return any("<" in secret.text for secret in self.secrets)

    @cached_property
    def _titles(self) -> Mapping[str, list[int]]:
        """The numbers of short titles, by the whole title as it is compared."""
        titles: dict[str, list[int]] = defaultdict(list)
        for number, secret in enumerate(self.secrets):
            for ending in ("", *self.site.names) if secret.is_short else ():
                titles[fold(secret.text + ending)].append(number)
        return dict(titles)

    @cached_property
    def _folded(self) -> _Needles:
        """All other texts as they are compared."""
        texts: dict[bytes, list[int]] = defaultdict(list)
        for number, secret in enumerate(self.secrets):
            if secret.kind in (SecretKind.TITLE, SecretKind.SUMMARY) and not secret.is_short:
                texts[self._queries[number].folded.encode("utf-8", "replace")].append(number)
        return _Needles(texts)

    @cached_property
    def _queries(self) -> list[_Query]:
        return [_make_query(secret) for secret in self.secrets]

    @cached_property
    def _of_letters(self) -> _Needles:
        """The needles for letters; their owners are numbers of groups."""
        needles: dict[bytes, list[int]] = defaultdict(list)
        for number, group in enumerate(self._groups):
            for needle in group.needles:
                needles[needle].append(number)
        return _Needles(needles)

    @cached_property
    def _groups(self) -> list[_Group]:
        """The texts that are searched by their letters: those with the same letters together."""
        names = [*dict.fromkeys(spell_letters(name) for name in self.site.names)]
        groups: dict[tuple[tuple[bytes, ...], tuple[tuple[bytes, bytes], ...]], _Group] = {}
        for number, secret in enumerate(self.secrets):
            needles = tuple(dict.fromkeys(_list_letter_needles(secret, names)))
            query = self._queries[number]
            if needles:
                least = 1 if secret.is_short else max(1, count_pieces(secret.text) // 2)
                group = _Group(needles, least, query.halves, query.span)
                group = groups.setdefault((needles, query.halves), group)
                group.members.append((number, query.longest_number))
        return [*groups.values()]

    @cached_property
    def _numbers(self) -> _Needles:
        """The longest number of each text that is searched by its letters."""
        numbers = [longest for group in self._groups for _number, longest in group.members]
        return _Needles({number: [] for number in filter(None, numbers)})

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


def list_titles(text: str) -> Iterator[str]:
    """Yield the whole titles, headings and link texts of a text, as far as it has markup."""
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

    `longest_number` and the words in `halves` are of ASCII letters and digits: no escape changes
    them.
    Markup may part a word, but hardly both of its halves.
    """

    folded: str
    span: int
    longest_number: bytes = b""
    halves: tuple[tuple[bytes, bytes], ...] = ()


@dataclass(frozen=True)
class _Group:
    """Texts with the same letters, and their needles; each of the `members` has its longest number.

    A file with one of them has `least` of the needles, and one half of each word.
    """

    needles: tuple[bytes, ...]
    least: int
    halves: tuple[tuple[bytes, bytes], ...]
    span: int
    members: list[tuple[int, bytes]] = field(default_factory=list)

    def list_members(self, file: _File) -> list[int]:
        """Return the texts that a file may have, as it has their numbers."""
        # Digits of two numbers side by side may look like another: the bytes tell, but take longer.
        near = [member for member in self.members if member[1] in file.numbers]
        return [number for number, longest in near if longest in file.content]

    def has_words(self, file: _File, start: int) -> bool:
        """Return True if one half of each word is around a place in the letters of a file."""
        if file.is_hyphenated:
            return True
        near = file.letters[max(0, start - self.span) : start + self.span]
        return all(one in near or other in near for one, other in self.halves)


@dataclass
class _File:
    """The bytes of a file, its letters as `keep_letters` returns them, and the numbers sought."""

    content: bytes
    letters: bytes
    known: _Needles

    @cached_property
    def numbers(self) -> set[bytes]:
        """The known numbers that the digits of the file have, one after another."""
        digits = self.content.translate(None, _NO_DIGITS)
        return {b"", *(self.known.needles[found[0]] for found in self.known.scan(digits))}

    @cached_property
    def is_hyphenated(self) -> bool:
        """Whether words may be parted by escaped soft hyphens."""
        return any(sign in self.content for sign in _HYPHENS)


def _make_query(secret: Secret) -> _Query:
    text = secret.text
    folded = fold(text)[:LONGEST]
    begun = text[: 2 * LONGEST] if len(folded) == LONGEST else text
    words = re.findall(r"(?<!\w)[a-z]{6,}(?!\w)", begun[:LONGEST].lower())
    numbers = re.findall(r"[0-9]+", begun[:LONGEST])
    return _Query(
        folded,
        _choose_span(len(begun.encode("utf-8", "replace"))),
        max((number for number in numbers if len(number) >= _DIGITS), key=len, default="").encode(),
        tuple(_halve(word.encode()) for word in dict.fromkeys(words)),
    )


def _halve(word: bytes) -> tuple[bytes, bytes]:
    return word[: len(word) // 2], word[len(word) // 2 :]


def _merge(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield spans from first to last, those that overlap as one."""
    first, last = 0, -1
    for start, end in sorted(spans):
        if start > last >= first:
            yield first, last
            first = start
        elif last < first:
            first = start
        last = max(last, end)
    if last >= first:
        yield first, last


def _choose_span(length: int) -> int:
    """Return the bytes around a candidate that may belong to a text; few different numbers."""
    return _SPAN << max(0, (length * _BYTES // _SPAN).bit_length())


class _Needles:
    """The needles of a search and the numbers of what they belong to."""

    def __init__(self, needles: dict[bytes, list[int]]) -> None:
        self.owners = [*needles.values()]
        self.needles = [*needles]
        self.automaton: Any = None
        if needles:
            from ahocorasick_rs import BytesAhoCorasick, Implementation

            size = Implementation.DFA if len(needles) < _MANY else Implementation.ContiguousNFA
            self.automaton = BytesAhoCorasick([*needles], implementation=size)

    def scan(self, content: bytes) -> Iterable[tuple[int, int, int]]:
        """Return number, start and end of each place of a needle."""
        places: Iterable[tuple[int, int, int]]
        if self.automaton is None:
            return ()
        places = self.automaton.find_matches_as_indexes(content, overlapping=True)
        return places


class _LetterPlaces:
    """The places in a file of what `keep_letters` returns."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._known: dict[int, int] = {}

    @cached_property
    def _counts(self) -> list[int]:
        content = self._content
        starts = range(0, len(content), _CHUNK)
        return [0, *accumulate(count_letters(content[n : n + _CHUNK]) for n in starts)]

    def locate(self, index: int) -> int:
        """Return the offset of a letter."""
        if index not in self._known:
            self._known[index] = self._locate(index)
        return self._known[index]

    def _locate(self, index: int) -> int:
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
    forms |= dict.fromkeys(lower_codes(form) for form in (*forms,))
    spelled = dict.fromkeys(spelling for form in forms for spelling in spell(form))
    yield from _encode(spelled)
    yield from _encode(spelling.replace("/", "\\/") for spelling in spelled if "/" in spelling)


def _encode(texts: Iterable[str]) -> Iterator[bytes]:
    yield from dict.fromkeys(text.encode("utf-8", "replace") for text in texts)


def _unfold_offset(place: int, folds: Iterable[int]) -> int:
    """Return an offset in folded lines from that in unfolded ones."""
    for line_end in folds:
        if line_end > place:
            break
        place += FOLD
    return place


def _is_start(rest: str, before: str) -> bool:
    """Return True if an address begins here: at the root of the host, or relative to a page."""
    return bool(_STARTS_HERE.search(rest)) or bool(_RELATIVE.search(before))
