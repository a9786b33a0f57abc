"""The installments of a series: their order, numbers and positions, and planned installments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cached_property

from rostrum.core.languages import find_fallback, list_fallbacks
from rostrum.core.model import AnnouncedInstallment, Body, Post, Series

_SHARED = ("total", "complete", "paused", "newest_first")
"""Fields shared by all languages of a series, written once: in its main file."""


@dataclass(frozen=True, slots=True)
class Installment:
    """A published part of a series: the post and its part number, declared or by position."""

    part: int
    post: Post


Item = Installment | AnnouncedInstallment


@dataclass(frozen=True)
class LocalizedSeries:
    """A series in one language: published installments and planned ones, each in order.

    `borrowed` are installments in other languages, used for lack of a translation into this one.
    """

    series: Series
    installments: tuple[Installment, ...] = ()
    planned: tuple[AnnouncedInstallment, ...] = ()
    borrowed: tuple[Installment, ...] = ()

    @cached_property
    def out(self) -> tuple[Installment, ...]:
        """All published installments in order, in this language or in another one."""
        return tuple(sorted((*self.installments, *self.borrowed), key=lambda item: item.part))

    @cached_property
    def line(self) -> tuple[Item, ...]:
        """All installments in reading order, published and planned; those without a number last."""
        return tuple(sorted((*self.out, *self.planned), key=_number))

    @cached_property
    def total(self) -> int:
        """The expected number of parts.

        The maximum of the declared total, the count of installments and the highest part number.
        """
        published = {item.part for item in self.out}
        numbers = published | {item.part for item in self.planned if item.part}
        more = sum(item.part is None or item.part not in published for item in self.planned)
        return max([self.series.total or 0, len(self.out) + more, *numbers])

    @property
    def latest(self) -> datetime | None:
        """The date of the newest installment; None without any."""
        return max((item.post.date for item in self.out), default=None)

    @property
    def first(self) -> datetime | None:
        """The date of the oldest installment; None without any."""
        return min((item.post.date for item in self.out), default=None)

    @property
    def upcoming(self) -> AnnouncedInstallment | None:
        """The planned installment with the earliest date; without dates, the first in order."""
        return min(self.planned, key=_day, default=None)

    def position(self, post: Post) -> int:
        """Return the index of a post among the installments in this language, from 0.

        Raises KeyError if the post is not among them.
        """
        return self._positions[post.id]

    def is_newest(self, post: Post) -> bool:
        """Return True if a post is the last installment in order, or the newest by date."""
        return post.id in self._newest

    def words_after(self, post: Post) -> int:
        """Return the number of words in all installments after a post."""
        return self._words_left[self.position(post)]

    def skipped(self, post: Post) -> int:
        """Return the number of borrowed installments between a post and the next installment."""
        index = self.position(post)
        first = self.installments[index].part
        rest = self.installments[index + 1 : index + 2]
        last = rest[0].part if rest else float("inf")
        return sum(first < item.part < last for item in self.borrowed)

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        return {item.post.id: n for n, item in enumerate(self.installments)}

    @cached_property
    def _newest(self) -> frozenset[str]:
        ends = [*self.installments[-1:], *sorted(self.installments, key=_moment)[-1:]]
        return frozenset(item.post.id for item in ends)

    @cached_property
    def _words_left(self) -> tuple[int, ...]:
        left, counts = 0, []
        for item in reversed(self.installments):
            counts.append(left)
            left += item.post.body.words
        return tuple(reversed(counts))


def assemble_run(
    faces: Sequence[Series], members: Iterable[Post], lang: str, default_lang: str
) -> LocalizedSeries:
    """Return a series in one language, from all of its translations and posts.

    Texts and installments missing in a language are taken from those that it falls back to, from
    the default language, else from the first language by code.
    """
    by_lang = {face.lang: face for face in sorted(faces, key=lambda face: face.lang)}
    main = find_fallback(by_lang, default_lang) or next(iter(by_lang.values()))
    face = find_fallback(by_lang, lang)
    tags = list_fallbacks(lang)
    ordered = sorted(
        sort_posts(members),
        key=lambda post: (post.lang not in tags, post.lang != default_lang, post.lang),
    )
    local_posts = [post for post in ordered if post.lang == lang]
    foreign_posts = [post for post in ordered if post.lang != lang]
    return make_run(merge_faces(main, face, lang), local_posts, foreign_posts)


def make_run(
    series: Series, posts: Iterable[Post], foreign_posts: Iterable[Post] = ()
) -> LocalizedSeries:
    """Return a series in one language: its posts by declared part, without parts by date.

    `foreign_posts` are its posts in other languages, in order of preference: the first one is
    borrowed for each installment without a post in this language.
    """
    local_posts = tuple(posts)
    lent = tuple(_borrow(local_posts, foreign_posts))
    numbers = _count_together(local_posts, lent)
    installments = tuple(_install(local_posts, numbers))
    planned = tuple(_still_planned(series.planned, installments))
    return LocalizedSeries(series, installments, planned, tuple(_install(lent, numbers)))


def merge_faces(main: Series, face: Series | None, lang: str) -> Series:
    """Return the series for a language, with missing `_SHARED` fields from the main translation.

    Without a translation of its own, a language gets the main title, but no summary, no text and
    no planned installments.
    """
    if face is None:
        return replace(main, planned=(), summary="", body=Body(), lang=lang)
    shared = {key: getattr(main, key) for key in _SHARED if key not in face.places}
    return replace(face, lang=lang, **shared)


def is_declared(posts: Iterable[Post]) -> bool:
    """Return True if posts declare parts: parts then decide the order, instead of dates."""
    return any(post.part is not None for post in posts)


def day_over(item: AnnouncedInstallment) -> datetime | None:
    """Return the end of the announced day, i.e. midnight of the next one; None without a date."""
    if item.date is None:
        return None
    return datetime.combine(item.date.date() + timedelta(days=1), time(), item.date.tzinfo)


def find_meant(item: AnnouncedInstallment, lang: str, posts: Iterable[Post]) -> Post | None:
    """Return the post that a planned installment announces: by its title, or its part.

    `lang` is the language of the announcement; the post may be in one that falls back to it.
    """
    for post in posts:
        is_meant = post.title == item.title or (item.part is not None and post.part == item.part)
        if lang in list_fallbacks(post.lang) and is_meant:
            return post
    return None


def sort_posts(posts: Iterable[Post]) -> list[Post]:
    """Return posts in series order: by part, then those without a part by date."""
    return sorted(posts, key=lambda post: (post.part or float("inf"), post.date, post.id))


def _borrow(local_posts: Sequence[Post], foreign_posts: Iterable[Post]) -> Iterator[Post]:
    """Yield posts in other languages without a counterpart in this one.

    A counterpart is a translation or has the same part.
    """
    keys = {post.translation_key for post in local_posts} - {""}
    parts = {post.part for post in local_posts} - {None}
    for post in foreign_posts:
        if post.translation_key not in keys and post.part not in parts:
            keys |= {post.translation_key} - {""}
            parts |= {post.part} - {None}
            yield post


def _count_together(local_posts: Sequence[Post], lent: Sequence[Post]) -> Mapping[str, int]:
    """Return the part number of each post, by id.

    Local and borrowed posts are numbered separately if only one group declares parts.
    """
    if local_posts and lent and is_declared(local_posts) != is_declared(lent):
        return {**_count(local_posts), **_count(lent)}
    return _count((*local_posts, *lent))


def _count(posts: Iterable[Post]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    last = 0
    for post in sort_posts(posts):
        last = numbers[post.id] = post.part or last + 1
    return numbers


def _install(posts: Iterable[Post], numbers: Mapping[str, int]) -> Iterator[Installment]:
    for post in sorted(posts, key=lambda post: (numbers[post.id], post.date, post.id)):
        yield Installment(numbers[post.id], post)


def _still_planned(
    planned: Sequence[AnnouncedInstallment], installments: Sequence[Installment]
) -> Iterator[AnnouncedInstallment]:
    """Yield planned installments in order, without those published under their part or title."""
    parts = {item.part for item in installments}
    titles = {item.post.title for item in installments}
    for item in sorted(planned, key=lambda item: (_number(item), _day(item))):
        if item.title not in titles and (item.part is None or item.part not in parts):
            yield item


def _number(item: Item) -> float:
    return item.part or float("inf")


def _moment(item: Installment) -> tuple[datetime, int]:
    return (item.post.date, item.part)


def _day(item: AnnouncedInstallment) -> float:
    return item.date.timestamp() if item.date else float("inf")
