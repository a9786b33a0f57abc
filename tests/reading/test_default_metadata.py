"""Metadata that settings give to posts and pages: as in Pelican, checked, never dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from support.edits import read_tree
from support.sites import ANNA, BEN, Built, post, source

from rostrum.core.model import Page, Post

Build = Callable[..., Built]
PEOPLE = {"people/anna.md": ANNA, "people/ben.md": BEN}
FILES = {
    **PEOPLE,
    "series/lernen.md": source(title="Lernen"),
    "posts/werk/2026-11-17-a.md": source("A.\n", title="A"),
    "posts/b.md": post("B.\n", title="B", date="2026-11-18", tags=["B"]),
    "pages/c.md": source("C.\n", title="C"),
}
GIVEN = {"DEFAULT_METADATA": {"authors": ["anna"], "date": "2026-11-01"}}


def read(site: Built, path: str) -> Post | Page:
    """Return what a build has read of a file."""
    found = site.outcome.sources.by_path[path]
    assert isinstance(found, Post | Page)
    return found


def test_a_site_can_hold_back_all_that_does_not_say_it_is_ready(build: Build) -> None:
    files = {
        "people/anna.md": ANNA,
        "posts/a.md": post(title="A", status="published"),
        "posts/g.md": post(title="Geheim"),
        "pages/g.md": source(title="Seite"),
        "pages/h.md": source(title="Haus", status="published"),
    }
    site = build(files, {"DEFAULT_METADATA": {"status": "draft"}})
    assert site.exitcode == 0
    pages = {"2026/11/a/index.html", "haus/index.html"}
    assert pages <= set(site.files)
    assert not {"2026/11/geheim/index.html", "seite/index.html"} & set(site.files)


def test_every_key_of_front_matter_can_be_given(build: Build) -> None:
    given: dict[str, Any] = {
        "author": "anna; ben",
        "written_with": [],
        "date": "2026-11-01_10:30",
        "modified": "2026-11-02",
        "summary": "Kurz.",
        "lang": "en",
        "canonical": "https://example.org/a",
        "category": "Werk",
        "tags": {"Halle", "Dach"},
        "series": "lernen",
        "part": 3,
        "image": {"src": "https://example.org/a.png", "alt": "A"},
        "status": "hidden",
        "comments": "closed",
        "crosspost": {"x": False},
        "related": ("b",),
        "menu": False,
        "extra": {"colour": "blue", "size": 3},
    }
    settings = {"DEFAULT_METADATA": given, "FILENAME_METADATA": ""}
    site = build(FILES, settings, check_only=True)
    found = read(site, "posts/werk/2026-11-17-a.md")
    assert isinstance(found, Post)
    assert (found.authors, found.date.isoformat()) == (("anna", "ben"), "2026-11-01T10:30:00+01:00")
    assert (found.tags, found.series, found.part) == (("Dach", "Halle"), "lernen", 3)
    assert (found.status, found.comments, found.lang) == ("hidden", "closed", "en")
    assert (found.crosspost, found.extra) == ({"x": False}, {"colour": "blue", "size": 3})
    assert found.image
    assert found.image.src == "https://example.org/a.png"
    page = read(site, "pages/c.md")
    assert isinstance(page, Page)
    assert (page.status, page.menu, page.lang, page.summary) == ("hidden", False, "en", "Kurz.")
    assert read(site, "posts/b.md").tags == ("B",)


@pytest.mark.parametrize(
    ("settings", "category"),
    [
        ({}, ""),
        ({"DEFAULT_METADATA": {"category": "Vorgabe"}}, "Vorgabe"),
        ({"EXTRA_PATH_METADATA": {"": {"category": "Alle"}}}, "Alle"),
        (
            {
                "EXTRA_PATH_METADATA": {
                    "posts/werk": {"category": "Ordner"},
                    "posts": {"category": "Alle"},
                },
            },
            "Ordner",
        ),
        ({"EXTRA_PATH_METADATA": {"posts/werk/": {"category": "Ordner"}}}, "Ordner"),
        ({"EXTRA_PATH_METADATA": {"posts/wer": {"category": "Nein"}, "posts": {}}}, None),
        (
            {
                "EXTRA_PATH_METADATA": {"posts": {"category": "Alle"}},
                "USE_FOLDER_AS_CATEGORY": True,
            },
            "werk",
        ),
        ({"PATH_METADATA": "posts/(?P<category>...)", "USE_FOLDER_AS_CATEGORY": True}, "wer"),
        (
            {"PATH_METADATA": "posts/(?P<category>...)", "FILENAME_METADATA": "(?P<category>..)"},
            "20",
        ),
    ],
)
def test_the_later_of_pelicans_settings_wins(
    build: Build, settings: dict[str, Any], category: str | None
) -> None:
    """As pelican/readers.py reads them: default_metadata, path_metadata, parse_path_metadata."""
    given = {**GIVEN, **settings}
    site = build(FILES, given, check_only=True)
    if category is None:
        assert site.exitcode == 2
        return
    found = read(site, "posts/werk/2026-11-17-a.md")
    assert isinstance(found, Post)
    assert found.category == category


def test_front_matter_wins_and_an_empty_key_says_nothing(build: Build) -> None:
    files = {
        "people/anna.md": ANNA,
        "posts/a.md": post(title="A", status="published"),
        "posts/b.md": "---\ntitle: B\ndate: 2026-11-18\nauthor: anna\nstatus:\n---\nB.\n",
    }
    given = {"status": "draft", "authors": "ben", "title": "Ohne"}
    site = build(files, {"DEFAULT_METADATA": given})
    assert (site.exitcode, site.findings) == (0, [])
    assert read(site, "posts/a.md").status == "published"
    found = read(site, "posts/b.md")
    assert isinstance(found, Post)
    assert (found.title, found.status, found.authors) == ("B", "draft", ("anna",))


def test_a_date_in_a_files_name_is_that_of_the_post(build: Build) -> None:
    """Pelican's default of FILENAME_METADATA."""
    files = {"people/anna.md": ANNA, "posts/2026-11-17-a.md": source(title="A", authors=["anna"])}
    assert "2026/11/a/index.html" in build(files).files
    later = {"posts/2999-01-01-b.md": source(title="B", authors=["anna"])}
    assert "2999/01/b/index.html" not in build(later).files


def test_a_suffix_for_the_language_wins_over_a_language_for_all(build: Build) -> None:
    files = {"people/anna.md": ANNA, "posts/a.md": post(), "posts/b.en.md": post(title="B")}
    site = build(files, {"DEFAULT_METADATA": {"lang": "de"}})
    assert (read(site, "posts/a.md").lang, read(site, "posts/b.en.md").lang) == ("de", "en")


def test_posts_are_read_anew_when_what_settings_give_changes(build: Build) -> None:
    files = {"people/anna.md": ANNA, "posts/a.md": post(title="A")}
    page = "2026/11/a/index.html"
    assert page in build(files).files
    for setting in (
        {"DEFAULT_METADATA": {"status": "draft"}},
        {"EXTRA_PATH_METADATA": {"posts/a.md": {"status": "draft"}}},
        {"PATH_METADATA": r".*(?P<status>)\.md"},
        {"DEFAULT_METADATA": {"status": "hidden"}},
    ):
        is_out = "draft" not in str(setting)
        assert (page in build({}, setting).files) is is_out, setting
    assert page in build({}, {}).files


@pytest.mark.parametrize("mode", [{}, {"THEME": "simple", "ROSTRUM": {"render": False}}])
@pytest.mark.parametrize(
    ("setting", "message"),
    [
        (
            {"DEFAULT_METADATA": {"statuss": "draft"}},
            'DEFAULT_METADATA gives "statuss", which no post or page has',
        ),
        (
            {"DEFAULT_METADATA": {"status": "drft"}},
            'status: "drft" is not one of published, draft, hidden',
        ),
        ({"DEFAULT_METADATA": ["status"]}, "DEFAULT_METADATA is to be a mapping, not list"),
        ({"DEFAULT_METADATA": {"date": "morgen"}}, 'date: "morgen" is not a date'),
        (
            {"DEFAULT_METADATA": {"draft": True}},
            'DEFAULT_METADATA gives "draft", which no post or page has',
        ),
        ({"AUTHOR": "***"}, 'authors: "***" is not a name'),
        ({"DEFAULT_DATE": (2026, 13, 1)}, "DEFAULT_DATE is no date: (2026, 13, 1)"),
        (
            {"FILENAME_METADATA": "(?P<date"},
            (
                "FILENAME_METADATA is no regular expression: "
                "missing >, unterminated name at position 4"
            ),
        ),
        ({"PATH_METADATA": 3}, "PATH_METADATA is to be a regular expression or None, not 3"),
        (
            {"PATH_METADATA": "(?P<statuss>x)"},
            'PATH_METADATA gives "statuss", which no post or page has',
        ),
        (
            {"EXTRA_PATH_METADATA": {"post/a.md": {"status": "draft"}}},
            'EXTRA_PATH_METADATA names "post/a.md", and there is no such file or folder',
        ),
        (
            {"EXTRA_PATH_METADATA": {"posts": {"save_as": "x.html"}}},
            (
                'EXTRA_PATH_METADATA can\'t give "save_as" to "posts": '
                "it holds for static files alone, each by its own path"
            ),
        ),
        (
            {"EXTRA_PATH_METADATA": {"pages": {"part": 1}}},
            'EXTRA_PATH_METADATA gives "part", which no page has',
        ),
        (
            {"EXTRA_PATH_METADATA": {"static/a.pdf": {"status": "draft"}}},
            (
                'EXTRA_PATH_METADATA can\'t give "status" to "static/a.pdf": '
                "it holds for posts and pages alone"
            ),
        ),
        (
            {"EXTRA_PATH_METADATA": {"people/anna.md": {"status": "draft"}}},
            (
                'EXTRA_PATH_METADATA can\'t give "status" to "people/anna.md": '
                "it holds for posts and pages alone"
            ),
        ),
        (
            {"EXTRA_PATH_METADATA": {"posts": "draft"}},
            'EXTRA_PATH_METADATA has under "posts" what is to be a mapping, not str',
        ),
    ],
)
def test_default_metadata_invalid_setting_is_error_at_its_line(
    build: Build, mode: dict[str, Any], setting: dict[str, Any], message: str
) -> None:
    site = build({**FILES, "static/a.pdf": "x"}, {**mode, **setting})
    assert site.exitcode == 2
    assert [str(found.message) for found in site.report] == [message]
    (found,) = site.report
    line = (site.root / "pelicanconf.py").read_text("utf-8").splitlines()[found.place.line - 1]
    assert (found.place.path, line.split()[0]) == ("pelicanconf.py", next(iter(setting)))


@pytest.mark.parametrize("setting", [{"DEFAULT_METADATA": "draft"}, {"FILENAME_METADATA": 3}])
def test_a_setting_that_pelican_drops_is_an_error(build: Build, setting: dict[str, Any]) -> None:
    site = build(FILES, setting)
    assert (site.exitcode, "setting" in site.codes) == (2, True)


def test_default_metadata_error_is_at_setting_and_names_the_post(
    build: Build,
) -> None:
    files = {"people/anna.md": ANNA, "posts/a.md": post(title="A")}
    site = build(files, {"PATH_METADATA": r".*(?P<part>a)\.md"})
    assert site.findings == [
        (
            'pelicanconf.py:7:17: error[number]: part: "a" is not a whole number from 1'
            " (for content/posts/a.md)"
        )
    ]
    given = build(files, {"DEFAULT_METADATA": {"series": "nix"}})
    assert given.findings[0].startswith("pelicanconf.py:7:21: error[series-unknown]: ")


def test_a_file_without_front_matter_is_reported_as_before(build: Build) -> None:
    files = {"people/anna.md": ANNA, "posts/2026-11-18-a.md": "Ein Text.\n"}
    site = build({**files, "posts/b.md": post()})
    assert site.codes == ["frontmatter-missing"]


@pytest.mark.parametrize("name", ["2026-99-99-x.png", "2026-02-30.txt"])
def test_a_static_files_name_is_no_date(build: Build, name: str) -> None:
    files = {"people/anna.md": ANNA, "posts/a.md": post(), f"static/{name}": "x"}
    site = build(files, {"READERS": {"html": None}})
    assert (site.exitcode, f"static/{name}" in site.files) == (0, True)


EVERYTHING = """
from datetime import date, datetime
from rostrum.defaults import *
DEFAULT_LANG = "de"
DEFAULT_METADATA = {"authors": ["anna"], "date": datetime(2026, 11, 1, 8), "category": "misc"}
EXTRA_PATH_METADATA = {
    "": {"date": "2026-11-02", "tags": "Halle, Dach", "category": "Werk", "authors": "ben"},
    "posts/werk": {"status": "hidden", "modified": "2026-11-20"},
    "static/a.csv": {"path": "b.csv"},
}
PATH_METADATA = r"posts/(?P<series>lernen)/"
"""
PLUGIN = """
class Nothing:
    @staticmethod
    def register():
        pass

PLUGINS = ["rostrum", Nothing]
"""


def test_what_settings_give_is_the_same_through_pelican(build: Build) -> None:
    more = {"posts/lernen/d.md": source("D.\n", title="D"), "static/a.csv": "a;b"}
    direct = build({**FILES, **more}, EVERYTHING)
    made = read_tree(direct.output)
    assert (direct.exitcode, direct.outcome.is_direct) == (0, True)
    assert {"2026/11/d/index.html", "series/lernen/index.html", "b.csv"} <= set(direct.files)
    other = build({}, EVERYTHING + PLUGIN, no_cache=True)
    assert (other.exitcode, other.findings, other.outcome.is_direct) == (0, [], False)
    assert read_tree(other.output) == made


def test_what_settings_give_reaches_another_theme(build: Build) -> None:
    theme = "THEME, ROSTRUM = 'simple', {'render': False}\n"
    site = build(FILES, EVERYTHING + theme)
    assert (site.exitcode, site.findings) == (0, [])
    assert {"category/werk/index.html", "2026/11/a/index.html"} <= set(site.files)
    held = build({}, EVERYTHING + theme + "EXTRA_PATH_METADATA['']['status'] = 'draft'\n")
    assert (held.exitcode, held.findings) == (0, [])
