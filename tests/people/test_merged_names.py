"""Different names that give one address are one person or series, and that is said once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.sites import ANNA, Built, post, source

Build = Callable[..., Built]
TOLD = 'warning[names-merged]: "Jörg Maier" and "Joerg Maier" are one person, "joerg-maier"'


def merged(site: Built) -> list[str]:
    return [found for found in site.findings if "[names-merged]" in found]


def hint(site: Built) -> str:
    (found,) = (found for found in site.report if found.code == "names-merged")
    return str(found.hint)


@pytest.mark.parametrize("people", [{}, {"people/anna.md": ANNA}])
@pytest.mark.parametrize("markdown", ["gfm", "python-markdown"])
def test_two_names_of_one_person_are_one_warning(
    build: Build, people: dict[str, str], markdown: str
) -> None:
    files = {
        **people,
        "posts/a.md": post(title="A", authors=["Jörg Maier"]),
        "posts/b.md": post(title="B", authors=["Joerg Maier"]),
        "posts/c.md": post(title="C", written_with="Joerg Maier", authors=["Eva Sturm"]),
        "pages/d.md": source("D", title="D", author="Joerg Maier"),
    }
    site = build(files, {"ROSTRUM": {"markdown": markdown}})
    assert site.exitcode == 0
    assert merged(site) == [f"content/posts/b.md:4:11: {TOLD}"]
    assert hint(site).startswith('"Jörg Maier" stands in content/posts/a.md:4:11. Write one name')
    assert build({}, strict=True).exitcode == 1


def test_three_names_of_one_person_are_one_warning(build: Build) -> None:
    names = ["Jörg Maier", "Joerg Maier", "Jörg-Maier"]
    files = {f"posts/{n}.md": post(title=f"P{n}", authors=[name]) for n, name in enumerate(names)}
    site = build(files)
    assert merged(site) == [
        (
            'content/posts/1.md:4:11: warning[names-merged]: "Jörg Maier", "Joerg Maier" and '
            '"Jörg-Maier" are one person, "joerg-maier"'
        )
    ]
    assert '"Jörg-Maier" stands in content/posts/2.md:4:11.' in hint(site)


def test_name_in_settings_and_another_are_one_warning(build: Build) -> None:
    files = {
        "posts/a.md": post(title="A", authors=None),
        "posts/b.md": post(title="B", authors=["Joerg Maier"]),
    }
    site = build(files, {"AUTHOR": "Jörg Maier"})
    assert merged(site) == [f"content/posts/b.md:4:11: {TOLD}"]
    assert '"Jörg Maier" stands in pelicanconf.py:7:10.' in hint(site)


@pytest.mark.parametrize("other", ["jörg maier", "Jörg  Maier", "joerg-maier", "JÖRG MAIER"])
def test_same_name_in_other_capitals_is_no_finding(build: Build, other: str) -> None:
    files = {
        "posts/a.md": post(authors=["Jörg Maier"]),
        "posts/b.md": post(title="B", authors=[other]),
    }
    assert merged(build(files)) == []


def test_a_file_for_each_separates_two_people(build: Build) -> None:
    files = {
        "people/joerg-maier.md": source(name="Jörg Maier"),
        "people/joerg-2.md": source(name="Joerg Maier"),
        "posts/a.md": post(title="A", authors=["Jörg Maier"]),
        "posts/b.md": post(title="B", authors=["Joerg Maier"]),
    }
    site = build(files)
    assert (site.exitcode, site.findings) == (0, [])
    assert site.page("2026/11/b/").find("a", href="/people/joerg-2/")


@pytest.mark.parametrize("files", [{}, {"series/c.md": source(title="C")}])
def test_two_titles_of_one_series_are_one_warning(build: Build, files: dict[str, str]) -> None:
    posts = {
        "posts/a.md": post(title="A", series="C", authors=["Eva Sturm"], part=1),
        "posts/b.md": post(title="B", series="C++", authors=["Eva Sturm"], part=2),
        "posts/d.md": post(title="D", series="C++", authors=["Eva Sturm"], part=3),
    }
    site = build({**files, **posts})
    assert site.exitcode == 0
    told = 'warning[names-merged]: "C" and "C++" are one series, "c"'
    assert merged(site) == [f"content/posts/b.md:5:9: {told}"]
    first = "content/series/c.md:2:8" if files else "content/posts/a.md:5:9"
    assert hint(site).startswith(f'"C" stands in {first}. Write one title')


def test_a_file_for_each_separates_two_series(build: Build) -> None:
    files = {
        "people/anna.md": ANNA,
        "series/c.md": source(title="C"),
        "series/c-plus-plus.md": source(title="C++"),
        "posts/a.md": post(title="A", series="C"),
        "posts/b.md": post(title="B", series="C++"),
    }
    site = build(files)
    assert (site.exitcode, site.findings) == (0, [])
    assert "series/c-plus-plus/index.html" in site.files


@pytest.mark.parametrize("key", ["tags", "category"])
@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("names", [("C", "C++"), ("Jörg Maier", "Joerg Maier")])
def test_two_topics_with_one_address_are_told(
    build: Build, key: str, lang: str, names: tuple[str, str]
) -> None:
    files = {f"posts/{n}.md": post(title=f"P{n}", **{key: name}) for n, name in enumerate(names)}
    site = build({"people/anna.md": ANNA, **files}, {"DEFAULT_LANG": lang})
    assert site.codes in (["tags-merged"], ["tags-similar"])
    assert all(f'"{name}"' in site.findings[0] for name in names)
