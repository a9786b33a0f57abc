"""The editor in the browser: what editors write with it passes `rostrum check`.

These tests need Sveltia CMS, which `make referees` fetches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser
from support.editor import ADMIN, Editor, require_editor
from support.sites import ANNA, BEN, Built, post, source

pytestmark = [pytest.mark.browser, pytest.mark.referee]
SETTINGS = {"ROSTRUM": {"admin": ADMIN}}
ODD = """---
title: "Alt: und eigen"
date: 2026-11-18
modified: 2026-11-18 11:30:15 +02:00
author: Anna Öllinger
tags: Führung, Lernen
image: {src: images/x.png, alt: Ein Punkt}
comments: false
contents: yes
crosspost: {x: false}
part: 1
series: Zwölf Schritte
changes:
  - {date: 2026-11-20, text: Ein Wort., kind: correction}
extra: {farbe: rot}
---
Ein Satz.[^1]

> [!NOTE]
> Ein Hinweis.

[^1]: Eine Fußnote.
"""
FILES = {
    "people/anna.md": ANNA,
    "people/ben.md": BEN,
    "people/ben.en.md": source("Ben runs hall 4.\n", role="Master"),
    "series/zwoelf.md": source("Eine Serie.\n", title="Zwölf Schritte"),
    "posts/2026/odd.md": ODD,
    "posts/plain.md": post(title="Schlicht", date="2026-11-17"),
    "posts/plain.en.md": post("A text.\n", title="Plain", date="2026-11-19 10:00"),
}


@pytest.fixture(name="site")
def build_with_editor(
    build: Callable[..., Built], monkeypatch: pytest.MonkeyPatch, pixel: bytes
) -> Built:
    require_editor(monkeypatch)
    site = build({**FILES, "images/x.png": pixel}, SETTINGS)
    assert site.exitcode == 0, site.text
    return site


@pytest.fixture(name="editor")
def open_editor(
    browser: Browser, site: Built, serve: Callable[[Path], str]
) -> Iterator[Editor]:
    context = browser.new_context(locale="en-GB", timezone_id="America/New_York")
    yield Editor(context.new_page(), serve(site.output), site.root / "content")
    context.close()


def read(site: Built, path: str) -> tuple[dict[str, object], str]:
    """Return front matter, with all values as texts, and the text of a file."""
    _, front, text = (site.root / "content" / path).read_text("utf-8").split("---\n", 2)
    return yaml.load(front, yaml.BaseLoader), text.strip()


def test_an_edit_changes_what_was_edited_alone(editor: Editor, site: Built) -> None:
    before, text = read(site, "posts/2026/odd.md")
    editor.open("posts/entries/2026/odd")
    editor.field("Zusammenfassung").get_by_role("textbox").fill("Worum: es geht.")
    editor.save()
    assert read(site, "posts/2026/odd.md") == (before | {"summary": "Worum: es geht."}, text)
