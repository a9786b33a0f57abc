"""The demo as a company serves it: a strict policy, large text, a telephone, and a keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from support.accessibility import OPEN_ALL, WIDTHS
from support.demo import build_demo
from support.page_kinds import PAGES
from support.web_server import WebServer, serve_folder

pytestmark = pytest.mark.browser
VIOLATIONS = """
window.violations = [];
addEventListener("securitypolicyviolation", event =>
    violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""
MOST_BYTES = 100_000  # of the home page on a telephone, over the wire


@pytest.fixture(scope="module", name="server")
def serve_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    with serve_folder(build_demo(tmp_path_factory)) as server:
        yield server


def test_no_page_breaks_a_strict_policy(browser: Browser, server: WebServer) -> None:
    page = browser.new_page()
    page.add_init_script(VIOLATIONS)
    for name, path in PAGES.items():
        page.goto(server.url + path)
        page.evaluate(OPEN_ALL)
        assert page.evaluate("violations") == [], name
    page.close()


def test_the_policy_is_in_force(browser: Browser, server: WebServer) -> None:
    page = browser.new_page()
    page.add_init_script(VIOLATIONS)
    page.goto(server.url + "/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=color:red>')")
    page.wait_for_function("violations.length === 1")
    page.close()


def test_text_at_200_per_cent_fits_a_phone(large_text: Browser, server: WebServer) -> None:
    page = large_text.new_page(viewport={"width": 390, "height": 844})
    for name, path in PAGES.items():
        page.goto(server.url + path)
        page.evaluate(OPEN_ALL)
        assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 32
        needed, given = page.evaluate(WIDTHS)
        assert needed <= given, name
    page.close()


def test_a_phone_loads_the_first_page_quickly(browser: Browser, server: WebServer) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True
    )
    server.sent.clear()
    context.new_page().goto(server.url + "/", wait_until="networkidle")
    context.close()
    print(server.sent)
    assert {"/", "/theme/css/rostrum.css"} <= server.sent.keys()
    assert any(path.endswith(".avif") for path in server.sent)
    assert sum(server.sent.values()) <= MOST_BYTES, server.sent


@pytest.fixture(name="phone")
def open_on_phone(browser: Browser, server: WebServer) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(server.url + "/")
    yield page
    page.close()


def test_the_menu_opens_and_closes_by_keyboard(phone: Page) -> None:
    button, link = phone.locator(".menu-button"), phone.locator(".menu a").first
    assert not link.is_visible()
    while not button.evaluate("each => each === document.activeElement"):
        phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    assert link.is_visible()
    phone.keyboard.press("Tab")
    assert link.evaluate("each => each === document.activeElement")
    phone.keyboard.press("Escape")
    assert not link.is_visible()
    assert button.evaluate("each => each === document.activeElement")


def test_a_link_of_the_menu_leads_there(phone: Page) -> None:
    phone.locator(".menu-button").focus()
    phone.keyboard.press("Space")
    phone.locator(".menu a").nth(1).focus()
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/series/")
