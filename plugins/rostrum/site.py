"""The site: everything that is out at one moment, and how it hangs together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from rostrum.checks import check_library
from rostrum.conversation.threads import build_thread
from rostrum.diagnostics import Report
from rostrum.model import Body, Comment, Page, Person, Post, Series, Status, Talk, Thread
from rostrum.series import Run, make_run
from rostrum.topics import Topic, gather_topics

A = TypeVar("A")
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that was read, out or not."""

    posts: tuple[Post, ...] = ()
    pages: tuple[Page, ...] = ()
    people: tuple[Person, ...] = ()
    series: tuple[Series, ...] = ()
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """Which posts are out: those dated up to `moment`, or all in a preview."""

    moment: datetime
    preview: bool = False

    def holds(self, post: Post) -> bool:
        """Return whether a post is out."""
        return self.preview or (post.status is not Status.DRAFT and post.date <= self.moment)

    def notice(self, post: Post) -> str:
        """Return `draft` or `scheduled` for what only a preview shows, else an empty text."""
        if post.status is Status.DRAFT:
            return "draft"
        return "scheduled" if post.date > self.moment else ""


@dataclass(frozen=True, slots=True)
class Month:
    """A month of one language's archive and its posts, newest first."""

    date: datetime
    posts: tuple[Post, ...]


@dataclass(frozen=True)
class Site:
    """What is out. Posts stand newest first; `listed` leaves the hidden ones out."""

    library: Library
    edition: Edition
    default_lang: str
    slugify: Callable[[str], str]
    posts: tuple[Post, ...] = ()
    pages: tuple[Page, ...] = ()
    threads: Mapping[str, Thread] = field(default_factory=dict)

    @cached_property
    def listed(self) -> tuple[Post, ...]:
        """The posts that lists and feeds show."""
        return tuple(post for post in self.posts if post.status is not Status.HIDDEN)

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
        """The listed posts by person and language."""
        return _group(self.listed, lambda post: [(key, post.lang) for key in post.authors])

    @cached_property
    def tags(self) -> Mapping[str, tuple[Topic, ...]]:
        """The tags of each language."""
        return self._topics(lambda post: post.tags)

    @cached_property
    def categories(self) -> Mapping[str, tuple[Topic, ...]]:
        """The categories of each language."""
        return self._topics(lambda post: (post.category,) if post.category else ())

    @cached_property
    def months(self) -> Mapping[str, tuple[Month, ...]]:
        """The months of each language, newest first."""
        return {lang: _months(self.by_lang.get(lang, ())) for lang in self.languages}

    @cached_property
    def runs(self) -> Mapping[tuple[str, str], Run]:
        """Each series in each language that has installments or announcements, by (key, lang)."""
        posts = _group(self.listed, lambda post: [(post.series, post.lang)] if post.series else [])
        faces = {(face.key, face.lang): face for face in self.library.series}
        found: dict[tuple[str, str], Run] = {}
        for key, lang in sorted({*posts, *faces}):
            face = faces.get((key, lang)) or self._any_face(key, lang)
            run = make_run(face, posts.get((key, lang), ())) if face else None
            if run and lang in self.languages and (run.installments or run.planned):
                found[key, lang] = run
        return found

    @cached_property
    def parts(self) -> Mapping[str, int]:
        """The number in its series of each post that is an installment, by id."""
        return {item.post.id: item.part for run in self.runs.values() for item in run.installments}

    @cached_property
    def translations(self) -> Mapping[str, tuple[Post, ...]]:
        """The other languages' posts of each post that has any, by id."""
        groups = _group(self.posts, lambda post: [post.slug])
        return {
            post.id: tuple(other for other in group if other is not post)
            for group in groups.values()
            if len(group) > 1
            for post in group
        }

    @cached_property
    def people(self) -> Mapping[str, Mapping[str, Person]]:
        """Everyone, by key; each as the languages see them that have a face of their own."""
        found: dict[str, dict[str, Person]] = defaultdict(dict)
        for person in self.library.people:
            found[person.key][person.lang] = person
        return {key: dict(faces) for key, faces in sorted(found.items())}

    def person(self, key: str, lang: str) -> Person:
        """Return a person as a language sees them: the main face where that has none."""
        faces = self.people[key]
        main = faces.get(self.default_lang) or next(iter(faces.values()))
        face = faces.get(lang, main)
        return main if face is main else _merge_faces(main, face)

    def active(self, lang: str) -> tuple[Person, ...]:
        """Return the people whom a language's directory lists."""
        return tuple(self.person(key, lang) for key in self.people if self.has_page(key, lang))

    def host_of(self, lang: str) -> str:
        """Return the language whose lists a page shows: the default one's where it has none yet."""
        return lang if lang in self.languages else self.default_lang

    def has_page(self, key: str, lang: str) -> bool:
        """Return whether a person has a page in a language: a face, or posts to list there."""
        if lang not in self.languages or key not in self.people:
            return False
        return (
            lang == self.default_lang or lang in self.people[key] or (key, lang) in self.by_person
        )

    def thread(self, post: Post) -> Thread:
        """Return a post's conversation, empty when it is off."""
        return Thread() if post.talk is Talk.OFF else self.threads.get(post.id, Thread())

    def _topics(self, names_of: Callable[[Post], Sequence[str]]) -> Mapping[str, tuple[Topic, ...]]:
        return {
            lang: gather_topics(self.by_lang.get(lang, ()), names_of, self.slugify)
            for lang in self.languages
        }

    def _any_face(self, key: str, lang: str) -> Series | None:
        """Return a series that lacks a face in a language: its title, but nothing announced."""
        other = next((face for face in self.library.series if face.key == key), None)
        return replace(other, planned=(), summary="", body=Body(), lang=lang) if other else None


def assemble(
    library: Library,
    edition: Edition,
    default_lang: str,
    slugify: Callable[[str], str],
    report: Report,
) -> Site:
    """Return the site at a moment, after reporting what in the library doesn't fit together."""
    site = Site(library, edition, default_lang, slugify)
    check_library(library, site.people, slugify, report)
    posts = tuple(sorted(filter(edition.holds, library.posts), key=_newest_first))
    pages = tuple(
        page for page in library.pages if edition.preview or page.status is not Status.DRAFT
    )
    threads = _make_threads(library, edition, site, report)
    return replace(site, posts=posts, pages=pages, threads=threads)


def _make_threads(
    library: Library, edition: Edition, site: Site, report: Report
) -> Mapping[str, Thread]:
    posts = {post.id: post for post in library.posts}
    out = (c for c in library.comments if edition.preview or c.date <= edition.moment)
    groups = _group(out, lambda comment: [comment.post])
    people = {
        lang: {key: site.person(key, lang) for key in site.people}
        for lang in {posts[key].lang for key in groups if key in posts}
    }
    return {
        key: build_thread(comments, people[posts[key].lang], posts[key].authors, report)
        for key, comments in groups.items()
        if key in posts
    }


def _merge_faces(main: Person, face: Person) -> Person:
    """Return a person in another language: what its face leaves out is the main one's."""
    return replace(
        main,
        lang=face.lang,
        path=face.path,
        place=face.place,
        name=face.name or main.name,
        role=face.role or main.role,
        unit=face.unit or main.unit,
        summary=face.summary or main.summary,
        body=face.body if face.body.mark else Body(),
    )


def _newest_first(post: Post) -> tuple[float, str]:
    return (-post.date.timestamp(), post.id)


def _months(posts: Sequence[Post]) -> tuple[Month, ...]:
    groups = _group(posts, lambda post: [(post.date.year, post.date.month)])
    return tuple(
        Month(found[0].date.replace(day=1, hour=0, minute=0, second=0, microsecond=0), found)
        for _, found in sorted(groups.items(), reverse=True)
    )


def _group(items: Iterable[A], keys_of: Callable[[A], Iterable[K]]) -> dict[K, tuple[A, ...]]:
    found: dict[K, list[A]] = {}
    for item in items:
        for key in keys_of(item):
            found.setdefault(key, []).append(item)
    return {key: tuple(members) for key, members in found.items()}
