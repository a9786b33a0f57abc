"""The list of all feeds and calendars, as a feed reader takes it in."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from support.sites import ANNA, Built, post, source

SITE = {
    "people/anna.md": ANNA,
    "series/lernen.md": source(title="Lernen & <mehr>"),
    "posts/eins.md": post(title="Eins", series="lernen", part=1, tags=["Halle"], category="Werk"),
    "posts/one.md": post(title="One", lang="en"),
}


def read(site: Built, file: str = "feeds/feeds.opml") -> dict[str, list[Element]]:
    """Return the outlines of each group."""
    body = ElementTree.parse(site.output / file).getroot().find("body")
    assert body is not None
    return {group.attrib["text"]: list(group) for group in body}


def test_it_has_every_feed_in_groups_and_every_calendar(build):
    groups = read(build(SITE))
    assert {name: [item.attrib["text"] for item in items] for name, items in groups.items()} == {
        "Alles": ["Offen gesagt", "Antworten auf Offen gesagt"],
        "Serien": ["Lernen & <mehr>"],
        "Menschen": ["Anna Öllinger"],
        "Themen": ["Halle"],
        "Rubriken": ["Werk"],
        "Kalender": ["Lernen & <mehr>"],
    }


def test_every_address_in_it_leads_to_a_file_of_the_site(build):
    site = build(SITE)
    for items in read(site).values():
        for item in items:
            for key in ("xmlUrl", "htmlUrl", "url"):
                path = item.attrib.get(key, "https://blog.example/")
                assert path.startswith("https://blog.example/")
                below = path.removeprefix("https://blog.example/")
                assert (site.output / below / "index.html").is_file() or below in site.files


def test_a_feed_says_what_opml_wants_of_it(build):
    (person,) = read(build(SITE))["Menschen"]
    assert person.attrib == {
        "type": "rss",
        "text": "Anna Öllinger",
        "title": "Anna Öllinger",
        "xmlUrl": "https://blog.example/people/anna/rss.xml",
        "htmlUrl": "https://blog.example/people/anna/",
        "language": "de",
    }


def test_it_is_xml_that_names_its_encoding(build):
    raw = (build(SITE).output / "feeds/feeds.opml").read_bytes()
    assert raw.startswith(b"<?xml version='1.0' encoding='utf-8'?>\n<opml version=\"2.0\">")
    assert raw.endswith(b"</opml>\n")


def test_each_language_has_its_own(build):
    groups = read(build(SITE), "en/feeds/feeds.opml")
    assert groups["Everything"][0].attrib["xmlUrl"] == "https://blog.example/en/rss.xml"
    assert "Topics" not in groups


def test_opml_date_is_that_of_newest_change_not_of_build(build):
    site = build(SITE)
    head = ElementTree.parse(site.output / "feeds/feeds.opml").getroot().find("head")
    assert head is not None
    assert head.findtext("dateModified") == "Wed, 18 Nov 2026 08:30:00 GMT"
    assert head.findtext("title") == "Offen gesagt"


def test_the_page_of_feeds_leads_to_it_and_tells_programs_of_it(build):
    page = build(SITE).page("feeds/")
    assert page.find("a", href="/feeds/feeds.opml").get_text() == "OPML"
    assert page.find("link", rel="alternate", type="text/x-opml")["href"] == "/feeds/feeds.opml"
    webcal = "webcal://blog.example/series/lernen/calendar.ics"
    assert page.find("a", href=webcal).get_text() == "Abonnieren – Lernen & <mehr>"
