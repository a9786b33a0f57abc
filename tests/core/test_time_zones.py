"""Local times in the nights in which clocks change: nothing is out an hour early."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from support.sites import ANNA, Built, post, source

from rostrum.core.time_zones import place_in_zone

Build = Callable[..., Built]

MOMENTS = [
    ("Europe/Vienna", "2026-10-25 02:30", "2026-10-25 01:30"),  # shown twice: the later one
    ("Europe/Vienna", "2026-03-29 02:30", "2026-03-29 01:30"),  # left out: an hour after 01:30
    ("Europe/Vienna", "2026-10-25 03:00", "2026-10-25 02:00"),
    ("Europe/Vienna", "2026-10-25 01:59", "2026-10-24 23:59"),
    ("Europe/Vienna", "2026-10-25 02:30 +02:00", "2026-10-25 00:30"),  # said which
    ("America/Havana", "2026-11-01", "2026-11-01 05:00"),  # a midnight that comes twice
    ("America/Sao_Paulo", "2018-11-04", "2018-11-04 03:00"),  # one that does not come
    ("UTC", "2026-10-25 02:30", "2026-10-25 02:30"),
]


@pytest.mark.parametrize(("zone", "written", "moment"), MOMENTS)
def test_a_local_time_is_the_later_moment(zone: str, written: str, moment: str) -> None:
    found = place_in_zone(datetime.fromisoformat(written), ZoneInfo(zone))
    assert found.astimezone(UTC) == datetime.fromisoformat(f"{moment}+00:00")


NIGHT = {
    "people/anna.md": ANNA,
    "posts/a.md": post(title="Eins", date="2026-10-20"),
    "posts/b.md": post(title="Nachts", slug="nachts", date="2026-10-25 02:30"),
    "comments/a/001.md": source("Nachts\n", author="Eva", date="2026-10-25 02:30"),
}


@pytest.mark.parametrize(
    ("as_of", "is_out"),
    [
        ("2026-10-25 02:30 +02:00", False),
        ("2026-10-25 02:29 +01:00", False),
        ("2026-10-25 02:29", False),
        ("2026-10-25 02:30 +01:00", True),
        ("2026-10-25 02:30", True),  # read by the same rule as the dates of posts
    ],
)
def test_time_zone_dst_night_post_and_comment_use_later_hour(
    build: Build, as_of: str, is_out: bool
) -> None:
    site = build(NIGHT, as_of=as_of)
    assert ("2026/10/nachts/index.html" in site.files) is is_out
    assert ("Nachts" in site.read("2026/10/eins/")) is is_out


def test_a_time_that_does_not_come_keeps_its_day_and_hour(build: Build) -> None:
    spring = {"people/anna.md": ANNA, "posts/a.md": post(date="2026-03-29 02:30")}
    early = build(spring, as_of="2026-03-29 03:29 +02:00")
    assert early.outcome.site is not None
    assert early.outcome.site.posts == ()
    site = build({}, as_of="2026-03-29 03:30 +02:00")
    assert "2026-03-29T02:30:00+01:00" in site.read("atom.xml")


def test_an_announced_hour_of_that_night_is_the_later_one(build: Build) -> None:
    planned = [{"title": "Nachts", "date": "2026-10-25 02:30"}]
    series = source(title="S", planned=planned)
    site = build({**NIGHT, "series/s.md": series}, as_of="2026-10-21")
    assert "DTSTART:20261025T013000Z" in site.read("series/s/calendar.ics")
