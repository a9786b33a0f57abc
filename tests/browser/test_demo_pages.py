"""Every kind of page of the demo: whole, quiet, narrow, accessible, in light and in dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from support.accessibility import OPEN_ALL, WIDTHS, find_violations
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


@pytest.fixture(params=PAGES.values(), ids=PAGES.keys())
def path(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_is_accessible_without_errors_or_outside_requests(
    visit: Visits, path: str, scheme: str
) -> None:
    tab = visit(color_scheme=scheme)
    page = tab.open(path)
    page.evaluate(OPEN_ALL)
    assert find_violations(page) == []
    assert (tab.complaints, tab.foreign) == ([], [])


def test_no_page_scrolls_sideways(visit: Visits, path: str) -> None:
    page = visit().open(path)
    page.evaluate(OPEN_ALL)
    for width in (320, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        needed, given = page.evaluate(WIDTHS)
        assert needed <= given, width


def test_page_has_one_title_and_images_with_sizes(visit: Visits, path: str) -> None:
    page = visit().open(path)
    assert page.locator("h1").count() == 1
    assert page.locator("h1").inner_text().strip()
    assert [bad for bad in page.evaluate(f"Promise.all({PICTURES})") if bad] == []
