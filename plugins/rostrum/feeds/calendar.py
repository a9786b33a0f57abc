"""The calendar of a series: its installments as events (RFC 5545, RFC 7986).

What an event says follows from the content alone, never from the clock or from what an earlier
build wrote: docs/decisions/0016-a-calendar-has-no-memory.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from rostrum.core.document import Document
from rostrum.core.model import AnnouncedInstallment, Post
from rostrum.core.text import clean, clean_line
from rostrum.series.installments import Installment, LocalizedSeries

CONFIRMED, TENTATIVE = "CONFIRMED", "TENTATIVE"
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Event:
    """An installment in a calendar; `start` is a moment, or any moment of a day if `all_day`."""

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
    """A calendar: `url` is the page that it is about, `source` where it stands itself."""

    uid: str
    title: str
    url: str
    source: str
    lang: str
    stamp: datetime
    description: str = ""
    events: tuple[Event, ...] = ()

    def write(self) -> bytes:
        """Return the calendar as a file of type `text/calendar`."""
        # icalendar takes longer to import than a build in which no calendar has changed can spare.
        import icalendar

        made = icalendar.Calendar()
        made.add("version", "2.0")
        made.add("prodid", "-//Rostrum//Rostrum//EN")
        made.add("calscale", "GREGORIAN")
        made.add("uid", self.uid)
        made.add("name", icalendar.vText(clean_line(self.title)), self._words)
        made.add("x-wr-calname", icalendar.vText(clean_line(self.title)))
        if self.description:
            made.add("description", icalendar.vText(clean(self.description)), self._words)
        made.add("url", self.url)
        made.add("source", self.source, {"VALUE": "URI"})
        made.add("last-modified", self.stamp.astimezone(UTC))
        made.add("refresh-interval", _DAY, {"VALUE": "DURATION"})
        made.add("x-published-ttl", icalendar.vDuration(_DAY))
        for event in self.events:
            made.add_component(self._make_event(event))
        written: bytes = made.to_ical()
        return written

    @property
    def _words(self) -> dict[str, str]:
        return {"LANGUAGE": self.lang}

    def _make_event(self, event: Event) -> Any:
        import icalendar

        made = icalendar.Event()
        made.add("uid", event.uid)
        made.add("summary", clean_line(event.title), self._words)
        if event.description:
            made.add("description", clean(event.description), self._words)
        made.add("url", event.url)
        made.add("dtstart", event.start.date() if event.all_day else event.start.astimezone(UTC))
        made.add("dtstamp", event.stamp.astimezone(UTC))
        made.add("last-modified", event.stamp.astimezone(UTC))
        made.add("sequence", event.sequence)
        made.add("status", event.status)
        made.add("transp", "TRANSPARENT")
        return made


def name_event(run: LocalizedSeries, item: Installment | AnnouncedInstallment) -> str:
    """Return what an installment is called by in its series, before it comes out and after.

    That is its part. Where none is written, it is the title that it was announced with, and for
    what was never announced the post's id.
    """
    series = run.series
    below = f"series/{series.key}/{series.lang}"
    found = item.post if isinstance(item, Installment) else item
    if found.part is not None:
        return f"{below}/part/{found.part}"
    if isinstance(found, AnnouncedInstallment) or any(
        it.title == found.title for it in series.planned
    ):
        return f"{below}/title/{found.title}"
    return f"{below}/post/{found.id}"


def number_change(*moments: datetime) -> int:
    """Return the SEQUENCE of an event (RFC 5545, 3.8.7.4): minutes from 2000 to the last moment.

    It grows when an installment is put off, when it comes out, and when it is changed.
    """
    return max(0, (max(moments) - _EPOCH) // timedelta(minutes=1))


def is_day(moment: datetime) -> bool:
    """Say whether a date was written without a time, which is read as midnight."""
    return moment.time() == time()


def find_announcement(run: LocalizedSeries, post: Post) -> AnnouncedInstallment | None:
    """Return what announced a post that is out, as long as the series' file still says it."""
    for item in run.series.planned:
        if item.part == post.part if item.part is not None else item.title == post.title:
            return item
    return None
