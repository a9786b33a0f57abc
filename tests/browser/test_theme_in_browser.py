"""The sample pages in a real Chromium, under a policy that allows nothing but the site itself."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from rostrum.rendering.templates import TemplateRenderer
from rostrum.server.samples import SAMPLES

THEME = Path(__file__).parents[2] / "theme"
SITE = "http://blog.test"
POLICY = "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'"
TALK = "https://giscus.app/client.js"
DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1000"/>'

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None and not os.environ.get("ROSTRUM_REQUIRE_BROWSER"):
        pytest.skip("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        opened = playwright.chromium.launch(executable_path=program, args=arguments)
        yield opened
        opened.close()


class Visit:
    """A tab on the sample site; keeps what the page asked of others and what it complained of."""

    def __init__(self, browser: Browser, policy: str = POLICY, **options: Any) -> None:
        self._renderer = TemplateRenderer(THEME)
        self._policy = policy
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        self.page: Page = browser.new_context(**options).new_page()
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.route("**/*", self._answer)

    def open(self, name: str) -> Page:
        self.page.goto(f"{SITE}/{name}")
        return self.page

    def _answer(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        if f"{address.scheme}://{address.netloc}" != SITE:
            self._answer_for_others(route)
        elif address.path.startswith("/theme/"):
            route.fulfill(path=THEME / "static" / address.path.removeprefix("/theme/"))
        elif address.path.startswith("/images/"):
            route.fulfill(body=DOT, content_type="image/svg+xml")
        else:
            text = self._renderer.render(SAMPLES[address.path[1:]])
            headers = {"Content-Security-Policy": self._policy}
            route.fulfill(body=text, content_type="text/html; charset=utf-8", headers=headers)

    def _answer_for_others(self, route: Route) -> None:
        self.foreign.append(route.request.url)
        says = "document.currentScript.after(document.currentScript.dataset.repo + ' is here')"
        route.fulfill(body=says, content_type="text/javascript")


def test_no_page_scrolls_sideways_or_asks_others_or_complains(browser: Browser) -> None:
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    visit = Visit(browser, viewport={"width": 320, "height": 900})
    for name in SAMPLES:
        page = visit.open(name)
        for summary in page.locator("summary").all():
            summary.click()
        for width in (1440, 768, 320):  # the next page opens on a phone, as the first does
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(wide) == 0, (name, width)
    assert (visit.foreign, visit.complaints) == ([], [])


def test_the_first_key_offers_the_way_to_the_content(browser: Browser) -> None:
    page = Visit(browser).open("post")
    page.keyboard.press("Tab")
    link = page.locator(".skip-link")
    assert link.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_colours_follow_the_readers_scheme(browser: Browser) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    grounds = [
        Visit(browser, color_scheme=scheme).open("post").evaluate(ground)
        for scheme in ("light", "dark")
    ]
    assert grounds == ["rgb(251, 250, 247)", "rgb(20, 23, 26)"]


def test_a_click_and_nothing_before_it_loads_the_comment_system(browser: Browser) -> None:
    visit = Visit(browser, f"{POLICY} https://giscus.app")
    page = visit.open("post")
    button = page.get_by_role("button", name="Hier antworten")
    button.wait_for()
    assert visit.foreign == []
    button.click()
    page.get_by_text("traunwerk/blog is here").wait_for()
    assert visit.foreign == [TALK]
    assert button.count() == 0


def test_a_comment_system_that_is_away_is_told(browser: Browser) -> None:
    page = Visit(browser).open("post")
    page.get_by_role("button", name="Hier antworten").click()
    page.get_by_role("button", name="giscus.app hat nicht geantwortet").wait_for()


def test_without_javascript_the_links_are_the_way_to_answer(browser: Browser) -> None:
    page = Visit(browser, java_script_enabled=False).open("post")
    assert not page.locator(".reply-options button").is_visible()
    assert page.get_by_role("link", name="Auf GitHub weiterlesen").is_visible()
    assert page.get_by_role("link", name="Per E-Mail antworten").is_visible()


def test_on_paper_the_text_stands_without_menus_and_buttons(browser: Browser) -> None:
    page = Visit(browser).open("post")
    page.emulate_media(media="print")
    assert page.locator(".prose").first.is_visible()
    hidden = page.locator(".menu, .reply-options, .pager, .site-footer")
    assert [part.is_visible() for part in hidden.all()] == [False] * hidden.count()
    assert hidden.count() >= 3
