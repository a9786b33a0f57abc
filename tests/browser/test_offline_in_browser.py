"""The demo's copy for reviewers, opened from the disk: every page, without a server."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page
from support.demo import AS_OF, PROGRAM, ROOT, list_pages

pytestmark = [pytest.mark.browser, pytest.mark.e2e]

LOOK = """() => ({
  styles: getComputedStyle(document.documentElement).getPropertyValue('--ink')
    || document.styleSheets.length && document.styleSheets[0].cssRules !== undefined,
  pictures: [...document.images].filter(it => it.loading !== 'lazy' && !it.naturalWidth)
    .map(it => it.src),
  addresses: [...document.querySelectorAll('[href], [src]')]
    .map(it => it.href?.baseVal ?? it.href ?? it.src),
})"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the copy of the demo, built for a folder of its host."""
    folder = tmp_path_factory.mktemp("offline")
    shutil.copy(ROOT / "pelicanconf.py", folder)
    for part in ("content", "theme"):
        shutil.copytree(ROOT / part, folder / part)
    address = ["--site-url", "https://acme.example/blog"]
    command = [PROGRAM, "build", "--as-of", AS_OF, *address, "--offline", "Für Prüfer #1"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder / "Für Prüfer #1"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    yield context.new_page()
    context.close()


def test_every_page_works_from_the_disk(copy: Path, page: Page) -> None:
    problems: list[str] = []
    # The next page ends the requests of the one before.
    page.on(
        "requestfailed",
        lambda it: problems.append(it.url) if it.failure != "net::ERR_ABORTED" else None,
    )
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    pages = [file for file in list_pages(copy) if 'http-equiv="refresh"' not in file.read_text()]
    assert len(pages) > 100
    for file in pages:
        page.goto(file.as_uri())
        found = page.evaluate(LOOK)
        assert found["styles"], file
        assert found["pictures"] == [], file
        missing = [address for address in found["addresses"] if not leads_somewhere(address, copy)]
        assert missing == [], file
    assert problems == []


def leads_somewhere(address: str | None, copy: Path) -> bool:
    """Return True for an address outside of the disk, and for one of a file in the copy."""
    parts = urlsplit(address or "")
    if parts.scheme != "file":
        return True
    file = Path(unquote(parts.path))
    return file.is_file() and file.is_relative_to(copy)


def test_a_reader_clicks_through_the_copy(copy: Path, page: Page) -> None:
    page.goto((copy / "index.html").as_uri())
    page.locator("main article a").first.click()
    page.wait_for_load_state()
    assert page.locator("h1").count() == 1
    page.locator(".site-name").click()
    page.wait_for_load_state()
    assert page.url == (copy / "index.html").as_uri()
