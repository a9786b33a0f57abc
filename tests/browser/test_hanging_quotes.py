"""Quotation marks in a browser: left of the edge of the text, without scrolling sideways."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from support.accessibility import WIDTHS
from support.sites import ANNA, build_site, post

pytestmark = pytest.mark.browser

WORDS = "wer immer nur zeigt, was gelungen ist, darf sich nicht wundern, wenn niemand mehr fragt"
TEXT = f"""\
> [!PULL]
> "Heute", sagte sie, "{WORDS}."

Ein Text.

> "Heute", sagte sie, "{WORDS}."
>
> — Nina Berger

Noch ein Text.

> "Heute", sagte sie, "{WORDS}."
"""
OFFSETS = """
() => [...document.querySelectorAll('.prose blockquote p')].map((p) => {
  const range = document.createRange();
  const left = (offset) => {
    range.setStart(p.firstChild, offset);
    range.setEnd(p.firstChild, offset + 1);
    return range.getBoundingClientRect().left;
  };
  const em = parseFloat(getComputedStyle(p).fontSize);
  return [1, 0].map((n) => (left(n) - p.getBoundingClientRect().left) / em);
})
"""


@pytest.mark.parametrize("lang", ["de", "en", "de-CH"])
def test_quote_hangs_and_nothing_scrolls_sideways(
    tmp_path: Path,
    serve: Callable[[Path], str],
    visit_at: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    lang: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    files = {"posts/a.md": post(TEXT, title="Mut", slug="mut"), "people/anna.md": ANNA}
    site = build_site(tmp_path, files, {"DEFAULT_LANG": lang})
    tab = visit_at(serve(site.output), viewport={"width": 320, "height": 800})
    page: Page = tab.open("/2026/11/mut/")
    offsets = page.evaluate(OFFSETS)
    assert len(offsets) == 3
    for letter, mark in offsets:
        assert abs(letter) < 0.13
        assert mark < -0.3
    needed, given = page.evaluate(WIDTHS)
    assert needed <= given
    assert page.evaluate(
        "[...document.querySelectorAll('.prose blockquote p')]"
        ".every((p) => p.getBoundingClientRect().left > 8)"
    )
