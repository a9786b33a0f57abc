"""What readers do with the demo: by keyboard, without JavaScript, in the dark, on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

POST = "/2026/11/fehlerliste/"
SCRIPT = "https://giscus.app/client.js"
REPLY = "Hier antworten"
# Stands in for giscus: writes down what it was loaded with.
GISCUS = """
const given = [...document.currentScript.attributes].map(({name, value}) => [name, value]);
window.given = Object.fromEntries(given);
"""
FOCUS = """
() => {
    const part = document.activeElement, style = getComputedStyle(part);
    const {x, width, height} = part.getBoundingClientRect();
    const marked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
    return {
        href: part.getAttribute("href"), name: part.textContent.trim(), tag: part.tagName,
        rel: part.rel || "", in_menu: Boolean(part.closest(".menu")),
        seen: marked && x >= 0 && width > 0 && height > 0,
    };
}
"""
COLOURS = """
[document.documentElement, document.querySelector("h1")].flatMap(part => {
    const style = getComputedStyle(part); return [style.backgroundColor, style.color];
})
"""

Visits = Callable[..., Any]


def walk(page: Page) -> list[dict[str, Any]]:
    """Return what the Tab key stops at, one after another, to the end of the page."""
    stops: list[dict[str, Any]] = []
    while len(stops) < 300:
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop["tag"] == "BODY":
            break
        stops.append(stop)
    return stops


def test_tab_stops_first_at_a_link_that_skips_to_the_text(visit: Visits) -> None:
    page = visit().open(POST)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Zum Inhalt springen")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_keyboard_focus_reaches_menu_and_next_installment(
    visit: Visits,
) -> None:
    stops = walk(visit().open(POST))
    menu = ["/", "/series/", "/people/", "/topics/", "/archive/", "/feeds/"]
    assert [stop["href"] for stop in stops if stop["in_menu"]][:6] == menu
    ways = [stop["href"] for stop in stops if stop["rel"] == "next"]
    assert ways == ["/2026/11/das-schweigen/"]
    assert REPLY in [stop["name"] for stop in stops]
    assert [stop for stop in stops if not stop["seen"]] == []


def test_enter_on_next_goes_on_reading(visit: Visits) -> None:
    page = visit().open(POST)
    page.locator("a[rel=next]").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/2026/11/das-schweigen/$"))
    expect(page.locator("h1")).to_have_text("Das Schweigen nach der Frage")


def test_enter_opens_the_list_of_parts(visit: Visits) -> None:
    page = visit().open(POST)
    announced = page.get_by_text("Was bleibt, wenn niemand mehr hinschaut")
    expect(announced).to_be_hidden()
    page.get_by_text("Die ganze Serie").focus()
    page.keyboard.press("Enter")
    expect(announced).to_be_visible()
    assert announced.locator("xpath=ancestor-or-self::a").count() == 0


def test_without_javascript_the_post_and_its_comments_are_there(visit: Visits) -> None:
    page = visit(java_script_enabled=False).open(POST)
    expect(page.get_by_text("Seit 1. Juli steht die Liste im Netz.")).to_be_visible()
    expect(page.get_by_text("Ich bin der vom nicht lustigen Mittagessen.")).to_be_visible()
    expect(page.get_by_role("button", name=REPLY)).to_be_hidden()
    expect(page.get_by_role("link", name="Per E-Mail antworten")).to_be_visible()


def test_giscus_loads_only_on_click_with_the_post_identity(
    visit: Visits,
) -> None:
    tab = visit(answer=GISCUS)
    page = tab.open(POST)
    page.mouse.wheel(0, 20_000)
    button = page.get_by_role("button", name=REPLY)
    button.scroll_into_view_if_needed()
    expect(button).to_be_in_viewport()
    button.hover()
    page.wait_for_load_state("networkidle")
    assert tab.foreign == []
    button.click()
    expect(button).to_have_count(0)
    assert tab.foreign == [SCRIPT]
    given = page.wait_for_function("window.given").json_value()
    assert given["data-term"] == "fehlerliste-e81d"
    assert given["data-repo"] == "traunwerk-example/offen-gesagt"
    assert (given["data-mapping"], given["data-strict"]) == ("specific", "1")
    assert (given["data-lang"], given["src"]) == ("de", SCRIPT)
    assert tab.complaints == []


def test_giscus_failure_is_reported_and_can_be_retried(visit: Visits) -> None:
    tab = visit()
    page = tab.open(POST)
    page.get_by_role("button", name=REPLY).click()
    again = page.get_by_role("button", name="giscus.app hat nicht geantwortet")
    expect(again).to_be_enabled()
    assert tab.foreign == [SCRIPT]
    again.click()
    expect(again).to_be_enabled()
    assert tab.foreign == [SCRIPT, SCRIPT]


def test_a_dark_browser_gets_dark_pages(visit: Visits) -> None:
    light, dark = (visit(color_scheme=scheme).open(POST) for scheme in ("light", "dark"))
    for bright, dim in zip(light.evaluate(COLOURS)[:2], dark.evaluate(COLOURS)[:2], strict=True):
        assert bright != dim
    assert brightness(light.evaluate(COLOURS)[0]) > 200 > 60 > brightness(dark.evaluate(COLOURS)[0])
    assert brightness(light.evaluate(COLOURS)[3]) < 60 < 200 < brightness(dark.evaluate(COLOURS)[3])


def brightness(colour: str) -> float:
    """Return the mean of red, green and blue, 0 to 255."""
    parts = [float(part) for part in re.findall(r"[\d.]+", colour)[:3]]
    return sum(parts) / 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_gets_the_text_in_black_and_no_menus(visit: Visits, scheme: str) -> None:
    page = visit(color_scheme=scheme).open(POST)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Seit 1. Juli steht die Liste im Netz.")).to_be_visible()
    expect(page.get_by_text("Ich bin der vom nicht lustigen Mittagessen.")).to_be_visible()
    expect(page.get_by_role("link", name="Archiv", exact=True)).to_have_count(0)
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.locator(".site-footer")).to_be_hidden()
    ground, _, _, ink = page.evaluate(COLOURS)
    assert brightness(ink) < 60
    assert brightness(ground) in (0, 255)  # white, or none: rgba(0, 0, 0, 0)


def test_a_post_fits_on_narrow_paper(visit: Visits) -> None:
    page = visit(viewport={"width": 560, "height": 800}).open(POST)
    page.emulate_media(media="print")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0


def test_a_reader_finds_the_same_post_in_the_other_language(visit: Visits) -> None:
    page = visit().open(POST)
    page.get_by_role("navigation", name="Hauptmenü").get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile(r"/en/2026/11/fehlerliste/$"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
