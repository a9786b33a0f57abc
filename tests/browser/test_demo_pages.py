"""Every kind of page of the demo: whole, quiet, narrow, accessible, in light and in dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from support.accessibility import OPEN_ALL, WIDTHS, find_violations, find_violations_in_dark
from support.page_kinds import PAGES

pytestmark = pytest.mark.browser

PICTURES = """
[...document.images].map(image => { image.loading = "eager"; return image.decode().then(
    () => image.hasAttribute("alt") && image.width > 0 && image.height > 0
        && image.hasAttribute("width") && image.hasAttribute("height") && image.naturalWidth > 0,
    () => false,
).then(good => good ? "" : image.outerHTML) })
"""

Visits = Callable[..., Any]


@pytest.fixture(scope="module", params=PAGES.values(), ids=PAGES.keys())
def tab(request: pytest.FixtureRequest, opened: Visits) -> Iterator[Any]:
    """Open each kind of page once, in light colours and with all its parts unfolded."""
    with opened() as visit:
        tab = visit(color_scheme="light")
        tab.open(request.param).evaluate(OPEN_ALL)
        yield tab


def test_page_is_accessible_without_errors_or_outside_requests(tab: Any) -> None:
    assert find_violations(tab.page) == []
    assert find_violations_in_dark(tab.page) == []
    assert (tab.complaints, tab.foreign) == ([], [])


def test_no_page_scrolls_sideways(tab: Any) -> None:
    for width in (320, 768, 1440):
        tab.page.set_viewport_size({"width": width, "height": 900})
        needed, given = tab.page.evaluate(WIDTHS)
        assert needed <= given, width


def test_page_has_one_title_and_images_with_sizes(tab: Any) -> None:
    assert tab.page.locator("h1").count() == 1
    assert tab.page.locator("h1").inner_text().strip()
    assert [bad for bad in tab.page.evaluate(f"Promise.all({PICTURES})") if bad] == []


@pytest.mark.referee
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_every_rule_of_axe_holds_in_dark(visit: Visits, path: str) -> None:
    tab = visit(color_scheme="dark")
    page = tab.open(path)
    page.evaluate(OPEN_ALL)
    assert find_violations(page) == []
    assert (tab.complaints, tab.foreign) == ([], [])
