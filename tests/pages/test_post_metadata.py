"""What front matter says about a post, as machines read it: in the page, in JSON-LD, in feeds."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import feedparser
import PIL.Image
import pytest
from bs4 import BeautifulSoup
from support.sites import ANNA, Built, post

from rostrum.core.creative_commons import find_license
from rostrum.crosspost.site_plan import make_site_plan

PAGE = "2026/11/hallo/"
OWN = f"https://blog.example/{PAGE}"
FIRST = "https://anderswo.example/zuerst/"
CHANGED = "2026-11-20T16:45:00+01:00"


def json_ld(page: BeautifulSoup) -> dict[str, Any]:
    """Return what the page says of its post in schema.org's words."""
    found = [json.loads(it.text) for it in page.select("script[type='application/ld+json']")]
    return next(data for data in found if data["@type"] == "BlogPosting")


def entries(site: Built) -> dict[str, Any]:
    """Return the first entry of each of the site's feeds, by the feed's file."""
    return {name: feedparser.parse(site.read(name)).entries[0] for name in ("rss.xml", "atom.xml")}


# canonical


@pytest.fixture
def copy(build) -> Built:
    return build({"people/anna.md": ANNA, "posts/a.md": post(canonical=FIRST)})


def test_canonical_is_the_page_s_canonical_link_and_og_url(copy):
    page = copy.page(PAGE)
    assert page.select_one("link[rel=canonical]")["href"] == FIRST
    assert page.select_one("meta[property='og:url']")["content"] == FIRST


def test_canonical_is_the_main_page_in_json_ld(copy, build):
    assert json_ld(copy.page(PAGE))["mainEntityOfPage"] == FIRST
    assert json_ld(build({"posts/a.md": post()}).page(PAGE))["mainEntityOfPage"] == OWN


def test_canonical_does_not_lead_feed_readers_off_the_site(copy):
    assert [entry.link for entry in entries(copy).values()] == [OWN, OWN]


# modified


@pytest.fixture
def changed(build) -> Built:
    return build({"people/anna.md": ANNA, "posts/a.md": post(modified="2026-11-20 16:45")})


def test_modified_is_told_to_readers_and_networks(changed, build):
    page = changed.page(PAGE)
    assert page.select_one(".dt-updated")["datetime"] == CHANGED
    assert page.select_one("meta[property='article:modified_time']")["content"] == CHANGED
    page = build({"posts/a.md": post()}).page(PAGE)
    assert not page.select(".dt-updated, meta[property='article:modified_time']")


def test_modified_is_the_date_modified_in_json_ld(changed, build):
    assert json_ld(changed.page(PAGE))["dateModified"] == CHANGED
    early = build({"posts/a.md": post(modified="2026-11-01 16:45")}).page(PAGE)
    assert json_ld(early)["dateModified"] == json_ld(early)["datePublished"]


def test_modified_is_the_updated_moment_in_feeds_and_sitemap(changed):
    entry = entries(changed)["atom.xml"]
    assert entry.published == "2026-11-18T09:30:00+01:00"
    assert entry.updated[:17] == CHANGED[:17]  # seconds tell posts of one minute apart
    sitemap = BeautifulSoup(changed.read("sitemap.xml"), "xml")
    assert sitemap.find("loc", string=OWN).find_next("lastmod").text == CHANGED


# Key: value lines


def test_continuation_lines_of_key_value_metadata(build):
    text = (
        "Title: Ein langer\n    Titel\nDate: 2026-11-18\nAuthors:\n    anna\n"
        "Summary: Erstens.\n    Zweitens: mit Doppelpunkt.\nSlug: lang\n\n    Ein Text.\n"
    )
    site = build({"people/anna.md": ANNA, "posts/a.md": text})
    page = site.page("2026/11/lang/")
    assert site.findings == []
    assert page.h1.text == "Ein langer Titel"
    assert page.select_one("meta[name=description]")["content"] == (
        "Erstens. Zweitens: mit Doppelpunkt."
    )
    assert page.select_one(".p-author").text.startswith("Anna Öllinger")
    assert page.select_one(".e-content pre").text.strip() == "Ein Text."


def test_an_indented_line_that_continues_no_key_begins_the_text(build):
    site = build({"posts/a.md": "    Title: Code\n\nText.\n"})
    assert site.codes == ["frontmatter-missing"]


# Pictures in a text


def test_a_picture_of_another_size_changes_the_width_in_the_text(build):
    """Nothing but the picture changed: its size is part of the key of a kept text."""
    files = {"people/anna.md": ANNA, "posts/a.md": post("![Ein Bild]({static}/images/a.png)\n")}
    for width, height in ((30, 20), (50, 20), (50, 40)):
        site = build({**files, "images/a.png": picture(width, height)})
        image = site.page(PAGE).select_one(".e-content img")
        assert (image["width"], image["height"]) == (str(width), str(height))


def picture(width: int, height: int) -> bytes:
    raw = BytesIO()
    PIL.Image.new("RGB", (width, height)).save(raw, "PNG")
    return raw.getvalue()


# Licences


@pytest.mark.parametrize(
    ("written", "deed"),
    [
        ("CC BY 4.0", "licenses/by/4.0/"),
        ("CC-BY-SA-4.0", "licenses/by-sa/4.0/"),
        ("CC BY-NC-ND 3.0 AT", "licenses/by-nc-nd/3.0/at/"),
        ("CC BY-SA 3.0 CH", "licenses/by-sa/3.0/ch/"),
        ("cc by 2.0 de", "licenses/by/2.0/de/"),
        ("CC-BY-3.0-AT", "licenses/by/3.0/at/"),
        ("CC0", "publicdomain/zero/1.0/"),
        ("CC0 1.0", "publicdomain/zero/1.0/"),
    ],
)
def test_a_creative_commons_license_leads_to_its_deed(written, deed):
    assert find_license(written) == (written, f"https://creativecommons.org/{deed}")


@pytest.mark.parametrize(
    "written", ["CC BY 3.0 XX", "CC BY 4.0 AT", "CC BY-XX 4.0", "CC BY 40", "© Anna", ""]
)
def test_an_unknown_license_is_named_without_a_link(written):
    assert find_license(written) == (written, "")


# the automatic summary


@pytest.mark.parametrize("dialect", ["gfm", "python-markdown"])
def test_an_automatic_summary_is_the_same_in_every_place(build, dialect):
    text = (
        "Liebe Kolleginnen und Kollegen,\n\n{{< film a >}}\n\nMit 4[^1] Leuten und 10<sup>6</sup> "
        'Teilen <span hidden>intern</span> zu <del>100</del> <Name> & "Firma".\n\n'
        "[^1]: Ohne mich.\n"
    )
    summary = "Mit 4 Leuten und 10⁶ Teilen zu <Name> & „Firma“."
    files = {"people/anna.md": ANNA, "posts/a.md": post(text), "posts/b.md": post(title="B")}
    site = build(files, {"ROSTRUM": {"markdown": dialect}})
    page = site.page(PAGE)
    assert page.find("meta", attrs={"name": "description"})["content"] == summary
    assert page.find("meta", property="og:description")["content"] == summary
    assert json_ld(page)["description"] == summary
    assert summary in site.page().get_text()
    assert summary in site.page("people/anna/").get_text()
    outcome = site.outcome
    assert outcome.site
    assert outcome.config
    config, parts = outcome.config, (outcome.site, outcome.config.addresses, outcome.config.content)
    plan = make_site_plan(*parts, config.settings, config.messages, outcome.report)
    texts = [message.text for posts in plan.posts for message in posts.messages]
    assert any(summary in it for it in texts)
    assert not any("10⁶" in it and summary[:30] not in it for it in texts)
