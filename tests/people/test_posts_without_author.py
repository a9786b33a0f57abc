"""Posts without an author, as in Pelican: one warning, and valid pages, feeds and books."""

from __future__ import annotations

import json
from collections.abc import Callable
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from support.linkcheck import read_site
from support.sites import ANNA, Built, post, source

Build = Callable[..., Built]
ATOM = "{http://www.w3.org/2005/Atom}"
SERIES = {"series/tage.md": source(title="Tage")}


def nobody(title: str, **keys: object) -> str:
    return post(title=title, **{"authors": None, **keys})


@pytest.mark.parametrize("markdown", ["gfm", "python-markdown"])
@pytest.mark.parametrize("people", [{}, {"people/anna.md": ANNA}])
def test_posts_without_author_are_one_warning(
    build: Build, people: dict[str, str], markdown: str
) -> None:
    files = {f"posts/{n}.md": nobody(f"P{n}") for n in range(6)}
    files["posts/7.md"] = nobody("P7", status="draft")
    site = build({**people, **files}, {"ROSTRUM": {"markdown": markdown}})
    told = "content/posts/0.md:1:1: warning[author-missing]: 6 posts have no author"
    assert (site.exitcode, site.findings) == (0, [told])
    assert [str(found.hint) for found in site.report] == [
        (
            "The others are content/posts/1.md, content/posts/2.md, content/posts/3.md, 2 more. "
            'Name the author of all posts in AUTHOR, or add "author: …" to each post.'
        )
    ]
    assert build({}, strict=True).exitcode == 1
    assert build({}, {"ROSTRUM": {"levels": {"author-missing": "error"}}}).exitcode == 1


def test_no_author_is_told_at_its_line_and_not_twice(build: Build) -> None:
    site = build({"posts/a.md": nobody("A", author=""), "posts/b.md": nobody("B", authors="***")})
    assert site.codes == ["author-missing", "name"]
    assert (
        site.findings[0]
        == "content/posts/a.md:4:9: warning[author-missing]: the post has no author"
    )
    assert build({"posts/b.md": None}, {"AUTHOR": "Anna Öl"}).codes == ["person-without-file"]


def test_slip_in_the_key_of_the_author_stays_an_error(build: Build) -> None:
    site = build({"posts/a.md": nobody("A", autor="Anna")})
    assert (site.exitcode, site.codes) == (1, ["key-unknown"])


def test_pages_and_feeds_without_author_are_valid(build: Build) -> None:
    comment = source("Ja.", author="Zora", date="2026-11-19")
    files = {
        **SERIES,
        "posts/a.md": nobody("A", series="tage", part=1, tags=["x"], category="Y"),
        "posts/b.md": nobody("B", series="tage", part=2, written_with="Eva Sturm"),
        "comments/a/1.md": comment,
    }
    site = build(files)
    assert (site.exitcode, site.codes) == (0, ["author-missing", "person-without-file"])
    assert read_site(site.output, "https://blog.example").broken == []
    data = json.loads(site.page("2026/11/a/").find("script", type="application/ld+json").string)
    assert data["author"] == [{"@type": "Organization", "name": "Offen gesagt"}]
    for name in (name for name in site.files if name.endswith("atom.xml")):
        feed = ElementTree.fromstring(site.read(name))
        assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Offen gesagt"
    for page in ("", "2026/11/a/", "2026/11/b/", "series/tage/", "series/tage/all/", "tag/x/"):
        text = " ".join(site.page(page).main.get_text(" ").split())
        assert "· ·" not in text
        assert not [tag for tag in site.page(page).select("main p") if not tag.get_text(strip=True)]
    with ZipFile(site.output / "series/tage/tage.epub") as book:
        pages = [book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml")]
    assert not [text for text in pages if '<p class="byline"></p>' in text or '"><br/>' in text]
    assert any("Eva Sturm" in text for text in pages)


def test_posts_without_author_build_with_another_theme(build: Build) -> None:
    settings = {"THEME": "simple", "ROSTRUM": {"render": False}}
    site = build({"posts/a.md": nobody("A")}, settings)
    assert (site.exitcode, "author-missing" in site.codes) == (0, True)
    assert "A" in site.page("2026/11/a/").get_text()


def test_names_have_keys_without_rules_for_slugs(build: Build) -> None:
    files = {"posts/a.md": nobody("A", series="Eine Reihe")}
    site = build(files, {"AUTHOR": "Anna Öl", "SLUG_REGEX_SUBSTITUTIONS": []})
    assert (site.exitcode, site.codes) == (0, ["series-without-file", "person-without-file"])
    assert {"people/anna-oel/index.html", "series/eine-reihe/index.html"} <= set(site.files)
