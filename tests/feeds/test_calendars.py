"""The calendar of a series, read as a calendar program reads it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from unicodedata import category

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.sites import ANNA, SETTINGS, Built, post, source

from rostrum.feeds.calendar import CONFIRMED, Calendar, Event, number_change

PLANNED = [
    {"part": 3, "title": "Der dritte Teil", "date": "2026-12-24"},
    {"part": 4, "title": "Der vierte Teil", "date": "2026-12-31 18:00"},
    {"part": 5, "title": "Irgendwann"},
]
SITE = {
    "people/anna.md": ANNA,
    "series/lernen.md": source(
        "Wie wir lernen.\n", title="Lernen", summary="Wie wir lernen", planned=PLANNED
    ),
    "posts/eins.md": post(title="Eins; und", summary="Der Anfang, kurz.", series="lernen", part=1),
    "posts/zwei.md": post(title="Zwei", series="lernen", part=2, date="2026-11-20"),
}
FILE = "series/lernen/calendar.ics"
MOMENT = datetime(2026, 11, 18, 8, 30, tzinfo=UTC)


def read(site: Built, file: str = FILE) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical((site.output / file).read_bytes())


def events(site: Built, file: str = FILE) -> dict[str, Any]:
    """Return the events by their title."""
    found = read(site, file).walk("VEVENT")
    assert len({str(event["UID"]) for event in found}) == len(found)
    return {str(event["SUMMARY"]): event for event in found}


def uids(site: Built, file: str = FILE) -> dict[str, str]:
    return {title: str(event["UID"]) for title, event in events(site, file).items()}


def planned(*items: dict[str, Any]) -> dict[str, str]:
    return {"series/lernen.md": source("Text\n", title="Lernen", planned=list(items))}


def test_calendar_has_published_and_dated_announced_installments(build):
    assert list(events(build(SITE))) == [
        "Lernen, Teil 1: Eins; und",
        "Lernen, Teil 2: Zwei",
        "Lernen, Teil 3: Der dritte Teil",
        "Lernen, Teil 4: Der vierte Teil",
    ]


def test_calendar_event_of_published_post_has_date_summary_url(build):
    event = events(build(SITE))["Lernen, Teil 1: Eins; und"]
    assert event.decoded("DTSTART") == MOMENT
    assert str(event["DESCRIPTION"]) == "Der Anfang, kurz."
    assert str(event["URL"]) == "https://blog.example/2026/11/eins-und/"
    assert event["STATUS"] == "CONFIRMED"


def test_a_date_without_a_time_is_a_whole_day(build):
    found = events(build(SITE))
    assert found["Lernen, Teil 3: Der dritte Teil"].decoded("DTSTART") == date(2026, 12, 24)
    assert found["Lernen, Teil 2: Zwei"].decoded("DTSTART") == date(2026, 11, 20)
    at_six = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)  # six o'clock in Vienna
    assert found["Lernen, Teil 4: Der vierte Teil"].decoded("DTSTART") == at_six


def test_calendar_event_of_announced_post_reveals_only_planned(build):
    secret = {"title": "Zirbenholz", "slug": "krummholz", "summary": "Moosbeere"}
    later = {"date": "2026-12-24 09:00", "series": "lernen", "part": 3}
    site = build(SITE | {"posts/drei.md": post("Quittenmus\n", **secret, **later)})
    event = events(site)["Lernen, Teil 3: Der dritte Teil"]
    assert event["STATUS"] == "TENTATIVE"
    assert str(event["URL"]) == "https://blog.example/series/lernen/"
    assert "DESCRIPTION" not in event
    raw = (site.output / FILE).read_text("utf-8").lower()
    assert not [word for word in ("zirben", "krummholz", "moosbeere", "quitten") if word in raw]


def test_a_part_that_comes_out_keeps_its_uid_and_is_newer(build):
    before = events(build(SITE))["Lernen, Teil 3: Der dritte Teil"]
    three = post(title="Ganz anders", series="lernen", part=3, date="2026-12-20 07:00")
    after = events(build({"posts/drei.md": three}, as_of="2026-12-24"))
    event = after["Lernen, Teil 3: Ganz anders"]
    assert event["UID"] == before["UID"]
    assert event["SEQUENCE"] > before["SEQUENCE"]
    assert "Lernen, Teil 3: Der dritte Teil" not in after


def test_a_part_that_is_put_off_keeps_its_uid_and_is_newer(build):
    before = events(build(SITE))["Lernen, Teil 3: Der dritte Teil"]
    later = planned({"part": 3, "title": "Der dritte Teil", "date": "2026-12-28"})
    after = events(build(later))["Lernen, Teil 3: Der dritte Teil"]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_a_post_that_is_changed_is_newer(build):
    before = events(build(SITE))["Lernen, Teil 2: Zwei"]
    two = post(title="Zwei", series="lernen", part=2, date="2026-11-20", modified="2026-11-21")
    after = events(build({"posts/zwei.md": two}))["Lernen, Teil 2: Zwei"]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after.decoded("LAST-MODIFIED") == datetime(2026, 11, 20, 23, 0, tzinfo=UTC)


def test_calendar_keeps_uid_from_announced_title_without_parts(build):
    announced = planned({"title": "Drei", "date": "2026-12-24"})
    site = {"people/anna.md": ANNA, "posts/eins.md": post(title="Eins", series="lernen")}
    before = uids(build(site | announced))["Lernen: Drei"]
    three = post(title="Drei", series="lernen", date="2026-12-24 08:00")
    after = uids(build({"posts/drei.md": three}, as_of="2026-12-25"))
    assert after["Lernen, Teil 2: Drei"] == before
    assert len(set(after.values())) == 2


def test_without_parts_a_uid_outlives_a_new_title_and_address(build):
    site = {"people/anna.md": ANNA, "series/lernen.md": source(title="Lernen")}
    first = post(title="Eins", slug="eins", series="lernen")
    before = [*uids(build(site | {"posts/eins.md": first})).values()]
    second = post(title="Neu", slug="neu", series="lernen")
    assert [*uids(build({"posts/eins.md": second})).values()] == before


def test_two_posts_of_one_title_are_two_events(build):
    site = {"people/anna.md": ANNA, "series/lernen.md": planned({"title": "Drei"}).popitem()[1]}
    twice = {
        f"posts/{n}.md": post(title="Drei", slug=f"drei-{n}", series="lernen", date=f"2026-11-0{n}")
        for n in (1, 2)
    }
    found = read(build(site | twice)).walk("VEVENT")
    assert len({str(event["UID"]) for event in found}) == len(found) == 2


def test_the_two_languages_of_a_series_have_a_calendar_each(build):
    english = {
        "series/lernen.en.md": source(title="Learning", lang="en"),
        "posts/eins.en.md": post(title="One", slug="eins", lang="en", series="lernen", part=1),
    }
    german = SITE | {"posts/eins.md": post(title="Eins", slug="eins", series="lernen", part=1)}
    site = build(german | english)
    here, there = uids(site), uids(site, "en/series/lernen/calendar.ics")
    assert "Learning, Part 1: One" in there
    assert not {*here.values()} & {*there.values()}


def test_it_says_what_it_is_and_how_often_to_look_again(build):
    calendar = read(build(SITE))
    assert str(calendar["NAME"]) == str(calendar["X-WR-CALNAME"]) == "Lernen · Offen gesagt"
    assert calendar.decoded("REFRESH-INTERVAL") == timedelta(days=1)
    assert str(calendar["SOURCE"]) == f"https://blog.example/{FILE}"
    assert str(calendar["URL"]) == "https://blog.example/series/lernen/"
    assert "METHOD" not in calendar


def test_each_line_is_one_that_rfc_5545_allows(build):
    raw = (build(SITE).output / FILE).read_bytes()
    lines = raw.split(b"\r\n")
    assert lines.pop() == b""
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75  # octets; RFC 5545, 3.1
    for event in icalendar.Calendar.from_ical(raw).walk("VEVENT"):
        assert {"UID", "DTSTAMP", "DTSTART", "SEQUENCE", "LAST-MODIFIED"} <= set(event)
        assert event.errors == []


def test_it_does_not_depend_on_the_day_of_the_build(build):
    first = (build(SITE).output / FILE).read_bytes()
    again = build({}, as_of="2026-12-24 23:59", no_cache=True)
    assert (again.output / FILE).read_bytes() == first


def test_event_of_a_day_that_is_over_is_cancelled(build):
    title, fourth = "Lernen, Teil 3: Der dritte Teil", "Lernen, Teil 4: Der vierte Teil"
    before = events(build(SITE, as_of="2026-12-24 23:59"))
    late = events(build({}, as_of="2026-12-25 00:00"))
    assert (before[title]["STATUS"], late[title]["STATUS"]) == ("TENTATIVE", "CANCELLED")
    assert late[title]["UID"] == before[title]["UID"]
    assert late[title]["SEQUENCE"] > before[title]["SEQUENCE"]
    assert late[title].decoded("LAST-MODIFIED") == datetime(2026, 12, 24, 23, 0, tzinfo=UTC)
    assert late[fourth]["STATUS"] == "TENTATIVE"


@pytest.mark.parametrize("day", ["2026-12-24 00:00", "2026-12-27 07:00"])
def test_a_late_part_that_comes_out_is_confirmed_again(build, day):
    late = events(build(SITE, as_of="2026-12-25 00:00"))["Lernen, Teil 3: Der dritte Teil"]
    three = post(title="Drei", series="lernen", part=3, date=day)
    event = events(build({"posts/drei.md": three}, as_of="2026-12-28"))["Lernen, Teil 3: Drei"]
    assert event["STATUS"] == "CONFIRMED"
    assert event["UID"] == late["UID"]
    assert event["SEQUENCE"] > late["SEQUENCE"]


def test_another_day_revives_a_cancelled_event(build):
    title = "Lernen, Teil 3: Der dritte Teil"
    late = events(build(SITE, as_of="2026-12-25 00:00"))[title]
    again = planned({"part": 3, "title": "Der dritte Teil", "date": "2026-12-28"})
    event = events(build(again, as_of="2026-12-26"))[title]
    assert (event["STATUS"], event["UID"]) == ("TENTATIVE", late["UID"])
    assert event["SEQUENCE"] > late["SEQUENCE"]


def test_a_series_without_any_date_has_no_calendar(build):
    site = {
        "people/anna.md": ANNA,
        "posts/allein.md": post(title="Allein"),
        "series/lernen.md": source(title="Lernen", planned=[{"part": 1, "title": "Bald"}]),
    }
    built = build(site)
    assert FILE not in built.files
    assert "calendar.ics" not in built.read("series/lernen/")


def test_the_series_leads_to_it_by_webcal_and_by_a_plain_link(build):
    settings = {"SITEURL": "https://firma.example/blog"}
    page = build(SITE, settings=settings).page("series/lernen/")
    assert page.find("a", href=f"webcal://firma.example/blog/{FILE}").get_text() == "Abonnieren"
    assert page.find("a", href=f"/blog/{FILE}")["type"] == "text/calendar"
    head = page.find("link", rel="alternate", type="text/calendar")
    assert head["href"] == f"/blog/{FILE}"


def test_calendar_uids_stay_when_the_site_moves(build):
    before = uids(build(SITE))
    moved = {**SETTINGS, "SITEURL": "https://neu.example"}
    moved["ROSTRUM"] = {"feed_authority": "blog.example,2026"}
    assert uids(build({}, settings=moved)) == before


text = st.text(st.characters(codec="utf-8"), max_size=80)
begin = datetime(2000, 1, 1, tzinfo=UTC)
moments = st.integers(0, 100 * 365 * 24 * 60).map(
    lambda minutes: begin + timedelta(minutes=minutes)
)


@given(text, text, moments, st.booleans())
def test_whatever_a_title_holds_a_reader_gets_it_back(title, summary, moment, all_day):
    url = "https://blog.example/"
    event = Event("uid", title, url, moment, all_day, CONFIRMED, moment, 1, summary)
    written = Calendar("c", title, url, url, "de", moment, summary, (event,)).write()
    (read_back,) = icalendar.Calendar.from_ical(written).walk("VEVENT")
    assert words(str(read_back["SUMMARY"])) == words(title)
    assert words(str(read_back.get("DESCRIPTION", ""))) == words(summary)


def words(text: str) -> list[str]:
    """Return the words of a text, without what no XML and no calendar can carry."""
    kept = (sign for sign in text if category(sign) != "Cc" or sign in "\t\n\r")
    return "".join(sign for sign in kept if sign not in "\ufffe\uffff").split()


@given(moments, moments)
@pytest.mark.parametrize("step", [timedelta(minutes=1), timedelta(days=400)])
def test_a_later_date_has_a_higher_sequence(step, first, second):
    assert number_change(max(first, second) + step) > number_change(first, second)
    assert number_change(first) < 2**31  # RFC 5545, 3.3.8
