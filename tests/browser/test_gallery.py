"""The gallery of the live preview: every part of the theme in every state, for everybody."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page
from support.accessibility import OPEN_ALL, WIDTHS, find_violations, find_violations_in_dark

from rostrum.build.environment import RenderEnvironment
from rostrum.server.gallery import GALLERY, Gallery
from rostrum.server.http import DevServer
from rostrum.server.samples import SAMPLES

THEME = Path(__file__).parents[2] / "theme"


@pytest.fixture(scope="module", name="url")
def serve_gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(THEME / "static", folder / "theme")
    (folder / "index.html").write_text("<!doctype html>\n")
    host = DevServer(folder, 0)
    host.gallery = Gallery(RenderEnvironment(THEME))
    host.start()
    yield host.url
    host.close()


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    """Open a tab for all parts."""
    page = browser.new_page(viewport={"width": 320, "height": 800}, color_scheme="light")
    yield page
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("name", ["", *SAMPLES])
def test_everybody_can_use_each_part(phone: Page, url: str, name: str) -> None:
    phone.goto(url + GALLERY + name)
    phone.evaluate(OPEN_ALL)
    scrolled, shown = phone.evaluate(WIDTHS)
    assert scrolled == shown
    assert find_violations(phone) == []
    assert find_violations_in_dark(phone) == []


@pytest.mark.browser
def test_the_list_leads_to_each_page(browser: Browser, url: str) -> None:
    page = browser.new_page()
    page.goto(url + GALLERY)
    page.get_by_role("link", name="post-draft").click()
    assert page.locator(".preview-notice").is_visible()
    page.close()


def test_the_samples_show_each_class_of_the_theme() -> None:
    templates = (THEME / "templates").rglob("*.html")
    sources = [re.sub(r"\{#.*?#\}", "", file.read_text("utf-8"), flags=re.S) for file in templates]
    values = re.findall(r'class="([^"]*)"', "".join(sources))
    static = (re.sub(r"\{%.*?%\}|\w*\{\{.*?\}\}", " ", value) for value in values)
    plain = {word for value in static for word in value.split()}
    gallery = Gallery(RenderEnvironment(THEME))
    pages = [BeautifulSoup(gallery.render(name) or "", "html.parser") for name in SAMPLES]
    shown = {word for page in pages for tag in page.select("[class]") for word in tag["class"]}
    assert plain - shown == set()


def test_the_gallery_has_no_page_of_another_name() -> None:
    assert Gallery(RenderEnvironment(THEME)).render("missing") is None
