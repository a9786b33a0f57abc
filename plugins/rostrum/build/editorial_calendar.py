"""The editorial calendar of a site: what goes out when, what is announced, overdue or a draft."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from rostrum.core.diagnostics import SourceLocation
from rostrum.core.model import AnnouncedInstallment, Page, Post, Status
from rostrum.series.installments import LocalizedSeries, day_over, find_meant
from rostrum.site.schedule import Schedule
from rostrum.site.site import Site

REST_DAYS = 90
"""A series rests if its last part is older, and no other one is scheduled or announced."""


class EntryKind(StrEnum):
    """What an entry of the calendar is about."""

    POST = "post"
    PAGE = "page"
    COMMENT = "comment"
    INSTALLMENT = "installment"
    SERIES = "series"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """An entry of the calendar.

    `moment` is when it goes out, in the site's time zone; of a planned installment it is the
    beginning of its day, of a draft the date written in it, of a series that of its last part.
    `days` are those passed since then. `series` is the title of a series, `draft` the file of the
    draft of a planned installment. `is_paused` is True for a series that says so.
    """

    kind: EntryKind
    title: str
    place: SourceLocation
    moment: datetime | None = None
    days: int = 0
    lang: str = ""
    authors: tuple[str, ...] = ()
    series: str = ""
    part: int | None = None
    draft: str = ""
    is_paused: bool = False


@dataclass(frozen=True, slots=True)
class EditorialCalendar:
    """What a site has ahead, as seen at a moment; each list is in order of dates."""

    moment: datetime
    scheduled: tuple[CalendarEntry, ...] = ()
    announced: tuple[CalendarEntry, ...] = ()
    overdue: tuple[CalendarEntry, ...] = ()
    drafts: tuple[CalendarEntry, ...] = ()
    resting: tuple[CalendarEntry, ...] = ()


def make_calendar(schedule: Schedule, days: int = 0) -> EditorialCalendar:
    """Return the calendar of a site; scheduled and announced entries of the next `days`, 0 for all.

    An announced installment is not written, or is a draft; a scheduled one is in `scheduled`.
    """
    site = schedule.site
    now = site.visibility.moment
    end = now + timedelta(days=days) if days else None
    planned = [*_list_planned(site)]
    ahead = [entry for entry, is_over in planned if not is_over]
    return EditorialCalendar(
        now,
        _sort(entry for entry in _list_scheduled(schedule) if _is_before(entry, end)),
        _sort(entry for entry in ahead if _is_before(entry, end)),
        _sort(entry for entry, is_over in planned if is_over),
        _sort(_list_drafts(site)),
        _sort(_list_resting(schedule, ahead)),
    )


def _sort(entries: Iterator[CalendarEntry]) -> tuple[CalendarEntry, ...]:
    return tuple(sorted(entries, key=_order))


def _order(entry: CalendarEntry) -> tuple[float, SourceLocation]:
    return (entry.moment.timestamp() if entry.moment else float("inf"), entry.place)


def _is_before(entry: CalendarEntry, end: datetime | None) -> bool:
    return end is None or (entry.moment is not None and entry.moment <= end)


def _list_scheduled(schedule: Schedule) -> Iterator[CalendarEntry]:
    """Yield the posts and comments that go out after an edit of nothing."""
    site = schedule.site
    titles = {post.id: post.title for post in (*site.posts, *schedule.posts)}
    for post in schedule.posts:
        yield _describe_text(post, site)
    for comment in schedule.comments:
        if comment.post in titles:
            moment = _localize(comment.date, site)
            title, authors = titles[comment.post], (comment.author,)
            yield CalendarEntry(EntryKind.COMMENT, title, comment.place, moment, authors=authors)


def _list_drafts(site: Site) -> Iterator[CalendarEntry]:
    texts: list[Post | Page] = [*site.library.posts, *site.library.pages]
    return (_describe_text(text, site) for text in texts if text.status is Status.DRAFT)


def _describe_text(text: Post | Page, site: Site) -> CalendarEntry:
    moment = _localize(text.date, site) if text.date else None
    entry = CalendarEntry(
        EntryKind.POST if isinstance(text, Post) else EntryKind.PAGE,
        text.title,
        text.place,
        moment,
        _count_days(moment, site),
        text.lang,
        tuple(_name_author(key, text.lang, site) for key in text.authors),
    )
    if not isinstance(text, Post) or not text.series:
        return entry
    run = site.series.get((text.series, text.lang))
    title = run.series.title if run else text.series
    return replace(entry, series=title, part=text.part)


def _name_author(key: str, lang: str, site: Site) -> str:
    """Return the name of an author; the key of one that there is no person for."""
    return site.person(key, lang).name if key in site.people else key


def _list_planned(site: Site) -> Iterator[tuple[CalendarEntry, bool]]:
    """Yield each planned installment with a date that no scheduled post is, and if its day is over.

    A translation without announcements of its own has none.
    """
    now = site.visibility.moment
    for (key, lang), run in site.series.items():
        posts = [post for post in site.library.posts if post.series == key]
        for item in run.planned:
            over, meant = day_over(item), find_meant(item, lang, posts)
            is_ready = meant is not None and meant.status is not Status.DRAFT
            if item.date and over and (over <= now or not is_ready):
                yield _describe_planned(item, run, meant, site), over <= now


def _describe_planned(
    item: AnnouncedInstallment, run: LocalizedSeries, meant: Post | None, site: Site
) -> CalendarEntry:
    assert item.date is not None
    day = datetime.combine(item.date.date(), datetime.min.time(), site.visibility.moment.tzinfo)
    return CalendarEntry(
        *(
            EntryKind.INSTALLMENT,
            item.title,
            item.place,
            day,
            _count_days(day, site),
            run.series.lang,
        ),
        series=run.series.title,
        part=item.part,
        draft=meant.place.path if meant else "",
    )


def _list_resting(schedule: Schedule, ahead: list[CalendarEntry]) -> Iterator[CalendarEntry]:
    """Yield the series, each once, that are paused, or have had no part for long."""
    site = schedule.site
    awaited = {post.series for post in schedule.posts}
    announced = {entry.series for entry in ahead}
    seen: set[str] = set()
    for (key, lang), run in sorted(
        site.series.items(), key=lambda item: (item[0][1] != site.default_lang, item[0])
    ):
        series, latest = run.series, run.latest
        if key in seen or latest is None or series.complete:
            continue
        seen.add(key)
        moment = _localize(latest, site)
        days = _count_days(moment, site)
        is_awaited = key in awaited or series.title in announced
        if series.paused or (days > REST_DAYS and not is_awaited):
            yield CalendarEntry(
                *(EntryKind.SERIES, series.title, series.place, moment, days, lang),
                is_paused=series.paused,
            )


def _localize(moment: datetime, site: Site) -> datetime:
    return moment.astimezone(site.visibility.moment.tzinfo)


def _count_days(moment: datetime | None, site: Site) -> int:
    """Return the number of days since a moment, 0 for none and for one to come."""
    if moment is None:
        return 0
    today: date = site.visibility.moment.date()
    return max(0, (today - moment.date()).days)
