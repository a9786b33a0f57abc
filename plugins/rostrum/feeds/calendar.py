"""iCalendar files for series, with one event per installment (RFC 5545, RFC 7986).

Events depend on the content, and on which announced days are over, never on the output of an
earlier build. See docs/decisions/0016-a-calendar-has-no-memory.md and
docs/decisions/0031-a-day-that-is-over-is-cancelled.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from rostrum.core.document import Document
from rostrum.core.model import AnnouncedInstallment, Post
from rostrum.core.text import clean, clean_line
from rostrum.series.installments import Installment, LocalizedSeries

CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Event:
    """A calendar event for one installment.

    `start` is the start time. If `all_day` is true, only its date counts.
    """

    uid: str
    title: str
    url: str
    start: datetime
    all_day: bool
    status: str
    stamp: datetime
    sequence: int
    description: str = ""


@dataclass(frozen=True, slots=True)
class Calendar(Document):
    """A calendar: `url` is the URL of the described page, `source` the URL of the calendar file."""

    uid: str
    title: str
    url: str
    source: str
    lang: str
    stamp: datetime
    description: str = ""
    events: tuple[Event, ...] = ()

    def write(self) -> bytes:
        """Return the contents of the calendar file (media type `text/calendar`)."""
        # icalendar is slow to import. A build without changed calendars skips the import.
        import icalendar

        calendar = icalendar.Calendar()
        calendar.add("version", "2.0")
        calendar.add("prodid", "-//Rostrum//Rostrum//EN")
        calendar.add("calscale", "GREGORIAN")
        calendar.add("uid", self.uid)
        calendar.add("name", icalendar.vText(clean_line(self.title)), self._language)
        calendar.add("x-wr-calname", icalendar.vText(clean_line(self.title)))
        if self.description:
            calendar.add("description", icalendar.vText(clean(self.description)), self._language)
        calendar.add("url", self.url)
        calendar.add("source", self.source, {"VALUE": "URI"})
        calendar.add("last-modified", self.stamp.astimezone(UTC))
        calendar.add("refresh-interval", _DAY, {"VALUE": "DURATION"})
        calendar.add("x-published-ttl", icalendar.vDuration(_DAY))
        for event in self.events:
            calendar.add_component(self._make_event(event))
        written: bytes = calendar.to_ical()
        return written

    @property
    def _language(self) -> dict[str, str]:
        return {"LANGUAGE": self.lang}

    def _make_event(self, event: Event) -> Any:
        import icalendar

        vevent = icalendar.Event()
        vevent.add("uid", event.uid)
        vevent.add("summary", clean_line(event.title), self._language)
        if event.description:
            vevent.add("description", clean(event.description), self._language)
        vevent.add("url", event.url)
        vevent.add("dtstart", event.start.date() if event.all_day else event.start.astimezone(UTC))
        vevent.add("dtstamp", event.stamp.astimezone(UTC))
        vevent.add("last-modified", event.stamp.astimezone(UTC))
        vevent.add("sequence", event.sequence)
        vevent.add("status", event.status)
        vevent.add("transp", "TRANSPARENT")
        return vevent


def name_event(run: LocalizedSeries, item: Installment | AnnouncedInstallment) -> str:
    """Return the identifier of an installment, the same before and after publication.

    The identifier consists of the series' key and language, followed by the part number, for
    example `series/KEY/en/part/3`. An installment without a part number uses its announced title
    instead, and a post without an announcement its id.
    """
    series = run.series
    below = f"series/{series.key}/{series.lang}"
    source = item.post if isinstance(item, Installment) else item
    if source.part is not None:
        return f"{below}/part/{source.part}"
    if isinstance(source, AnnouncedInstallment):
        return f"{below}/title/{source.written_title or source.title}"
    for announced in series.planned:
        if announced.title == source.title:
            return f"{below}/title/{announced.written_title or announced.title}"
    return f"{below}/post/{source.id}"


def number_change(*moments: datetime) -> int:
    """Return the SEQUENCE of an event (RFC 5545, section 3.8.7.4).

    The number is the minutes from 2000-01-01 (UTC) to the latest of the moments, or 0 for earlier
    dates. It increases if an installment is postponed, published or modified.
    """
    return max(0, (max(moments) - _EPOCH) // timedelta(minutes=1))


def is_day(moment: datetime) -> bool:
    """Return True if the time is midnight, the value of a date without a time."""
    return moment.time() == time()


def find_announcement(run: LocalizedSeries, post: Post) -> AnnouncedInstallment | None:
    """Return the announcement of a published post, or None if the series' file contains none.

    Announcements with a part number match by part number, all others by title.
    """
    for item in run.series.planned:
        if item.part == post.part if item.part is not None else item.title == post.title:
            return item
    return None
