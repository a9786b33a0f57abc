"""People: the role held on the day, the directory, a person's page, who wrote with whom."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from support.sites import ANNA, BEN, post, source

from rostrum.build.inputs import list_build_inputs
from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.model import Person, Role
from rostrum.crosspost.site_plan import announce
from rostrum.i18n.catalogs import ENGLISH
from rostrum.people.roles import find_role, list_turns
from rostrum.reading.fields import PERSON
from rostrum.schema.source_value import SourceValue

ROOT = Path(__file__).parents[2]
PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f"
    b"\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc````\x00\x00\x00\x05\x00\x01\xa5\xf6E@"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)
NINA = """---
name: Nina Berger
summary: Zeichnet Spannbacken.
roles:
  - title: Vorständin
    unit: Technik
    from: 2026-03
    level: executive
  - title: Konstrukteurin
    from: 2019
    until: 2026-02
---
"""
WALTER = """---
name: Walter Gruber
roles:
  - title: Meister
    unit: Halle 4
    until: 2026-07-02
---
"""


def roles_of(**roles: Any) -> str:
    """Return a person with the given list of roles."""
    return source(name="Nina Berger", **roles)


def words(element: Any) -> str:
    return " ".join(element.get_text().split())


def byline(site: Any, path: str) -> list[str]:
    return [words(found) for found in site.page(path).select(".post-header .byline p")]


# The role held on the day


def test_a_post_shows_the_role_that_its_author_held_then(build):
    site = build(
        {
            "people/nina.md": NINA,
            "posts/alt.md": post(title="Alt", date="2026-02-28", authors=["nina"]),
            "posts/neu.md": post(title="Neu", date="2026-03-01", authors=["nina"]),
        }
    )
    assert site.findings == []
    assert byline(site, "2026/02/alt/")[0].startswith("Nina Berger Konstrukteurin 28. Februar 2026")
    assert byline(site, "2026/03/neu/")[0].startswith(
        "Nina Berger Vorständin, Technik 1. März 2026"
    )


def test_lists_and_search_engines_are_told_the_role_of_then_too(build):
    site = build(
        {
            "people/nina.md": NINA,
            "posts/alt.md": post(title="Alt", date="2026-02-28", authors=["nina"]),
        }
    )
    assert "Konstrukteurin" in words(site.page("").select_one(".byline"))
    data = json.loads(site.page("2026/02/alt/").select_one("[type='application/ld+json']").text)
    assert data["author"][0]["jobTitle"] == "Konstrukteurin"


def test_below_a_post_stands_what_its_author_is_today(build):
    site = build(
        {
            "people/nina.md": NINA,
            "people/walter.md": WALTER.replace("roles:", "summary: Montiert.\nroles:"),
            "posts/alt.md": post(title="Alt", date="2026-02-28", authors=["nina", "walter"]),
        }
    )
    nina, walter = site.page("2026/02/alt/").select(".bio")
    assert words(nina.p) == "Nina Berger, damals Konstrukteurin, heute Vorständin, Technik"
    assert words(walter.p) == "Walter Gruber, damals Meister, Halle 4, nicht mehr im Unternehmen"


def test_networks_are_told_the_role_of_then(build):
    site = build(
        {
            "people/nina.md": NINA,
            "posts/alt.md": post(title="Alt", date="2026-02-28", authors=["nina"]),
        }
    )
    outcome = site.outcome
    told = announce(outcome.site.posts[0], outcome.site, outcome.config.addresses, ENGLISH)
    assert told.authors == (("Nina Berger", "Konstrukteurin"),)


def test_a_comment_shows_the_role_of_the_day_it_was_made(build):
    comment = "---\nauthor: nina\ndate: 2026-02-20\n---\nStimmt.\n"
    site = build(
        {
            "people/nina.md": NINA,
            "people/anna.md": ANNA,
            "posts/a.md": post(title="A", date="2026-02-01"),
            "comments/a/1.md": comment,
        }
    )
    assert "Konstrukteurin" in words(site.page("2026/02/a/").select_one("#comment-1"))


def test_who_has_no_role_left_is_a_former_colleague(build):
    site = build({"people/walter.md": WALTER, "posts/a.md": post(authors=["walter"])})
    assert "ehemals Meister, Halle 4" in words(site.page("people/walter/").select_one(".person"))
    assert "ehemals Meister, Halle 4" in byline(site, "2026/11/hallo/")[0]


def test_on_the_last_day_the_role_is_still_held(build):
    files = {"people/walter.md": WALTER, "posts/a.md": post(date="2026-06-01", authors=["walter"])}
    held = build(files, as_of="2026-07-02 23:00").page("people/walter/")
    assert "ehemals" not in words(held.select_one(".person"))
    left = build({}, as_of="2026-07-03 00:00").page("people/walter/")
    assert "ehemals" in words(left.select_one(".person"))


def test_between_two_roles_there_is_none(build):
    nina = roles_of(
        roles=[
            {"title": "Konstrukteurin", "until": "2025-12"},
            {"title": "Leiterin", "from": "2026-06"},
        ]
    )
    site = build(
        {"people/nina.md": nina, "posts/a.md": post(date="2026-03-01", authors=["nina"])},
        as_of="2026-04-01 09:00",
    )
    assert byline(site, "2026/03/hallo/") == ["Nina Berger 1. März 2026 1 Minute"]


def test_the_one_line_form_needs_no_dates(build):
    site = build({"people/ben.md": BEN, "posts/a.md": post(date="1999-01-01", authors=["ben"])})
    assert byline(site, "1999/01/hallo/")[0].startswith("Ben Kovač Meister 1. Januar 1999")


def test_roles_are_listed_with_their_years_the_latest_first(build):
    nina = {"people/nina.md": NINA, "posts/a.md": post(authors=["nina"])}
    site = build({**nina, "people/walter.md": WALTER})
    rows = site.page("people/nina/").select(".roles li")
    assert [words(row) for row in rows] == [
        "seit März 2026 Vorständin, Technik",
        "von 2019 bis Februar 2026 Konstrukteurin",
    ]
    row = site.page("people/walter/").select_one(".roles li")
    assert words(row) == "bis 2. Juli 2026 Meister, Halle 4"


def test_a_translation_says_the_roles_in_its_own_words(build):
    english = source(roles=[{"title": "Board member", "unit": "Technology"}, {"title": "Designer"}])
    site = build(
        {
            "people/nina.md": NINA,
            "people/nina.en.md": english,
            "posts/alt.en.md": post(title="Old", date="2026-02-28", authors=["nina"], lang="en"),
        }
    )
    assert site.findings == []
    assert byline(site, "en/2026/02/old/")[0].startswith("Nina Berger Designer February 28, 2026")
    deck = site.page("en/people/nina/").select_one(".person .deck")
    assert words(deck) == "Board member, Technology · Offen gesagt"


# What is yet to come is nowhere


def test_a_role_that_is_yet_to_begin_is_nowhere_before_its_day(build):
    nina = roles_of(
        level="staff",
        roles=[
            {"title": "Konstrukteurin", "until": "2026-12"},
            {"title": "Vorstandsvorsitzende", "from": "2027-01", "level": "executive"},
        ],
    )
    files = {"people/nina.md": nina, "posts/a.md": post(authors=["nina"])}
    site = build(files)
    for file in site.files:
        if not file.startswith("theme/"):
            content = (site.output / file).read_bytes()
            for told in ("Vorstandsvorsitzende", "2026-12", "Dezember 2026"):
                assert told.encode() not in content, file
    later = build({}, as_of="2027-01-01 00:00")
    assert "Vorstandsvorsitzende" in words(later.page("people/nina/").select_one(".person"))
    assert "Leitung" in words(later.page("people/"))


def test_somebody_whose_first_role_is_yet_to_begin_is_nowhere(build):
    files = {
        "people/anna.md": ANNA,
        "people/zora.md": source(
            name="Zora Neumann",
            level="executive",
            photo="images/zora.png",
            roles=[{"title": "Vorständin", "from": "2027-01-01"}],
        ),
        "images/zora.png": PIXEL,
        "posts/a.md": post("Mit [ihr]({filename}/people/zora.md).\n"),
    }
    site = build(files)
    assert site.codes == ["link-unpublished"]
    assert not [file for file in site.files if "zora" in file]
    assert not [file for file in site.files if b"Zora" in (site.output / file).read_bytes()]
    later = build({}, as_of="2027-01-01 00:00")
    assert "images/zora.png" in later.files
    assert words(later.page("people/zora/").h1) == "Zora Neumann"


def test_the_day_of_a_new_role_is_a_day_to_build(build):
    """`rostrum build` must not say that nothing has changed on the day of a new role."""
    person = Person(
        "nina",
        "",
        SourceLocation("nina.md"),
        "Nina",
        "de",
        roles=(Role("Leiterin", SourceLocation("nina.md")),),
    )
    assert list(list_turns(person)) == []
    site = build({"people/nina.md": NINA, "posts/a.md": post(authors=["nina"])})
    dues = list_build_inputs(site.outcome.config, site.outcome.site.library).dues
    assert datetime(2026, 3, 1, tzinfo=ZoneInfo("Europe/Vienna")).timestamp() in dues


@given(st.lists(st.integers(0, 3000), min_size=1, max_size=8, unique=True), st.integers(0, 3200))
def test_person_has_at_most_one_role_a_day_and_none_too_early(days, day):
    start = date(2020, 1, 1)
    marks = [start + timedelta(days=number) for number in sorted(days)]
    roles = tuple(
        Role(
            str(n),
            SourceLocation("x"),
            first=first,
            last=last - timedelta(days=1) if last else None,
        )
        for n, (first, last) in enumerate(zip(marks, [*marks[1:], None], strict=True))
    )
    person = Person("x", "", SourceLocation("x"), "X", "de", roles=roles)
    today = start + timedelta(days=day)
    office = find_role(person, today)
    begun = [n for n, mark in enumerate(marks) if mark <= today]
    assert office.number == (begun[-1] if begun else None)
    assert not office.former


# What is wrong is said at its place


@pytest.mark.parametrize(
    ("roles", "finding"),
    [
        (
            "role: Meister\nroles:\n  - title: Leiter\n",
            '3:7: error[roles-both]: there is a "role" beside "roles": which of them holds?',
        ),
        (
            "roles:\n  - title: A\n    from: 2024\n    until: 2023-05\n",
            (
                "6:12: error[roles-reversed]: "
                "roles: the role ends on 2023-05-31, before it begins on 2024-01-01"
            ),
        ),
        (
            "roles:\n  - title: A\n    until: 2024\n  - title: B\n    from: 2024-12\n",
            '7:11: error[roles-overlap]: roles: "B" begins before "A" has ended',
        ),
        (
            "roles:\n  - title: A\n    from: 2020\n  - title: B\n    from: 2024\n",
            '7:11: error[roles-overlap]: roles: "B" begins before "A" has ended',
        ),
        (
            "roles:\n  - title: A\n  - title: B\n",
            '5:5: error[roles-overlap]: roles: neither "B" nor "A" says when it began',
        ),
        (
            "roles:\n  - title: A\n    from: 1. 4. 2024\n",
            '5:11: error[date]: roles: from: "1. 4. 2024" is not a year, month or day',
        ),
        (
            "roles:\n  - titel: A\n",
            '4:5: error[key-missing]: roles: the role has no "title", but "titel"',
        ),
    ],
)
def test_roles_that_cannot_be_are_reported_at_their_place(build, roles, finding):
    nina = f"---\nname: Nina\n{roles}---\n"
    site = build({"people/anna.md": ANNA, "people/nina.md": nina, "posts/a.md": post()})
    assert f"content/people/nina.md:{finding}" in site.findings
    assert site.exitcode == 1


def test_until_is_the_last_day_and_the_hint_says_so(build):
    nina = roles_of(
        roles=[{"title": "A", "until": "2024-01-01"}, {"title": "B", "from": "2024-01-01"}]
    )
    site = build({"people/anna.md": ANNA, "people/nina.md": nina, "posts/a.md": post()})
    assert "It may begin on 2024-01-02 at the earliest: until is the last day." in site.text


def test_a_translation_with_fewer_roles_is_an_error(build):
    site = build(
        {
            "people/nina.md": NINA,
            "people/nina.en.md": source(roles=[{"title": "Board member"}]),
            "posts/a.md": post(authors=["nina"]),
        }
    )
    told = "content/people/nina.md has 2 roles, this has 1"
    assert site.findings == [f"content/people/nina.en.md:2:8: error[roles-unlike]: {told}"]


def test_person_translation_with_one_line_for_roles_is_an_error(build):
    site = build(
        {
            "people/nina.md": NINA,
            "people/nina.en.md": source(role="Board member"),
            "posts/a.md": post(authors=["nina"]),
        }
    )
    told = '"role" is shown nowhere, as content/people/nina.md has "roles"'
    assert site.findings == [f"content/people/nina.en.md:2:7: error[roles-both]: {told}"]


# On a post


def test_authors_are_in_given_order_with_photo_and_biography(build):
    anna = ANNA.replace("role:", "summary: Leitet.\nphoto: images/anna.png\nrole:")
    site = build(
        {
            "people/anna.md": anna,
            "people/ben.md": BEN.replace("role:", "summary: Montiert.\nrole:"),
            "images/anna.png": PIXEL,
            "posts/a.md": post(authors=["ben", "anna"]),
        }
    )
    page = site.page("2026/11/hallo/")
    assert [words(name) for name in page.select(".post-header .byline b")] == [
        "Ben Kovač",
        "Anna Öllinger",
    ]
    assert page.select_one(".post-header img.avatar")["src"] == "/images/anna.png"
    assert [words(text) for text in page.select(".bio .p-note")] == ["Montiert.", "Leitet."]


def test_authors_of_a_joint_post_list_more_posts_without_repeats(build):
    files = {
        "people/anna.md": ANNA,
        "people/ben.md": BEN,
        "posts/a.md": post(title="A", authors=["anna", "ben"]),
        "posts/b.md": post(title="B", date="2026-11-02", authors=["anna"]),
        "posts/c.md": post(title="C", date="2026-11-03", authors=["ben"]),
        "posts/d.md": post(title="D", date="2026-11-04", authors=["ben", "anna"]),
    }
    site = build(files, {"ROSTRUM": {"related": 0}})
    sections = site.page("2026/11/a/").select("section.more-posts")
    found = {words(part.h2): [words(title) for title in part.select("h3")] for part in sections}
    assert found == {"Mehr von Anna Öllinger": ["D", "B"], "Mehr von Ben Kovač": ["C"]}


def test_below_a_post_by_three_stands_one_list_of_any_of_them(build):
    files = {
        "people/anna.md": ANNA,
        "people/ben.md": BEN,
        "people/nina.md": NINA,
        "posts/a.md": post(title="A", authors=["anna", "ben", "nina"]),
        "posts/b.md": post(title="B", date="2026-11-02", authors=["nina"]),
        "posts/c.md": post(title="C", date="2026-11-03", authors=["ben"]),
    }
    site = build(files, {"ROSTRUM": {"related": 0}})
    section = site.page("2026/11/a/").select_one("section.more-posts")
    assert words(section.h2) == "Mehr von den Autorinnen und Autoren"
    assert [words(title) for title in section.select("h3")] == ["C", "B"]


def test_one_more_post_below_one_by_the_author_is_no_list(build):
    site = build(
        {
            "people/anna.md": ANNA,
            "posts/a.md": post(title="A", tags=["Werk", "Halle"]),
            "posts/b.md": post(title="B", date="2026-11-02", tags=["Werk", "Halle"]),
            "posts/c.md": post(title="C", date="2026-11-03"),
        },
        {"ROSTRUM": {"related": 1}},
    )
    lists = [words(h2) for h2 in site.page("2026/11/a/").select("section.more-posts h2")]
    assert lists == ["Dazu passt"]
    more = {"posts/d.md": post(title="D", date="2026-11-04")}
    lists = [words(h2) for h2 in build(more).page("2026/11/a/").select("section.more-posts h2")]
    assert lists == ["Dazu passt", "Mehr von Anna Öllinger"]
    alone = build(more | {"posts/d.md": None}, {"ROSTRUM": {"related": 0, "more_by": 1}})
    lists = [words(h2) for h2 in alone.page("2026/11/a/").select("section.more-posts h2")]
    assert lists == ["Mehr von Anna Öllinger"]


def test_who_helped_is_named_in_byline_feeds_and_data(build):
    site = build(
        {
            "people/anna.md": ANNA,
            "people/ben.md": BEN,
            "posts/a.md": post(written_with=["ben"]),
        }
    )
    head = site.page("2026/11/hallo/").select_one(".post-header")
    assert "geschrieben mit Ben Kovač" in words(head)
    assert head.select_one(".meta a[href='/people/ben/']")
    atom = BeautifulSoup(site.read("atom.xml"), "xml").entry
    assert [words(name) for name in atom.select("author > name")] == ["Anna Öllinger"]
    assert [words(name) for name in atom.select("contributor > name")] == ["Ben Kovač"]
    rss = BeautifulSoup(site.read("rss.xml"), "xml").item
    assert words(rss.find("dc:creator")) == "Anna Öllinger"
    assert words(rss.find("dc:contributor")) == "Ben Kovač"
    data = json.loads(site.page("2026/11/hallo/").select_one("[type='application/ld+json']").text)
    assert [person["name"] for person in data["contributor"]] == ["Ben Kovač"]


def test_who_helped_has_the_post_on_the_own_page_marked(build):
    site = build(
        {
            "people/anna.md": ANNA,
            "people/ben.md": BEN,
            "posts/a.md": post(title="A", written_with=["ben"]),
            "posts/b.md": post(title="B", authors=["ben"]),
        }
    )
    rows = site.page("people/ben/").select(".post-row")
    marked = {words(row.h4): "geschrieben mit Ben Kovač" in words(row) for row in rows}
    assert marked == {"A": True, "B": False}
    card = site.page("people/").find("h3", string="Ben Kovač").find_parent("li")
    assert "1 Beitrag, bei 1 weiterem mitgeschrieben, zuletzt am 18. November 2026" in words(card)


def test_contributor_without_file_is_error_author_twice_warning(build):
    site = build(
        {
            "people/anna.md": ANNA,
            "posts/a.md": post(written_with=["annna", "anna"]),
        }
    )
    assert site.findings == [
        'content/posts/a.md:5:16: error[person-unknown]: there is no person "annna"',
        'content/posts/a.md:5:25: warning[author-twice]: "anna" is an author of this post already',
    ]


# A person's page

PROFILES = """---
name: Mira Hofer
role: Vorsitzende
unit: Vorstand
level: executive
photo: images/mira.png
profiles:
  mastodon: https://social.example/@mira
  linkedin: https://www.linkedin.com/in/mira
---
Mira leitet alles.
"""


def test_person_page_is_an_h_card_with_profile_links(build):
    site = build(
        {
            "people/mira.md": PROFILES,
            "images/mira.png": PIXEL,
            "posts/a.md": post(authors=["mira"]),
        }
    )
    card = site.page("people/mira/").select_one(".h-card")
    found = {name: card.select_one(f".{name}") for name in ("p-name", "p-job-title", "p-org")}
    assert {name: words(part) for name, part in found.items()} == {
        "p-name": "Mira Hofer",
        "p-job-title": "Vorsitzende",
        "p-org": "Vorstand",
    }
    assert card.select_one("a.u-url.u-uid")["href"] == "/people/mira/"
    assert card.select_one("img.u-photo")["src"] == "/images/mira.png"
    assert [link["href"] for link in card.select("a.u-url[rel=me]")] == [
        "https://social.example/@mira",
        "https://www.linkedin.com/in/mira",
    ]
    assert words(site.page("people/mira/").select_one(".prose")) == "Mira leitet alles."


def test_a_person_page_tells_search_engines_who_it_is_about(build):
    site = build({"people/nina.md": NINA, "posts/a.md": post(authors=["nina"])})
    data = json.loads(site.page("people/nina/").select_one("[type='application/ld+json']").text)
    assert data["@type"] == "ProfilePage"
    person = data["mainEntity"]
    assert (person["@type"], person["jobTitle"]) == ("Person", "Vorständin")
    assert person["hasOccupation"][1] == {
        "@type": "Role",
        "roleName": "Konstrukteurin",
        "startDate": "2019",
        "endDate": "2026-02",
    }


def test_a_person_belongs_to_the_house_a_guest_to_the_own_one(build):
    site = build(HOUSE, {"ROSTRUM": {"organisation": "Traunwerk AG"}})
    house = {
        key: [words(org) for org in site.page(f"people/{key}/").select(".h-card .p-org")]
        for key in ("ben", "gast", "walter")
    }
    assert house == {
        "ben": ["Halle 4", "Traunwerk AG"],
        "gast": ["Sägewerk"],
        "walter": ["Halle 4"],
    }


def test_posts_stand_by_year_with_counts_that_span_the_pages(build):
    posts = {
        f"posts/{year}-{n}.md": post(title=f"P{year}{n}", date=f"{year}-03-0{n}")
        for year in (2025, 2026)
        for n in (1, 2, 3)
    }
    site = build({"people/anna.md": ANNA, **posts}, {"DEFAULT_PAGINATION": 4})
    first = site.page("people/anna/")
    assert [words(year) for year in first.select(".year")] == ["2026 3 Beiträge", "2025 3 Beiträge"]
    assert [words(title) for title in first.select(".post-row h4")] == [
        "P20263",
        "P20262",
        "P20261",
        "P20253",
    ]
    second = site.page("people/anna/page/2/")
    assert [words(year) for year in second.select(".year")] == ["2025 3 Beiträge"]
    assert [words(title) for title in second.select(".post-row h4")] == ["P20252", "P20251"]


def test_a_person_page_names_the_series_with_the_number_of_parts(build):
    site = build(
        {
            "people/anna.md": ANNA,
            "series/schritte.md": "---\ntitle: Schritte\n---\n",
            "posts/a.md": post(title="A", series="schritte", part=1),
            "posts/b.md": post(title="B", series="schritte", part=2, date="2026-11-19"),
        }
    )
    row = site.page("people/anna/").select_one("#series-title + .split-list li")
    assert words(row) == "Schritte 2 Teile"
    assert row.a["href"] == "/series/schritte/"


def test_a_person_page_begins_with_a_sentence_of_theirs(build):
    quoted = ANNA.replace("level:", 'quote: "Fragen kostet <nichts>."\nlevel:')
    english = post(title="Hi", lang="en", authors=["anna"])
    files = {"people/anna.md": quoted, "posts/a.md": post(), "posts/b.md": english}
    site = build({**files, "people/anna.en.md": source(quote="Asking is free.")})
    assert site.findings == []
    assert (
        words(site.page("people/anna/").select_one(".person .quote q")) == "Fragen kostet <nichts>."
    )
    assert words(site.page("en/people/anna/").select_one(".person .quote q")) == "Asking is free."
    plain = build({"people/anna.md": ANNA, "people/anna.en.md": source(role="Chair")})
    assert not plain.page("people/anna/").select(".quote")


def test_a_persons_own_posts_do_not_repeat_face_name_and_role(build):
    site = build(
        {
            "people/anna.md": ANNA,
            "people/ben.md": BEN,
            "posts/a.md": post(title="Allein"),
            "posts/b.md": post(title="Zu zweit", authors=["anna", "ben"]),
        }
    )
    rows = site.page("people/anna/").select(".post-row")
    assert not site.page("people/anna/").select(".post-row .avatar")
    facts = {words(row.h4): words(row.select_one(".facts")) for row in rows}
    assert facts["Allein"] == "18. November 2026 1 Minute"
    assert facts["Zu zweit"].startswith("Anna Öllinger und Ben Kovač 18. November 2026")
    assert "Vorständin" not in " ".join(words(row) for row in rows)


def test_a_byline_of_many_takes_two_lines_and_lists_count_them(build):
    crowd = {f"people/p{n:02}.md": source(name=f"Person {n:02}", role="Meister") for n in range(12)}
    keys = [f"p{n:02}" for n in range(12)]
    site = build({**crowd, "posts/a.md": post(title="Zwölf", authors=keys)})
    (head,) = site.page("2026/11/zwoelf/").select(".post-header .byline")
    assert len(head.select(".faces .avatar")) == 5
    assert len(head.select("a.p-name")) == 12
    assert "Meister" not in words(head)
    own = site.page("people/p00/").select_one(".post-row .facts")
    assert "Person 00, Person 01 und 10 weitere" in words(own)
    row = site.page("2026/11/").select_one(".post-row .byline")
    assert "Person 00, Person 01 und 10 weitere" in words(row)
    assert len(row.select(".avatar")) == 3
    few = build({"posts/a.md": post(title="Zwölf", authors=keys[:4])})
    assert len(few.page("2026/11/zwoelf/").select(".post-header .byline")) == 4


# The directory

HOUSE = {
    "people/anna.md": ANNA,
    "people/mira.md": PROFILES,
    "people/ben.md": BEN.replace("role: Meister", "role: Meister\nunit: Halle 4"),
    "people/carla.md": source(name="Carla Ärmel", unit="halle 4"),
    "people/dora.md": source(name="Dora Abt", unit="Büro"),
    "people/emil.md": source(name="Emil Moser"),
    "people/gast.md": source(name="Gerda Gast", level="guest", role="Kundin", unit="Sägewerk"),
    "people/walter.md": WALTER,
    "images/mira.png": PIXEL,
    "posts/a.md": post(),
}


def directory(page: BeautifulSoup) -> dict[str, list[str]]:
    """Return the names below each heading of the directory."""
    return {
        words(group.h2): [words(name) for name in group.select("h3")]
        for group in page.select(".people-groups section")
    }


def test_people_directory_order_executives_units_guests_former(build):
    site = build(HOUSE)
    assert site.findings == []
    assert directory(site.page("people/")) == {
        "Leitung": ["Mira Hofer", "Anna Öllinger"],
        "Büro": ["Dora Abt"],
        "Halle 4": ["Carla Ärmel", "Ben Kovač"],
        "Weitere aus der Belegschaft": ["Emil Moser"],
        "Gäste": ["Gerda Gast"],
        "Ehemalige": ["Walter Gruber"],
    }
    assert words(site.page("people/").select_one(".people-groups h2")) == "Leitung"


def test_people_filter_is_a_page_with_count_and_current_mark(build):
    site = build(HOUSE)
    links = site.page("people/").select(".filters a")
    shown = {words(link): link["href"] for link in links}
    assert shown == {
        "Alle 88 Personen": "/people/",
        "Leitung 22 Personen": "/people/as/executives/",
        "Belegschaft 44 Personen": "/people/as/staff/",
        "Gäste 11 Person": "/people/as/guests/",
        "Ehemalige 11 Person": "/people/as/former/",
        "Büro 11 Person": "/people/in/buero/",
        "Halle 4 22 Personen": "/people/in/halle-4/",
        "Vorstand 11 Person": "/people/in/vorstand/",
        "LinkedIn 11 Person": "/people/on/linkedin/",
        "Mastodon 11 Person": "/people/on/mastodon/",
    }
    for address in shown.values():
        page = site.page(address.removeprefix("/"))
        assert [link["href"] for link in page.select(".filters [aria-current=page]")] == [address]
        count = words(page.select_one(".filters [aria-current] [aria-hidden]"))
        assert len(page.select(".people > li")) == int(count)


def test_a_network_page_leads_to_the_accounts(build):
    site = build(HOUSE)
    page = site.page("people/on/mastodon/")
    assert words(page.h1) == "Auf Mastodon"
    link = page.select_one(".people a[rel=me]")
    assert (words(link), link["href"]) == ("@mira@social.example", "https://social.example/@mira")


def test_a_guest_is_shown_as_one_with_the_organisation(build):
    site = build({**HOUSE, "posts/g.md": post(title="Gast", authors=["gast"])})
    assert byline(site, "2026/11/gast/")[0].startswith("Gerda Gast Gast: Kundin, Sägewerk 18.")
    data = json.loads(site.page("2026/11/gast/").select_one("[type='application/ld+json']").text)
    assert data["author"][0]["worksFor"]["name"] == "Sägewerk"


def test_filter_pages_are_in_the_sitemap_and_can_be_linked_to(build):
    files = {**HOUSE, "posts/a.md": post("[Wer ist auf Mastodon?](/people/on/mastodon/)\n")}
    site = build(files)
    assert site.findings == []
    assert "<loc>https://blog.example/people/on/mastodon/</loc>" in site.read("sitemap.xml")


def test_people_filter_links_to_itself_in_the_other_language(build):
    english = post(title="Hi", authors=["mira"], lang="en")
    site = build({**HOUSE, "posts/b.md": english})
    page = site.page("people/on/mastodon/")
    assert page.select_one("link[hreflang=en]")["href"] == (
        "https://blog.example/en/people/on/mastodon/"
    )
    assert not site.page("people/as/guests/").select_one("link[hreflang=en]")


def test_a_house_without_differences_has_no_filters(build):
    site = build({"people/ben.md": BEN, "posts/a.md": post(authors=["ben"])})
    page = site.page("people/")
    assert page.select(".filters") == []
    assert directory(page) == {"Belegschaft": ["Ben Kovač"]}
    assert not [file for file in site.files if re.match(r"people/(as|in|on)/", file)]


def test_a_person_may_bear_the_name_of_a_filter(build):
    files = {f"people/{key}.md": source(name=key.title()) for key in ("as", "in", "on", "guests")}
    site = build({**HOUSE, **files})
    assert site.findings == []
    assert words(site.page("people/on/").h1) == "On"
    assert words(site.page("people/on/mastodon/").h1) == "Auf Mastodon"


def test_many_people_stand_on_lean_pages(build):
    crowd = {f"people/p{n}.md": source(name=f"Vorname Name{n:03}") for n in range(121)}
    site = build({"people/anna.md": ANNA, "posts/a.md": post(), **crowd})
    assert len(site.page("people/").select(".people.compact > li")) == 122
    assert site.page("people/").select(".people.compact .avatar") == []
    assert site.page("people/as/executives/").select(".people .avatar") != []


def test_a_directory_too_long_for_one_page_has_several(build):
    site = build(HOUSE, {"ROSTRUM": {"people_per_page": 3}})
    first, last = site.page("people/"), site.page("people/page/3/")
    assert directory(first) == {"Leitung": ["Mira Hofer", "Anna Öllinger"], "Büro": ["Dora Abt"]}
    assert directory(last) == {"Gäste": ["Gerda Gast"], "Ehemalige": ["Walter Gruber"]}
    links = [link["href"] for link in first.select(".pager a")]
    assert links == ["/people/", "/people/page/2/", "/people/page/3/"]
    assert last.select_one(".pager [aria-current]")["href"] == "/people/page/3/"


# The register


def documented_keys(title: str) -> list[str]:
    """Return the keys in the table below a heading of docs/people.md."""
    text = (ROOT / "docs" / "people.md").read_text("utf-8")
    section = re.split(r"^##", text.partition(f"# {title}\n")[2], flags=re.MULTILINE)[0]
    return re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)


def test_people_json_has_the_documented_keys_and_no_others(build):
    site = build(
        {
            **HOUSE,
            "people/nina.md": NINA,
            "series/s.md": "---\ntitle: S\n---\n",
            "posts/m.md": post(title="M", authors=["mira"], series="s", part=1),
        }
    )
    content = json.loads(site.read("people.json"))
    people = {person["id"]: person for person in content["people"]}
    mira, nina = people["mira"], people["nina"]
    assert list(content) == documented_keys("people.json")
    assert list(mira) == documented_keys("A person")
    assert list(nina["roles"][0]) == documented_keys("A role")
    assert list(mira["photo"]) == documented_keys("A photo")
    assert list(mira["profiles"][0]) == documented_keys("A profile")
    assert list(mira["series"][0]) == documented_keys("A series")
    assert list(mira["feeds"][0]) == documented_keys("A feed")
    assert list(content["selections"][0]) == documented_keys("A selection")


def test_people_json_says_what_the_directory_shows_in_its_order(build):
    site = build(HOUSE)
    content = json.loads(site.read("people.json"))
    shown = [words(name) for name in site.page("people/").select(".people h3")]
    assert [person["name"] for person in content["people"]] == shown
    anna = next(person for person in content["people"] if person["id"] == "anna")
    assert anna["url"] == "https://blog.example/people/anna/"
    assert anna["last_post"] == "2026-11-18T09:30:00+01:00"
    mastodon = next(each for each in content["selections"] if each["key"] == "mastodon")
    assert mastodon["people"] == ["mira"]
    assert mastodon["url"] == "https://blog.example/people/on/mastodon/"
    link = site.page("people/").select_one("link[type='application/json']")
    assert link["href"] == "/people.json"


def test_each_language_has_its_own_register(build):
    english = post(title="Hi", authors=["mira"], lang="en")
    site = build({**HOUSE, "posts/b.md": english})
    content = json.loads(site.read("en/people.json"))
    assert content["language"] == "en"
    assert [person["url"] for person in content["people"]] == [
        "https://blog.example/en/people/mira/"
    ]


def test_a_file_that_breaks_off_is_reported_and_not_raised():
    report = Report()
    cells = {
        "name": SourceValue("N", SourceLocation("n.md", 2, 1)),
        "roles": SourceValue("Meister", SourceLocation("n.md", 3, 8)),
    }
    PERSON.read(cells, SourceLocation("n.md"), report)
    assert [found.code for found in report] == ["value-kind"]


def test_a_long_list_of_pages_shows_what_it_leaves_out(build):
    crowd = {f"people/p{n:02}.md": source(name=f"Person {n:02}") for n in range(20)}
    site = build(crowd, {"ROSTRUM": {"people_per_page": 2}})
    numbers = {
        n: [words(item).removeprefix("Seite ") for item in page.select(".pager li")]
        for n in (1, 4, 5, 10)
        for page in [site.page(f"people/page/{n}/" if n > 1 else "people/")]
    }
    assert numbers == {
        1: ["1", "2", "3", "…", "10"],
        4: ["1", "2", "3", "4", "5", "6", "…", "10"],
        5: ["1", "2", "3", "4", "5", "6", "7", "…", "10"],
        10: ["1", "…", "8", "9", "10"],
    }
    assert not site.page("people/").select(".pager a[href='']")


def test_a_long_directory_has_the_active_an_index_and_folds(build):
    crowd = {
        f"people/p{n}.md": source(name=f"Vorname Name{n:03}", unit="Büro" if n % 2 else "Halle")
        for n in range(121)
    }
    crowd |= {
        "people/z.md": source(name="Ida Żuk"),
        "people/nr.md": source(name="Robot 4"),
        "people/weg.md": source(name="Theo Weg", former=True),
    }
    posts = {f"posts/{n}.md": post(title=f"P{n}", authors=["p7"]) for n in range(2)}
    posts["posts/neu.md"] = post(title="Neu", date="2026-11-20", authors=["z"])
    posts["posts/alt.md"] = post(title="Alt", date="2025-11-20", authors=["weg"])
    page = build({**crowd, **posts}).page("people/")
    active = [words(h3) for h3 in page.select(".people-index h3")]
    assert active == ["Vorname Name007", "Ida Żuk"]
    letters = {words(fold.summary): fold.select("li") for fold in page.select(".letters details")}
    assert list(letters) == ["#, 1 Person", "N, 121 Personen", "W, 1 Person", "Z, 1 Person"]
    assert letters["Z, 1 Person"][0].a["href"] == "/people/z/"
    groups = [words(fold.summary) for fold in page.select(".people-folds > details")]
    assert groups[:2] == ["Büro 6060 Personen", "Halle 6161 Personen"]
    assert not page.select(".people-folds > details[open]")
    assert page.select(".people-search[hidden]")
    assert page.select("script[src^='/theme/js/people.js?v='][defer]")


def test_a_long_directory_of_one_group_folds_too(build):
    crowd = {
        f"people/p{n}.md": source(
            name=f"Vorname Name{n:03}", profiles={"mastodon": f"https://social.example/@p{n}"}
        )
        for n in range(121)
    }
    site = build({**crowd, "people/anna.md": ANNA, "posts/a.md": post()})
    for path, words_of in (("people/as/staff/", "Belegschaft"), ("people/on/mastodon/", "Bel")):
        page = site.page(path)
        (fold,) = page.select(".people-folds > details")
        assert words(fold.summary).startswith(words_of)
        assert len(fold.select(".people > li")) == 121
    assert len(page.select(".people-folds a[rel=me]")) == 121


def test_a_small_directory_needs_neither_index_nor_filter_box(build):
    page = build(HOUSE).page("people/")
    assert not page.select(".people-index, .people-search, script[src], details")
    assert "people.json" not in str(page.select_one("main"))
    assert page.select("head link[type='application/json']")
