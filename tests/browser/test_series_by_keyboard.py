"""A reader walks a series of the demo by keyboard alone: from the menu to its end, and back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

FOCUS = """
() => {
    const part = document.activeElement, style = getComputedStyle(part);
    const box = part.getBoundingClientRect();
    return {
        tag: part.tagName, href: part.getAttribute("href"), rel: part.getAttribute("rel"),
        name: part.innerText.trim(), current: part.getAttribute("aria-current"),
        seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1
            && box.width > 0 && box.top < innerHeight && box.bottom > 0,
    };
}
"""

PLACE = ".series-line .facts > span:first-of-type"  # which part of how many

Visits = Callable[..., Any]
Stop = dict[str, Any]


def tab_to(page: Page, wanted: Callable[[Stop], bool]) -> Stop:
    """Press Tab until the focus is on what is wanted; it must be seen, and be on the page."""
    for _ in range(200):
        page.keyboard.press("Tab")
        stop: Stop = page.evaluate(FOCUS)
        assert stop["tag"] != "BODY", "the page ended before"
        if wanted(stop):
            assert stop["seen"], stop
            return stop
    raise AssertionError("the keyboard does not get there")


def enter(page: Page, wanted: Callable[[Stop], bool]) -> Stop:
    """Go to a link by keyboard, and follow it."""
    stop = tab_to(page, wanted)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{stop['href']}")
    return stop


def by_name(*names: str) -> Callable[[Stop], bool]:
    return lambda stop: stop["name"] in names


def test_from_the_menu_through_every_part_to_what_is_announced(visit: Visits) -> None:
    page = visit().open("/")
    enter(page, by_name("Serien"))
    enter(page, by_name("Zwölf Schritte ins Offene"))
    enter(page, by_name("Der Brief, den ich nicht abgeschickt habe"))
    trail = [page.url]
    for number in range(1, 10):
        place = page.locator(PLACE)
        expect(place).to_have_text(f"Teil {number} von 12")
        enter(page, lambda stop: stop["rel"] == "next")
        trail.append(page.url)
    expect(page.locator(PLACE)).to_have_text("Teil 10 von 12")
    announced = page.locator(".up-next .kicker")
    expect(announced).to_have_text("Angekündigt")
    expect(page.locator("a[rel=next]")).to_have_count(0)
    for before in reversed(trail[:-1]):
        enter(page, lambda stop: stop["rel"] == "prev")
        assert page.url == before


def test_from_the_middle_by_the_folded_list_to_any_other_part(visit: Visits) -> None:
    page = visit().open("/2026/11/fehlerliste/")
    tab_to(page, lambda stop: stop["tag"] == "SUMMARY")
    folded = page.locator("details .installments a").first
    expect(folded).to_be_hidden()
    page.keyboard.press("Enter")
    expect(folded).to_be_visible()
    here = tab_to(page, lambda stop: stop["current"] == "page")
    assert here["href"] == "/2026/11/fehlerliste/"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(FOCUS)["name"] == "Wer hat das entschieden?"
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/wer-hat-das-entschieden/$"))


def test_from_any_part_back_to_the_start_and_up_to_the_series(visit: Visits) -> None:
    page = visit().open("/2026/11/wochenfehler/")
    enter(page, lambda stop: stop["href"] == "/2026/09/brief-nicht-abgeschickt/")
    expect(page.locator(PLACE)).to_have_text("Teil 1 von 12")
    enter(page, by_name("Zwölf Schritte ins Offene"))
    expect(page.locator("h1")).to_have_text("Zwölf Schritte ins Offene")


def test_a_writers_part_leads_to_its_place_in_the_list(visit: Visits) -> None:
    page = visit().open("/series/zwoelf-schritte/")
    tab_to(page, lambda stop: stop["href"] == "#part-9")
    page.keyboard.press("Enter")
    expect(page.locator("#part-9")).to_be_in_viewport()
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["name"] == "Das Schweigen nach der Frage"


def test_untranslated_installment_is_reached_in_its_own_language(
    visit: Visits,
) -> None:
    page = visit().open("/en/series/zwoelf-schritte/")
    stop = tab_to(page, by_name("Ein Nein, das stehen bleibt"))
    assert page.evaluate("document.activeElement.lang") == "de"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{stop['href']}")
    expect(page.locator("html")).to_have_attribute("lang", "de")
