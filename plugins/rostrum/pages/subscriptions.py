"""The calendar of each series, and the OPML file with all feeds and calendars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import NAMESPACE_URL, uuid5

from rostrum.core.model import AnnouncedInstallment
from rostrum.feeds.calendar import (
    CANCELLED,
    CONFIRMED,
    TENTATIVE,
    Calendar,
    Event,
    find_announcement,
    is_day,
    name_event,
    number_change,
)
from rostrum.feeds.model import FORMATS
from rostrum.feeds.opml import Outline, Subscriptions
from rostrum.pages.feeds import Channel, FeedPresenter
from rostrum.pages.layout import HOME
from rostrum.pages.output_file import OutputFile
from rostrum.pages.series_urls import SeriesUrls
from rostrum.pages.view_makers import ViewMakers
from rostrum.series.installments import Installment, LocalizedSeries, day_over


class SubscriptionsPresenter:
    """Makes the calendars and the OPML file of each language."""

    def __init__(self, views: ViewMakers, feeds: FeedPresenter) -> None:
        self._context, self._feeds = views.context, feeds
        self._ways = SeriesUrls(views.context.addresses, views.context.settings)

    def iter_files(self, lang: str) -> Iterator[OutputFile]:
        """Yield the OPML file of a language, and the calendar of each series."""
        address = self._ways.subscriptions(lang)
        yield OutputFile(address.file, partial(self._make_subscriptions, lang), "OPML")
        for run in self._runs(lang):
            calendar = self._ways.calendar(run)
            if calendar:
                yield OutputFile(calendar.file, partial(self._make_calendar, run), "iCalendar")

    def _make_subscriptions(self, lang: str) -> Subscriptions:
        context, gettext = self._context, self._context.languages[lang].gettext
        groups = [
            (title, tuple(map(self._outline, channels)))
            for title, channels in self._feeds.list_groups(lang)
        ]
        calendars = tuple(self._outline_calendars(lang))
        if calendars:
            groups.append((gettext("Calendars"), calendars))
        posts = context.site.by_lang.get(lang, ())
        return Subscriptions(
            title=context.name(lang),
            owner=context.info.organisation,
            home=context.absolute(context.addresses.folder(HOME, lang)),
            changed=max((post.changed for post in posts), default=context.site.oldest),
            groups=tuple(groups),
        )

    def _outline(self, channel: Channel) -> Outline:
        context = self._context
        feed = context.addresses.beside(channel.page, FORMATS[0].filename)
        home = context.absolute(channel.home)
        return Outline(channel.title, context.absolute(feed), home, channel.lang)

    def _outline_calendars(self, lang: str) -> Iterator[Outline]:
        for run in self._runs(lang):
            address = self._ways.offered_calendar(run)
            if address:
                yield Outline(run.series.title, calendar=self._context.absolute(address))

    def _make_calendar(self, run: LocalizedSeries) -> Calendar:
        context, series = self._context, run.series
        address = self._ways.calendar(run)
        assert address is not None
        events = [self._tell(run, item) for item in run.installments]
        events += [self._announce(run, item) for item in run.planned if item.date]
        return Calendar(
            uid=self._identify(f"series/{series.key}/{series.lang}"),
            title=f"{series.title} · {context.name(series.lang)}",
            url=context.absolute(self._ways.page(run)),
            source=context.absolute(address),
            lang=series.lang,
            stamp=self._stamp(run),
            description=series.summary,
            events=tuple(sorted(_tell_apart(events), key=lambda event: (event.start, event.uid))),
        )

    def _tell(self, run: LocalizedSeries, item: Installment) -> Event:
        """Return the event of a published installment."""
        post = item.post
        announced = find_announcement(run, post)
        dates = [announced.date] if announced and announced.date else []
        return Event(
            uid=self._identify(name_event(run, item)),
            title=self._title(run, item.part, post.title),
            url=self._context.absolute(self._context.addresses.post(post)),
            start=post.date,
            all_day=is_day(post.date),
            status=CONFIRMED,
            stamp=post.changed,
            sequence=number_change(post.changed, *dates) + 2,
            description=post.summary,
        )

    def _announce(self, run: LocalizedSeries, item: AnnouncedInstallment) -> Event:
        """Return the event of an announced installment, from its entry in `planned`.

        It is cancelled once its day is over: another day, or the post, makes it valid again.
        """
        over = day_over(item)
        assert item.date is not None
        assert over is not None
        is_late = over <= self._context.visibility.moment
        return Event(
            uid=self._identify(name_event(run, item)),
            title=self._title(run, item.part, item.title),
            url=self._context.absolute(self._ways.page(run)),
            start=item.date,
            all_day=is_day(item.date),
            status=CANCELLED if is_late else TENTATIVE,
            stamp=max(self._stamp(run), over) if is_late else self._stamp(run),
            sequence=number_change(item.date) + is_late,
        )

    def _title(self, run: LocalizedSeries, part: int | None, title: str) -> str:
        if part is None:
            return f"{run.series.title}: {title}"
        gettext = self._context.languages[run.series.lang].gettext
        return f"{run.series.title}, {gettext('Part %(part)s', part=part)}: {title}"

    def _identify(self, name: str) -> str:
        """Return the stable UUID of a calendar or an event (RFC 7986, 5.3)."""
        return str(uuid5(NAMESPACE_URL, self._context.identify(name)))

    def _stamp(self, run: LocalizedSeries) -> datetime:
        """Return the latest change of the published installments of a series."""
        return max(
            (item.post.changed for item in run.installments), default=self._context.site.oldest
        )

    def _runs(self, lang: str) -> list[LocalizedSeries]:
        return [run for (_, code), run in self._context.site.series.items() if code == lang]


def _tell_apart(events: Iterable[Event]) -> Iterator[Event]:
    """Yield events with unique UIDs. A second event with the same UID gets one from its URL.

    An event is dropped if that is taken as well.
    """
    seen: set[str] = set()
    for event in events:
        taken = event.uid in seen
        unique = replace(event, uid=str(uuid5(NAMESPACE_URL, event.url))) if taken else event
        if unique.uid not in seen:
            seen.add(unique.uid)
            yield unique
