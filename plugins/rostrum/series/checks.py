"""Consistency checks of series: posts, announcements and the series file must agree.

Drafts and scheduled posts are checked like published ones, to report errors before the date of
publication. Hidden posts are ignored: they are not part of any series page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count, pairwise
from typing import TYPE_CHECKING

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.model import AnnouncedInstallment, Post, Series, Status
from rostrum.people.translations import is_draft
from rostrum.series.installments import (
    LocalizedSeries,
    assemble_run,
    day_over,
    is_declared,
    sort_posts,
)
from rostrum.series.titles import check_titles

if TYPE_CHECKING:
    from rostrum.core.content import Library


@dataclass(frozen=True, slots=True)
class _Dated:
    """A dated part of a series, with the location of its declaration."""

    part: int
    date: datetime
    place: SourceLocation


@dataclass(frozen=True, slots=True)
class SeriesCheck:
    """A series to check: its translations, its posts and the time of the build.

    `posts` includes drafts and scheduled posts.
    """

    key: str
    faces: tuple[Series, ...]
    posts: tuple[Post, ...]
    default_lang: str
    moment: datetime

    def run(self, face: Series, posts: Iterable[Post] | None = None) -> LocalizedSeries:
        """Return the series localized for the language of a translation.

        `posts` limits the series to some of its posts; the default is all of them.
        """
        members = self.posts if posts is None else posts
        return assemble_run(self.faces, members, face.lang, self.default_lang)

    def announced(self, face: Series) -> list[_Dated]:
        """Return the planned installments of a translation with both a part and a date.

        Each is dated at the end of its day.
        """
        dated = []
        for item in self.run(face).planned:
            over = day_over(item)
            if item.part is not None and over is not None:
                dated.append(_Dated(item.part, over, item.place))
        return dated

    @property
    def is_draft(self) -> bool:
        """Whether the whole series is a draft."""
        return is_draft({face.lang: face for face in self.faces}, self.default_lang)

    def is_told(self, face: Series) -> bool:
        """Return True if a translation is published: neither it nor the series is a draft."""
        return not self.is_draft and face.status is not Status.DRAFT

    @property
    def by_lang(self) -> Mapping[str, list[Post]]:
        """The posts of each language, in series order."""
        grouped: dict[str, list[Post]] = defaultdict(list)
        for post in sort_posts(self.posts):
            grouped[post.lang].append(post)
        return dict(sorted(grouped.items()))


def check_series(library: Library, moment: datetime, default_lang: str, report: Report) -> None:
    """Report missing, duplicate, overdue and misordered parts of each series at a given time."""
    _check_twice(library.posts, report)
    check_titles(library, report)
    members: dict[str, list[Post]] = defaultdict(list)
    for post in library.posts:
        if post.series and post.status is not Status.HIDDEN:
            members[post.series].append(post)
    faces: dict[str, list[Series]] = defaultdict(list)
    for face in library.series:
        faces[face.key].append(face)
    for key, group in sorted(faces.items()):
        posts = tuple(members[key])
        _check(SeriesCheck(key, tuple(group), posts, default_lang, moment), report)


def _check(contract: SeriesCheck, report: Report) -> None:
    for lang, posts in contract.by_lang.items():
        _check_lang(contract, lang, posts, report)
        _check_mixed(contract.key, posts, report)
        _check_order(contract, lang, posts, report)
    if not any(_is_mixed(posts) for posts in contract.by_lang.values()):
        _check_gaps(contract, report)
    for face in contract.faces:
        _check_announced_twice(face, report)
        _check_overdue(contract, face, report)
        _check_total(contract, face, report)
        _check_status(contract, face, report)


def _check_twice(posts: Iterable[Post], report: Report) -> None:
    """Report posts with the same part, series and language."""
    seen: dict[tuple[str, str, int], Post] = {}
    for post in sorted(posts, key=lambda post: (post.date, post.id)):
        if not post.series or post.part is None:
            continue
        first = seen.setdefault((post.series, post.lang, post.part), post)
        if first is not post:
            message = f'part {post.part} of the series "{post.series}" is taken'
            hint = f"{first.where('part')} has it already."
            report.error("part-twice", post.where("part"), message, hint)


def _check_announced_twice(face: Series, report: Report) -> None:
    seen: dict[int, AnnouncedInstallment] = {}
    for item in face.planned:
        if item.part is not None and seen.setdefault(item.part, item) is not item:
            message = f'part {item.part} of the series "{face.key}" is announced twice'
            hint = f"{seen[item.part].place} announces it already."
            report.error("part-twice", item.place, message, hint)


def _check_lang(contract: SeriesCheck, lang: str, posts: Sequence[Post], report: Report) -> None:
    """Report a language with posts in the series, but without a published series file."""
    told = [face for face in contract.faces if contract.is_told(face)]
    if contract.is_draft or any(face.lang == lang or not face.has_file for face in told):
        return
    more = f" and {len(posts) - 1} more" if len(posts) > 1 else ""
    message = f'the series "{contract.key}" has no "{lang}", the language of this post{more}'
    name = contract.key if lang == contract.default_lang else f"{contract.key}.{lang}"
    hint = f"Add a file series/{name}.md; without it readers get the title in another language."
    report.warning("series-lang", posts[0].where("series"), message, hint)


def _check_mixed(key: str, posts: Sequence[Post], report: Report) -> None:
    """Report a mix of posts with and without a part.

    The smaller group is reported; on a tie, the posts without a part.
    """
    having = [post for post in posts if post.part is not None]
    lacking = [post for post in posts if post.part is None]
    if not _is_mixed(posts):
        return
    if len(having) >= len(lacking):
        free = _list_free({post.part for post in having if post.part})
        for post, part in zip(lacking, free, strict=False):
            message = f'this post has no part, unlike others of the series "{key}"'
            report.error(
                "parts-mixed", post.where("series"), message, f'Add a line "part: {part}".'
            )
    else:
        for post in having:
            message = f'this post has a part, unlike others of the series "{key}"'
            hint = "Remove the line, and the date decides; or give each of them a part."
            report.error("parts-mixed", post.where("part"), message, hint)


def _is_mixed(posts: Iterable[Post]) -> bool:
    return len({post.part is None for post in posts}) > 1


def _list_free(parts: set[int]) -> Iterator[int]:
    return (part for part in count(1) if part not in parts)


def _check_order(contract: SeriesCheck, lang: str, posts: Sequence[Post], report: Report) -> None:
    """Report a part dated before its predecessor.

    An announced part is compared with the published part before it, but not with those after it:
    it may fill a gap late.
    """
    published = [
        _Dated(post.part, post.date, post.where("part")) for post in posts if post.part is not None
    ]
    soon = [
        item for face in contract.faces if face.lang == lang for item in contract.announced(face)
    ]
    for before, after in [*pairwise(published), *pairwise(soon)]:
        _compare(before, after, report)
    for after in soon:
        for before in [item for item in published if item.part < after.part][-1:]:
            _compare(before, after, report)


def _compare(before: _Dated, after: _Dated, report: Report) -> None:
    if before.part < after.part and after.date < before.date:
        message = f"part {after.part} is dated before part {before.part}"
        hint = f"{before.place} is part {before.part}; correct a part or a date."
        report.warning("parts-disordered", after.place, message, hint)


def _check_gaps(contract: SeriesCheck, report: Report) -> None:
    """Report part numbers neither used by a post in any language nor announced."""
    if not is_declared(contract.posts):
        return
    places: dict[int, SourceLocation] = {}
    for post in sort_posts(contract.posts):
        if post.part is not None:
            places.setdefault(post.part, post.where("part"))
    for item in (item for face in contract.faces for item in face.planned):
        if item.part is not None:
            places.setdefault(item.part, item.place)
    for before, after in pairwise([0, *sorted(places)]):
        if after > before + 1:
            message = f'{_name_parts(before + 1, after - 1)} of the series "{contract.key}" '
            message += "is missing" if after == before + 2 else "are missing"
            hint = f'Announce what is to come under "planned", or number this one {before + 1}.'
            report.warning("part-gap", places[after], message, hint)


def _name_parts(first: int, last: int) -> str:
    return f"part {first}" if first == last else f"parts {first} to {last}"


def _check_overdue(contract: SeriesCheck, face: Series, report: Report) -> None:
    """Report planned installments still unpublished after the end of their day."""
    if not contract.is_told(face):
        return
    published = [post for post in contract.posts if _is_out(post, contract.moment)]
    for item in contract.run(face, published).planned:
        over = day_over(item)
        if item.date and over and over <= contract.moment:
            message = f'"{item.title}" was announced for {item.date.date()} and is not out'
            report.warning("planned-overdue", item.place, message, _explain(contract, face, item))


def _is_out(post: Post, moment: datetime) -> bool:
    return post.status is not Status.DRAFT and post.date <= moment


def _explain(contract: SeriesCheck, face: Series, item: AnnouncedInstallment) -> str:
    """Return the hint for an overdue announcement."""
    for post in contract.posts:
        is_meant = post.title == item.title or (item.part is not None and post.part == item.part)
        if post.lang == face.lang and is_meant:
            state = "a draft" if post.status is Status.DRAFT else f"dated {post.date.date()}"
            return f"{post.place.path} is it, and {state}: publish it, or announce another date."
    return "Publish it, or give it another date; without one it is announced for no day."


def _check_total(contract: SeriesCheck, face: Series, report: Report) -> None:
    if face.total is None or "total" not in face.places:
        return
    run = contract.run(face)
    parts = replace(run, series=replace(run.series, total=None)).total
    if parts > face.total:
        message = f"the series has {parts} parts, more than its total of {face.total}"
        report.warning("total-exceeded", face.where("total"), message, f'Write "total: {parts}".')


def _check_status(contract: SeriesCheck, face: Series, report: Report) -> None:
    """Report contradictions of `complete` in a series.

    A complete series must not be paused, announce parts, or have fewer parts than its total.
    """
    if not face.complete:
        return
    run, location = contract.run(face), face.where("complete")
    hint = 'A series is complete once its last part is out; until then leave "complete" away.'
    if face.paused:
        report.warning("series-status", location, "the series is complete and paused at once", hint)
    for item in run.planned:
        message = f'the series is complete, and announces "{item.title}"'
        report.warning("series-status", item.place, message, hint)
    missing = (face.total or 0) - len(run.out) - len(run.planned)
    if missing > 0 and run.out:
        message = f"the series is complete, and {missing} of its {face.total} parts are not there"
        report.warning("series-status", location, message, hint)
