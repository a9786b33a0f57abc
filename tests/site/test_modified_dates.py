"""`modified`: dates that can't be, and where readers and search engines see a change."""

import pytest
from bs4 import BeautifulSoup
from support.sites import ANNA, post, source

FILES = {"people/anna.md": ANNA}
PAGE = "2026/11/hallo/"


def build_change(build, modified, date="2026-11-18 09:30", **options):
    """Return a site of a post with a change."""
    return build({**FILES, "posts/a.md": post(date=date, modified=modified)}, **options)


def modified_time(site):
    """Return the time of the change in the head of the post's page, or None."""
    tag = site.page(PAGE).head.select_one('meta[property="article:modified_time"]')
    return tag and tag["content"]


def last_change(site, path=PAGE):
    """Return the time of the change of a page in the sitemap, or None."""
    sitemap = BeautifulSoup(site.read("sitemap.xml"), "xml")
    entry = sitemap.find("loc", string=f"https://blog.example/{path}").find_parent("url")
    return entry.lastmod and entry.lastmod.text


def test_modified_in_the_future_is_told_and_waits(build):
    site = build_change(build, "2026-12-24")
    told = "warning[modified-future]: the change is dated in the future"
    assert site.findings == [f"content/posts/a.md:5:11: {told}"]
    assert modified_time(site) is None
    assert last_change(site) == "2026-11-18T09:30:00+01:00"
    assert "2026-12-24" not in site.read(PAGE) + site.read("atom.xml")
    site = build({}, as_of="2026-12-24 00:00")
    assert site.findings == []
    assert modified_time(site) == last_change(site) == "2026-12-24T00:00:00+01:00"


@pytest.mark.parametrize("modified", ["2026-11-17", "2026-11-18 09:29"])
def test_modified_before_the_publication_is_told(build, modified):
    site = build_change(build, modified)
    told = "warning[modified-early]: the change is dated before the publication"
    assert site.findings == [f"content/posts/a.md:5:11: {told}"]
    assert modified_time(site) is None
    assert site.page(PAGE).select(".dt-updated") == []


def test_modified_before_the_date_of_a_scheduled_post_is_none(build):
    site = build_change(build, "2026-11-17", date="2026-12-01 09:00")
    assert site.findings == []


def test_modified_on_the_day_of_publication_is_no_change(build):
    site = build_change(build, "2026-11-18")
    assert site.findings == []
    assert modified_time(site) is None
    assert site.page(PAGE).select(".dt-updated") == []
    assert "<updated>2026-11-18T09:30:" in site.read("atom.xml")


def test_modified_of_a_page_is_its_last_change_in_the_sitemap(build):
    pages = {
        "pages/a.md": source("x", title="A", modified="2026-11-11"),
        "pages/b.md": source("x", title="B"),
        "pages/c.md": source("x", title="C", modified="2026-12-01"),
    }
    site = build({**FILES, **pages, "posts/a.md": post()})
    assert site.codes == ["modified-future"]
    assert last_change(site, "a/") == "2026-11-11T00:00:00+01:00"
    assert last_change(site, "b/") is last_change(site, "c/") is None


def test_picture_of_a_post_with_a_settled_change_is_published(build, pixel):
    text = "![Bild](../images/a.png)"
    files = {"posts/a.md": post(text, modified="2026-12-24"), "images/a.png": pixel}
    assert "images/a.png" in build({**FILES, **files}).files


def test_modified_in_the_future_waits_under_another_theme(build):
    settings = {"THEME": "simple", "ROSTRUM": {"render": False}}
    build({**FILES, "posts/a.md": post(modified="2026-12-24")}, settings)
    site = build({})
    assert "2026-12-24" not in site.read(PAGE)
    assert "2026-12-24" in build({}, as_of="2026-12-24 00:00").read(PAGE)


# Canonical URLs and languages


def alternates(site, page):
    """Return the pages that a page names for languages, by language."""
    links = site.page(page).head.select("link[hreflang]")
    return {link["hreflang"]: link["href"].removeprefix("https://blog.example/") for link in links}


def test_post_that_is_canonical_elsewhere_is_no_alternate(build):
    there = "https://woanders.example/kanon"
    files = {
        "posts/a.md": post(title="Kanon", slug="kanon", canonical=there),
        "posts/a.en.md": post(title="Canon", slug="kanon"),
        "posts/b.md": post(title="B", slug="b", canonical="https://blog.example/2026/11/b/"),
        "posts/b.en.md": post(title="B", slug="b"),
    }
    site = build({**FILES, **files})
    assert site.findings == []
    sitemap = site.read("sitemap.xml")
    assert "<loc>https://blog.example/2026/11/kanon/</loc>" not in sitemap
    assert "<loc>https://blog.example/en/2026/11/kanon/</loc>" in sitemap
    assert "<loc>https://blog.example/2026/11/b/</loc>" in sitemap
    for page in ("2026/11/kanon/", "en/2026/11/kanon/"):
        assert alternates(site, page) == {}
    assert site.page("en/2026/11/kanon/").select('article a[href="/2026/11/kanon/"]')
    assert set(alternates(site, "2026/11/b/")) == {"de", "en", "x-default"}


def test_page_in_the_language_of_the_site_is_x_default(build):
    files = {"posts/a.md": post(slug="a"), "posts/a.en.md": post(slug="a")}
    site = build({**FILES, **files})
    pages = {"de": "2026/11/a/", "en": "en/2026/11/a/", "x-default": "2026/11/a/"}
    assert alternates(site, "2026/11/a/") == alternates(site, "en/2026/11/a/") == pages
    assert alternates(site, "en/")["x-default"] == ""
