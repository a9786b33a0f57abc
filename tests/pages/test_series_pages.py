"""Series as readers see them: on their own page, on each installment, on the way between them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.embargo import PIXEL
from support.linkcheck import read_site
from support.sites import ANNA, BEN, Built, post, source

from rostrum.pages.series_parts import drop_series_title

PEOPLE = {"people/anna.md": ANNA, "people/ben.md": BEN}
PLANNED = [
    {"part": 4, "title": "Was bleibt", "date": "2026-11-25 07:30"},
    {"part": 5, "title": "Und dann"},
]
Builds = Callable[..., Built]


def series(**keys: Any) -> str:
    return source("Wie es dazu kam.\n", **{"title": "Umbau", "summary": "Ein Umbau.", **keys})


def part(number: int, **keys: Any) -> str:
    words = " ".join(["Wort"] * 200 * number)
    given = {"title": f"Teil {number}", "slug": f"teil-{number}", "series": "umbau"}
    return post(f"{words}\n", **{**given, "part": number, "date": f"2026-11-0{number}", **keys})


FILES = {
    **PEOPLE,
    "series/umbau.md": series(planned=PLANNED),
    "posts/1.md": part(1, summary="Der Anfang."),
    "posts/2.md": part(2, authors=["ben", "anna"]),
    "posts/3.md": part(3, date="2026-11-18 07:30", authors=["ben"]),
}
ENGLISH = {
    **FILES,
    "series/umbau.en.md": source("How it came.\n", title="Rebuilding"),
    "posts/1.en.md": part(1, title="Part one", lang="en"),
    "posts/3.en.md": part(3, title="Part three", lang="en", date="2026-11-19"),
}


def words(page: Tag, selector: str) -> str:
    """Return the text of the one part of a page that a selector names, blanks joined."""
    (found,) = page.select(selector)
    return " ".join(found.get_text(" ").split()).replace(" ,", ",").replace(" :", ":")


def rows(page: Tag, selector: str = ".installments li") -> list[str]:
    return [" ".join(row.get_text(" ").split()) for row in page.select(selector)]


def facts(page: Tag) -> dict[str, str]:
    return {
        row.dt.get_text(strip=True): row.dd.get_text(strip=True)
        for row in page.select(".series-facts > div")
    }


def test_the_page_of_a_series_tells_where_it_stands(build: Builds) -> None:
    page = build(FILES).page("series/umbau/")
    assert words(page, ".page-header .kicker") == "Laufende Serie · 3 von 5 Teilen erschienen"
    assert facts(page) == {
        "Begonnen": "1. November 2026",
        "Neuester Teil": "18. November 2026",
        "Nächster Teil, angekündigt für": "Mittwoch, 25. November 2026",
        "Lesezeit": "6 Minuten",
    }
    assert page.select_one(".prose").get_text(strip=True) == "Wie es dazu kam."


def test_series_page_has_start_link_and_summary_of_every_part(build: Builds) -> None:
    page = build(FILES).page("series/umbau/")
    ways = [(a.get_text(), a["href"]) for a in page.select(".series-header .actions a")]
    assert ways == [
        ("Von vorn lesen", "/2026/11/teil-1/"),
        ("Neuesten Teil lesen", "/2026/11/teil-3/"),
    ]
    listed = rows(page)
    assert listed[0] == "1 Teil 1: Teil 1 Anna Öllinger 1. November 2026 1 Minute Der Anfang."
    assert listed[3] == "4 Teil 4: Was bleibt Angekündigt für Mittwoch, 25. November 2026"
    assert listed[4] == "5 Teil 5: Und dann Angekündigt"
    assert not page.select(".installments .soon a")


def test_the_timeline_shows_who_wrote_each_part_to_the_eye_alone(build: Builds) -> None:
    (way,) = build(FILES).page("series/umbau/").select(".timeline")
    assert way["aria-hidden"] == "true"
    steps = way.select("li")
    assert [step["class"] for step in steps] == [["out"]] * 3 + [["soon"]] * 2
    assert [step.select_one(".step-number").get_text() for step in steps] == list("12345")
    faces = [[face.get_text() for face in step.select(".avatar")] for step in steps]
    assert faces == [["AÖ"], ["BK", "AÖ"], ["BK"], [""], [""]]
    links = [(a["href"], a["tabindex"]) for a in way.select("a")]
    assert links == [(f"/2026/11/teil-{n}/", "-1") for n in (1, 2, 3)]


def test_the_parts_come_first_then_introduction_people_and_feeds(build: Builds) -> None:
    page = build(FILES).page("series/umbau/")
    headings = [h2.get_text() for h2 in page.select("main h2")]
    assert headings[:4] == ["Alle Teile", "Über diese Serie", "Wer hier schreibt", "Folgen"]


@pytest.mark.parametrize(
    ("keys", "label", "action"),
    [
        ({}, "Neuester Teil", "Neuesten Teil lesen"),
        ({"paused": True}, "Pausiert seit", "Neuesten Teil lesen"),
        ({"complete": True}, "Abgeschlossen", "Letzten Teil lesen"),
    ],
)
def test_the_last_day_of_a_series_is_named_by_its_status(
    build: Builds, keys: dict[str, Any], label: str, action: str
) -> None:
    page = build(FILES | {"series/umbau.md": series(**keys)}).page("series/umbau/")
    assert facts(page)[label] == "18. November 2026"
    assert page.select(".series-header .actions a")[1].get_text() == action


def test_a_calendar_is_offered_while_something_is_to_come(build: Builds) -> None:
    assert "calendar.ics" in build(FILES).read("series/umbau/")
    site = build({"series/umbau.md": series(complete=True)})
    for page in ("series/umbau/", "feeds/", "feeds/feeds.opml"):
        assert "calendar.ics" not in site.read(page)
    assert "series/umbau/calendar.ics" in site.files  # for those who have subscribed to it


def test_a_series_with_one_part_leads_to_it_once(build: Builds) -> None:
    files = {**PEOPLE, "series/umbau.md": series(), "posts/1.md": part(1)}
    page = build(files).page("series/umbau/")
    assert [a["href"] for a in page.select(".series-header .actions a")] == ["/2026/11/teil-1/"]


def long_series(dates: list[str], **keys: Any) -> dict[str, str]:
    posts = {
        f"posts/{n:03}.md": post(
            "Wort " * 2000,
            title=f"Umbau {n}: Folge {n}",
            slug=f"folge-{n}",
            date=date,
            series="umbau",
            part=n,
            summary=f"Kurz {n}.",
            authors=["anna"],
        )
        for n, date in enumerate(dates, 1)
    }
    return {**PEOPLE, "series/umbau.md": series(**keys), **posts}


TWO_YEARS = [f"2025-03-{n:02}" for n in range(1, 13)] + [f"2026-02-{n:02}" for n in range(1, 9)]


def folds(page: Tag) -> list[tuple[str, str, bool]]:
    return [
        (fold.h3.get_text(), fold.summary.span.get_text(), fold.has_attr("open"))
        for fold in page.select("details.section-fold")
    ]


def test_a_long_series_folds_by_year_and_has_a_jump_list(build: Builds) -> None:
    page = build(long_series(TWO_YEARS)).page("series/umbau/")
    assert folds(page) == [("2025", "12 Teile", True), ("2026", "8 Teile", False)]
    assert not page.select(".timeline")
    assert page.select(".series-progress .steps.out, .series-progress .steps")
    leads = [a["href"] for a in page.select(".jump-list a")]
    assert leads == ["#parts-2025", "#parts-2026"]
    assert all(page.select_one(f"details {lead}") for lead in leads)  # so that it unfolds
    assert facts(page)["Lesezeit"] == "3 Std. 20 Min."
    assert page.select(".writers .parts")[0].get_text() == "20 Teile"
    assert page.select_one("input.show-summaries")


def test_a_series_is_long_from_twenty_parts(build: Builds) -> None:
    page = build(long_series(TWO_YEARS[1:])).page("series/umbau/")
    assert (folds(page), len(page.select(".timeline li"))) == ([], 19)
    assert page.select(".installments a")[0].get_text() == "Umbau 1: Folge 1"


def test_parts_of_a_long_series_go_without_its_name(build: Builds) -> None:
    page = build(long_series(TWO_YEARS)).page("series/umbau/")
    assert [a.get_text() for a in page.select(".installments a")][:2] == ["Folge 1", "Folge 2"]


def test_the_newest_part_is_first_where_the_series_says_so(build: Builds) -> None:
    announced = [{"part": 21, "title": "Was bleibt"}]
    files = long_series(TWO_YEARS, newest_first=True, planned=announced)
    page = build(files).page("series/umbau/")
    assert folds(page) == [
        ("Angekündigt", "1 Teil", False),
        ("2026", "8 Teile", True),
        ("2025", "12 Teile", False),
    ]
    numbers = [span.get_text() for span in page.select(".installments .number")]
    assert numbers == [str(n) for n in range(21, 0, -1)]
    assert "neueste zuerst" in page.select_one("#parts-title").get_text()


def test_a_short_series_may_list_its_newest_part_first(build: Builds) -> None:
    short = build(long_series(TWO_YEARS[:3], newest_first=True)).page("series/umbau/")
    assert [span.get_text() for span in short.select(".installments .number")] == ["3", "2", "1"]
    assert [step.get_text() for step in short.select(".step-number")] == ["1", "2", "3"]


def test_a_long_series_of_one_year_folds_by_month(build: Builds) -> None:
    dates = [f"2026-0{month}-{day:02}" for month in (1, 2) for day in range(1, 12)]
    page = build(long_series(dates)).page("series/umbau/")
    assert folds(page) == [("Januar 2026", "11 Teile", True), ("Februar 2026", "11 Teile", False)]


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Offene Fragen: Wer hat das entschieden?", "Wer hat das entschieden?"),
        ("Offene Fragen 12: Wer?", "Wer?"),
        ("Offene Fragen #12 – Wer?", "Wer?"),
        ("offene fragen, Nr. 7 | Wer?", "Wer?"),
        ("Wer? – Offene Fragen", "Wer?"),
        ("Offene Fragen 12", "Offene Fragen 12"),
        ("Offene Fragen: ", "Offene Fragen: "),
        ("Offene Fragen bleiben", "Offene Fragen bleiben"),
        ("Offene Fragen-Kultur: Ende", "Offene Fragen-Kultur: Ende"),
        ("Über offene Fragen", "Über offene Fragen"),
        ("Offene Fragen 3-D: Ende", "Offene Fragen 3-D: Ende"),
    ],
)
def test_a_title_loses_the_name_of_its_series(title: str, short: str) -> None:
    assert drop_series_title(title, "Offene Fragen") == short


@given(st.text(max_size=30), st.text(min_size=1, max_size=12))
def test_a_shortened_title_is_never_empty(title: str, name: str) -> None:
    short = drop_series_title(title, name)
    assert short in title
    assert short.strip() or not title.strip() or short == title


def test_everyone_who_writes_stands_there_with_what_they_wrote(build: Builds) -> None:
    more = {f"posts/{n}.md": part(n, authors=["anna"], date=f"2026-11-2{n}") for n in range(4, 7)}
    site = build(FILES | more | {"series/umbau.md": series()}, as_of="2026-12-01")
    page = site.page("series/umbau/")
    found = {
        row.select_one(".p-name").get_text(): [a.contents[-1] for a in row.select(".parts a")]
        for row in page.select(".writers > li")
    }
    assert found == {"Anna Öllinger": ["1", "2", "4–6"], "Ben Kovač": ["2", "3"]}
    leads = [a["href"] for a in page.select(".writers .parts a")]
    assert all(page.select_one(f".installments li{anchor}") for anchor in leads)


def test_an_installment_says_its_place_and_what_is_left(build: Builds) -> None:
    site = build(FILES)
    page = site.page("2026/11/teil-1/")
    assert words(page, ".series-line .kicker") == "Umbau Teil 1 von 5"
    panel = page.select_one(".up-next")
    assert words(panel, ".kicker") == "Als Nächstes · Teil 2"
    assert panel.select_one(".up-next-title a")["href"] == "/2026/11/teil-2/"
    assert "Nach diesem Teil noch 2 Teile, 5 Minuten Lesezeit" in panel.get_text()
    assert "Zuvor" not in panel.get_text()
    third = words(site.page("2026/11/teil-3/"), ".up-next > .ui:last-of-type")
    assert third == "Von Anfang an: Teil 1, Teil 1"


def test_the_folded_list_marks_where_one_is(build: Builds) -> None:
    page = build(FILES).page("2026/11/teil-2/")
    (folded,) = page.select(".up-next details")
    assert not folded.has_attr("open")
    assert [row["class"][0] for row in folded.select("li")] == [
        "out",
        "here",
        "out",
        "soon",
        "soon",
    ]
    (here,) = folded.select("[aria-current=page]")
    assert here["href"] == "/2026/11/teil-2/"


def test_a_part_of_a_very_long_series_lists_those_around_it(build: Builds) -> None:
    row = {
        f"posts/{n:03}.md": post(
            title=f"Folge {n}",
            slug=f"folge-{n}",
            date=f"2025-{1 + n // 28:02}-{1 + n % 28:02}",
            series="umbau",
        )
        for n in range(230)
    }
    site = build({**PEOPLE, "series/umbau.md": series(), **row})
    page = site.page("2025/05/folge-115/")
    listed = [a.get_text() for a in page.select(".up-next details li a")]
    assert listed == [f"Folge {n}" for n in range(15, 215)]
    assert words(page, ".up-next summary") == "Die Teile um diesen herum (200 von 230)"
    assert page.select(".up-next details > p a")[-1]["href"] == "/series/umbau/#parts-title"
    assert len(site.page("2025/01/folge-0/").select(".up-next details li")) == 200
    assert len(site.page("series/umbau/").select(".installments li")) == 230


def test_the_newest_part_ends_with_what_is_announced_and_only_it(build: Builds) -> None:
    site = build(FILES)
    panel = site.page("2026/11/teil-3/").select_one(".up-next")
    announced = "Angekündigt für Mittwoch, 25. November 2026, eine Woche nach diesem Teil"
    assert words(panel, ".kicker") == announced
    assert words(panel, ".up-next-title") == "Was bleibt"
    assert not panel.select(".up-next-title a")
    assert "Was bleibt" not in site.page("2026/11/teil-2/").select_one(".up-next-title").get_text()


def test_series_late_part_is_announced_on_newest_and_last_part(
    build: Builds,
) -> None:
    """Part 3 was out before part 2, which is the newest; then part 1 is still to come."""
    files = {
        **PEOPLE,
        "series/umbau.md": series(planned=[{"part": 1, "title": "Vorweg", "date": "2026-11-30"}]),
        "posts/2.md": part(2, date="2026-11-20"),
        "posts/3.md": part(3, date="2026-11-10"),
    }
    site = build(files)
    assert [row[:1] for row in rows(site.page("series/umbau/"))] == ["1", "2", "3"]
    for page in ("2026/11/teil-2/", "2026/11/teil-3/"):
        assert "Vorweg" in [hook.get_text() for hook in site.page(page).select(".up-next-title")]


DISTANCES = {
    "2026-11-18": "",
    "2026-11-19": ", einen Tag nach diesem Teil",
    "2026-11-21": ", 3 Tage nach diesem Teil",
    "2026-11-25": ", eine Woche nach diesem Teil",
    "2026-11-27": "",
    "2026-12-02 23:59": ", 2 Wochen nach diesem Teil",
    "2026-12-30": "",
}


@pytest.mark.parametrize("day", DISTANCES)
def test_the_distance_is_counted_from_the_day_of_the_part(build: Builds, day: str) -> None:
    planned = [{"part": 4, "title": "Was bleibt", "date": day}]
    site = build(FILES | {"series/umbau.md": series(planned=planned)}, as_of="2026-11-18 09:00")
    said = words(site.page("2026/11/teil-3/"), ".up-next .kicker")
    assert said.partition(" 2026")[2] == DISTANCES[day]


def test_an_announced_day_that_is_over_is_told_as_such(build: Builds) -> None:
    day = "Mittwoch, 25. November 2026"
    before = build(FILES, as_of="2026-11-25 23:59")
    texts = {name: before.read(name) for name in before.files if name.endswith(".html")}
    told = [name for name, text in texts.items() if f"{day}</time>" in text]
    assert "index.html" in told
    assert "series/index.html" in told
    assert "2026/11/teil-3/index.html" in told
    assert not any("ar angekündigt" in text for text in texts.values())
    after = build({}, as_of="2026-11-26 00:00")
    assert "planned-overdue" in after.codes
    for name in told:
        late = " ".join(after.page(name.removesuffix("index.html")).get_text().split())
        assert late.count("ar angekündigt für") == late.count(day) > 0, name
    facts_of = facts(after.page("series/umbau/"))
    assert facts_of["Nächster Teil war angekündigt für"] == day
    kicker = words(after.page("2026/11/teil-3/"), ".up-next .kicker")
    assert kicker == f"War angekündigt für {day}"


def test_a_day_that_is_over_changes_the_announcement_alone(build: Builds) -> None:
    before = build(FILES, as_of="2026-11-20")
    texts = {name: before.read(name) for name in before.files if name.endswith(".html")}
    after = build({}, as_of="2026-12-24")
    for name, text in texts.items():
        page = after.read(name).replace("War angekündigt", "Angekündigt")
        page = page.replace("Nächster Teil war angekündigt", "Nächster Teil, angekündigt")
        assert page == text.replace(", eine Woche nach diesem Teil", ""), name


@pytest.mark.parametrize(
    ("keys", "said", "closing"),
    [
        ({}, "Laufende Serie · Bisher 3 Teile", "Das ist der bisher letzte Teil"),
        (
            {"paused": True, "total": 6},
            "Serie · Pausiert, 3 von 6 Teilen erschienen",
            "Nach diesem Teil pausiert die Serie",
        ),
        (
            {"paused": True},
            "Serie · Pausiert, bisher 3 Teile",
            "Nach diesem Teil pausiert die Serie",
        ),
        ({"complete": True}, "Serie · Abgeschlossen, 3 Teile", "Das war der letzte Teil"),
    ],
)
def test_a_series_runs_pauses_or_is_complete(
    build: Builds, keys: dict[str, Any], said: str, closing: str
) -> None:
    site = build(FILES | {"series/umbau.md": series(**keys)})
    assert words(site.page("series/umbau/"), ".page-header .kicker") == said
    assert words(site.page("2026/11/teil-3/"), ".up-next .kicker") == closing


def test_the_home_page_presents_the_newest_series_that_runs(build: Builds) -> None:
    files = FILES | {
        "series/pause.md": series(title="Pause", paused=True),
        "series/fertig.md": series(title="Fertig", complete=True),
        "posts/p.md": post(title="P", series="pause", part=1, date="2026-11-20"),
        "posts/f.md": post(title="F", series="fertig", part=1, date="2026-11-21"),
    }
    panel = build(files).page().select_one(".series-band")
    assert words(panel, "h2") == "Umbau"
    announced = "Angekündigt für Mittwoch, 25. November 2026: Was bleibt"
    assert words(panel, ".ui:not(.quiet)") == announced
    chosen = build({}, {"ROSTRUM": {"featured": "pause"}}).page().select_one(".series-band")
    assert words(chosen, "h2") == "Pause"
    assert words(chosen, ".quiet") == "Pausiert seit 20. November 2026, bisher 1 Teil"
    english = {"ROSTRUM": {"languages": ["de", "en"]}, "DEFAULT_LANG": "en"}
    index = build({}, english).page("series/")
    assert "Paused since November 20, 2026, 1 part so far" in words(index, "main")


@pytest.mark.parametrize(
    ("keys", "said", "dates"),
    [
        ({"total": 6}, "3 von 6 Teilen erschienen", "seit 1. November 2026, zuletzt 18. November"),
        (
            {"paused": True, "total": 6},
            "Pausiert seit 18. November 2026, 3 von 6 Teilen erschienen",
            "begonnen am 1. November 2026",
        ),
        ({"complete": True}, "Abgeschlossen, 3 Teile", "vom 1. November 2026 bis 18. November"),
    ],
)
def test_index_of_series_tells_where_each_stands(
    build: Builds, keys: dict[str, Any], said: str, dates: str
) -> None:
    site = build(FILES | {"series/umbau.md": series(**keys)})
    shown = words(site.page("series/"), ".series-card .quiet")
    assert shown.startswith(said)
    assert dates in shown


def test_newest_part_of_a_paused_series_tells_of_the_pause(build: Builds) -> None:
    planned = [{"part": 4, "title": "Was bleibt", "date": "2026-11-25"}]
    files = FILES | {"series/umbau.md": series(paused=True, planned=planned)}
    for moment, said in (("2026-11-25", "Angekündigt für"), ("2026-11-26", "War angekündigt für")):
        nav = build(files, as_of=moment).page("2026/11/teil-3/").select_one(".up-next")
        kickers = [" ".join(kicker.get_text().split()) for kicker in nav.select(".kicker")]
        assert kickers[0] == "Nach diesem Teil pausiert die Serie"
        assert kickers[1].startswith(f"{said} Mittwoch, 25. November 2026")


def test_series_index_lists_running_then_paused_series(build: Builds) -> None:
    files = FILES | {
        "series/a.md": series(title="Fertig", complete=True),
        "series/b.md": series(title="Pause", paused=True),
        "posts/f.md": post(title="F", series="a", part=1, date="2026-11-21"),
        "posts/p.md": post(title="P", series="b", part=1, date="2026-11-20"),
    }
    page = build(files).page("series/")
    titles = [h2.get_text() for h2 in page.select(".series-card h2")]
    assert titles == ["Umbau", "Pause", "Fertig"]
    facts_of = words(page, ".series-card:first-of-type p.quiet")
    assert facts_of.endswith("· seit 1. November 2026, zuletzt 18. November 2026")
    more = {"posts/f2.md": post(title="F2", series="a", part=2, date="2026-11-22")}
    done = build(more).page("series/").select(".series-card")[2]
    assert words(done, "p.quiet").endswith("· vom 21. November 2026 bis 22. November 2026")


def test_two_faces_are_one_series_and_lead_to_each_other(build: Builds) -> None:
    site = build(ENGLISH)
    assert site.findings == []
    german, english = site.page("series/umbau/"), site.page("en/series/umbau/")
    assert german.find("link", hreflang="en")["href"].endswith("/en/series/umbau/")
    assert english.find("link", hreflang="de")["href"].endswith("/series/umbau/")
    said = words(english, ".page-header .kicker")
    assert said == "Running series · 3 parts so far, 2 of them in English"
    assert "davon" not in words(german, ".page-header .kicker")


def test_series_untranslated_installment_is_in_its_own_language(
    build: Builds,
) -> None:
    page = build(ENGLISH).page("en/series/umbau/")
    assert [row["class"] for row in page.select(".installments li")] == [
        ["out"],
        ["out", "other-language"],
        ["out"],
    ]
    link = page.select(".installments li")[1].a
    assert (link["lang"], link["hreflang"], link["href"]) == ("de", "de", "/2026/11/teil-2/")
    assert "Not translated, in German" in rows(page)[1]
    writers = [name.get_text() for name in page.select(".writers .p-name")]
    assert writers == ["Anna Öllinger", "Ben Kovač"]
    assert not page.select(".installments li:not(.other-language) [lang]")


def test_series_next_and_previous_stay_in_language_and_tell_gaps(build: Builds) -> None:
    site = build(ENGLISH)
    first, third = site.page("en/2026/11/teil-1/"), site.page("en/2026/11/teil-3/")
    assert first.select_one("a[rel=next]")["href"] == "/en/2026/11/teil-3/"
    assert third.select_one("a[rel=prev]")["href"] == "/en/2026/11/teil-1/"
    panel = " ".join(first.select_one(".up-next").get_text(" ").split())
    assert "1 part before the next one is in another language" in panel
    assert len(first.select("details li")) == 3


def test_series_last_part_in_a_language_is_not_called_the_last(build: Builds) -> None:
    files = ENGLISH | {"series/umbau.md": series(complete=True), "posts/3.en.md": post(slug="x")}
    panel = build(files).page("en/2026/11/teil-1/").select_one(".up-next")
    assert words(panel, ".kicker") == "This is the latest part in English"
    assert len(panel.select("details li.other-language")) == 2


def test_what_is_true_in_every_language_is_written_once(build: Builds) -> None:
    files = ENGLISH | {"series/umbau.md": series(total=7, paused=True)}
    page = build(files).page("en/series/umbau/")
    said = words(page, ".page-header .kicker")
    assert said == "Series · Paused, 3 of 7 parts are out, 2 of them in English"
    own = source(title="Rebuilding", total=3, complete=True, paused=False)
    other = build({"series/umbau.en.md": own}).page("en/series/umbau/")
    assert "Complete, 3 parts" in words(other, ".page-header .kicker")


def test_an_announcement_is_made_in_its_own_language_only(build: Builds) -> None:
    site = build(ENGLISH)
    assert "Was bleibt" not in site.read("en/series/umbau/")
    announced = source(title="Rebuilding", planned=[{"part": 2, "title": "Part two"}])
    page = build({"series/umbau.en.md": announced}).page("en/series/umbau/")
    assert [row[:30] for row in rows(page)][1:3] == [
        "2 Part 2: Teil 2 Not translate",
        "2 Part 2: Part two Announced",
    ]


def test_no_link_of_a_series_leads_nowhere(build: Builds) -> None:
    site = build(ENGLISH)
    assert read_site(site.output, "https://blog.example").broken == []


def test_the_examples_for_authors_build_without_a_remark(build: Builds) -> None:
    text = (Path(__file__).parents[2] / "docs" / "series.md").read_text("utf-8")
    found = re.findall(r"^`content/(\S+)`:\n\n```markdown\n(.*?)^```", text, re.M | re.S)
    assert len(found) == 3
    (announced,) = re.findall(r"^```yaml\n(.*?)^```", text, re.M | re.S)
    radmila = {"people/radmila-petrovic.md": source(name="Radmila Petrović")}
    files = {**dict(found), **radmila, "images/grundriss.png": PIXEL}
    main = files["series/halle-4.md"]
    files["series/halle-4.md"] = main.replace("---\nIm", f"{announced}---\nIm")
    for number in (2, 3):
        given = {"series": "halle-4", "part": number, "authors": ["radmila-petrovic"]}
        files[f"posts/{number}.md"] = post(title=f"T{number}", date=f"2026-05-0{number}", **given)
    small = {"ROSTRUM": {"levels": {"image-card": "off"}}}  # a picture of one pixel
    site = build(files, small, as_of="2026-07-01")
    assert (site.exitcode, site.findings) == (0, [])
    said = words(site.page("2026/05/t3/"), ".up-next .kicker")
    assert said == "Angekündigt für Mittwoch, 8. Juli 2026"


PLACES = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from(["de", "en"]), st.integers(1, 20)),
    unique_by=lambda row: (row[0], row[1]),
    max_size=7,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=PLACES, by_part=st.booleans())
def test_each_link_of_any_series_has_its_way_back(
    build: Builds, places: list[tuple[str, str, int]], by_part: bool
) -> None:
    """Next and previous form one line in each language, from its first part to its last."""
    numbers = {slug: n for n, slug in enumerate("abcd", 1)}
    wanted = {
        f"posts/{slug}.{lang}.md": post(
            title=slug.upper(),
            slug=slug,
            lang=lang,
            date=f"2026-11-{day:02}",
            series="s",
            part=numbers[slug] if by_part else None,
        )
        for slug, lang, day in places
    }
    others = {
        f"posts/{slug}.{lang}.md": post(slug=f"{slug}-{lang}", status="draft")
        for slug in "abcd"
        for lang in ("de", "en")
    }
    there = {"series/s.md": source(title="S"), "series/s.en.md": source(title="S"), **PEOPLE}
    site = build({**there, **others, **wanted})
    assert site.exitcode == 0
    for lang, root in (("de", ""), ("en", "en/")):
        own = [f"/{root}2026/11/{slug}/" for slug, code, _ in places if code == lang]
        pages = {url: site.page(url[1:]) for url in own}
        ahead = {url: _follow(page, "next") for url, page in pages.items()}
        behind = {url: _follow(page, "prev") for url, page in pages.items()}
        assert {url: to for to, url in behind.items() if url} == {
            k: v for k, v in ahead.items() if v
        }
        starts = [url for url, to in behind.items() if to is None]
        assert len(starts) == min(1, len(own))
        assert sorted(_trail(starts, ahead)) == sorted(own)


def _follow(page: BeautifulSoup, way: str) -> str | None:
    found = page.select(f".up-next a[rel={way}]")
    return str(found[0]["href"]) if found else None


def _trail(starts: list[str], ahead: dict[str, str | None]) -> list[str]:
    trail: list[str] = []
    url = starts[0] if starts else None
    while url is not None and len(trail) < 99:
        trail.append(url)
        url = ahead[url]
    return trail
