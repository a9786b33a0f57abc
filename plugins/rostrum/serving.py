"""Serving a site while it is being written: build, show, and again whenever a file changes."""

from __future__ import annotations

import html
import logging
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from invoke import Exit
from livereload import Server
from livereload.handlers import LiveReloadHandler, StaticFileHandler
from tornado.ioloop import IOLoop
from watchfiles import Change, DefaultFilter, watch

from rostrum.diagnostics import Report, format_text
from rostrum.runs import Outcome, carry_out
from rostrum.standstill import NOTES
from rostrum.wishes import Wish

HOST = "127.0.0.1"
SERVED = Path(NOTES, "served")
"""Where the site that is shown is built: its links hold on this machine only, never in output/."""

_WAITING = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Not built yet</title></head>
<body><h1>The site could not be built yet</h1>
<p>This page becomes the site as soon as what is reported here is repaired.</p>
<pre>{}</pre></body></html>
"""


def serve_site(wish: Wish, port: int, browser: bool) -> None:
    """Build and serve until interrupted; a build that fails leaves the last good one standing.

    Ends with exit code 2 where the settings are wrong or the port is taken.
    """
    _check_port(port)
    url = f"http://{HOST}:{port}"
    wish = replace(wish, output=SERVED, site_url=url)
    outcome = _build(wish)
    if outcome.run is None:
        raise Exit("Repair the settings, then serve again.", code=outcome.exitcode)
    if outcome.exitcode:
        _show_waiting(outcome.report)
    follower = _Follower(wish, IOLoop.current())
    config = outcome.run.config
    follower.follow((config.content, config.theme, *config.overrides))
    if wish.settings_file:
        follower.follow_file(wish.settings_file.resolve())
    print(f"Serving {url}/ (Ctrl+C ends). Save a file, and the page in the browser changes.")
    sys.stdout.flush()
    if browser:
        threading.Thread(target=_open_browser, args=(f"{url}/",), daemon=True).start()
    _Server().serve(port=port, host=HOST, root=str(SERVED))
    print()


class _Site(StaticFileHandler):  # type: ignore[misc]
    """Serves the built files, the site's own page for an address that leads nowhere."""

    def write_error(self, status_code: int, **more: object) -> None:
        page = Path(self.root, "404.html")
        if status_code == 404 and page.is_file():
            self.finish(page.read_bytes())
        else:
            super().write_error(status_code, **more)


class _Server(Server):  # type: ignore[misc]
    """Livereload's server, which neither watches the folder itself nor tells of each request."""

    def __init__(self) -> None:
        super().__init__()
        self.SFH = _Site
        self.watch(str(SERVED / "nothing"))  # without any it would watch the current folder

    def _setup_logging(self) -> None:
        # Tornado adds a handler of its own where it finds none.
        for name in ("livereload", "tornado"):
            logging.getLogger(name).addHandler(logging.NullHandler())
            logging.getLogger(name).propagate = False


class _Follower:
    """Builds when a file changes, one build at a time, and has every open page load again."""

    def __init__(self, wish: Wish, loop: IOLoop) -> None:
        self._wish, self._loop = wish, loop
        self._one = threading.Lock()

    def follow(self, places: tuple[Path, ...]) -> None:
        """Follow every file below some folders."""
        existing = [place for place in places if place.exists()]
        self._start(lambda: self._build_after(watch(*existing, watch_filter=DefaultFilter())))

    def follow_file(self, file: Path) -> None:
        """Follow one file, also where an editor puts a new one in its place."""

        def is_it(change: Change, path: str) -> bool:
            return Path(path).name == file.name

        self._start(
            lambda: self._build_after(watch(file.parent, watch_filter=is_it, recursive=False))
        )

    def _build_after(self, changes: object) -> None:
        for _ in changes:  # type: ignore[attr-defined]
            with self._one:
                if _build(self._wish).exitcode == 0:
                    self._loop.add_callback(LiveReloadHandler.reload_waiters)

    def _start(self, run: Callable[[], None]) -> None:
        threading.Thread(target=run, daemon=True).start()


def _build(wish: Wish) -> Outcome:
    from rostrum.commands import describe  # it imports this module when it serves

    outcome = carry_out(wish)
    if len(outcome.report):
        sys.stderr.write(format_text(outcome.report, Path.cwd()) + "\n")
    if outcome.exitcode == 0 and outcome.run:
        print(f"Built {describe(outcome.run)}.", flush=True)
    else:
        print("Not built; the last good pages stay. Repair what is reported.", flush=True)
    return outcome


def _check_port(port: int) -> None:
    if port > 65535:
        raise Exit(f"--port: {port} is no port; they go up to 65535.", code=2)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            words = (
                f"Port {port} can't be used on {HOST}: {(error.strerror or str(error)).lower()}."
            )
            raise Exit(f"{words} Choose another: rostrum serve --port {port + 1}", code=2) from None


def _show_waiting(report: Report) -> None:
    """Show what is wrong in the browser, as long as there is no page of an earlier build."""
    page = SERVED / "index.html"
    if not page.exists():
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(_WAITING.format(html.escape(format_text(report, Path.cwd()))), "utf-8")


def _open_browser(url: str) -> None:
    # A machine without a browser says so by returning False or raising; both are fine.
    try:
        webbrowser.open(url)
    except webbrowser.Error:
        return
