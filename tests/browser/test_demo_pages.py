"""Every kind of page of the demo: whole, quiet, narrow, accessible, in light and in dark."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "home, second page": "/page/2/",
    "post with comments": "/2026/08/gastbeitrag-hotline/",
    "installment": "/2026/11/fehlerliste/",
    "series": "/series/zwoelf-schritte/",
    "series index": "/series/",
    "whole series": "/series/zwoelf-schritte/all/",
    "English series": "/en/series/zwoelf-schritte/",
    "person": "/people/magdalena-hofer/",
    "person with roles": "/people/radmila-petrovic/",
    "directory": "/people/",
    "directory of a network": "/people/on/mastodon/",
    "post written with somebody": "/2026/06/spindtuer/",
    "tag cloud": "/topics/",
    "tag": "/tag/fehlerkultur/",
    "category": "/category/vorstand/",
    "month": "/2026/11/",
    "year": "/2026/",
    "archive": "/archive/",
    "feeds": "/feeds/",
    "imprint": "/impressum/",
    "not found": "/404.html",
    "English home": "/en/",
    "English post": "/en/2026/11/fehlerliste/",
}
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPEN_ALL = "for (const part of document.querySelectorAll('details')) part.open = true"
WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
PICTURES = """
[...document.images].map(image => { image.loading = "eager"; return image.decode().then(
    () => image.hasAttribute("alt") && image.width > 0 && image.height > 0
        && image.hasAttribute("width") && image.hasAttribute("height") && image.naturalWidth > 0,
    () => false,
).then(good => good ? "" : image.outerHTML) })
"""

Visits = Callable[..., Any]


@pytest.fixture(params=PAGES.values(), ids=PAGES.keys())
def path(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_is_accessible_complains_of_nothing_and_asks_nobody(
    visit: Visits, path: str, scheme: str
) -> None:
    tab = visit(color_scheme=scheme)
    page = tab.open(path)
    page.evaluate(OPEN_ALL)
    assert find_violations(page) == []
    assert (tab.complaints, tab.foreign) == ([], [])


def find_violations(page: Page) -> list[str]:
    """Return what axe-core has against a page, a line each: rule, element, reason."""
    page.evaluate(AXE)
    rules = {"type": "tag", "values": RULES}
    options = json.dumps({"runOnly": rules, "resultTypes": ["violations"]})
    result = page.evaluate(f"axe.run(document, {options})")
    assert len(result["passes"]) > 20  # it did look
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary']}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]


def test_no_page_scrolls_sideways(visit: Visits, path: str) -> None:
    page = visit().open(path)
    page.evaluate(OPEN_ALL)
    for width in (320, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        needed, given = page.evaluate(WIDTHS)
        assert needed <= given, width


def test_a_page_has_one_title_and_its_pictures_are_there_with_their_sizes(
    visit: Visits, path: str
) -> None:
    page = visit().open(path)
    assert page.locator("h1").count() == 1
    assert page.locator("h1").inner_text().strip()
    assert [bad for bad in page.evaluate(f"Promise.all({PICTURES})") if bad] == []
