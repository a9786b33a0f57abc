"""Front matter that the editor in the browser does not know, on sites that have it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.sites import ANNA, BEN, Built, source

SETTINGS = {"ROSTRUM": {"admin": {"backend": "github", "repo": "company/blog"}}}
PEOPLE = {"people/anna.md": ANNA, "people/ben.md": BEN}
HEAD = "title: Hallo\ndate: 2026-11-18 09:30\n"


def find(build: Callable[..., Built], text: str, path: str = "posts/a.md") -> list[str]:
    """Return the findings about forms, without those of the site without the extra."""
    site = build({**PEOPLE, path: text}, SETTINGS)
    return [found for found in site.findings if "admin-form" in found]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Tags: [a]", '4:1: the editor in the browser does not show "Tags"'),
        ("author: anna", '4:1: the editor in the browser does not show "author"'),
        ("tags: a, b", "4:7: the editor in the browser takes this text for one entry of the list"),
        (
            "authors: anna; ben",
            "4:10: the editor in the browser takes this text for one entry of the list",
        ),
    ],
)
def test_a_form_of_its_own_is_told(build: Callable[..., Built], line: str, told: str) -> None:
    by = "" if "author" in line else "authors: [anna]\n"
    place, _, message = told.partition(": ")
    assert find(build, f"---\n{HEAD}{line}\n{by}---\nText\n") == [
        f"content/posts/a.md:{place}: warning[admin-form]: {message}"
    ]


def test_lines_without_a_fence_are_told(build: Callable[..., Built]) -> None:
    assert find(build, "Title: Hallo\nDate: 2026-11-18\nAuthor: anna\n\nText\n") == [
        (
            "content/posts/a.md:1:1: warning[admin-form]: the editor in the browser does not see "
            "the front matter of this file"
        )
    ]


@pytest.mark.parametrize(
    "line",
    [
        "tags: [a, b]",
        "tags: a",
        "summary: Eins, zwei; drei",
        '"tags": [a]',
        "eigenes: 1",
        "Eigenes: 1",
    ],
)
def test_other_forms_are_not_told(build: Callable[..., Built], line: str) -> None:
    assert find(build, f"---\n{HEAD}authors: [anna]\n{line}\n---\nText\n") == []


def test_people_and_series_are_looked_at_as_well(build: Callable[..., Built]) -> None:
    told = find(build, "Name: Cora\n\nText\n", "people/cora.md")
    assert [found.partition(":")[0] for found in told] == ["content/people/cora.md"]
    told = find(build, source("Text\n", Title="Serie"), "series/s.md")
    assert [found.partition(":")[0] for found in told] == [
        "content/people/cora.md",
        "content/series/s.md",
    ]


def test_a_site_without_editor_may_use_every_form(build: Callable[..., Built]) -> None:
    text = "Title: Hallo\nDate: 2026-11-18\nAuthor: anna, ben\n\nText\n"
    assert build({**PEOPLE, "posts/a.md": text}, {}).findings == []
