"""The site: all published content at one moment, and the relations between its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, partial
from itertools import groupby
from typing import TypeVar

from rostrum.core.content import _NEVER, Library, Visibility
from rostrum.core.languages import find_fallback, list_fallbacks
from rostrum.core.model import CommentStatus, Page, Person, Post, Status, Thread
from rostrum.people.directory import Directory, make_directory
from rostrum.people.roles import RoleAt, find_last_role, find_role, is_to_come, with_role
from rostrum.people.translations import F, gather_translations, leave_out_drafts, localize
from rostrum.series.installments import LocalizedSeries, assemble_run
from rostrum.topics.checks import CATEGORIES, TAGS, Taxonomy, collect_descriptions
from rostrum.topics.topics import Topic, gather_topics
from rostrum.topics.translations import Twins, pair_topics

A = TypeVar("A")
K = TypeVar("K")
T = TypeVar("T", Post, Page)


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
        """The number of posts in the year."""
        return sum(len(month.posts) for month in self.months)


@dataclass(frozen=True)
class Site:
    """The published content. Posts are sorted newest first; `listed` omits hidden ones."""

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
        """The posts shown in lists and feeds."""
        return tuple(filter(_is_listed, self.posts))

    @cached_property
    def oldest(self) -> datetime:
        """The date for empty lists and feeds: the oldest listed post's, never the clock's."""
        return min((post.date for post in self.listed), default=_NEVER)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The default language, then all other languages with listed posts, sorted."""
        langs = {post.lang for post in self.listed} - {self.default_lang}
        return (self.default_lang, *sorted(langs))

    @cached_property
    def by_lang(self) -> Mapping[str, tuple[Post, ...]]:
        """The listed posts of each language."""
        return _group(self.listed, lambda post: [post.lang])

    @cached_property
    def spoken(self) -> Mapping[str, tuple[Post, ...]]:
        """The posts of each language with comments, including hidden posts."""
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
        """The listed posts by author or co-author, and language."""
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
        """Each series with installments or announcements in a language, by (key, lang)."""
        posts = _group(self.listed, lambda post: [post.series] if post.series else [])
        localized: dict[tuple[str, str], LocalizedSeries] = {}
        for key, translations in self._leave_out(gather_translations(self.library.series)).items():
            members = posts.get(key, ())
            for lang in self.languages:
                series = assemble_run(
                    tuple(translations.values()), members, lang, self.default_lang
                )
                if series.installments or series.planned:
                    localized[key, lang] = series
        return localized

    @cached_property
    def parts(self) -> Mapping[str, int]:
        """The part number of each installment in its series, by post id."""
        return {
            item.post.id: item.part
            for series in self.series.values()
            for item in series.installments
        }

    @cached_property
    def translations(self) -> Mapping[str, tuple[Post, ...]]:
        """The listed translations of each translated post, hidden or not, by post id."""
        groups = _group(
            self.posts, lambda post: [post.translation_key] if post.translation_key else []
        )
        translations = {
            post.id: tuple(other for other in group if other is not post and _is_listed(other))
            for group in groups.values()
            if len(group) > 1
            for post in group
        }
        return {key: posts for key, posts in translations.items() if posts}

    def translations_of(self, page: Page) -> tuple[Page, ...]:
        """Return the listed translations of a page, hidden or not."""
        return tuple(
            other
            for other in self.pages
            if other.translation_key == page.translation_key != ""
            and other is not page
            and _is_listed(other)
        )

    @cached_property
    def people(self) -> Mapping[str, Mapping[str, Person]]:
        """The translations of all people by key and language; drafts only in a preview."""
        return self._leave_out(gather_translations(self.library.people))

    def _leave_out(self, known: Mapping[str, Mapping[str, F]]) -> Mapping[str, Mapping[str, F]]:
        return known if self.visibility.preview else leave_out_drafts(known, self.default_lang)

    @cached_property
    def _withheld(self) -> frozenset[str]:
        """The keys of people named by posts but by no listed one, and without comments on those."""
        threads = (self.thread(post) for post in self.listed if post.id in self.threads)
        commenters = {
            reply.person.key for thread in threads for reply in thread.walk() if reply.person
        }
        named = {key for post in self.library.posts for key in (*post.authors, *post.written_with)}
        named |= {key for page in self.library.pages for key in page.authors}
        return frozenset(named - commenters - self._introduced)

    @cached_property
    def _introduced(self) -> frozenset[str]:
        """The keys of people named by listed posts and pages."""
        pages = (key for page in self.pages if _is_listed(page) for key in page.authors)
        return frozenset((*pages, *(key for key, _ in self.by_hand)))

    @cached_property
    def localized_people(self) -> Mapping[tuple[str, str], Person]:
        """All people by key and language: the translation, or the main file if there is none."""
        langs = {*self.languages, *(post.lang for post in self.library.posts)}
        return {
            (key, lang): localize(translations, lang, self.default_lang)
            for key, translations in self.people.items()
            for lang in langs
        }

    def localized_person(self, key: str, lang: str) -> Person:
        """Return a person in a language with all their roles, without selecting one."""
        person = self.localized_people.get((key, lang))
        return person or localize(self.people[key], lang, self.default_lang)

    def person(self, key: str, lang: str, moment: datetime | None = None) -> Person:
        """Return a person in a language, in the role held at a moment, by default now.

        The same object is returned for the same role, at any moment.
        """
        person = self.localized_person(key, lang)
        if not person.roles:
            return person
        role_at = find_role(person, moment.date()) if moment else self._office_now(person)
        in_role = self._seen.get((key, lang, role_at))
        if in_role is None:
            in_role = self._seen[key, lang, role_at] = with_role(person, role_at)
        return in_role

    def _office_now(self, person: Person) -> RoleAt:
        today = self.visibility.moment.date()
        return find_last_role(person, today) if person.former else find_role(person, today)

    def active(self, lang: str) -> tuple[Person, ...]:
        """Return the people listed in a language's directory."""
        return tuple(self.person(key, lang) for key in self.people if self.has_page(key, lang))

    @cached_property
    def directories(self) -> Mapping[str, Directory]:
        """The directory of people of each language."""
        return {lang: make_directory(self.active(lang), self.slugify) for lang in self.languages}

    def host_of(self, lang: str) -> str:
        """Return the language of the lists to show on a page.

        If `lang` has no listed posts yet, this is one that it falls back to, or the default one.
        """
        tags = (tag for tag in list_fallbacks(lang) if tag in self.languages)
        return next(tags, self.default_lang)

    def has_page(self, key: str, lang: str) -> bool:
        """Return True if a person has a page in a language: a translation, or posts to list.

        People with dated roles have no page before their first role begins. People without any
        role but named by posts have none before the first of these posts is listed, unless they
        have commented on a listed post. Listed posts in the language always give a page.
        """
        if lang not in self.languages or key not in self.people:
            return False
        if (key, lang) in self.by_hand:
            return True
        is_introduced = self.visibility.preview or self._is_told(key, lang)
        is_told = find_fallback(self.people[key], lang) is not None
        return is_introduced and (lang == self.default_lang or is_told)

    def _is_told(self, key: str, lang: str) -> bool:
        person = self.localized_people[key, lang]
        if not person.has_file:
            return key in self._introduced
        if person.roles:
            return not is_to_come(person, self.visibility.moment.date())
        return bool(person.role) or key not in self._withheld

    def thread(self, post: Post) -> Thread:
        """Return a post's thread of comments; empty if comments are off."""
        return (
            Thread() if post.comments is CommentStatus.OFF else self.threads.get(post.id, Thread())
        )

    @cached_property
    def topic_twins(self) -> Mapping[str, Twins]:
        """The twins of tags and of categories in other languages, by the key of the taxonomy."""
        topics, slugify = self.library.topics, self.slugify
        return {
            TAGS.key: pair_topics(self.tags, topics, TAGS, slugify),
            CATEGORIES.key: pair_topics(self.categories, topics, CATEGORIES, slugify),
        }

    def _topics(self, kind: Taxonomy) -> Mapping[str, tuple[Topic, ...]]:
        describe = partial(collect_descriptions, self.library.topics, kind, slugify=self.slugify)
        return {
            lang: gather_topics(
                self.by_lang.get(lang, ()), kind.names_of, self.slugify, describe(lang=lang)
            )
            for lang in self.languages
        }


def _is_listed(item: Post | Page) -> bool:
    return item.status is not Status.HIDDEN


def settle(item: T, visibility: Visibility) -> T:
    """Return a post or page as of a moment: without a change that is yet to come, or was none.

    The latest change of a post is that of `changes`, unless `modified` is later.
    """
    if isinstance(item, Post) and item.changes:
        item = _settle_changes(item, visibility)
    is_settled = item.modified is None or visibility.is_changed(item)
    return item if is_settled else replace(item, modified=None)


def _settle_changes(post: Post, visibility: Visibility) -> Post:
    past = [change for change in post.changes if change.date <= visibility.moment]
    changes = tuple(sorted(past, key=lambda change: change.date))
    written = post.modified if post.modified and post.modified <= visibility.moment else None
    dates = [change.date for change in changes] + ([written] if written else [])
    return replace(post, changes=changes, modified=max(dates, default=None))


def newest_first(post: Post) -> tuple[float, str]:
    """Return the sort key of a site's posts."""
    return (-post.date.timestamp(), post.id)


def _months(posts: Sequence[Post]) -> tuple[Month, ...]:
    groups = _group(posts, lambda post: [(post.date.year, post.date.month)])
    return tuple(
        Month(members[0].date.replace(day=1, hour=0, minute=0, second=0, microsecond=0), members)
        for _, members in sorted(groups.items(), reverse=True)
    )


def _years(months: Iterable[Month]) -> Iterator[Year]:
    for _, group in groupby(months, lambda month: month.date.year):
        in_year = tuple(group)
        yield Year(in_year[0].date.replace(month=1), in_year)


def _group(items: Iterable[A], keys_of: Callable[[A], Iterable[K]]) -> dict[K, tuple[A, ...]]:
    groups: dict[K, list[A]] = {}
    for item in items:
        for key in keys_of(item):
            groups.setdefault(key, []).append(item)
    return {key: tuple(members) for key, members in groups.items()}
