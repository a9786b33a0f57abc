"""The tag cloud as it is seen: every size can be read, in light and in dark."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from rostrum.config.setting_types import SIZES
from rostrum.rendering.templates import TemplateRenderer
from rostrum.server.samples import SAMPLES, TOPICS

pytestmark = pytest.mark.browser

THEME = Path(__file__).parents[2] / "theme"
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
# Every text of the cloud with its size in pixels and its contrast to the page (WCAG 2.2, 1.4.3).
CONTRASTS = """
(() => {
  const parse = color => color.match(/[\\d.]+/g).slice(0, 3).map(Number)
  const light = color => parse(color).map(part => part / 255)
    .map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
    .reduce((sum, part, n) => sum + part * [.2126, .7152, .0722][n], 0)
  const paper = light(getComputedStyle(document.documentElement).backgroundColor)
  return [...document.querySelectorAll(".tag-cloud a, .tag-cloud small")].map(part => {
    const style = getComputedStyle(part), ink = light(style.color)
    const [lower, higher] = [ink, paper].sort((a, b) => a - b)
    return [part.tagName, parseFloat(style.fontSize), (higher + .05) / (lower + .05)]
  })
})()
"""


@pytest.fixture(params=["light", "dark"])
def cloud(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page with a cloud of every size there is."""
    topics = tuple(replace(TOPICS[0], weight=weight, slug=f"t{weight}") for weight in range(1, 11))
    view = replace(SAMPLES["tags"], cloud=topics, tags=topics)
    text = TemplateRenderer(THEME).render(view)

    def answer(route: Route) -> None:
        path = route.request.url.partition("/theme/")[2]
        if path:
            route.fulfill(path=THEME / "static" / path)
        else:
            route.fulfill(body=text, content_type="text/html; charset=utf-8")

    context = browser.new_context(color_scheme=request.param)
    page = context.new_page()
    page.route("**/*", answer)
    page.goto("http://blog.test/")
    yield page
    context.close()


def test_there_are_as_many_sizes_as_the_weights_can_say(cloud: Page) -> None:
    sizes = [size for tag, size, _ in cloud.evaluate(CONTRASTS) if tag == "A"]
    assert sizes == sorted(sizes)
    assert len(set(sizes)) == SIZES
    assert sizes[-1] > 2 * sizes[0]


def test_names_and_counts_of_every_size_can_be_read(cloud: Page) -> None:
    found = cloud.evaluate(CONTRASTS)
    assert len(found) == 2 * SIZES
    assert [row for row in found if row[2] < 4.5 or row[1] < 12] == []


def test_axe_finds_nothing_in_a_cloud(cloud: Page) -> None:
    cloud.evaluate(AXE)
    options = {"runOnly": ["color-contrast", "target-size", "link-name", "list"]}
    result: Any = cloud.evaluate(f"axe.run('.tag-cloud', {json.dumps(options)})")
    assert result["violations"] == []
    looked_at = [rule for rule in result["passes"] if rule["id"] == "color-contrast"]
    assert len(looked_at[0]["nodes"]) >= SIZES
