"""Hidden posts and pages: they have an address, and nothing but their own pages tells it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.embargo import PIXEL, PUBLIC, contents, traces
from support.sites import ANNA, BEN, Built, post, source

Build = Callable[..., Built]

LANGUAGES = {"ROSTRUM": {"languages": ["de", "en"]}}
HIDDEN = {"status": "hidden"}


def contents_without(site: Built, *own: str) -> dict[str, bytes]:
    """Return every file but those below some folders."""
    return {name: raw for name, raw in contents(site).items() if not name.startswith(own)}


def generated(site: Built) -> set[tuple[str, bytes]]:
    """Return the social cards and icons of a site, with what is in them."""
    names = {*site.all_files} - {*site.files}
    return {(name, (site.output / name).read_bytes()) for name in names}


def card_of(site: Built, page: str) -> tuple[str, bytes]:
    """Return the social card of a page, with what is in it."""
    (image,) = site.page(page).select('meta[property="og:image"]')
    name = str(image["content"]).removeprefix("https://blog.example/")
    return name, (site.output / name).read_bytes()


def test_a_hidden_translation_is_not_told_of(build: Build) -> None:
    files = {
        "people/anna.md": ANNA,
        "posts/a.md": post(slug="a"),
        "posts/b.en.md": post(slug="b", lang="en"),
        "pages/wir.md": source(title="Wir", slug="wir"),
    }
    hidden = {
        "posts/a.en.md": post(title="Hagebutte", slug="a", lang="en", **HIDDEN),
        "pages/wir.en.md": source(title="Hagebutte", slug="wir", lang="en", **HIDDEN),
    }
    public = build(files, LANGUAGES)
    without, before = contents(public), generated(public)
    site = build(hidden)
    assert contents_without(site, "en/2026/11/a/", "en/wir/") == without
    assert generated(site) - before == {card_of(site, "en/2026/11/a/")}
    assert site.page("en/2026/11/a/").select_one('[hreflang="de"][href$="/2026/11/a/"]')
    assert site.page("en/wir/").select_one('[hreflang="de"][href$="/wir/"]')


def test_two_hidden_translations_do_not_tell_of_each_other(build: Build) -> None:
    files = {
        "people/anna.md": ANNA,
        "posts/a.md": post(title="Zirbenholz", slug="a", **HIDDEN),
        "posts/a.en.md": post(title="Hagebutte", slug="a", lang="en", **HIDDEN),
    }
    site = build(files, LANGUAGES)
    assert "Hagebutte" not in site.read("2026/11/a/")
    assert "Zirbenholz" not in site.read("en/2026/11/a/")


@pytest.mark.parametrize(
    ("lang", "slug", "own"),
    [("de", "krummholz", "2020/01/krummholz/"), ("en", "eins", "en/2020/01/eins/")],
)
def test_nothing_but_its_own_pages_changes_with_a_hidden_post(
    build: Build, lang: str, slug: str, own: str
) -> None:
    """It names a person, series, tags and a category, has a comment, and is the oldest of all."""
    hidden = post(
        "Quittenmus",
        title="Zirbenholz",
        slug=slug,
        lang=lang,
        date="2020-01-02 03:04:05",
        authors=["ben", "anna"],
        tags=["Halle", "Vogelbeere"],
        category="Erdwerk",
        series="lernen",
        part=3,
        modified="2026-11-21",
        image={"src": "images/vorab.png", "alt": "Vorab"},
        **HIDDEN,
    )
    comment = source("Holunder", author="Holunder", date="2026-11-20")
    reply = source("Holunder", author="ben", date="2026-11-21")
    planned = [{"part": 3, "title": "Der dritte Teil"}]
    files = PUBLIC | {
        "series/lernen.md": source("Wie wir lernen.\n", title="Lernen", planned=planned),
        "posts/eins.md": post(title="Eins", slug="eins", series="lernen", part=1),
    }
    added = {
        "images/vorab.png": PIXEL,
        "posts/krummholz.md": hidden,
        "comments/krummholz/001.md": comment,
        "comments/krummholz/002.md": reply,
    }
    public = build(files, LANGUAGES)
    without, before = contents(public), generated(public)
    site = build(added)
    assert f"{own}index.html" in site.files
    assert contents_without(site, own, "images/vorab.png") == without
    assert generated(site) - before == {card_of(site, own)}
    assert before <= generated(site)


def test_an_empty_feed_does_not_tell_a_hidden_date(build: Build) -> None:
    files = {
        "people/anna.md": ANNA,
        "posts/a.md": post(),
        "posts/h.md": post(title="H", date="2020-01-02 03:04:05", **HIDDEN),
    }
    site = build(files)
    assert "<updated>2026-11-18T09:30:00+01:00</updated>" in site.read("comments/atom.xml")
    assert traces(site, ["2020-01-02t03:04:05"]) == ["2020/01/h/index.html: 2020-01-02t03:04:05"]


def test_a_site_of_hidden_posts_alone_tells_no_date(build: Build) -> None:
    hidden = post(title="H", date="2020-01-02 03:04:05", **HIDDEN)
    site = build({"people/anna.md": ANNA, "posts/h.md": hidden})
    assert "<updated>2000-01-01T00:00:00Z</updated>" in site.read("atom.xml").replace("+00:00", "Z")


def test_hidden_posts_alone_do_not_list_author_without_role(build: Build) -> None:
    hidden = post(title="Zirbenholz", slug="krummholz", authors=["eva"], **HIDDEN)
    public = build(PUBLIC)
    without, before = contents(public), generated(public)
    site = build({"people/eva.md": source(name="Eva Sturm"), "posts/h.md": hidden})
    assert contents_without(site, "2026/11/krummholz/") == without
    assert generated(site) - before == {card_of(site, "2026/11/krummholz/")}
    assert "Eva Sturm" in site.read("2026/11/krummholz/")


def test_an_author_may_link_to_a_hidden_post(build: Build) -> None:
    link = post("Mehr [der Plan]({filename}h.md).")
    files = {"people/anna.md": ANNA, "posts/a.md": link, "posts/h.md": post(slug="h", **HIDDEN)}
    site = build(files)
    assert site.findings == []
    assert site.page("2026/11/hallo/").select_one('[href="/2026/11/h/"]')


def test_another_theme_does_not_tell_of_a_hidden_translation(build: Build) -> None:
    files = {
        "people/anna.md": ANNA,
        "people/ben.md": BEN,
        "posts/a.md": post(slug="a"),
        "posts/a.en.md": post(title="Hagebutte", slug="a", lang="en", **HIDDEN),
    }
    own = {**LANGUAGES["ROSTRUM"], "render": False}
    settings = {"THEME": "simple", "ROSTRUM": own, "DIRECT_TEMPLATES": ["index", "archives"]}
    site = build(files, settings)
    assert "2026/11/a/index.html" in site.files
    assert {line.split(": ")[0] for line in traces(site, ["hagebutte", "en/2026"])} == {
        "en/2026",
        "en/2026/11",
        "en/2026/11/a",
        "en/2026/11/a/index.html",
    }
