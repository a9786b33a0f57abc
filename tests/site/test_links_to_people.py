"""Links with {author}: to people by the name of their file, or as readers see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.sites import ANNA, Built, post, source

Build = Callable[..., Built]
DIALECTS = ("gfm", "python-markdown")
PEOPLE = {"people/anna.md": ANNA}
LATER = {"posts/b.md": post(title="Geheim", authors=["Eva Sturm"], date="2026-12-01 09:00")}


def link_to(build: Build, target: str, dialect: str = "gfm", **files: str) -> Built:
    text = post(f"[Wort](<{target}>)")
    site = build({**PEOPLE, "posts/a.md": text, **files}, {"ROSTRUM": {"markdown": dialect}})
    assert site.exitcode == 0
    return site


def word(site: Built, page: str = "2026/11/hallo/") -> str:
    return str(site.page(page).select_one(".e-content p"))


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", ["anna", "Anna Öllinger", "anna%20öllinger", "Anna"])
def test_author_is_linked_by_file_or_name(build: Build, name: str, dialect: str) -> None:
    site = link_to(build, f"{{author}}{name}", dialect)
    assert site.findings == []
    assert word(site) == '<p><a href="/people/anna/">Wort</a></p>'


def test_author_without_file_is_linked_by_name(build: Build) -> None:
    files = {"posts/b.md": post(title="B", authors=["Eva Sturm"])}
    site = link_to(build, "{author}Eva Sturm", **files)
    assert site.codes == ["person-without-file"]
    assert word(site) == '<p><a href="/people/eva-sturm/">Wort</a></p>'


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", ["Eva Sturm", "eva-sturm", "Eva%20Sturm"])
def test_embargo_author_of_scheduled_posts_has_no_link(
    build: Build, name: str, dialect: str
) -> None:
    site = link_to(build, f"{{author}}{name}", dialect, **LATER)
    (found,) = (found for found in site.report if found.code != "person-without-file")
    assert (found.code, str(found.message)) == (
        "link-unpublished",
        'the person "eva-sturm" has no page yet',
    )
    assert str(found.hint) == "Until then readers see the words without the link."
    assert word(site) == "<p><a>Wort</a></p>"
    assert not [
        name for name in site.files if b"sturm" in (site.output / name).read_bytes().lower()
    ]
    after = build({}, as_of="2026-12-01 09:00")
    assert after.codes == ["person-without-file"]
    assert word(after) == '<p><a href="/people/eva-sturm/">Wort</a></p>'


def test_scheduled_post_may_link_to_its_own_author(build: Build) -> None:
    text = post("[Wort](<{author}Eva Sturm>)", authors=["Eva Sturm"], date="2026-12-01 09:00")
    assert build({**PEOPLE, "posts/a.md": text}).codes == ["person-without-file"]


def test_hint_of_an_unknown_author_names_a_similar_one(build: Build) -> None:
    site = link_to(build, "{author}Anna Ölinger")
    assert [(found.code, str(found.hint)) for found in site.report] == [
        ("link-missing", 'Did you mean "Anna Öllinger"?')
    ]


def test_name_of_two_people_links_to_none(build: Build) -> None:
    files = {"people/anna-2.md": ANNA}
    site = link_to(build, "{author}Anna Öllinger", **files)
    assert site.codes == ["link-missing"]
    assert word(site) == "<p><a>Wort</a></p>"


def test_author_is_linked_from_another_language(build: Build) -> None:
    files = {"posts/a.en.md": source("[Word]({author}anna)", title="B", date="2026-11-18")}
    settings = {"ROSTRUM": {"languages": ["de", "en"]}}
    site = build({**PEOPLE, "posts/a.md": post(), **files}, settings)
    assert "link-missing" not in site.codes
    assert "people/anna/" in word(site, "en/2026/11/b/")
