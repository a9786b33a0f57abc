"""The site: everything that is out at one moment, and how it hangs together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from itertools import groupby
from typing import TypeVar

from rostrum.core.content import _NEVER, Library, Visibility
from rostrum.core.model import CommentStatus, Page, Person, Post, Status, Thread
from rostrum.people.directory import Directory, make_directory
from rostrum.people.roles import RoleAt, find_last_role, find_role, is_to_come, with_role
from rostrum.people.translations import F, gather_translations, leave_out_drafts, localize
from rostrum.series.installments import LocalizedSeries, assemble_run
from rostrum.topics.checks import CATEGORIES, TAGS, Taxonomy, collect_descriptions
from rostrum.topics.topics import Topic, gather_topics

A = TypeVar("A")
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Month:
    """A month of one language's archive and its posts, newest first."""

    date: datetime
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """A year of one language's archive and its months, newest first."""

    date: datetime
    months: tuple[Month, ...]

    @property
    def count(self) -> int:
        """The number of its posts."""
        return sum(len(month.posts) for month in self.months)


@dataclass(frozen=True)
class Site:
    """What is out. Posts stand newest first; `listed` leaves the hidden ones out."""

    library: Library
    visibility: Visibility
    default_lang: str
    slugify: Callable[[str], str]
    posts: tuple[Post, ...] = ()
    pages: tuple[Page, ...] = ()
    threads: Mapping[str, Thread] = field(default_factory=dict)
    _seen: dict[tuple[str, str, RoleAt], Person] = field(default_factory=dict, repr=False)

    @cached_property
    def listed(self) -> tuple[Post, ...]:
        """The posts that lists and feeds show."""
        return tuple(filter(_is_listed, self.posts))

    @cached_property
    def oldest(self) -> datetime:
        """The moment of what holds nothing: the oldest listed post's, never the clock's."""
        return min((post.date for post in self.listed), default=_NEVER)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that have something to list, the default one first."""
        found = {post.lang for post in self.listed} - {self.default_lang}
        return (self.default_lang, *sorted(found))

    @cached_property
    def by_lang(self) -> Mapping[str, tuple[Post, ...]]:
        """The listed posts of each language."""
        return _group(self.listed, lambda post: [post.lang])

    @cached_property
    def spoken(self) -> Mapping[str, tuple[Post, ...]]:
        """The posts of each language, hidden ones too, that somebody has commented on."""
        return _group(
            (post for post in self.posts if post.id in self.threads and self.thread(post).replies),
            lambda post: [post.lang],
        )

    @cached_property
    def by_person(self) -> Mapping[tuple[str, str], tuple[Post, ...]]:
        """The listed posts by author and language."""
        return _group(self.listed, lambda post: [(key, post.lang) for key in post.authors])

    @cached_property
    def by_hand(self) -> Mapping[tuple[str, str], tuple[Post, ...]]:
        """The listed posts by everyone who wrote them or helped to write them, and language."""
        return _group(
            self.listed,
            lambda post: [
                (key, post.lang) for key in dict.fromkeys((*post.authors, *post.written_with))
            ],
        )

    @cached_property
    def tags(self) -> Mapping[str, tuple[Topic, ...]]:
        """The tags of each language."""
        return self._topics(TAGS)

    @cached_property
    def categories(self) -> Mapping[str, tuple[Topic, ...]]:
        """The categories of each language."""
        return self._topics(CATEGORIES)

    @cached_property
    def months(self) -> Mapping[str, tuple[Month, ...]]:
        """The months of each language, newest first."""
        return {lang: _months(self.by_lang.get(lang, ())) for lang in self.languages}

    @cached_property
    def years(self) -> Mapping[str, tuple[Year, ...]]:
        """The years of each language, newest first."""
        return {lang: tuple(_years(months)) for lang, months in self.months.items()}

    @cached_property
    def series(self) -> Mapping[tuple[str, str], LocalizedSeries]:
        """Each series in each language that has installments or announcements, by (key, lang)."""
        posts = _group(self.listed, lambda post: [post.series] if post.series else [])
        found: dict[tuple[str, str], LocalizedSeries] = {}
        for key, faces in self._leave_out(gather_translations(self.library.series)).items():
            members = posts.get(key, ())
            for lang in self.languages:
                run = assemble_run(tuple(faces.values()), members, lang, self.default_lang)
                if run.installments or run.planned:
                    found[key, lang] = run
        return found

    @cached_property
    def parts(self) -> Mapping[str, int]:
        """The number in its series of each post that is an installment, by id."""
        return {
            item.post.id: item.part for run in self.series.values() for item in run.installments
        }

    @cached_property
    def translations(self) -> Mapping[str, tuple[Post, ...]]:
        """The listed posts in other languages of each post that has any, hidden or not, by id."""
        groups = _group(self.posts, lambda post: [post.slug])
        found = {
            post.id: tuple(other for other in group if other is not post and _is_listed(other))
            for group in groups.values()
            if len(group) > 1
            for post in group
        }
        return {key: others for key, others in found.items() if others}

    def translations_of(self, page: Page) -> tuple[Page, ...]:
        """Return the listed pages in other languages of a standing page, hidden or not."""
        return tuple(
            other
            for other in self.pages
            if other.slug == page.slug and other.lang != page.lang and _is_listed(other)
        )

    @cached_property
    def people(self) -> Mapping[str, Mapping[str, Person]]:
        """Everyone but drafts, by key; each as the languages see them that have their own face."""
        return self._leave_out(gather_translations(self.library.people))

    def _leave_out(self, known: Mapping[str, Mapping[str, F]]) -> Mapping[str, Mapping[str, F]]:
        return known if self.visibility.preview else leave_out_drafts(known, self.default_lang)

    @cached_property
    def _withheld(self) -> frozenset[str]:
        """The keys of everyone whom posts name, but none that is listed, and who said nothing."""
        spoken = (self.thread(post) for post in self.listed if post.id in self.threads)
        said = {reply.person.key for one in spoken for reply in one.walk() if reply.person}
        named = {key for post in self.library.posts for key in (*post.authors, *post.written_with)}
        return frozenset(named - said - {key for key, _ in self.by_hand})

    @cached_property
    def localized_people(self) -> Mapping[tuple[str, str], Person]:
        """Everyone as each language sees them: the main face where there is none of its own."""
        spoken = {*self.languages, *(post.lang for post in self.library.posts)}
        return {
            (key, lang): localize(faces, lang, self.default_lang)
            for key, faces in self.people.items()
            for lang in spoken
        }

    def localized_person(self, key: str, lang: str) -> Person:
        """Return a person in a language with all their roles, in none of them."""
        found = self.localized_people.get((key, lang))
        return found or localize(self.people[key], lang, self.default_lang)

    def person(self, key: str, lang: str, moment: datetime | None = None) -> Person:
        """Return a person in a language, in the role held at a moment; without one, as of now.

        The same role gives the same object, whatever the moment.
        """
        face = self.localized_person(key, lang)
        if not face.roles:
            return face
        office = find_role(face, moment.date()) if moment else self._office_now(face)
        seen = self._seen.get((key, lang, office))
        if seen is None:
            seen = self._seen[key, lang, office] = with_role(face, office)
        return seen

    def _office_now(self, face: Person) -> RoleAt:
        today = self.visibility.moment.date()
        return find_last_role(face, today) if face.former else find_role(face, today)

    def active(self, lang: str) -> tuple[Person, ...]:
        """Return the people whom a language's directory lists."""
        return tuple(self.person(key, lang) for key in self.people if self.has_page(key, lang))

    @cached_property
    def directories(self) -> Mapping[str, Directory]:
        """The directory of people of each language."""
        return {lang: make_directory(self.active(lang), self.slugify) for lang in self.languages}

    def host_of(self, lang: str) -> str:
        """Return the language whose lists a page shows: the default one's where it has none yet."""
        return lang if lang in self.languages else self.default_lang

    def has_page(self, key: str, lang: str) -> bool:
        """Return whether a person has a page in a language: a face, or posts to list there.

        Whoever is yet to take office has none before that day, and who has no role none before
        the first of the posts that name them is out; but for what they have written, or said.
        """
        if lang not in self.languages or key not in self.people:
            return False
        if (key, lang) in self.by_hand:
            return True
        is_told = self.visibility.preview or self._is_told(key, lang)
        return is_told and (lang == self.default_lang or lang in self.people[key])

    def _is_told(self, key: str, lang: str) -> bool:
        face = self.localized_people[key, lang]
        if face.roles:
            return not is_to_come(face, self.visibility.moment.date())
        return bool(face.role) or key not in self._withheld

    def thread(self, post: Post) -> Thread:
        """Return a post's conversation, empty when it is off."""
        return (
            Thread() if post.comments is CommentStatus.OFF else self.threads.get(post.id, Thread())
        )

    def _topics(self, kind: Taxonomy) -> Mapping[str, tuple[Topic, ...]]:
        said = partial(collect_descriptions, self.library.topics, kind, slugify=self.slugify)
        return {
            lang: gather_topics(
                self.by_lang.get(lang, ()), kind.names_of, self.slugify, said(lang=lang)
            )
            for lang in self.languages
        }


def _is_listed(item: Post | Page) -> bool:
    return item.status is not Status.HIDDEN


def newest_first(post: Post) -> tuple[float, str]:
    """Return the sort key of a site's posts."""
    return (-post.date.timestamp(), post.id)


def _months(posts: Sequence[Post]) -> tuple[Month, ...]:
    groups = _group(posts, lambda post: [(post.date.year, post.date.month)])
    return tuple(
        Month(found[0].date.replace(day=1, hour=0, minute=0, second=0, microsecond=0), found)
        for _, found in sorted(groups.items(), reverse=True)
    )


def _years(months: Iterable[Month]) -> Iterator[Year]:
    for _, group in groupby(months, lambda month: month.date.year):
        in_year = tuple(group)
        yield Year(in_year[0].date.replace(month=1), in_year)


def _group(items: Iterable[A], keys_of: Callable[[A], Iterable[K]]) -> dict[K, tuple[A, ...]]:
    found: dict[K, list[A]] = {}
    for item in items:
        for key in keys_of(item):
            found.setdefault(key, []).append(item)
    return {key: tuple(members) for key, members in found.items()}
