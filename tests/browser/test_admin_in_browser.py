"""The editor in the browser: what editors write with it passes `rostrum check`.

These tests need Sveltia CMS, which `make referees` fetches.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser
from support.editor import ADMIN, Editor, require_editor
from support.sites import ANNA, AS_OF, BEN, Built, post, source

from rostrum.build.options import BuildOptions
from rostrum.pelican_plugin.runner import run_build

pytestmark = [pytest.mark.browser, pytest.mark.referee]
KNOWN = ("part-alone", "admin-form")
MOMENT = datetime.fromisoformat(AS_OF)
SETTINGS = {"ROSTRUM": {"admin": ADMIN}}
ODD = """---
title: "Alt: und eigen"
date: 2026-11-18
modified: 2026-11-21 11:30:15 +02:00
author: Anna Öllinger
tags: [Führung, Lernen]
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
    "posts/alone.md": post(title="Allein", date="2026-11-16"),
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
def open_editor(browser: Browser, site: Built, serve: Callable[[Path], str]) -> Iterator[Editor]:
    context = browser.new_context(
        locale="en-GB",
        timezone_id="America/New_York",
        viewport={"width": 1300, "height": 4000},  # the editor makes fields when they are seen
    )
    yield Editor(context.new_page(), serve(site.output), site.root / "content")
    context.close()


def read(site: Built, path: str) -> tuple[dict[str, object], str]:
    """Return front matter, with all values as texts, and the text of a file."""
    _, front, text = (site.root / "content" / path).read_text("utf-8").split("---\n", 2)
    return yaml.load(front, yaml.BaseLoader), text.strip()


def check(site: Built) -> list[str]:
    """Return the findings of the site as it is now, without those of what was there before."""
    outcome = run_build(
        BuildOptions(settings=Path("pelicanconf.py"), jobs=1, check_only=True, moment=MOMENT)
    )
    return [f"{it.place}: {it.code}" for it in outcome.report if it.code not in KNOWN]


def test_an_edit_changes_what_was_edited_alone(editor: Editor, site: Built) -> None:
    before, text = read(site, "posts/2026/odd.md")
    editor.open("posts/entries/2026/odd")
    editor.field("Zusammenfassung").get_by_role("textbox").fill("Worum: es geht.")
    editor.save()
    assert read(site, "posts/2026/odd.md") == (before | {"summary": "Worum: es geht."}, text)
    assert check(site) == []


def test_a_new_post_has_author_and_series_from_lists(editor: Editor, site: Built) -> None:
    editor.open("posts/new")
    editor.field("Titel").get_by_role("textbox").fill("Größe: ein Anfang")
    editor.field("Datum").get_by_role("textbox").fill("2026-11-20T09:30")
    editor.field("Autorinnen und Autoren").get_by_role("checkbox", name="Ben Kovač").click()
    editor.field("Gehört zur Serie").get_by_role("radio", name="Zwölf Schritte").click()
    editor.field("Teil").get_by_role("spinbutton").fill("2")
    editor.field("Schlagwörter").get_by_role("textbox").first.fill("Führung")
    editor.field("Text in Markdown").get_by_role("textbox").click()
    editor.page.keyboard.type("Der **erste** Satz.")
    editor.save()
    front, text = read(site, "posts/groesse-ein-anfang.md")
    assert front == {
        "title": "Größe: ein Anfang",
        "date": "2026-11-20 09:30",
        "authors": ["ben"],
        "series": "zwoelf",
        "part": "2",
        "tags": ["Führung"],
    }
    assert text == "Der **erste** Satz."
    assert check(site) == []


def test_a_translation_is_not_touched_by_an_edit(editor: Editor, site: Built) -> None:
    paths = ("posts/plain.en.md", "people/ben.en.md")
    before = [read(site, path) for path in paths]
    editor.open("posts/entries/plain")
    editor.field("Zusammenfassung").get_by_role("textbox").fill("Kurz gesagt.")
    editor.save()
    editor.open("people/entries/ben")
    editor.field("Funktion").get_by_role("textbox").fill("Leiter der Halle 4")
    editor.save()
    assert [read(site, path) for path in paths] == before
    assert read(site, "posts/plain.md")[0]["summary"] == "Kurz gesagt."
    assert read(site, "people/ben.md")[0]["role"] == "Leiter der Halle 4"
    assert check(site) == []


def test_nothing_is_asked_of_other_hosts(editor: Editor) -> None:
    editor.open("posts/entries/2026/odd")
    editor.field("Text in Markdown").wait_for()
    editor.page.wait_for_load_state("networkidle")
    assert editor.page.evaluate("violations") == []
    assert editor.foreign == []
    assert editor.complaints == []  # nor of the configuration


def test_the_words_are_those_of_the_reader(
    browser: Browser, site: Built, serve: Callable[[Path], str]
) -> None:
    context = browser.new_context(locale="de-AT")
    page = context.new_page()
    page.goto(f"{serve(site.output)}/admin/")
    page.get_by_role("button", name="Mit Zugriffstoken anmelden").wait_for()
    assert page.get_by_role("button", name="Mit GitHub anmelden").count() == 0
    page.evaluate("document.fonts.ready.then(() => {})")
    loaded = "[...document.fonts].filter(it => it.status === 'loaded').map(it => it.family)"
    assert "Material Symbols Outlined" in page.evaluate(loaded)
    context.close()


def test_the_policy_is_in_force(editor: Editor) -> None:
    asked = "fetch('https://other.example/x').then(() => 'answered', () => 'refused')"
    assert editor.page.evaluate(asked) == "refused"
    assert editor.page.evaluate("violations.length") == 1
    assert editor.foreign == []


def test_a_new_translation_passes_check(editor: Editor, site: Built) -> None:
    before = read(site, "posts/alone.md")
    editor.open("posts/entries/alone")
    editor.page.get_by_role("radio", name="English (disabled)").first.click()
    editor.page.get_by_role("button", name=re.compile("^Enable .*English")).click()
    editor.field("Titel").get_by_role("textbox").fill("Alone")
    editor.field("Datum").get_by_role("textbox").fill("2026-11-19T08:00")
    editor.field("Text in Markdown").get_by_role("textbox").click()
    editor.page.keyboard.press("Control+A")
    editor.page.keyboard.type("A sentence.")
    editor.save()
    assert read(site, "posts/alone.md") == before
    expected = {"title": "Alone", "date": "2026-11-19 08:00", "authors": ["anna"]}
    assert read(site, "posts/alone.en.md") == (expected, "A sentence.")
    assert check(site) == []


def test_a_text_with_formats_keeps_what_is_not_edited(editor: Editor, site: Built) -> None:
    _, before = read(site, "posts/2026/odd.md")
    editor.open("posts/entries/2026/odd")
    text = editor.field("Text in Markdown")
    text.get_by_role("button", name="Edit in Markdown").click()
    text.get_by_role("textbox").get_by_text("Eine Fußnote.").click()
    editor.page.keyboard.press("Control+End")
    editor.page.keyboard.type(" Mehr.")
    editor.save()
    assert read(site, "posts/2026/odd.md")[1] == f"{before} Mehr."


def test_a_missing_date_is_asked_for_before_saving(editor: Editor, site: Built) -> None:
    editor.open("posts/new")
    editor.field("Titel").get_by_role("textbox").fill("Neu")
    editor.page.get_by_role("button", name="Save").click()
    editor.page.get_by_text("One field has an error").first.wait_for()
    editor.field("Datum").get_by_role("textbox").fill("2026-11-20T09:30")
    editor.save()
    assert read(site, "posts/neu.md")[0] == {"title": "Neu", "date": "2026-11-20 09:30"}
    assert editor.complaints == []


def test_an_uploaded_picture_passes_check(editor: Editor, site: Built, pixel: bytes) -> None:
    editor.open("posts/entries/alone")
    picture = editor.field("Bild")
    picture.get_by_role("checkbox").click()
    picture.get_by_role("button", name="Browse").click()
    dialog = editor.page.get_by_role("dialog")
    upload = {"name": "Werk Ä.png", "mimeType": "image/png", "buffer": pixel}
    dialog.locator("input[type=file]").first.set_input_files(upload)
    dialog.get_by_role("option", name="werk-ae.png").click()
    assert dialog.get_by_text("Pexels").count() == 0
    dialog.get_by_role("button", name="Insert").click()
    dialog.wait_for(state="hidden")
    picture.get_by_role("button", name="Replace Image").wait_for()
    editor.field("Was das Bild zeigt").get_by_role("textbox").fill("Das Werk")
    editor.save()
    picture = read(site, "posts/alone.md")[0]["image"]
    assert picture == {"src": "/images/werk-ae.png", "alt": "Das Werk"}
    assert (site.root / "content" / picture["src"].lstrip("/")).read_bytes() == pixel
    assert check(site) == []
    assert (editor.foreign, editor.complaints) == ([], [])


def test_a_new_person_passes_check(editor: Editor, site: Built) -> None:
    editor.open("people/new")
    editor.field("Name").get_by_role("textbox").fill("Cora Özil")
    editor.field("Ebene").get_by_role("radio", name="Gast").click()
    editor.save()
    assert read(site, "people/cora-oezil.md")[0] == {"name": "Cora Özil", "level": "guest"}
    assert check(site) == []
