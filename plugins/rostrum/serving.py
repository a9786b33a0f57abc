"""Serving a site while it is being written: build, show, and again whenever a file changes."""

from __future__ import annotations

import sys
import threading
import webbrowser
from collections.abc import Callable, Iterable
from pathlib import Path

from livereload import Server
from livereload.handlers import LiveReloadHandler
from tornado.ioloop import IOLoop
from watchfiles import DefaultFilter, watch

from rostrum.build import Run, describe
from rostrum.diagnostics import format_text
from rostrum.runs import Outcome, Wish, carry_out

HOST = "127.0.0.1"


def serve_site(port: int, preview: bool, browser: bool) -> None:
    """Build and serve until interrupted; a build that fails leaves the last good one standing."""
    folder = Path("preview" if preview else "output")
    url = f"http://{HOST}:{port}/"
    wish = Wish(output=folder, preview=preview, site_url=url.rstrip("/"))
    outcome = _build(wish)
    if outcome.run is None:
        raise SystemExit(outcome.exitcode)
    server = Server()
    _watch(_watched(outcome.run), lambda: _build(wish))
    print(f"Serving {url} (Ctrl+C ends)")
    if browser:
        threading.Thread(target=_open_browser, args=(url,), daemon=True).start()
    server.serve(port=port, host=HOST, root=str(folder))


def _build(wish: Wish) -> Outcome:
    outcome = carry_out(wish)
    if len(outcome.report):
        sys.stderr.write(format_text(outcome.report, Path.cwd()) + "\n")
    if outcome.exitcode == 0 and outcome.run:
        print(f"Built: {describe(outcome.run)}.", flush=True)
    return outcome


def _watched(run: Run) -> list[Path]:
    config = run.config
    places = [config.content, config.theme, *config.overrides, Path("pelicanconf.py").resolve()]
    return [place for place in places if place.exists()]


def _watch(places: Iterable[Path], build: Callable[[], Outcome]) -> None:
    """Build in a thread when a file changes, then tell every open page to load again."""
    loop = IOLoop.current()

    def follow() -> None:
        for _ in watch(*places, watch_filter=DefaultFilter(), debounce=200):
            if build().exitcode == 0:
                loop.add_callback(LiveReloadHandler.reload_waiters)

    threading.Thread(target=follow, daemon=True).start()


def _open_browser(url: str) -> None:
    # A machine without a browser says so by returning False or raising; both are fine.
    try:
        webbrowser.open(url)
    except webbrowser.Error:
        return
