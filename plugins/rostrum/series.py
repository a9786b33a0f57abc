"""Series: the order of installments, what is announced, where one stands among the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from rostrum.diagnostics import Report
from rostrum.model import Planned, Post, Series


@dataclass(frozen=True, slots=True)
class Installment:
    """A published part of a series: the post and its number, declared or by position."""

    part: int
    post: Post


@dataclass(frozen=True, slots=True)
class Run:
    """A series in one language: what is out, in order, and what is announced and not yet out."""

    series: Series
    installments: tuple[Installment, ...] = ()
    planned: tuple[Planned, ...] = ()

    @property
    def total(self) -> int:
        """How many parts there will be, as far as anything says so."""
        parts = [item.part for item in self.installments]
        parts += [item.part for item in self.planned if item.part]
        return max([self.series.total or 0, len(self.installments) + len(self.planned), *parts])

    @property
    def latest(self) -> datetime | None:
        """The moment of the newest installment."""
        return max((item.post.date for item in self.installments), default=None)

    def position(self, post: Post) -> int:
        """Return the place of a post among the installments, from 0.

        Raises ValueError when the post is none of them.
        """
        return [item.post.id for item in self.installments].index(post.id)


def make_run(series: Series, posts: Iterable[Post]) -> Run:
    """Return a series with its posts in order: by declared part, without parts by date."""
    ordered = sorted(posts, key=lambda post: (post.part or 0, post.date, post.id))
    installments = tuple(
        Installment(post.part or position, post) for position, post in enumerate(ordered, 1)
    )
    return Run(series, installments, _still_planned(series.planned, installments))


def _still_planned(
    planned: Sequence[Planned], installments: Sequence[Installment]
) -> tuple[Planned, ...]:
    """Leave out what has come out meanwhile: an announced part, or title, that a post has."""
    parts = {item.part for item in installments}
    titles = {item.post.title for item in installments}
    return tuple(
        item
        for item in planned
        if item.title not in titles and (item.part is None or item.part not in parts)
    )


def check_parts(posts: Iterable[Post], report: Report) -> None:
    """Report posts that claim the same part of the same series in the same language."""
    seen: dict[tuple[str, str, int], Post] = {}
    for post in sorted(posts, key=lambda post: (post.date, post.id)):
        if not post.series or post.part is None:
            continue
        first = seen.setdefault((post.series, post.lang, post.part), post)
        if first is not post:
            words = f'part {post.part} of the series "{post.series}" is taken'
            hint = f"{first.where('part')} has it already."
            report.error("part-twice", post.where("part"), words, hint)
