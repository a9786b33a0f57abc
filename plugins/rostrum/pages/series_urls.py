"""The addresses of a series: its page, calendar, full-series page and e-book."""

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
MIN_FULL_SERIES_INSTALLMENTS = 2  # fewer have no full-series page and no e-book


@dataclass(frozen=True, slots=True)
class SeriesUrls:
    """Returns the addresses of a series, None for a file it does not have."""

    addresses: Addresses
    settings: Settings

    def page(self, run: LocalizedSeries) -> Address:
        """Return the address of the page of a series."""
        return self.addresses.folder(f"{SERIES}{run.series.key}/", run.series.lang)

    def calendar(self, run: LocalizedSeries) -> Address | None:
        """Return the address of the calendar, or None for a series without dates."""
        dated = run.installments or any(item.date for item in run.planned)
        return self.addresses.beside(self.page(run), CALENDAR) if dated else None

    def offered_calendar(self, run: LocalizedSeries) -> Address | None:
        """Return the address of the calendar for new readers, or None for a complete series.

        The file remains for those who have subscribed to it.
        """
        return None if run.series.complete else self.calendar(run)

    def view_calendar(self, run: LocalizedSeries) -> CalendarView | None:
        """Return the offered calendar of a series with its `https:` and `webcal:` links."""
        address = self.offered_calendar(run)
        if address is None:
            return None
        below = self.addresses.absolute(address.url).partition("://")[2]
        href = self.addresses.href(address.url)
        return CalendarView(run.series.title, href, f"webcal://{below}")

    def discover(self, run: LocalizedSeries) -> tuple[FeedView, ...]:
        """Return the alternates of a series for the page head, besides its feeds: its calendar."""
        address = self.offered_calendar(run)
        if address is None:
            return ()
        href = self.addresses.href(address.url)
        return (FeedView(run.series.title, href, CALENDAR_TYPE, "iCalendar"),)

    def whole(self, run: LocalizedSeries) -> Address | None:
        """Return the address of the full-series page, or None."""
        if not self.settings.whole_series or len(run.installments) < MIN_FULL_SERIES_INSTALLMENTS:
            return None
        return self.addresses.folder(f"{SERIES}{run.series.key}/{ALL}", run.series.lang)

    def book(self, run: LocalizedSeries) -> Address | None:
        """Return the address of the EPUB file, or None."""
        if not self.settings.epub or len(run.installments) < MIN_FULL_SERIES_INSTALLMENTS:
            return None
        return self.addresses.beside(self.page(run), f"{run.series.key}.epub")

    def subscriptions(self, lang: str) -> Address:
        """Return the address of the OPML file with all feeds and calendars of a language."""
        return self.addresses.beside(self.addresses.folder(FEEDS, lang), SUBSCRIPTIONS)

    def href(self, address: Address | None) -> str:
        """Return an address as the `href` of a link, or "" for None."""
        return self.addresses.href(address.url) if address else ""

    def beyond(self, run: LocalizedSeries) -> Iterator[Address]:
        """Yield the addresses of a series to omit from the sitemap: all but its page."""
        addresses = (self.calendar(run), self.whole(run), self.book(run))
        return (address for address in addresses if address is not None)
