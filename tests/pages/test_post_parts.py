"""What stands around the text of a post: key points, contents, changes, links to share it."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from support.sites import ANNA, Built, post, source

PAGE = "2026/11/hallo/"
DIALECTS = [{"ROSTRUM": {"markdown": name}} for name in ("gfm", "python-markdown")]
POINTS = ["Fehler <offen> nennen, nicht *verstecken*.", "Der Ton zählt."]
CHANGES = [
    {"date": "2026-11-20 08:00", "text": "Zahlen vom *November* ergänzt."},
    {"date": "2026-11-19", "kind": "correction", "text": "Die Linie stand <neun> Stunden."},
]
HEADINGS = "\n\n".join(f"## Teil {n}\n\n### Stück {n}\n\nEin Satz." for n in range(3))
LONG = "\n\n".join(f"## Teil {n} & *mehr*\n\n{'Wort ' * 250}" for n in range(5))


def build_post(
    build: Any, text: str = "Ein Text, der lang genug ist für eine Kurzfassung.", **keys
):
    settings = keys.pop("settings", None)
    return build({"people/anna.md": ANNA, "posts/a.md": post(text, **keys)}, settings)


def see(site: Built, path: str = PAGE) -> BeautifulSoup:
    assert site.exitcode == 0, site.text
    return site.page(path)


def words(tag: Any) -> str:
    return " ".join(tag.get_text(" ").split())


def json_ld(site: Built) -> dict[str, Any]:
    found = [json.loads(it.text) for it in see(site).select("script[type='application/ld+json']")]
    return next(data for data in found if data["@type"] == "BlogPosting")


def read_entry(site: Built) -> BeautifulSoup:
    """Return the content of the first entry of the feed in Atom."""
    feed = BeautifulSoup(site.read("atom.xml"), "xml")
    return BeautifulSoup(feed.entry.content.text, "html.parser")


# Key points


@pytest.fixture
def pointed(build) -> Built:
    return build_post(build, key_points=POINTS)


def test_key_points_are_a_box_with_a_heading_before_the_text(pointed):
    box = see(pointed).select_one(".key-points")
    assert box.h2.get_text() == "Kurz gesagt"
    assert [words(item) for item in box.select("li")] == [
        "Fehler <offen> nennen, nicht verstecken.",
        "Der Ton zählt.",
    ]
    assert box.find_next(class_="e-content")


def test_key_points_begin_the_entry_of_a_feed(pointed):
    entry = read_entry(pointed)
    assert [words(item) for item in entry.select("li")][1] == "Der Ton zählt."
    assert words(entry).startswith("Kurz gesagt Fehler <offen>")


def test_key_points_count_in_no_summary_and_no_length(pointed, build):
    plain = build_post(build)
    for site in (pointed, plain):
        page = see(site)
        assert "Ton" not in page.select_one("meta[name=description]")["content"]
    assert json_ld(pointed)["wordCount"] == json_ld(plain)["wordCount"]


def test_a_key_point_that_is_no_list_keeps_its_commas(build):
    page = see(build_post(build, key_points="Eins, zwei; drei"))
    assert [words(item) for item in page.select(".key-points li")] == ["Eins, zwei; drei"]


@pytest.mark.parametrize("points", [[], "", None])
def test_a_post_without_key_points_has_no_box(build, points):
    assert see(build_post(build, key_points=points)).select(".key-points") == []


def test_too_many_key_points_are_an_error(build):
    site = build_post(build, key_points=[f"Punkt {n}" for n in range(21)])
    assert site.findings == [
        "content/posts/a.md:5:13: error[value-long]: key_points: this has 21 parts, more than 20"
    ]


def test_book_and_whole_series_have_key_points_and_changes(build):
    text = post("Text.", series="mut", part=1, key_points=POINTS, changes=CHANGES)
    files = {"people/anna.md": ANNA, "series/mut.md": source(title="Mut"), "posts/a.md": text}
    site = build({**files, "posts/b.md": post(title="B", series="mut", part=2)})
    whole = words(see(site, "series/mut/all/"))
    with ZipFile(BytesIO((site.output / "series/mut/mut.epub").read_bytes())) as book:
        chapter = words(BeautifulSoup(book.read("EPUB/part-001.xhtml"), "xml"))
    for written in (whole, chapter):
        assert "Kurz gesagt Fehler <offen> nennen" in written
        assert "Berichtigung, 19. November 2026 : Die Linie stand <neun> Stunden." in written


# Contents


@pytest.mark.parametrize("settings", DIALECTS)
def test_a_long_post_has_its_contents_folded(build, settings):
    page = see(build_post(build, LONG, settings=settings))
    nav = page.select_one("nav[aria-label=Inhalt]")
    assert words(nav.details.summary) == "Inhalt"
    links = nav.select("a")
    assert [words(link) for link in links] == [f"Teil {n} & mehr" for n in range(5)]
    for link in links:
        assert page.find(id=link["href"].removeprefix("#")).name == "h2"


@pytest.mark.parametrize(
    ("text", "contents", "number"),
    [
        (LONG, False, 0),
        (LONG.partition("## Teil 4")[0], None, 0),
        (LONG.replace("Wort " * 250, "Wort"), None, 0),
        (HEADINGS, None, 0),
        (HEADINGS, True, 6),
        ("Ohne Abschnitte.", True, 0),
        (f"[TOC]\n\n{LONG}", None, 0),
        (f"[TOC]\n\n{LONG}", True, 0),
    ],
)
@pytest.mark.parametrize("settings", DIALECTS)
def test_contents_follow_length_headings_and_front_matter(build, text, contents, number, settings):
    page = see(build_post(build, text, contents=contents, settings=settings))
    assert len(page.select(".post-contents a")) == number
    assert len(page.select("nav.toc")) == ("[TOC]" in text)


def test_subsections_stand_within_their_section(build):
    page = see(build_post(build, HEADINGS, contents=True))
    inner = page.select(".post-contents li li")
    assert [words(item) for item in inner] == ["Stück 0", "Stück 1", "Stück 2"]


@pytest.mark.parametrize("settings", DIALECTS)
def test_written_contents_are_navigation_with_a_title(build, settings):
    page = see(build_post(build, f"[TOC]\n\n{HEADINGS}", settings=settings))
    nav = page.select_one(".prose nav.toc")
    assert (nav["aria-label"], nav.strong.get_text()) == ("Inhalt", "Inhalt")
    assert len(nav.select("li")) == 6
    assert page.select_one("meta[name=description]")["content"] == "Ein Satz."


# Changes


@pytest.fixture
def changed(build) -> Built:
    return build_post(build, changes=CHANGES)


def test_changes_stand_below_the_text_with_the_oldest_first(changed):
    items = see(changed).select("section#changes dl > div")
    assert [words(item) for item in items] == [
        "Berichtigung , 19. November 2026 Die Linie stand <neun> Stunden.",
        "Ergänzung, 20. November 2026 Zahlen vom November ergänzt.",
    ]
    assert items[0].find_previous(class_="e-content")


def test_only_a_correction_is_noted_above_the_text(changed, build):
    notice = see(changed).select_one(".post-header .notice")
    assert words(notice) == "Berichtigt am 19. November 2026"
    assert notice.a["href"] == "#changes"
    assert see(build_post(build, changes=CHANGES[:1])).select(".post-header .notice") == []


def test_search_engines_get_corrections_and_the_latest_change(changed):
    data = json_ld(changed)
    assert data["dateModified"] == "2026-11-20T08:00:00+01:00"
    assert data["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "Die Linie stand <neun> Stunden.",
            "datePublished": "2026-11-19T00:00:00+01:00",
        }
    ]


def test_feeds_have_the_changes_and_their_date(changed):
    assert words(read_entry(changed)).startswith("Berichtigt am 19. November 2026: siehe unter")
    assert "Zahlen vom November ergänzt." in words(read_entry(changed))
    assert "<updated>2026-11-20T08:00:" in changed.read("atom.xml")


def test_a_later_modified_counts_and_an_earlier_one_is_told(build):
    assert json_ld(build_post(build, changes=CHANGES, modified="2026-11-21 09:00"))[
        "dateModified"
    ] == ("2026-11-21T09:00:00+01:00")
    site = build_post(build, changes=CHANGES[:1], modified="2026-11-19")
    assert [finding.partition(": ")[2] for finding in site.findings] == [
        'warning[modified-early]: the last change is dated before one of those in "changes"'
    ]
    assert json_ld(site)["dateModified"] == "2026-11-20T08:00:00+01:00"


def test_a_change_in_the_future_is_told_and_waits(build):
    site = build_post(build, changes=[{"date": "2026-12-24", "text": "Später."}])
    assert site.codes == ["modified-future"]
    assert "Später" not in site.read(PAGE) + site.read("atom.xml")
    site = build({}, as_of="2026-12-24 00:00")
    assert "Später" in site.read(PAGE)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"text": "a"}, 'error[key-missing]: changes: the change has no "date"'),
        ({"date": "2026-11-20"}, 'error[key-missing]: changes: the change has no "text"'),
        (
            {"date": "2026-11-20", "text": "a", "kind": "fix"},
            'error[change-kind]: changes: kind: "fix" is not one of correction, update',
        ),
        (
            {"date": "2026-11-17", "text": "a"},
            "warning[modified-early]: the change is dated before the publication",
        ),
    ],
)
def test_a_change_that_can_not_be_is_told(build, change, told):
    site = build_post(build, changes=[change])
    assert [finding.partition(": ")[2] for finding in site.findings] == [told]


def test_a_draft_may_have_any_changes(build):
    site = build_post(build, status="draft", changes=[{"date": "2026-12-24", "text": "a"}])
    assert site.findings == []


# Links to share it


def test_share_links_are_plain_and_hold_address_and_title(build):
    site = build_post(build, title="A & B?", slug="hallo")
    links = {words(link): link["href"] for link in see(site).select(".share a")}
    url, title = "https%3A%2F%2Fblog.example%2F2026%2F11%2Fhallo%2F", "A%20%26%20B%3F"
    assert links == {
        "LinkedIn": f"https://www.linkedin.com/sharing/share-offsite/?url={url}",
        "Mastodon": f"https://share.joinmastodon.org/#text={title}%20{url}",
        "Bluesky": f"https://bsky.app/intent/compose?text={title}%20{url}",
        "X": f"https://x.com/intent/post?text={title}&url={url}",
        "E-Mail": f"mailto:?subject={title}&body={url}",
    }
    assert see(site).select_one(".share-address").get_text() == f"https://blog.example/{PAGE}"


def test_share_links_follow_the_setting_in_its_order(build):
    page = see(build_post(build, settings={"ROSTRUM": {"share": ["mail", "linkedin"]}}))
    assert [words(link) for link in page.select(".share a")] == ["E-Mail", "LinkedIn"]
    assert page.select(".share-address") == []


def test_an_empty_setting_leaves_the_share_links_out(build):
    page = see(build_post(build, settings={"ROSTRUM": {"share": []}}))
    assert page.select(".share") == []


def test_a_wrong_way_to_share_is_told(build):
    site = build_post(build, settings={"ROSTRUM": {"share": ["linkedin", "blusky"]}})
    assert site.codes == ["setting"]
    assert 'Did you mean "bluesky"?' in site.text


def test_the_address_to_share_is_the_canonical_one(build):
    site = build_post(build, canonical="https://anderswo.example/zuerst/")
    assert see(site).select_one(".share-address").get_text() == "https://anderswo.example/zuerst/"


def test_an_unpublished_post_has_no_share_links(build):
    files = {"people/anna.md": ANNA, "posts/a.md": post(status="draft")}
    site = build(files, preview=True)
    drafts = [name for name in site.files if name.endswith("hallo/index.html")]
    assert drafts
    assert see(site, drafts[0]).select(".share") == []
