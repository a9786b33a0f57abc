"""The demo behind a web server on this machine, and a Chromium to read it with."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, Route, sync_playwright
from support.chromium import find_chromium
from support.demo import build_demo

VIEWPORT = {"width": 1280, "height": 720}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder: `serve(folder)` returns its address, without a slash at the end."""
    with ExitStack() as stack:

        def begin(folder: Path) -> str:
            handler = partial(QuietHandler, directory=folder)
            server = stack.enter_context(ThreadingHTTPServer(("127.0.0.1", 0), handler))
            Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_port}"

        yield begin


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    """The demo's address."""
    return serve(build_demo(tmp_path_factory))


# Playwright allows one at a time in a process, so that this can't live as long as the session.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = find_chromium()
    if program is None:
        reason = "there is no Chromium here; install one, or name it in ROSTRUM_CHROMIUM"
        (pytest.fail if os.environ.get("ROSTRUM_REQUIRE_BROWSER") else pytest.skip)(reason)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def large_text(browser: Browser) -> Iterator[Browser]:
    """A browser whose reader has set the text to 200 %: 32 pixels instead of 16."""
    settings = "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26"
    launch = browser.browser_type.launch
    opened = launch(executable_path=find_chromium(), args=[*ARGUMENTS, settings])
    yield opened
    opened.close()


class Visit:
    """A tab on the demo; keeps what pages asked of other hosts, and what went wrong in them.

    Nothing leaves this machine: a request to another host fails, or gets `answer` as a script.
    `take` makes the tab look new: to open one takes a second, to open a page a tenth of it.
    """

    def __init__(self, browser: Browser, **options: Any) -> None:
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        self._begun: set[Request] = set()
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.page.on("console", lambda said: self._complain(said.type, said.text))
        self.page.on("pageerror", lambda error: self._complain("error", str(error)))
        self.page.on("request", lambda request: self._begun.add(request))
        self.page.on("requestfailed", self._note_failure)
        self.context.route("**/*", self._direct)

    def take(
        self, address: str, answer: str, scheme: str | None, viewport: dict[str, int] | None
    ) -> None:
        """Start anew on a site: `answer` is the script that other hosts give."""
        self._address, self._answer = address, answer
        self.page.goto("about:blank")
        self.page.emulate_media(media="null", color_scheme=scheme or "null")
        self.page.set_viewport_size(viewport or VIEWPORT)
        self.context.clear_cookies()
        self.foreign.clear()
        self.complaints.clear()
        self._begun.clear()

    @property
    def is_usable(self) -> bool:
        """Whether the tab is still there, and alone."""
        return self.context.pages == [self.page]

    def open(self, path: str) -> Page:
        response = self.page.goto(self._address + path)
        assert response is not None
        assert response.ok, path
        return self.page

    def _direct(self, route: Route) -> None:
        url = route.request.url
        if url.startswith(f"{self._address}/"):
            route.continue_()
            return
        self.foreign.append(url)
        if self._answer:
            route.fulfill(body=self._answer, content_type="text/javascript")
        else:
            route.abort()

    def _complain(self, level: str, words: str) -> None:
        if level in ("error", "warning"):
            self.complaints.append(words)

    def _note_failure(self, request: Request) -> None:
        # Leaving the page of an earlier test ends its requests, which may be told of only now.
        if request in self._begun:
            self.complaints.append(f"{request.url} did not load")


class Tabs:
    """The tabs of a browser: one that is no longer used is used again."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, list[Visit]] = {}

    @contextmanager
    def borrow(self) -> Iterator[Callable[..., Visit]]:
        """Give what opens tabs; at the end they are free again."""
        taken: list[tuple[str, Visit]] = []

        def begin(address: str, answer: str = "", **options: Any) -> Visit:
            scheme, viewport = options.pop("color_scheme", None), options.pop("viewport", None)
            kind = repr(sorted(options.items()))
            free = self._free.setdefault(kind, [])
            tab = free.pop() if free else Visit(self._browser, **options)
            taken.append((kind, tab))
            tab.take(address, answer, scheme, viewport)
            return tab

        yield begin
        for kind, tab in taken:
            if tab.is_usable:
                self._free[kind].append(tab)
            else:
                tab.context.close()


@pytest.fixture(scope="module")
def tabs(browser: Browser) -> Tabs:
    """Return the tabs of this module's browser."""
    return Tabs(browser)


@pytest.fixture(scope="module")
def opened(tabs: Tabs, address: str) -> Callable[..., Any]:
    """Open a tab on the demo for several tests: `with opened() as visit: visit(…)`."""

    @contextmanager
    def open_tab() -> Iterator[Callable[..., Visit]]:
        with tabs.borrow() as begin:
            yield partial(begin, address)

    return open_tab


@pytest.fixture
def visit_at(tabs: Tabs) -> Iterator[Callable[..., Visit]]:
    """Open a tab on a site: `visit_at(address, …)` takes what a browser's context takes."""
    with tabs.borrow() as begin:
        yield begin


@pytest.fixture
def visit(visit_at: Callable[..., Visit], address: str) -> Callable[..., Visit]:
    """Open a tab on the demo: `visit(color_scheme="dark")`."""
    return partial(visit_at, address)
