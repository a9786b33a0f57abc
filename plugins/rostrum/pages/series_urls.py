"""Where the ways into a series stand: its page, its calendar, all of it on one page, as a book."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rostrum.config.settings import Settings
from rostrum.pages.layout import FEEDS, SERIES
from rostrum.series.installments import LocalizedSeries
from rostrum.site.urls import Address, Addresses
from rostrum.views.components import CalendarView, FeedView

ALL = "all/"
CALENDAR, SUBSCRIPTIONS = "calendar.ics", "feeds.opml"
CALENDAR_TYPE, OPML_TYPE = "text/calendar", "text/x-opml"
MIN_FULL_SERIES_INSTALLMENTS = (
    2  # installments from which on there is more to read than one of them
)


@dataclass(frozen=True, slots=True)
class SeriesUrls:
    """Says which ways into a series there are, and where; None for what there is not."""

    addresses: Addresses
    settings: Settings

    def page(self, run: LocalizedSeries) -> Address:
        """Return the address of a series' page."""
        return self.addresses.folder(f"{SERIES}{run.series.key}/", run.series.lang)

    def calendar(self, run: LocalizedSeries) -> Address | None:
        """Return where the calendar stands of a series that has a date."""
        dated = run.installments or any(item.date for item in run.planned)
        return self.addresses.beside(self.page(run), CALENDAR) if dated else None

    def view_calendar(self, run: LocalizedSeries) -> CalendarView | None:
        """Return a series' calendar with the two addresses that it has."""
        place = self.calendar(run)
        if place is None:
            return None
        below = self.addresses.absolute(place.url).partition("://")[2]
        href = self.addresses.href(place.url)
        return CalendarView(run.series.title, href, f"webcal://{below}")

    def discover(self, run: LocalizedSeries) -> tuple[FeedView, ...]:
        """Return what programs are told of a series besides its feeds: its calendar."""
        place = self.calendar(run)
        if place is None:
            return ()
        href = self.addresses.href(place.url)
        return (FeedView(run.series.title, href, CALENDAR_TYPE, "iCalendar"),)

    def whole(self, run: LocalizedSeries) -> Address | None:
        """Return the address of the page that holds every installment."""
        if not self.settings.whole_series or len(run.installments) < MIN_FULL_SERIES_INSTALLMENTS:
            return None
        return self.addresses.folder(f"{SERIES}{run.series.key}/{ALL}", run.series.lang)

    def book(self, run: LocalizedSeries) -> Address | None:
        """Return where the EPUB stands."""
        if not self.settings.epub or len(run.installments) < MIN_FULL_SERIES_INSTALLMENTS:
            return None
        return self.addresses.beside(self.page(run), f"{run.series.key}.epub")

    def subscriptions(self, lang: str) -> Address:
        """Return where the list of all feeds and calendars of a language stands."""
        return self.addresses.beside(self.addresses.folder(FEEDS, lang), SUBSCRIPTIONS)

    def href(self, address: Address | None) -> str:
        """Return an address as links write it, nothing for none."""
        return self.addresses.href(address.url) if address else ""

    def beyond(self, run: LocalizedSeries) -> Iterator[Address]:
        """Yield what a series has besides its page, none of which search engines shall list."""
        found = (self.calendar(run), self.whole(run), self.book(run))
        return (address for address in found if address is not None)
