"""What an author sees in a browser while `rostrum serve` runs: the page, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route
from support.accessibility import WIDTHS, find_violations, find_violations_in_dark
from support.served import Served, serving
from support.sites import ANNA, post, write_files, write_settings

pytestmark = pytest.mark.browser

LONG_TEXT = "Ein Absatz.\n\n" * 200
GOOD = post(LONG_TEXT, title="Eins")
ENGLISH = post(title="One", lang="en", slug="one")
POLICY = "default-src 'none'; style-src 'self'; require-trusted-types-for 'script'"
REGION = "Was rostrum serve gefunden hat"
PATH = "/2026/11/eins/"

Open = Callable[..., Page]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Served]:
    """Serve a small site in two languages, whose pages allow nothing but their own styles."""
    folder = tmp_path / "site"
    files = {"people/anna.md": ANNA, "posts/eins.md": GOOD, "posts/one.md": ENGLISH}
    write_files(folder / "content", files)
    head = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
    write_files(folder, {"templates/partials/extra_head.html": head})
    write_settings(folder / "pelicanconf.py", {"THEME_TEMPLATES_OVERRIDES": ["templates"]})
    with serving(folder) as site:
        assert site.url
        yield site


@pytest.fixture
def open_page(browser: Browser, site: Served) -> Iterator[Open]:
    """Open a page of the site in a tab of its own; it must complain of nothing."""
    complaints: list[str] = []
    contexts = []

    def open_page(path: str = PATH, **options: Any) -> Page:
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on("console", lambda said: complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(site.url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    # The policy forbids the theme's own script and icon here, not what the server put in.
    assert [words for words in complaints if "/_rostrum/" in words or "ws:" in words] == []


def find_panel(page: Page, name: str = REGION) -> Locator:
    return page.get_by_role("region", name=name)


def test_a_save_shows_in_the_page_where_the_reader_is(site: Served, open_page: Open) -> None:
    page = open_page()
    page.evaluate("scrollTo(0, 2000)")
    site.save({"posts/eins.md": post(f"Gerade gespeichert.\n\n{LONG_TEXT}", title="Eins")})
    page.get_by_text("Gerade gespeichert.").wait_for()
    site.comes_to(lambda: bool(page.evaluate("scrollY === 2000")))


def test_a_save_while_the_page_loads_is_not_missed(site: Served, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    loads: list[str] = []

    def hold_first(route: Route) -> None:
        # The page has been sent, its style sheet not yet, and the line is not open.
        if not loads:
            site.save({"posts/eins.md": post("Dazwischen.", title="Eins")})
            site.prints("Built ", times=2)
        loads.append(route.request.url)
        route.continue_()

    page.route("**/_rostrum/*.js", hold_first)
    page.goto(site.url + PATH, wait_until="commit")
    page.get_by_text("Dazwischen.").wait_for()
    context.close()


def test_live_preview_shows_errors_until_they_are_repaired(site: Served, open_page: Open) -> None:
    page = open_page()
    page.evaluate("scrollTo(0, 2000); window.stayed = true")
    site.save({"posts/eins.md": post(LONG_TEXT, title="Eins", date="gestern", autors=["anna"])})
    panel = find_panel(page)
    panel.get_by_text("2 Fehler Die Seite zeigt den letzten guten Stand.").wait_for()
    first, second = panel.get_by_role("listitem").all()
    assert first.inner_text().split("\n\n") == [
        "content/posts/eins.md:3:7 error[date]",
        'date: "gestern" is not a date',
        "hint: Write the day itself, such as 2026-11-18 or 2026-11-18 09:30.",
    ]
    assert "content/posts/eins.md:5:1 error[key-unknown]" in second.inner_text()
    assert "Ein Absatz." in page.locator("main").inner_text()

    site.save({"posts/eins.md": GOOD})
    panel.wait_for(state="detached")
    assert page.evaluate("[window.stayed, scrollY]") == [True, 2000]


@pytest.mark.parametrize("width", [320, 1440])
def test_the_panel_is_accessible_and_leaves_room(site: Served, open_page: Open, width: int) -> None:
    links = "".join(f"[a]({{filename}}/posts/{'x' * 80}{number}.md)\n\n" for number in range(60))
    site.save({"posts/eins.md": post(links, title="Eins")})
    size = {"width": width, "height": 700}
    page = open_page(color_scheme="light", viewport=size, bypass_csp=True)
    panel = find_panel(page)
    panel.get_by_text("60 Warnungen").wait_for()
    summary, items = panel.locator("summary"), panel.get_by_role("listitem")
    assert items.count() == 0  # warnings wait until somebody asks
    summary.focus()
    page.keyboard.press("Enter")
    items.last.wait_for()  # the browser opens the panel in its own time
    assert items.count() == 60
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.localName") == "ol"
    assert find_violations(page) == []
    assert find_violations_in_dark(page) == []
    box = panel.bounding_box()
    assert box
    assert box["height"] < 0.6 * 700
    wide, there = page.evaluate(WIDTHS)
    assert wide == there

    summary.click()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    foot, bar = page.locator("footer").last.bounding_box(), panel.bounding_box()
    assert foot
    assert bar
    assert foot["y"] + foot["height"] <= bar["y"] + 1


def test_a_panel_stays_as_its_reader_left_it(site: Served, open_page: Open) -> None:
    site.save({"posts/eins.md": post("[a]({filename}/nix.md)", title="Eins")})
    page = open_page()
    panel = find_panel(page)
    panel.locator("summary").click()
    site.save({"posts/eins.md": post("Neu. [a]({filename}/nix.md)", title="Eins")})
    page.get_by_text("Neu.").wait_for()
    panel.get_by_role("listitem").wait_for()


def test_an_english_page_speaks_english(site: Served, open_page: Open) -> None:
    page = open_page("/en/2026/11/one/")
    site.save({"posts/eins.md": post(title="Eins", status="nix")})
    panel = find_panel(page, "What rostrum serve has found")
    panel.get_by_text("1 error The page shows the last good build.").wait_for()


def test_hostile_words_stay_words(site: Served, open_page: Open) -> None:
    attack = "</script><img src=x onerror=document.title='hacked'>"
    page = open_page(bypass_csp=True)
    site.save({"posts/eins.md": post(title="Eins", authors=[attack], **{"</style>": attack})})
    panel = find_panel(page)
    panel.get_by_text(attack).first.wait_for()
    open_page(bypass_csp=True).locator("rostrum-findings summary").wait_for()
    assert panel.locator("img").count() == 0
    assert page.title() == "Eins · Offen gesagt"


def test_a_page_that_stays_old_is_not_loaded_for_ever(site: Served, browser: Browser) -> None:
    # As where a service worker brings what it has kept.
    kept = "Object.defineProperty(HTMLElement.prototype, 'dataset', {get: () => ({build: 'old'})})"
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(kept)
    loads: list[Page] = []
    page.on("domcontentloaded", lambda loaded: loads.append(loaded))
    page.goto(site.url + PATH, wait_until="commit")
    page.wait_for_timeout(1500)
    context.close()
    assert len(loads) == 2
