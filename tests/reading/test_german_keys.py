"""Keys of another language in files of people, series and topics: the hint names the right one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.sites import ANNA, Built, post, source

Build = Callable[..., Built]
SITE = {"people/anna.md": ANNA, "posts/a.md": post()}


@pytest.mark.parametrize(
    ("name", "text", "code", "hint"),
    [
        ("people/b.md", "---\nname: B\nEntwurf: ja\n---\n", "key-unknown", "status: draft"),
        ("people/b.md", "---\nname: B\nFunktion: Meister\n---\n", "key-unknown", "role: …"),
        ("people/b.md", "---\nAnzeigename: B\n---\n", "key-missing", "name: …"),
        ("people/b.md", "---\nname: B\nFoto: b.png\n---\n", "key-unknown", "photo: …"),
        (
            "people/b.md",
            "---\nname: B\nroles:\n  - Titel: X\n---\n",
            "key-missing",
            "title: …",
        ),
        (
            "people/b.md",
            "---\nname: B\nroles:\n  - title: X\n    seit: 2020\n---\n",
            "key-unknown",
            "from: …",
        ),
        ("people/anna.en.md", "---\nFunktion: Boss\n---\n", "key-unknown", "role: …"),
        ("series/s.md", "---\nTitel: S\n---\n", "key-missing", "title: …"),
        ("series/s.md", "---\ntitle: S\nEntwurf: ja\n---\n", "key-unknown", "status: draft"),
        ("series/s.md", "---\ntitle: S\nBild: b.png\n---\n", "key-unknown", "image: …"),
        (
            "series/s.md",
            "---\ntitle: S\nplanned:\n  - title: T\n    Datum: 2027-01-01\n---\n",
            "key-unknown",
            "date: …",
        ),
        ("topics.yaml", "Schlagwörter:\n  x: Y.\n", "key-unknown", "tags: …"),
        ("topics.yaml", "kategorien:\n  x: Y.\n", "key-unknown", "categories: …"),
    ],
)
def test_hint_of_a_german_key_names_the_right_one(
    build: Build, name: str, text: str, code: str, hint: str
) -> None:
    site = build({**SITE, name: text}, {"ROSTRUM": {"languages": ["de", "en"]}})
    assert [(found.code, str(found.hint)) for found in site.report] == [(code, f'Write "{hint}".')]


def test_german_key_of_a_picture_names_the_right_one(build: Build) -> None:
    image = {"src": "a.png", "alt": "A", "Quelle": "https://x.example"}
    site = build({**SITE, "series/s.md": source(title="S", image=image)})
    assert [str(found.hint) for found in site.report if found.code == "key-unknown"] == [
        'Write "source: …".'
    ]


@pytest.mark.parametrize("name", ["people/b.md", "series/s.md"])
def test_german_status_names_the_right_one(build: Build, name: str) -> None:
    site = build({**SITE, name: source(title=None, status="Entwurf", name="B")})
    assert 'Write "draft".' in [str(found.hint) for found in site.report]
