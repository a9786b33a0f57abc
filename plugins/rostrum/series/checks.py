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

from rostrum.core.diagnostics import Report, Severity, SourceLocation
from rostrum.core.languages import find_fallback, list_fallbacks
from rostrum.core.model import AnnouncedInstallment, Post, Series, Status
from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.people.translations import is_draft
from rostrum.series.installments import (
    LocalizedSeries,
    assemble_run,
    day_over,
    find_meant,
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

    `posts` includes drafts and scheduled posts. `invalid` are the locations of errors reported
    already. `is_partial` is True if a post can't be read: a missing part may be in it.
    """

    key: str
    faces: tuple[Series, ...]
    posts: tuple[Post, ...]
    default_lang: str
    moment: datetime
    invalid: frozenset[SourceLocation] = frozenset()
    is_partial: bool = False

    def run(self, face: Series, posts: Iterable[Post] | None = None) -> LocalizedSeries:
        """Return the series localized for the language of a translation.

        `posts` limits the series to some of its posts; the default is all of them.
        """
        members = self.posts if posts is None else posts
        return assemble_run(self.faces, members, self._served_by(face), self.default_lang)

    def _served_by(self, face: Series) -> str:
        """Return the language of a translation; without posts, one that falls back to it."""
        langs = {post.lang for post in self.posts}
        if face.lang in langs:
            return face.lang
        return min((tag for tag in langs if face.lang in list_fallbacks(tag)), default=face.lang)

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

    def select_numbered(self, posts: Iterable[Post]) -> list[Post]:
        """Return the posts whose part is missing or valid; an invalid one is reported already."""
        return [
            post
            for post in posts
            if "part" not in post.places or post.where("part") not in self.invalid
        ]

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
    invalid = frozenset(item.place for item in report if item.level is Severity.ERROR)
    is_partial = library.has_unread("post")
    for key, group in sorted(faces.items()):
        posts = tuple(members[key])
        check = SeriesCheck(key, tuple(group), posts, default_lang, moment, invalid, is_partial)
        _check(check, report)


def _check(contract: SeriesCheck, report: Report) -> None:
    for lang, posts in contract.by_lang.items():
        _check_lang(contract, lang, posts, report)
        _check_mixed(contract.key, contract.select_numbered(posts), report)
        _check_order(contract, lang, posts, report)
    is_whole = contract.select_numbered(contract.posts) == [*contract.posts]
    if is_whole and not any(_is_mixed(posts) for posts in contract.by_lang.values()):
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
            message = _(
                'part %(part)s of the series "%(series)s" is taken',
                part=post.part,
                series=post.series,
            )
            hint = _("%(place)s has it already.", place=str(first.where("part")))
            report.error("part-twice", post.where("part"), message, hint)


def _check_announced_twice(face: Series, report: Report) -> None:
    seen: dict[int, AnnouncedInstallment] = {}
    for item in face.planned:
        if item.part is not None and seen.setdefault(item.part, item) is not item:
            message = _(
                'part %(part)s of the series "%(series)s" is announced twice',
                part=item.part,
                series=face.key,
            )
            hint = _("%(place)s announces it already.", place=str(seen[item.part].place))
            report.error("part-twice", item.place, message, hint)


def _check_lang(contract: SeriesCheck, lang: str, posts: Sequence[Post], report: Report) -> None:
    """Report a language with posts in the series, but without a published series file.

    A file in a language that it falls back to is sufficient. A series without any file is reported
    as a whole.
    """
    told = {face.lang: face for face in contract.faces if contract.is_told(face)}
    is_unwritten = any(not face.has_file for face in contract.faces)
    if contract.is_draft or is_unwritten or find_fallback(told, lang) is not None:
        return
    message = _(
        'the series "%(series)s" has no "%(lang)s", the language of this post',
        series=contract.key,
        lang=lang,
    )
    if len(posts) > 1:
        message = _(
            'the series "%(series)s" has no "%(lang)s", the language of this post '
            "and %(number)s more",
            series=contract.key,
            lang=lang,
            number=len(posts) - 1,
        )
    name = contract.key if lang == contract.default_lang else f"{contract.key}.{lang}"
    hint = _(
        "Add a file series/%(name)s.md; without it readers get the title in another language.",
        name=name,
    )
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
            message = _(
                'this post has no part, unlike others of the series "%(series)s"', series=key
            )
            hint = _('Add a line "part: %(part)s".', part=part)
            if "part" in post.places:
                hint = _('Write "part: %(part)s".', part=part)
            where = post.where("part" if "part" in post.places else "series")
            report.error("parts-mixed", where, message, hint)
    else:
        for post in having:
            message = _(
                'this post has a part, unlike others of the series "%(series)s"', series=key
            )
            hint = _("Remove the line, and the date decides; or give each of them a part.")
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
    face = find_fallback({face.lang: face for face in contract.faces}, lang)
    soon = contract.announced(face) if face else []
    for before, after in [*pairwise(published), *pairwise(soon)]:
        _compare(before, after, report)
    for after in soon:
        for before in [item for item in published if item.part < after.part][-1:]:
            _compare(before, after, report)


def _compare(before: _Dated, after: _Dated, report: Report) -> None:
    if before.part < after.part and after.date < before.date:
        message = _(
            "part %(after)s is dated before part %(before)s", after=after.part, before=before.part
        )
        hint = _(
            "%(place)s is part %(part)s; correct a part or a date.",
            place=str(before.place),
            part=before.part,
        )
        report.warning("parts-disordered", after.place, message, hint)


def _check_gaps(contract: SeriesCheck, report: Report) -> None:
    """Report part numbers neither used by a post in any language nor announced."""
    if contract.is_partial or not is_declared(contract.posts):
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
            message = _(
                'parts %(first)s to %(last)s of the series "%(series)s" are missing',
                first=before + 1,
                last=after - 1,
                series=contract.key,
            )
            if after == before + 2:
                message = _(
                    'part %(part)s of the series "%(series)s" is missing',
                    part=before + 1,
                    series=contract.key,
                )
            hint = _(
                'Announce what is to come under "planned", or number this one %(part)s.',
                part=before + 1,
            )
            report.warning("part-gap", places[after], message, hint)


def _check_overdue(contract: SeriesCheck, face: Series, report: Report) -> None:
    """Report planned installments still unpublished after the end of their day."""
    if contract.is_partial or not contract.is_told(face):
        return
    published = [post for post in contract.posts if _is_out(post, contract.moment)]
    for item in contract.run(face, published).planned:
        over = day_over(item)
        if item.date and over and over <= contract.moment:
            message = _(
                '"%(title)s" was announced for %(date)s and is not out',
                title=item.title,
                date=str(item.date.date()),
            )
            report.warning("planned-overdue", item.place, message, _explain(contract, face, item))


def _is_out(post: Post, moment: datetime) -> bool:
    return post.status is not Status.DRAFT and post.date <= moment


def _explain(contract: SeriesCheck, face: Series, item: AnnouncedInstallment) -> Translatable:
    """Return the hint for an overdue announcement."""
    post = find_meant(item, face.lang, contract.posts)
    if post is not None and post.status is Status.DRAFT:
        return _(
            "%(path)s is it, and a draft: publish it, or announce another date.",
            path=post.place.path,
        )
    if post is not None:
        return _(
            "%(path)s is it, and dated %(date)s: publish it, or announce another date.",
            path=post.place.path,
            date=str(post.date.date()),
        )
    return _("Publish it, or give it another date; without one it is announced for no day.")


def _check_total(contract: SeriesCheck, face: Series, report: Report) -> None:
    if face.total is None or "total" not in face.places:
        return
    run = contract.run(face)
    parts = replace(run, series=replace(run.series, total=None)).total
    if parts > face.total:
        message = _(
            "the series has %(parts)s parts, more than its total of %(total)s",
            parts=parts,
            total=face.total,
        )
        report.warning(
            "total-exceeded",
            face.where("total"),
            message,
            _('Write "total: %(parts)s".', parts=parts),
        )


def _check_status(contract: SeriesCheck, face: Series, report: Report) -> None:
    """Report contradictions of `complete` in a series.

    A complete series must not be paused, announce parts, or have fewer parts than its total.
    """
    if not face.complete:
        return
    run, location = contract.run(face), face.where("complete")
    hint = _('A series is complete once its last part is out; until then leave "complete" away.')
    if face.paused:
        report.warning(
            "series-status", location, _("the series is complete and paused at once"), hint
        )
    for item in run.planned:
        message = _('the series is complete, and announces "%(title)s"', title=item.title)
        report.warning("series-status", item.place, message, hint)
    missing = (face.total or 0) - len(run.out) - len(run.planned)
    if missing > 0 and run.out and not contract.is_partial:
        message = _(
            "the series is complete, and %(missing)s of its %(total)s parts are not there",
            missing=missing,
            total=face.total or 0,
        )
        report.warning("series-status", location, message, hint)
