"""Breadcrumbs, titles and columns begin at one line from top to bottom; faces have their size."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from support.accessibility import WIDTHS

pytestmark = pytest.mark.browser

Visits = Callable[..., Any]
LEFT = "part => Math.round(part.getBoundingClientRect().left)"
CONTENT_LEFT = """
part => Math.round(
    part.getBoundingClientRect().left + parseFloat(getComputedStyle(part).paddingLeft)
)
"""
BELOW_HOME = ("/people/", "/archive/")  # they have no breadcrumbs
PAGES = {
    "/series/zwoelf-schritte/": (".kicker", "h1", ".timeline", ".series-facts", ".installments"),
    "/people/": ("h1", ".filters", ".people-groups", ".section-title"),
    "/people/magdalena-hofer/": (".person .avatar", ".section-title", ".post-list"),
    "/archive/": ("h1", ".section-title", ".count-list"),
    "/2026/": ("h1", ".section-title", ".count-list", ".title-list"),
}


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("path", PAGES)
def test_everything_begins_at_one_left_edge(visit: Visits, path: str, width: int) -> None:
    page = visit(viewport={"width": width, "height": 900}).open(path)
    edges = {name: page.locator(f"main {name}").first.evaluate(LEFT) for name in PAGES[path]}
    crumbs = page.locator(".breadcrumbs a")
    assert (crumbs.count() == 0) == (path in BELOW_HOME)
    if path not in BELOW_HOME:
        edges["breadcrumbs"] = crumbs.first.evaluate(LEFT)
    assert edges == dict.fromkeys(edges, page.locator("main").evaluate(CONTENT_LEFT))


@pytest.mark.parametrize("path", [*PAGES, "/series/", "/people/radmila-petrovic/"])
def test_text_twice_as_large_fits_a_phone(visit: Visits, path: str) -> None:
    page = visit(viewport={"width": 390, "height": 844}).open(path)
    page.add_style_tag(content="html { font-size: 34px !important; }")
    needed, given = page.evaluate(WIDTHS)
    assert needed <= given


def test_a_portrait_is_200_pixels_wide(visit: Visits) -> None:
    page = visit(viewport={"width": 1440, "height": 900}).open("/people/magdalena-hofer/")
    box = page.locator(".person .avatar").bounding_box()
    assert (round(box["width"]), round(box["height"])) == (200, 200)


@pytest.mark.parametrize(
    ("path", "card", "link"),
    [
        ("/people/", ".person-card", "h3 a"),
        ("/people/magdalena-hofer/", ".post-row", "h4 a"),
        ("/series/zwoelf-schritte/", ".installments li", "a"),
        ("/series/", ".series-card", "h2 a"),
    ],
)
def test_a_card_is_one_link_wherever_it_is_clicked(
    visit: Visits, path: str, card: str, link: str
) -> None:
    page = visit(viewport={"width": 1440, "height": 900}).open(path)
    found = page.locator(card).first
    wanted = found.locator(link).first.get_attribute("href")
    box = found.bounding_box()
    found.click(position={"x": box["width"] - 3, "y": box["height"] - 3})
    page.wait_for_url(f"**{wanted}")


def test_buttons_stand_above_the_link_of_their_card(visit: Visits) -> None:
    page = visit(viewport={"width": 1440, "height": 900}).open("/series/")
    page.locator(".series-card .actions .primary").first.click()
    page.wait_for_url("**/2026/09/brief-nicht-abgeschickt/")


def test_a_face_of_the_timeline_leads_to_its_part(visit: Visits) -> None:
    page = visit(viewport={"width": 1440, "height": 900}).open("/series/zwoelf-schritte/")
    page.locator(".timeline a .avatar").nth(3).click()
    page.wait_for_url("**" + "/2026/09/keine-vorstandstexte/")
