"""Links without text, and Pelican's marks that readers see: a warning in each dialect."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from support.sites import ANNA, Built, build_site, post

Build = Callable[..., Built]


PEOPLE = {"people/anna.md": ANNA}


@pytest.fixture(params=["gfm", "python-markdown"])
def build(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Build a site in each dialect."""
    monkeypatch.chdir(tmp_path)
    return partial(build_site, tmp_path, settings={"ROSTRUM": {"markdown": request.param}})


def find(site: Built, code: str) -> list[str]:
    return [it for it in site.findings if f"[{code}]" in it]


def test_a_mark_in_angle_brackets_is_told_at_its_place(build: Build):
    text = "Siehe <{filename}b.md> und `<{filename}b.md>`.\n\nAuch <|static|/x.pdf>.\n"
    site = build({**PEOPLE, "posts/a.md": post(text), "posts/b.md": post(title="B")})
    said = "is no link: readers see the signs"
    assert find(site, "link-missing") == [
        f'content/posts/a.md:6:7: warning[link-missing]: "<{{filename}}b.md>" {said}',
        f'content/posts/a.md:8:6: warning[link-missing]: "<|static|/x.pdf>" {said}',
    ]
    assert "hint: Give it a text: [text]({filename}b.md)." in site.text


def test_a_link_without_text_is_told_at_its_place(build: Build):
    text = "Eins [](b.md) zwei [Titel](b.md) drei [ ](https://x.example/).\n"
    site = build({**PEOPLE, "posts/a.md": post(text), "posts/b.md": post(title="B")})
    assert find(site, "link-text") == [
        "content/posts/a.md:6:6: warning[link-text]: the link has no text",
        "content/posts/a.md:6:39: warning[link-text]: the link has no text",
    ]


@pytest.mark.parametrize(
    "text",
    [
        '<a id="hier"></a> Ein Ziel',
        '<a href="https://x.example/" aria-label="Werk"></a>',
        "[![Werkstor](https://x.example/a.png)](https://x.example/)",
        "Text[^1]\n\n[^1]: Anmerkung",
        "Kein Link: [](",
        "`[](b.md)`",
    ],
)
def test_what_has_a_name_or_is_no_link_is_not_told(build: Build, text: str):
    assert find(build({**PEOPLE, "posts/a.md": post(text)}), "link-text") == []
