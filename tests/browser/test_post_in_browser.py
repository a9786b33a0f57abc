"""A post on the screen and on paper: where its text begins, and what stands beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from support.accessibility import OPEN_ALL, WIDTHS, find_violations, find_violations_in_dark

pytestmark = pytest.mark.browser

Visits = Callable[..., Any]
POST = "/2026/11/fehlerliste/"
FULL = ("/2026/11/roboter/", "/2026/09/zahlen/", "/en/2026/09/zahlen/", "/2026/11/wochenfehler/")
"""Posts with key points, contents, changes, a table and a pull quote."""
FIRST_LINE = """
() => {
    const range = document.createRange();
    range.selectNodeContents(document.querySelector(".post-text .prose > *"));
    return range.getClientRects()[0].bottom;
}
"""
EDGES = """
() => ["h1", ".post-text .prose > p", ".comments > h2", ".masthead .site-name"].map(
    name => Math.round(document.querySelector(name).getBoundingClientRect().left))
"""
AFTER = "link => getComputedStyle(link, '::after').content"


@pytest.mark.parametrize("path", [POST, *FULL, "/2026/08/gastbeitrag-hotline/"])
def test_the_first_line_stands_on_the_first_screen(visit: Visits, path: str) -> None:
    page = visit(viewport={"width": 1440, "height": 900}).open(path)
    assert page.evaluate(FIRST_LINE) < 900
    assert len(set(page.evaluate(EDGES))) == 1


@pytest.mark.parametrize("path", FULL)
def test_the_parts_of_a_post_are_accessible(visit: Visits, path: str) -> None:
    for width in (320, 1440):
        tab = visit(color_scheme="light", viewport={"width": width, "height": 900})
        page = tab.open(path)
        page.evaluate(OPEN_ALL)
        assert find_violations(page) == []
        assert find_violations_in_dark(page) == []
        shown, wanted = page.evaluate(WIDTHS)
        assert shown <= wanted
        assert tab.foreign == []


@pytest.mark.parametrize("path", FULL)
def test_enlarged_text_scrolls_nothing_sideways(visit: Visits, path: str) -> None:
    page = visit(viewport={"width": 390, "height": 844}).open(path)
    page.add_style_tag(content="html { font-size: 212.5% !important }")
    page.evaluate(OPEN_ALL)
    shown, wanted = page.evaluate(WIDTHS)
    assert shown <= wanted


def test_a_table_that_fits_is_no_stop_and_its_rule_is_whole(visit: Visits) -> None:
    page = visit(viewport={"width": 320, "height": 800}).open("/2026/09/zahlen/")
    box = page.locator(".prose .scroll")
    expect(box).not_to_have_attribute("tabindex", "0")
    assert box.evaluate("it => it.scrollWidth <= it.clientWidth")
    rules = page.locator(".prose thead tr > *").evaluate_all(
        "cells => cells.map(cell => getComputedStyle(cell).borderBottomWidth)"
    )
    assert set(rules) == {"2px"}


def test_contents_lead_to_their_section(visit: Visits) -> None:
    page = visit().open("/2026/11/roboter/")
    link = page.get_by_role("navigation", name="Inhalt").get_by_role("link", name="Tag 41")
    expect(link).to_be_hidden()
    page.get_by_text("Inhalt", exact=True).click()
    link.click()
    expect(page.get_by_role("heading", name="Tag 41")).to_be_in_viewport()


def test_a_failed_load_keeps_the_focus_and_is_announced(visit: Visits) -> None:
    page = visit().open(POST)
    button = page.get_by_role("button", name="Hier antworten")
    button.focus()
    page.keyboard.press("Enter")
    told = "giscus.app hat nicht geantwortet"
    expect(page.get_by_role("status")).to_have_text(told)
    expect(page.get_by_role("button", name=told)).to_be_focused()


def test_paper_has_the_addresses_of_the_post_and_of_its_links(visit: Visits) -> None:
    page = visit().open("/2026/09/zahlen/")
    expect(page.locator(".printed")).to_be_hidden()
    page.emulate_media(media="print")
    printed = page.locator(".printed")
    expect(printed).to_be_visible()
    expect(printed).to_contain_text("/2026/09/zahlen/, Stand: 2. Oktober 2026")
    expect(page.locator(".share")).to_be_hidden()


def test_paper_has_the_addresses_of_links_within_the_site(visit: Visits) -> None:
    page = visit().open(POST)
    page.emulate_media(media="print")
    link = page.locator(".prose a[href^='/']").first
    href = link.get_attribute("href")
    assert link.evaluate(AFTER) == '" (" attr(href) ")"' or href in link.evaluate(AFTER)


def test_the_head_of_the_conversation_keeps_to_it_on_paper(visit: Visits) -> None:
    page = visit().open(POST)
    page.emulate_media(media="print")
    for part in (".comments > h2", ".comments > h2 + p"):
        assert page.locator(part).evaluate("it => getComputedStyle(it).breakAfter") == "avoid"
    assert page.locator(".comments").evaluate("it => getComputedStyle(it).display") == "block"
