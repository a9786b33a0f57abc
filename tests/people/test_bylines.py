"""Names in bylines: of files in `people/`, or as readers see them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from support.sites import ANNA, BEN, Built, post, source

from rostrum.core.text import is_one_slip

Build = Callable[..., Built]
PEOPLE = {"people/anna.md": ANNA, "people/ben.md": BEN}
LATER = "2027-01-10"


def byline(site: Built, page: str) -> list[str]:
    """Return the names in the structured data of a post."""
    data = json.loads(site.page(page).find("script", type="application/ld+json").string)
    return [person["name"] for person in data["author"]]


def test_display_name_is_the_person_with_that_name(build: Build) -> None:
    site = build({**PEOPLE, "posts/a.md": post(authors=["Anna  öllinger", "ben"])})
    assert (site.exitcode, site.findings) == (0, [])
    assert byline(site, "2026/11/hallo/") == ["Anna Öllinger", "Ben Kovač"]
    assert site.page("2026/11/hallo/").find("a", href="/people/anna/")
    assert "<name>Anna Öllinger</name>" in site.read("people/anna/atom.xml")


def test_display_name_in_written_with_is_the_person(build: Build) -> None:
    site = build({**PEOPLE, "posts/a.md": post(authors="Ben Kovač", written_with="Anna Öllinger")})
    assert (site.exitcode, site.findings) == (0, [])
    (written,) = site.outcome.sources.library.posts
    assert (written.authors, written.written_with) == (("ben",), ("anna",))


def test_name_without_file_has_page_feeds_and_one_warning(build: Build) -> None:
    files = {
        "posts/a.md": post(authors=["Eva Sturm"], title="A"),
        "posts/b.md": post(authors="Eva Sturm; Jo Öl", title="B"),
    }
    site = build({**PEOPLE, **files})
    assert site.exitcode == 0
    assert site.findings == [
        'content/posts/a.md:4:11: warning[person-without-file]: "Eva Sturm" has no file in people/',
        'content/posts/b.md:4:21: warning[person-without-file]: "Jo Öl" has no file in people/',
    ]
    assert byline(site, "2026/11/b/") == ["Eva Sturm", "Jo Öl"]
    assert site.page("people/eva-sturm/").h1.get_text(strip=True) == "Eva Sturm"
    assert not site.page("people/eva-sturm/").select(".portrait img")
    assert {"people/eva-sturm/atom.xml", "people/jo-oel/rss.xml"} <= set(site.files)
    assert "Eva Sturm" in site.read("people/index.html")
    assert build({}, strict=True).exitcode == 1


def test_any_name_is_a_name_without_people(build: Build) -> None:
    site = build({"posts/a.md": post(authors="dpr"), "posts/b.md": post(title="B", authors="Dpr")})
    assert (site.exitcode, site.codes) == (0, ["person-without-file"])
    assert site.page("people/dpr/").h1.get_text(strip=True) == "Dpr"
    assert len(site.outcome.site.people) == 1


@pytest.mark.parametrize(
    "name",
    ["hanna", "jo-oel", "Anna Ölinger", "Anna Oellinger-", "Bne Kovač", "Ana Öllinger", "annas"],
)
def test_slip_or_file_name_is_an_error_beside_people(build: Build, name: str) -> None:
    site = build({**PEOPLE, "posts/a.md": post(authors=[name])})
    assert (site.exitcode, site.codes) == (1, ["person-unknown"])
    assert "rostrum check --write-people" in str(next(iter(site.report)).hint)


def test_name_of_two_people_is_an_error(build: Build) -> None:
    site = build({**PEOPLE, "people/anna-2.md": ANNA, "posts/a.md": post(authors="Anna Öllinger")})
    assert site.findings == [
        (
            'content/posts/a.md:4:10: error[person-ambiguous]: "Anna Öllinger" is the name of '
            "several people"
        )
    ]
    assert [str(found.hint) for found in site.report] == [
        "Write the name of the file: anna or anna-2."
    ]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("anna", "ana", True),
        ("anna", "anan", True),
        ("anna", "annab", True),
        ("anna", "bnna", True),
        ("anna", "anna", False),
        ("anna", "naan", False),
        ("anna", "annabe", False),
        ("aba", "bab", False),
    ],
)
def test_one_slip_is_one_letter(first: str, second: str, *, expected: bool) -> None:
    assert is_one_slip(first, second) is is_one_slip(second, first) is expected


def test_default_author_is_used_by_posts_without_one(build: Build) -> None:
    files = {
        **PEOPLE,
        "posts/a.md": post(title="A", authors=None),
        "posts/b.md": post(title="B", authors="ben"),
        "pages/c.md": source("C", title="C"),
    }
    site = build(files, {"AUTHOR": "Anna Öllinger"})
    assert (site.exitcode, site.findings) == (0, [])
    assert byline(site, "2026/11/a/") == ["Anna Öllinger"]
    assert byline(site, "2026/11/b/") == ["Ben Kovač"]
    assert "Öllinger" not in site.read("c/")


def test_default_author_is_one_name_even_with_a_comma(build: Build) -> None:
    site = build({"posts/a.md": post(authors=None)}, {"AUTHOR": "Sturm, Eva"})
    assert site.findings == [
        'pelicanconf.py:7:10: warning[person-without-file]: "Sturm, Eva" has no file in people/'
    ]
    assert byline(site, "2026/11/hallo/") == ["Sturm, Eva"]


@pytest.mark.parametrize("author", ["Anna Öllinger", "Eva Sturm", "eva-sturm"])
def test_comment_by_a_name_has_no_face_and_no_mark(build: Build, author: str) -> None:
    comment = source("Ja.", author=author, date="2026-11-19")
    files = {"posts/a.md": post(authors=["Anna Öllinger", "Eva Sturm"]), "comments/a/1.md": comment}
    site = build({**PEOPLE, **files})
    assert site.exitcode == 0
    (reply,) = site.outcome.site.threads["a"].replies
    assert (reply.person, reply.by_author) == (None, False)
    assert "namesake" in site.codes


def test_comment_by_an_author_without_people_has_no_mark(build: Build) -> None:
    comment = source("Ja.", author="dpr", date="2026-11-19")
    site = build({"posts/a.md": post(authors="dpr"), "comments/a/1.md": comment})
    (reply,) = site.outcome.site.threads["a"].replies
    assert (site.exitcode, reply.person, reply.by_author) == (0, None, False)


@pytest.mark.parametrize(
    "hidden",
    [
        {"posts/b.md": post(authors=["Eva Sturm"], title="B", date=LATER)},
        {"posts/b.md": post(authors=["Eva Sturm"], title="B", status="draft")},
        {"posts/b.md": post(written_with=["Eva Sturm"], title="B", status="hidden")},
        {"pages/b.md": source("B", title="B", author="Eva Sturm", status="draft")},
    ],
)
def test_embargo_name_without_file_waits_for_its_post(build: Build, hidden: dict[str, str]) -> None:
    site = build({**PEOPLE, "posts/a.md": post(), **hidden})
    assert (site.exitcode, site.codes) == (0, ["person-without-file"])
    shown = [name for name in site.files if b"Sturm" in (site.output / name).read_bytes()]
    assert shown == (["2026/11/b/index.html"] if "hidden" in str(hidden) else [])
    assert not [name for name in site.files if "eva-sturm" in name]


def test_embargo_person_named_by_a_draft_page_alone_waits(build: Build) -> None:
    page = source("P", title="P", author="eva", status="draft")
    files = {
        **PEOPLE,
        "posts/a.md": post(),
        "people/eva.md": source(name="Eva"),
        "pages/p.md": page,
    }
    assert "people/eva/index.html" not in build(files).files
    assert (
        "people/eva/index.html" in build({"pages/p.md": page.replace("draft", "published")}).files
    )


def test_person_named_by_a_page_alone_has_a_page(build: Build) -> None:
    page = source("B", title="B", author="Eva Sturm", date="2026-11-01", tags="x", category="Y")
    site = build({**PEOPLE, "posts/a.md": post(), "pages/b.md": page})
    assert (site.exitcode, site.codes) == (0, ["person-without-file"])
    data = json.loads(site.page("b/").find("script", type="application/ld+json").string)
    assert (data["@type"], data["datePublished"]) == ("WebPage", "2026-11-01T00:00:00+01:00")
    assert (data["author"][0]["name"], data["keywords"], data["about"]) == ("Eva Sturm", ["x"], "Y")
    assert "people/eva-sturm/index.html" in site.files
    assert not [name for name in site.files if name.startswith(("tag/", "category/"))]


def test_page_with_a_future_date_is_an_error_until_then(build: Build) -> None:
    files = {**PEOPLE, "posts/a.md": post(), "pages/b.md": source("B", title="B", date=LATER)}
    site = build(files)
    assert (site.exitcode, site.codes) == (1, ["page-scheduled"])
    assert build({"pages/b.md": source("B", title="B", date=LATER, status="draft")}).exitcode == 0
    assert build({"pages/b.md": source("B", title="B", date=LATER)}, as_of=LATER).exitcode == 0


def test_names_are_the_same_through_pelican(build: Build) -> None:
    files = {
        **PEOPLE,
        "posts/a.md": post(authors=["Eva Sturm", "Anna Öllinger"], series="Eine Reihe"),
        "posts/b.md": post(title="B", authors="Eva Sturm", id="b", slug="b"),
        "posts/c.md": post(title="C", authors="ben", id="b", slug="c", lang="en"),
        "pages/p.md": source("P", title="P", author="Eva Sturm", date="2026-11-01"),
    }
    direct = build(files)
    pages = {name: direct.read(name) for name in direct.files}
    assert direct.outcome.is_direct
    plugin = """
class Nothing:
    @staticmethod
    def register():
        pass

PLUGINS = ["rostrum", Nothing]
"""
    settings = (direct.root / "pelicanconf.py").read_text("utf-8") + plugin
    through = build({}, settings, no_cache=True)
    assert not through.outcome.is_direct
    assert (through.exitcode, through.findings) == (0, direct.findings)
    assert {name: through.read(name) for name in through.files} == pages


def test_page_values_reach_another_theme(build: Build) -> None:
    page = source("P", title="P", author="Anna Öllinger", date="2026-11-01", tags="x", budget=7)
    template = (
        "{{ page.authors[0].slug }}|{{ page.tags[0] }}|{{ page.date.year }}|{{ page.budget }}"
    )
    site = build({**PEOPLE, "posts/a.md": post(), "pages/p.md": page})
    folder = site.root / "theme" / "templates"
    folder.mkdir(parents=True)
    (folder / "page.html").write_text(template, "utf-8")
    settings: dict[str, Any] = {"THEME": "simple", "ROSTRUM": {"render": False}}
    settings["THEME_TEMPLATES_OVERRIDES"] = ["theme/templates"]
    other = build({}, settings)
    assert other.exitcode == 0
    assert other.read("p/").split("|")[1:] == ["x", "2026", "7"]


@pytest.mark.parametrize("name", ["Anna", "ÖLLINGER"])
def test_a_slip_that_would_have_the_same_file_writes_none(build: Build, name: str) -> None:
    people = {"people/anna.md": ANNA, "people/oellinger.md": "---\nname: Eva Öllinger\n---\n"}
    site = build({**people, "posts/a.md": post(authors=[name])})
    key = "anna" if name == "Anna" else "oellinger"
    assert site.codes == ["person-unknown"]
    assert [str(found.hint) for found in site.report] == [f'Did you mean "{key}"?']


@pytest.mark.parametrize("authors", ["Kovač, Ben", ["Kovač, Ben"], "Eva Sturm; Kovač, Ben"])
def test_last_name_first_is_an_error_beside_people(build: Build, authors: Any) -> None:
    site = build({**PEOPLE, "posts/a.md": post(authors=authors)})
    assert site.exitcode == 1
    (unknown,) = (found for found in site.report if found.code == "person-unknown")
    assert str(unknown.message) == 'there is no person "Kovač, Ben"'
    assert str(unknown.hint).startswith('Did you mean "ben"?')


def test_two_first_names_with_a_comma_are_two_people(build: Build) -> None:
    site = build({**PEOPLE, "posts/a.md": post(authors="Kovač, Eva")})
    assert (site.exitcode, site.codes) == (0, ["person-without-file"] * 2)


@pytest.mark.parametrize("word", [" und ", " & ", "/", " and "])
def test_two_people_as_one_name_are_an_error(build: Build, word: str) -> None:
    site = build({**PEOPLE, "posts/a.md": post(authors=f"anna{word}Ben Kovač")})
    assert (site.exitcode, site.codes) == (1, ["person-unknown"])
    assert str(next(iter(site.report)).hint) == "Write a list: [anna, ben]."


def test_hint_writes_no_file_that_exists(build: Build) -> None:
    site = build({**PEOPLE, "posts/a.md": post(authors="„anna“")})
    assert str(next(iter(site.report)).hint) == 'Did you mean "anna"?'
