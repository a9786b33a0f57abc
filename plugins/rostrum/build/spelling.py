"""The spelling of a site's texts: `rostrum check --spelling`.

No build checks it: which dictionaries there are depends on the machine.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TypeVar

from rostrum.build.config import Config
from rostrum.build.sources import SiteSources
from rostrum.cache.bodies import BodyStore, MissingBodyError
from rostrum.cache.file_index import load_sightings
from rostrum.core.content import Library
from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.files import read_raw
from rostrum.core.hashing import digest_bytes
from rostrum.core.languages import find_fallback
from rostrum.core.model import Body, Page, Person, Post, Series
from rostrum.core.parallel import Lost
from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.html.comments import blank_comments
from rostrum.markdown.source_text import SourceText
from rostrum.reading.front_matter import decode, split_source
from rostrum.spelling.dictionaries import (
    Dictionary,
    Speller,
    find_dictionary,
    find_library,
    list_folders,
)
from rostrum.spelling.places import WordPlaces
from rostrum.spelling.store import SpellingStore, UnknownWord
from rostrum.spelling.visible_text import read_visible_text
from rostrum.spelling.word_lists import COMMON_LIST, KnownWords, name_lists, read_word_list
from rostrum.spelling.words import TextChecker

_STORE = "spelling"
_SHARE = 32  # texts that a worker checks at a time
_SUGGESTED_SHARE = 5
_MOST_SUGGESTED = 20  # words of a run; those of German take up to half a second each

V = TypeVar("V")

_Places = tuple[tuple[str, SourceLocation], ...]


@dataclass(frozen=True, slots=True)
class WrittenTexts:
    """The texts of a file: those of its front matter with their places, and the one below it."""

    path: str
    place: SourceLocation
    lang: str
    fields: _Places
    body: Body

    def digest(self, file: bytes, dictionary: bytes) -> bytes:
        """Return the digest of all that the unknown words depend on."""
        written = (
            part.encode("utf-8", "replace") for text in self.fields for part in map(str, text)
        )
        return digest_bytes(
            *(file, dictionary, str(self.place).encode("utf-8", "replace"), self.lang.encode()),
            *(self.body.digest.encode(), *written),
        )


@dataclass(frozen=True)
class SpellingJob:
    """All data needed to check any text of a site, in any process."""

    content: Path
    texts: BodyStore
    dictionaries: Mapping[str, Dictionary]

    def __getstate__(self) -> dict[str, object]:
        return {each.name: getattr(self, each.name) for each in fields(self)}

    def check(self, items: Sequence[WrittenTexts]) -> list[tuple[UnknownWord, ...] | None]:
        """Return the unknown words of each file, in their order; None for a text that is lost."""
        return [self._check(item) for item in items]

    def suggest(self, words: Sequence[tuple[str, str]]) -> list[tuple[str, ...]]:
        """Return what may be meant by each word; a word has its language before it."""
        return [self._spellers[lang].suggest(word) for lang, word in words]

    @cached_property
    def _spellers(self) -> Mapping[str, Speller]:
        return _OnDemand(lambda lang: Speller(self.dictionaries[lang]))

    @cached_property
    def _checkers(self) -> Mapping[str, TextChecker]:
        return _OnDemand(lambda lang: TextChecker(self._spellers[lang].knows, lang))

    def _check(self, item: WrittenTexts) -> tuple[UnknownWord, ...] | None:
        try:
            html = self.texts.read(item.body)
        except MissingBodyError:  # the cache was emptied since the texts were read
            return None
        return tuple(self._find_unknown(item, html))

    def _find_unknown(self, item: WrittenTexts, html: str) -> Iterator[UnknownWord]:
        find = self._checkers[item.lang].find_unknown
        in_fields = [find(text) for text, _place in item.fields]
        in_body = find(read_visible_text(html, item.lang))
        if not (any(in_fields) or in_body):
            return
        sources = _FileSources.read(self.content / item.path, item)
        for word in dict.fromkeys(chain(*in_fields, in_body)):
            count = sum(words[word] for words in (*in_fields, in_body))
            index = next((n for n, words in enumerate(in_fields) if word in words), None)
            place = sources.find(word, None if index is None else item.fields[index][1])
            yield UnknownWord(word, place.line, place.column, count)


class _OnDemand(dict[str, V]):
    """A dictionary whose values are made when they are first asked for."""

    def __init__(self, make: Callable[[str], V]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: str) -> V:
        value = self[key] = self._make(key)
        return value


@dataclass(frozen=True)
class _FileSources:
    """The source of a file: its front matter, and the text below it."""

    path: str
    head: SourceText
    body: SourceText

    @classmethod
    def read(cls, file: Path, item: WrittenTexts) -> _FileSources:
        """Return the source of a file; an empty one if it can't be read any more."""
        path, raw = item.place.path, b""
        with suppress(OSError):
            raw = read_raw(file)
        text = decode(raw, path, Report()) or ""
        matter = split_source(raw, path, Report()) if item.body.digest else None
        body = matter.body if matter else ""
        head = SourceText(text.removesuffix(body), path, 1)
        line = matter.body_line if matter else 1
        return cls(path, head, SourceText(blank_comments(body), path, line))

    def find(self, word: str, place: SourceLocation | None) -> SourceLocation:
        """Return the place of a word in the text; with the `place` of a key, in its value."""
        if place is None:
            return self._body_places.find(word)
        if place.path != self.path or place.line > self.head.text.count("\n") + 1:
            return SourceLocation(self.path)
        offset = self._head_places.find_offset(word, self.head.find_offset(place))
        return place if offset < 0 else self.head.locate(offset)

    @cached_property
    def _head_places(self) -> WordPlaces:
        return WordPlaces(self.head)

    @cached_property
    def _body_places(self) -> WordPlaces:
        return WordPlaces(self.body)


def check_spelling(
    config: Config,
    sources: SiteSources,
    place: SourceLocation,
    report: Report,
    is_wanted: Callable[[str], bool] | None = None,
) -> None:
    """Report the words that neither the dictionaries nor the site know.

    `place` is that of the setting or option that asks for it. `is_wanted` returns True for the
    path in messages of a file to be checked; None checks all of them.
    """
    if find_library() is None:
        message = _("the spelling is not checked: the library chunspell is not installed")
        hint = _('Install it from where the kit came from, with its extra "spelling".')
        report.warning("spelling-missing", place, message, hint)
        return
    library = sources.library
    items = list_texts(library)
    if is_wanted is not None:
        items = [item for item in items if is_wanted(item.place.path)]
    dictionaries = _find_dictionaries(config, sorted({item.lang for item in items}), place, report)
    items = [item for item in items if item.lang in dictionaries]
    job = SpellingJob(config.content, sources.content.texts, dictionaries)
    store = SpellingStore(config.notes / _STORE, is_empty=config.no_cache)
    keys, new = _check_texts(job, items, store, config, report)
    known = {lang: KnownWords(_list_words(config, library, lang)) for lang in dictionaries}
    unknown = [
        (item, word)
        for item in items
        for word in store.get(keys.get(item.path, b""))
        if word.word not in known[item.lang]
    ]
    unknown.sort(key=lambda each: (each[0].place.path, each[1].line, each[1].column))
    asked = [(item.lang, word.word) for item, word in unknown if is_wanted or item.path in new]
    _add_suggestions(job, asked, store, config)
    for item, word in unknown:
        suggestions = store.get_suggestions(dictionaries[item.lang].digest).get(word.word, ())
        _report(item, word, suggestions, report)
    # A check of some files keeps what is known of the others.
    store.save(None if is_wanted else {*keys.values()})


def list_texts(library: Library) -> list[WrittenTexts]:
    """Return the texts of all files of a library, without comments: these are their readers'."""
    items: list[Post | Page | Person | Series] = [*library.posts, *library.pages]
    items += (person for person in library.people if person.has_file)
    items += (series for series in library.series if series.has_file)
    texts = [
        WrittenTexts(
            *(item.path, item.place, item.lang, tuple(_list_fields(item))),
            replace(item.body, lead="", terms=b"", references=(), ignores=()),
        )
        for item in items
    ]
    return texts + [
        WrittenTexts(
            *(topics.path, topics.place, topics.lang),
            tuple((it.text, it.place) for it in (*topics.tags, *topics.categories)),
            Body(),
        )
        for topics in library.topics
    ]


def _list_fields(item: Post | Page | Person | Series) -> Iterator[tuple[str, SourceLocation]]:
    """Yield each text of a front matter; names and titles of series are known words."""
    if isinstance(item, Post | Page):
        yield item.title, item.where("title")
        if item.summary_written:
            yield item.summary, item.where("summary")
    else:
        yield item.summary, item.where("summary")
    if isinstance(item, Post):
        yield from ((point, item.where("key_points")) for point in item.key_points)
        yield from ((change.text, change.place) for change in item.changes)
    elif isinstance(item, Person):
        yield item.quote, item.where("quote")
    elif isinstance(item, Series):
        yield from ((planned.title, planned.place) for planned in item.planned)
    image = item.image if isinstance(item, Post | Series) else None
    if isinstance(item, Person) and item.photo:
        yield item.photo.alt, item.where("photo")
    elif image:
        yield image.alt, item.where("image")


def _find_dictionaries(
    config: Config, languages: Iterable[str], place: SourceLocation, report: Report
) -> dict[str, Dictionary]:
    """Return the dictionary of each language to be checked; report those that are missing."""
    settings, folders = config.settings, list_folders(os.environ)
    base = Path(config.settings_file).parent if config.settings_file else config.root
    found: dict[str, Dictionary] = {}
    for lang in languages:
        name = find_fallback(settings.spelling, lang) if settings.spelling else ""
        if name is None:
            continue
        usual = settings.locales.get(lang, lang)
        if dictionary := find_dictionary(usual, name, folders, base):
            found[lang] = dictionary
        else:
            _report_missing(lang, name, place, report)
    return found


def _report_missing(lang: str, name: str, place: SourceLocation, report: Report) -> None:
    message = _('the spelling of "%(lang)s" is not checked: there is no dictionary', lang=lang)
    if name:
        message = _(
            'the spelling of "%(lang)s" is not checked: there is no dictionary "%(name)s"',
            lang=lang,
            name=name,
        )
    hint = _(
        'Install it, on Debian with "apt install hunspell-de-de" or the like. Or name its folder '
        "in the variable DICPATH."
    )
    report.warning("spelling-missing", place, message, hint)


def _check_texts(
    job: SpellingJob,
    items: Sequence[WrittenTexts],
    store: SpellingStore,
    config: Config,
    report: Report,
) -> tuple[dict[str, bytes], set[str]]:
    """Return the key of each text in the cache by its path, and the paths of those checked now."""
    sightings = load_sightings(config.content, config.notes)
    keys: dict[str, bytes] = {}
    for item in items:
        with suppress(OSError):  # removed since it was read
            digest = sightings.digest(item.path)
            keys[item.path] = item.digest(digest, job.dictionaries[item.lang].digest)
    missing = [item for item in items if item.path in keys and not store.has(keys[item.path])]
    shares = [missing[n : n + _SHARE] for n in range(0, len(missing), _SHARE)]
    done = iter(missing)
    for result in config.workers.map(SpellingJob.check, job, shares):
        if isinstance(result, Lost):
            for item in result.share:
                next(done)
                message = _("the process that checked this text %(reason)s", reason=result.reason)
                report.error("worker", item.place, message)
            continue
        for words in result:
            item = next(done)
            if words is not None:
                store.add(keys[item.path], words)
    return keys, {item.path for item in missing}


def _list_words(config: Config, library: Library, lang: str) -> Iterator[str]:
    """Yield the words of the site in a language: its lists, and the names that it knows."""
    for name in name_lists(lang):
        with suppress(OSError):
            raw = read_raw(config.content / name)
            yield from read_word_list(raw.decode("utf-8-sig", "replace"))
    settings = config.settings
    yield from (config.info.name, settings.organisation, *settings.names.values())
    yield from _list_names(library)


def _list_names(library: Library) -> Iterator[str]:
    """Yield the names of people and their units, and of series, tags and categories."""
    for person in library.people:
        yield from (person.key, person.name, person.unit)
        yield from chain.from_iterable((role.unit,) for role in person.roles)
    for series in library.series:
        yield from (series.key, series.title)
    items: list[Post | Page] = [*library.posts, *library.pages]
    for item in items:
        yield from (item.category, *item.tags, *item.authors)
    for post in library.posts:
        yield from (*post.written_with, post.series)
    for topics in library.topics:
        described = (topics.tags, topics.categories)
        yield from (it.name for it in chain(*described))
        translated = (topics.tag_translations, topics.category_translations)
        yield from chain.from_iterable((it.name, it.text) for it in chain(*translated))


def _add_suggestions(
    job: SpellingJob, words: Iterable[tuple[str, str]], store: SpellingStore, config: Config
) -> None:
    """Ask for suggestions for the first words that have none yet."""
    known = {
        lang: store.get_suggestions(dictionary.digest)
        for lang, dictionary in job.dictionaries.items()
    }
    wanted = [each for each in dict.fromkeys(words) if each[1] not in known[each[0]]]
    wanted = wanted[:_MOST_SUGGESTED]
    size = _SUGGESTED_SHARE
    shares = [wanted[n : n + size] for n in range(0, len(wanted), size)]
    asked = iter(wanted)
    for result in config.workers.map(SpellingJob.suggest, job, shares):
        if isinstance(result, Lost):  # a hint without suggestions is one, too
            for _lost in result.share:
                next(asked)
            continue
        for suggestions in result:
            lang, word = next(asked)
            store.add_suggestions(job.dictionaries[lang].digest, {word: suggestions})


def _report(
    item: WrittenTexts, found: UnknownWord, suggestions: Sequence[str], report: Report
) -> None:
    place = SourceLocation(item.place.path, found.line, found.column)
    message: Translatable = _('"%(word)s" is not in the dictionary', word=found.word)
    if found.number > 1:
        message = _(
            '"%(word)s" is not in the dictionary; this text has it %(count)s times',
            word=found.word,
            count=found.number,
        )
    if suggestions:
        meant = ", ".join(f'"{word}"' for word in suggestions)
        hint = _("Did you mean %(words)s? Or add it to %(file)s.", words=meant, file=COMMON_LIST)
    else:
        hint = _("Correct it, or add it to %(file)s in the content folder.", file=COMMON_LIST)
    report.note("spelling", place, message, hint)
