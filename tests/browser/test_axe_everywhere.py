"""axe over every page kind in each way of looking at it: narrow, in forced colours, enlarged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from support.accessibility import OPEN_ALL, WIDTHS, find_violations
from support.page_kinds import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.referee]

Visits = Callable[..., Any]
NARROW = {"width": 320, "height": 700}
WAYS: dict[str, dict[str, Any]] = {
    "narrow": {"viewport": NARROW},
    "narrow and dark": {"viewport": NARROW, "color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
    "forced colours, dark": {"forced_colors": "active", "color_scheme": "dark"},
    "narrow in forced colours": {"viewport": NARROW, "forced_colors": "active"},
}
MARKS = """
() => [...document.querySelectorAll(":is(.menu, .filters, .pager) [aria-current]")]
    .filter(part => {
        const others = part.closest("ul").querySelectorAll("a:not([aria-current])")
        const look = each => {
            const style = getComputedStyle(each)
            return [style.borderBottomColor, style.outlineStyle, style.textDecorationLine].join()
        }
        return [...others].some(other => look(other) === look(part))
    }).map(part => part.outerHTML)
"""


@pytest.fixture(params=PAGES.values(), ids=PAGES.keys())
def path(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def check(page: Page, *, forced: bool = False) -> None:
    page.evaluate(OPEN_ALL)
    needed, given = page.evaluate(WIDTHS)
    assert needed <= given
    # axe takes the colour of text from -webkit-text-fill-color, which does not show forced ones.
    passed_over = "color-contrast:" if forced else "no rule"
    assert [each for each in find_violations(page) if not each.startswith(passed_over)] == []


@pytest.mark.parametrize("way", WAYS)
def test_axe_finds_nothing(visit: Visits, path: str, way: str) -> None:
    check(visit(**WAYS[way]).open(path), forced="forced_colors" in WAYS[way])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_text_twice_as_large(
    large_text: Browser, address: str, path: str, scheme: str
) -> None:
    page = large_text.new_page(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page.goto(address + path)
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 32
    check(page)
    page.close()


def test_the_current_link_is_marked_in_forced_colours(visit: Visits, path: str) -> None:
    page = visit(viewport={"width": 1440, "height": 900}, forced_colors="active").open(path)
    assert page.evaluate(MARKS) == []
