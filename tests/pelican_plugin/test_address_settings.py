"""Pelican's patterns of addresses: fields of pages, and lists that can't be moved."""

from __future__ import annotations

import pytest
from support.sites import ANNA, post, source

FILES = {"people/anna.md": ANNA, "posts/a.md": post(tags=["Werk"])}
DATED = {"PAGE_URL": "{date:%Y}/{slug}/", "PAGE_SAVE_AS": "{date:%Y}/{slug}/index.html"}


def test_address_of_a_page_may_have_its_date(build):
    page = source("Ein Text.\n", title="Impressum", date="2024-03-04")
    site = build({**FILES, "pages/b.md": page}, DATED)
    assert (site.exitcode, site.findings) == (0, [])
    assert "2024/impressum/index.html" in site.files


def test_page_without_the_date_of_its_address_is_told(build):
    files = {**FILES, "pages/b.md": source("Ein Text.\n", title="Impressum")}
    site = build(files, DATED)
    told = 'error[key-missing]: the page has no "date", and its address has one by PAGE_URL'
    assert (site.exitcode, site.findings) == (1, [f"content/pages/b.md:1:1: {told}"])


def test_page_with_its_own_address_needs_no_date(build):
    page = source("Ein Text.\n", title="Impressum", save_as="impressum/index.html")
    site = build({**FILES, "pages/b.md": page}, DATED)
    assert (site.exitcode, site.findings) == (0, [])


@pytest.mark.parametrize(("kind", "file"), [("PAGE", "pages/rechtliches"), ("ARTICLE", "posts/a")])
def test_address_may_have_the_path_of_the_source(build, kind, file):
    settings = {f"{kind}_URL": "{path}/", f"{kind}_SAVE_AS": "{path}/index.html"}
    page = source("Ein Text.\n", title="Impressum")
    site = build({**FILES, "pages/rechtliches.md": page}, settings)
    assert (site.exitcode, site.findings) == (0, [])
    assert f"{file}/index.html" in site.files


@pytest.mark.parametrize(
    ("key", "value", "file"),
    [
        ("INDEX_SAVE_AS", "blog/index.html", "index.html"),
        ("ARCHIVES_SAVE_AS", "archives.html", "archive/index.html"),
        ("AUTHORS_SAVE_AS", "authors.html", "people/index.html"),
        ("TAGS_SAVE_AS", "tags.html", "topics/index.html"),
        ("CATEGORIES_SAVE_AS", "categories.html", "topics/index.html"),
    ],
)
def test_setting_that_would_move_a_list_is_told(build, key, value, file):
    site = build(FILES, {key: value})
    assert site.exitcode == 0
    assert file in site.files
    assert [found.code for found in site.report] == ["setting-unused"]
    assert f"{key} has no effect: this list always stands in {file}" in site.text
    assert build(FILES, {key: file}).findings == []
    assert build(FILES, {key: ""}).findings == []


def test_lists_of_another_theme_are_pelicans(build):
    settings = {"THEME": "simple", "INDEX_SAVE_AS": "x.html", "ROSTRUM": {"render": False}}
    assert "setting-unused" not in build(FILES, settings).codes
