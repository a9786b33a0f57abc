"""Months, years and the path above each page: every way leads somewhere, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from support.linkcheck import read_site
from support.sites import ANNA, Built, post, source

Build = Callable[..., Built]
EN = {"ROSTRUM": {"languages": ["de", "en"]}}
SITE = "https://blog.example"
NOWHERE = "404.html"


def dated(*dates: str, **keys: Any) -> dict[str, str]:
    """Return posts by Anna, one for each date, titled by it."""
    files = {"people/anna.md": ANNA}
    for n, date in enumerate(dates):
        name = f"posts/{date}-{n}-{keys.get('lang', 'de')}.md"
        files[name] = post(title=f"Am {date}, {n}", date=date, **keys)
    return files


def links(site: Built, path: str, where: str) -> list[tuple[str, str]]:
    found = site.page(path).select(f"{where} a")
    return [(" ".join(a.get_text().split()), str(a["href"])) for a in found]


def trail(site: Built, path: str) -> list[tuple[str, str]]:
    """Return the breadcrumbs of a page."""
    return links(site, path, "nav.breadcrumbs")


def shown(steps: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what is shown of the path to a page: nothing if it is the home page alone."""
    return steps if len(steps) > 1 else []


def told_trail(site: Built, path: str) -> list[tuple[str, str]]:
    """Return the breadcrumbs of a page as search engines get them."""
    found = site.page(path).select("script[type='application/ld+json']")
    lists = [
        data for data in (json.loads(tag.string) for tag in found) if "itemListElement" in data
    ]
    assert len(lists) <= 1
    items = lists[0]["itemListElement"] if lists else []
    assert [item["position"] for item in items] == list(range(1, len(items) + 1))
    return [(item["name"], item["item"].removeprefix(SITE)) for item in items]


# Months and years


def test_the_archive_counts_years_and_months(build: Build) -> None:
    site = build(dated("2026-11-18", "2026-11-02", "2026-09-01", "2024-12-31"))
    sections = site.page("archive/").select("section.period")
    assert [" ".join(section.get_text(" ").split()) for section in sections] == [
        "2026 3 Beiträge November 2026 2 Beiträge September 2026 1 Beitrag",
        "2024 1 Beitrag Dezember 2024 1 Beitrag",
    ]
    shown = [a.find(string=True) for a in site.page("archive/").select("section.period li a")]
    assert shown == ["November", "September", "Dezember"]  # the year is for screen readers
    assert links(site, "archive/", "section.period h2") == [("2026", "/2026/"), ("2024", "/2024/")]


def test_a_year_leads_to_its_months_its_posts_and_its_neighbours(build: Build) -> None:
    site = build(dated("2026-11-18", "2025-03-02", "2025-01-01", "2023-05-05"))
    assert links(site, "2025/", ".count-list") == [
        ("März 2025", "/2025/03/"),
        ("Januar 2025", "/2025/01/"),
    ]
    assert links(site, "2025/", ".title-list") == [
        ("Am 2025-03-02, 1", "/2025/03/am-2025-03-02-1/"),
        ("Am 2025-01-01, 2", "/2025/01/am-2025-01-01-2/"),
    ]
    assert "Anna Öllinger" in site.page("2025/").select_one(".title-list li").get_text()
    assert links(site, "2025/", ".pager") == [("Neuer: 2026", "/2026/"), ("Älter: 2023", "/2023/")]
    assert not site.page("2025/").select(".pager a[href='/2024/']")


def test_a_month_leads_to_its_year_and_its_neighbours_and_back(build: Build) -> None:
    site = build(dated("2026-11-18", "2025-03-02", "2025-01-01"))
    assert links(site, "2025/03/", ".pager") == [
        ("Neuer: November 2026", "/2026/11/"),
        ("Das ganze Jahr 2025", "/2025/"),
        ("Älter: Januar 2025", "/2025/01/"),
    ]
    assert trail(site, "2025/03/")[-1] == ("2025", "/2025/")
    assert ("März 2025", "/2025/03/") in links(site, "2025/", ".count-list")


def test_the_last_and_the_first_year_have_one_neighbour(build: Build) -> None:
    site = build(dated("2026-11-18", "2025-03-02"))
    assert links(site, "2026/", ".pager") == [("Älter: 2025", "/2025/")]
    assert links(site, "2025/", ".pager") == [("Neuer: 2026", "/2026/")]


def test_each_language_has_years_of_its_own(build: Build) -> None:
    site = build(dated("2026-11-18") | dated("2025-03-02", lang="en"), EN)
    years = [name for name in site.files if re.fullmatch(r"(en/)?20\d\d/index.html", name)]
    assert years == ["2026/index.html", "en/2025/index.html"]
    assert links(site, "en/archive/", "h2") == [("2025", "/en/2025/")]
    assert site.page("en/2025/").select_one(".title-list time").get_text() == "March 2, 2025"


def test_scheduled_posts_drafts_and_hidden_ones_make_no_year(build: Build) -> None:
    files = dated("2026-11-18", "2027-01-01")
    files |= dated("2024-01-01", status="draft") | dated("2023-01-01", status="hidden")
    site = build(files)
    assert links(site, "archive/", "h2") == [("2026", "/2026/")]
    assert not any(name.startswith(("2027/", "2024/", "2023/index")) for name in site.files)
    assert "/2023/" not in site.read("sitemap.xml").replace("/2023/01/am-", "")


def test_archive_of_a_year_with_too_many_posts_links_to_months(
    build: Build,
) -> None:
    site = build(dated(*("2025-03-02" for _ in range(501))))
    assert site.page("2025/").select(".title-list") == []
    assert links(site, "2025/", ".count-list") == [("März 2025", "/2025/03/")]
    assert "501 Beiträge" in site.page("2025/").select_one(".page-header").get_text()


def test_the_home_page_names_twelve_months_and_the_way_to_all(build: Build) -> None:
    dates = [f"2025-{month:02}-01" for month in range(1, 13)]
    assert not build(dated(*dates)).page("").select(".count-list + .more-link")
    site = build(dated("2026-01-01"))
    assert len(links(site, "", ".count-list")) == 12
    assert links(site, "", ".count-list + .more-link") == [("Alle Monate", "/archive/")]


def test_years_stand_where_a_site_puts_them(build: Build) -> None:
    patterns = {
        "YEAR_ARCHIVE_URL": "archive/{date:%Y}/",
        "YEAR_ARCHIVE_SAVE_AS": "archive/{date:%Y}/index.html",
    }
    site = build(dated("2026-11-18"), patterns)
    assert links(site, "archive/", "h2") == [("2026", "/archive/2026/")]
    assert site.page("archive/2026/").h1.get_text() == "Das Jahr 2026"
    assert "2026/index.html" not in site.files


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("{year}/index.html", "YEAR_ARCHIVE_SAVE_AS can't be filled in: 'year'"),
        ("/{date:%Y}.html", "YEAR_ARCHIVE_SAVE_AS must name a file below the output folder"),
        ("year/index.html", "YEAR_ARCHIVE_SAVE_AS gives several years the same file"),
    ],
)
def test_a_pattern_that_can_not_work_is_refused(build: Build, pattern: str, words: str) -> None:
    site = build(dated("2026-11-18"), {"YEAR_ARCHIVE_SAVE_AS": pattern})
    assert site.exitcode == 2
    assert words in site.text


def test_a_page_can_not_stand_where_a_year_does(build: Build) -> None:
    files = dated("2026-11-18") | {"pages/y.md": source("Text", title="Y", slug="2026")}
    site = build(files)
    assert site.findings == [
        "content/pages/y.md:3:7: error[address-taken]: 2026/index.html is a page that the kit makes"
    ]


# Breadcrumbs

HOME = ("Startseite", "/")


def test_breadcrumb_of_a_post_is_series_else_category_else_month(build: Build) -> None:
    files = {
        "people/anna.md": ANNA,
        "series/mut.md": source(title="Mut"),
        "posts/a.md": post(title="A", series="mut", category="Werk", tags=["Dialog"]),
        "posts/b.md": post(title="B", category="Werk", tags=["Dialog"]),
        "posts/c.md": post(title="C", tags=["Dialog"]),
        "posts/d.md": post(title="D", status="hidden", category="Nirgends"),
    }
    site = build(files)
    found = {name: told_trail(site, f"2026/11/{name}/")[:-1] for name in "abcd"}
    assert found["a"] == [HOME, ("Serien", "/series/"), ("Mut", "/series/mut/")]
    assert found["b"] == [HOME, ("Themen", "/topics/"), ("Werk", "/category/werk/")]
    month = [("Archiv", "/archive/"), ("2026", "/2026/"), ("November 2026", "/2026/11/")]
    assert found["c"] == [HOME, *month]
    assert found["d"] == [HOME]


def test_a_post_has_breadcrumbs_only_without_links_above(build: Build) -> None:
    files = {
        "people/anna.md": ANNA,
        "series/mut.md": source(title="Mut"),
        "posts/a.md": post(title="A", series="mut", category="Werk"),
        "posts/b.md": post(title="B", category="Werk"),
        "posts/c.md": post(title="C"),
        "posts/d.md": post(title="D", status="hidden", category="Nirgends"),
    }
    site = build(files)
    assert links(site, "2026/11/a/", ".post-header .kicker") == [
        ("Mut", "/series/mut/"),
        ("Werk", "/category/werk/"),
    ]
    assert links(site, "2026/11/b/", ".post-header .kicker") == [("Werk", "/category/werk/")]
    seen = {name: bool(trail(site, f"2026/11/{name}/")) for name in "abcd"}
    assert seen == {"a": False, "b": False, "c": True, "d": False}  # above d is the home page only


WHOLE = {
    "people/anna.md": ANNA,
    "series/mut.md": source(title="Mut"),
    "pages/impressum.md": source("Text", title="Impressum"),
    **{
        f"posts/{n}.md": post(title=f"P {n}", tags=["Dialog"], category="Werk", series="mut")
        for n in range(3)
    },
    "posts/en.md": post(title="E", lang="en", tags=["Talk"]),
}
SMALL = {"DEFAULT_PAGINATION": 2, "ROSTRUM": {"languages": ["de", "en"], "home_posts": 1}}


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("page/2/", [HOME]),
        ("series/", [HOME]),
        ("series/mut/", [HOME, ("Serien", "/series/")]),
        ("people/", [HOME]),
        ("series/mut/all/", [HOME, ("Serien", "/series/"), ("Mut", "/series/mut/")]),
        ("people/anna/", [HOME, ("Menschen", "/people/")]),
        (
            "people/anna/page/2/",
            [HOME, ("Menschen", "/people/"), ("Anna Öllinger", "/people/anna/")],
        ),
        ("topics/", [HOME]),
        ("tag/dialog/", [HOME, ("Themen", "/topics/")]),
        ("tag/dialog/page/2/", [HOME, ("Themen", "/topics/"), ("Dialog", "/tag/dialog/")]),
        ("category/werk/", [HOME, ("Themen", "/topics/")]),
        ("archive/", [HOME]),
        ("2026/", [HOME, ("Archiv", "/archive/")]),
        ("2026/11/", [HOME, ("Archiv", "/archive/"), ("2026", "/2026/")]),
        (
            "2026/11/page/2/",
            [HOME, ("Archiv", "/archive/"), ("2026", "/2026/"), ("November 2026", "/2026/11/")],
        ),
        ("feeds/", [HOME]),
        ("impressum/", [HOME]),
        ("en/topics/", [("Home", "/en/")]),
        ("en/tag/talk/", [("Home", "/en/"), ("Topics", "/en/topics/")]),
    ],
)
def test_every_kind_of_page_begins_with_the_path_to_it(
    build: Build, path: str, wanted: list[tuple[str, str]]
) -> None:
    site = build(WHOLE, SMALL)
    assert told_trail(site, path)[:-1] == wanted
    assert trail(site, path) == shown(wanted)


def test_breadcrumb_is_absent_on_home_and_404_pages(build: Build) -> None:
    site = build(WHOLE, SMALL)
    for path in ("", "en/", NOWHERE, f"en/{NOWHERE}"):
        assert site.page(path).select(".breadcrumbs") == []
        assert told_trail(site, path) == []


def test_breadcrumb_of_other_pages_matches_its_structured_data(build: Build) -> None:
    site = build(WHOLE, SMALL)
    pages = [name for name in site.files if name.endswith(".html") and NOWHERE not in name]
    assert len(pages) > 25
    for name in pages:
        if name in ("index.html", "en/index.html"):
            continue
        crumbs, told = trail(site, name), told_trail(site, name)
        canonical = site.page(name).select_one("link[rel=canonical]")["href"]
        assert told[-1][1] == urlsplit(str(canonical)).path, name
        if name.startswith("2026/11/p-"):  # of a series, which the line above the title names
            assert not crumbs, name
            continue
        assert told[:-1], name
        assert crumbs == shown(told[:-1]), name
        assert len(site.page(name).select("nav.breadcrumbs[aria-label]")) == bool(crumbs), name


def test_breadcrumb_links_exist_and_have_matching_breadcrumbs(build: Build) -> None:
    site = build(WHOLE, SMALL)
    for name in (name for name in site.files if name.endswith(".html")):
        crumbs = trail(site, name)
        for n, (_, address) in enumerate(crumbs):
            above = address.removeprefix("/")
            assert trail(site, above) == shown(crumbs[:n]), (name, address)
            assert told_trail(site, above)[:-1] == crumbs[:n], (name, address)


def test_a_language_that_has_no_lists_leads_to_the_default_ones(
    build: Build, tmp_path: Path
) -> None:
    own = (
        '{% extends "!theme/base.html" %}{% block breadcrumbs %}{% for link in crumbs %}'
        '<a class="above" href="{{ link.url }}"{{ link.lang|lang }}>{{ link.title }}</a>'
        "{% endfor %}{% endblock %}"
    )
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "base.html").write_text(own, "utf-8")
    files = dated("2026-11-18") | {"posts/e.md": post(title="E", lang="en", status="hidden")}
    site = build(files, EN)
    assert told_trail(site, "en/2026/11/e/")[:-1] == [HOME]
    assert trail(site, "en/2026/11/e/") == []
    site = build({}, {**EN, "THEME_TEMPLATES_OVERRIDES": ["own"]})
    (link,) = site.page("en/2026/11/e/").select("a.above")
    assert (link["href"], link["lang"], link.get_text()) == ("/", "de", "Startseite")


def test_a_title_is_text_in_the_path_and_in_what_machines_read(build: Build) -> None:
    title = "</script><b>Mut</b> & „Wut“"
    files = {
        "people/anna.md": ANNA,
        "series/mut.md": source(title=title),
        "posts/a.md": post(title="A", series="mut"),
        "posts/b.md": post(title="B", series="mut", date="2026-11-19"),
    }
    site = build(files)
    assert trail(site, "series/mut/all/")[-1] == (title, "/series/mut/")
    assert told_trail(site, "2026/11/a/")[-2] == (title, "/series/mut/")
    assert "<b>Mut" not in site.read("2026/11/a/")


def test_a_site_below_a_folder_has_its_paths_there(build: Build) -> None:
    site = build(dated("2026-11-18"), {"SITEURL": f"{SITE}/blog"})
    assert trail(site, "2026/") == [("Startseite", "/blog/"), ("Archiv", "/blog/archive/")]
    assert told_trail(site, "2026/")[-1] == ("2026", "/blog/2026/")


def test_a_template_can_leave_the_path_out(build: Build, tmp_path: Path) -> None:
    own = '{% extends "!theme/base.html" %}{% block breadcrumbs %}{% endblock %}'
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "base.html").write_text(own, "utf-8")
    site = build(dated("2026-11-18"), {"THEME_TEMPLATES_OVERRIDES": ["own"]})
    assert site.exitcode == 0, site.text
    assert trail(site, "2026/") == []


# Nothing leads nowhere


def _shapes() -> Mapping[str, tuple[dict[str, str], dict[str, Any]]]:
    quiet = {"people/anna.md": ANNA, "posts/a.md": post(title="A")}
    hidden = {"posts/h.md": post(title="H", status="hidden", tags=["Nie"], category="Nie")}
    other = {"posts/e.md": post(title="E", lang="en", tags=["Talk"], category="Board")}
    lone = {"posts/l.md": post(title="L", lang="en", status="hidden", tags=["Lone"])}
    return {
        "empty": ({"people/anna.md": ANNA}, {}),
        "no topics": (quiet, {}),
        "hidden alone": ({"people/anna.md": ANNA, **hidden}, {}),
        "one language with topics": (quiet | other, EN),
        "the other language alone": ({"people/anna.md": ANNA, **other}, EN),
        "a language hidden": (quiet | lone, EN),
        "all": (WHOLE | hidden | lone, SMALL),
    }


@pytest.mark.parametrize("shape", _shapes())
def test_no_link_leads_to_a_page_that_was_not_made(build: Build, shape: str) -> None:
    files, settings = _shapes()[shape]
    site = build(files, settings)
    assert site.exitcode == 0, site.text
    found = read_site(site.output, SITE)
    assert found.broken == []
    assert found.link_count > 20
