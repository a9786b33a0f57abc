"""Series: the order of installments, what is announced, where one stands among the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cached_property

from rostrum.core.model import AnnouncedInstallment, Body, Post, Series

_SHARED = ("total", "complete", "paused")
"""What is true of a series in every language, and written once: in its main file."""


@dataclass(frozen=True, slots=True)
class Installment:
    """A published part of a series: the post and its number, declared or by position."""

    part: int
    post: Post


Item = Installment | AnnouncedInstallment


@dataclass(frozen=True)
class LocalizedSeries:
    """A series in one language: what is out, in order, and what is announced and not yet out.

    `borrowed` are the installments that have not been translated into this language.
    """

    series: Series
    installments: tuple[Installment, ...] = ()
    planned: tuple[AnnouncedInstallment, ...] = ()
    borrowed: tuple[Installment, ...] = ()

    @cached_property
    def out(self) -> tuple[Installment, ...]:
        """Every installment that can be read, in order, in this language or in another one."""
        return tuple(sorted((*self.installments, *self.borrowed), key=lambda item: item.part))

    @cached_property
    def line(self) -> tuple[Item, ...]:
        """All of the series in the order in which it is read; what has no number comes last."""
        return tuple(sorted((*self.out, *self.planned), key=_number))

    @cached_property
    def total(self) -> int:
        """How many parts there will be, as far as anything says so."""
        out = {item.part for item in self.out}
        numbers = out | {item.part for item in self.planned if item.part}
        more = sum(item.part is None or item.part not in out for item in self.planned)
        return max([self.series.total or 0, len(self.out) + more, *numbers])

    @property
    def latest(self) -> datetime | None:
        """The moment of the newest installment."""
        return max((item.post.date for item in self.out), default=None)

    @property
    def first(self) -> datetime | None:
        """The moment of the oldest installment."""
        return min((item.post.date for item in self.out), default=None)

    @property
    def upcoming(self) -> AnnouncedInstallment | None:
        """What is announced for the nearest day; without days, for the nearest place."""
        return min(self.planned, key=_day, default=None)

    def position(self, post: Post) -> int:
        """Return the place of a post among the installments, from 0.

        Raises KeyError when the post is none of them.
        """
        return self._positions[post.id]

    def is_newest(self, post: Post) -> bool:
        """Return whether a post is where readers now wait: the last one, or the newest."""
        return post.id in self._newest

    def words_after(self, post: Post) -> int:
        """Return how many words there are to read after a post, to the last installment."""
        return self._words_left[self.position(post)]

    def skipped(self, post: Post) -> int:
        """Return how many installments in other languages lie between a post and the next one."""
        here = self.position(post)
        first = self.installments[here].part
        rest = self.installments[here + 1 : here + 2]
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
        left, found = 0, []
        for item in reversed(self.installments):
            found.append(left)
            left += item.post.body.words
        return tuple(reversed(found))


def assemble_run(
    faces: Sequence[Series], members: Iterable[Post], lang: str, default_lang: str
) -> LocalizedSeries:
    """Return a series, which is all of its faces, in one language, with members of all languages.

    What a language lacks is the default one's, else that of the first language by its code.
    """
    main = min(faces, key=lambda face: (face.lang != default_lang, face.lang))
    face = next((face for face in faces if face.lang == lang), None)
    ordered = sorted(sort_posts(members), key=lambda post: (post.lang != default_lang, post.lang))
    own = [post for post in ordered if post.lang == lang]
    others = [post for post in ordered if post.lang != lang]
    return make_run(merge_faces(main, face, lang), own, others)


def make_run(series: Series, posts: Iterable[Post], others: Iterable[Post] = ()) -> LocalizedSeries:
    """Return a series in one language: its posts by declared part, without parts by date.

    `others` are its posts in other languages, those to be preferred first: of each installment
    that there is no post of, one is borrowed.
    """
    own = tuple(posts)
    lent = tuple(_borrow(own, others))
    numbers = _count_together(own, lent)
    installments = tuple(_install(own, numbers))
    planned = tuple(_still_planned(series.planned, installments))
    return LocalizedSeries(series, installments, planned, tuple(_install(lent, numbers)))


def merge_faces(main: Series, face: Series | None, lang: str) -> Series:
    """Return a series as a language sees it; what it leaves out of `_SHARED` is the main face's.

    Without a face of its own, a language has the title, and nothing is announced in it.
    """
    if face is None:
        return replace(main, planned=(), summary="", body=Body(), lang=lang)
    shared = {key: getattr(main, key) for key in _SHARED if key not in face.places}
    return replace(face, **shared)


def is_declared(posts: Iterable[Post]) -> bool:
    """Return whether posts say their parts, so that those decide, and not the dates."""
    return any(post.part is not None for post in posts)


def day_over(item: AnnouncedInstallment) -> datetime | None:
    """Return when the day is over for which something is announced."""
    if item.date is None:
        return None
    return datetime.combine(item.date.date() + timedelta(days=1), time(), item.date.tzinfo)


def sort_posts(posts: Iterable[Post]) -> list[Post]:
    """Return posts in the order of their series: by part, those without one after them by date."""
    return sorted(posts, key=lambda post: (post.part or float("inf"), post.date, post.id))


def _borrow(own: Sequence[Post], others: Iterable[Post]) -> Iterator[Post]:
    """Yield what there is no post of: none with its slug, which makes translations, or its part."""
    slugs = {post.slug for post in own}
    parts = {post.part for post in own} - {None}
    for post in others:
        if post.slug not in slugs and post.part not in parts:
            slugs.add(post.slug)
            parts |= {post.part} - {None}
            yield post


def _count_together(own: Sequence[Post], lent: Sequence[Post]) -> Mapping[str, int]:
    """Return the number of each post; languages that don't count alike are counted apart."""
    if own and lent and is_declared(own) != is_declared(lent):
        return {**_count(own), **_count(lent)}
    return _count((*own, *lent))


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
    """Yield in order what has not come out: an announced part, or title, that no post has."""
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
