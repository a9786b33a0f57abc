"""The demo behind a web server on this machine, and a Chromium to read it with."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, Route, sync_playwright
from support.chromium import find_chromium
from support.demo import build_demo

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
    """

    def __init__(self, browser: Browser, address: str, answer: str = "", **options: Any) -> None:
        self._address, self._answer = address, answer
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.page.on("console", lambda said: self._complain(said.type, said.text))
        self.page.on("pageerror", lambda error: self._complain("error", str(error)))
        self.page.on("requestfailed", self._note_failure)
        self.context.route("**/*", self._direct)

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
        self.complaints.append(f"{request.url} did not load")


@pytest.fixture
def visit_at(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Open a tab on a site: `visit_at(address, …)` takes what a browser's context takes."""
    visits: list[Visit] = []

    def begin(address: str, **options: Any) -> Visit:
        visits.append(Visit(browser, address, **options))
        return visits[-1]

    yield begin
    for begun in visits:
        begun.context.close()


@pytest.fixture
def visit(visit_at: Callable[..., Visit], address: str) -> Callable[..., Visit]:
    """Open a tab on the demo: `visit(color_scheme="dark")`."""
    return partial(visit_at, address)
