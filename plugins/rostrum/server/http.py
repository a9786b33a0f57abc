"""The web server on this machine: the built files, and a line to every page that is open.

A page is sent with a script that knows which build the page is of. The script opens a websocket
before anything else in the page is read, says which build that is, and is told to load again if
it is an old one; so no save is missed while a page loads. What is put into a page is never
written to the site's files.
"""

from __future__ import annotations

import asyncio
import html
import json
import logging
import re
import threading
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPHeaders, HTTPServerRequest
from tornado.netutil import bind_sockets
from tornado.web import (
    Application,
    HTTPError,
    OutputTransform,
    RequestHandler,
    StaticFileHandler,
)
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from rostrum.cache.file_stamps import stamp
from rostrum.core.diagnostics import format_text, printable_line
from rostrum.server.status import BuildEvent, BuildStatus

ADDRESS = "127.0.0.1"
WIRE = "/livereload"
_HERE = Path(__file__).parent
_LINES = 65_536  # bytes of a page's message that are read
LIMITS: dict[str, Any] = {
    "max_header_size": 16_384,  # bytes
    "max_body_size": 65_536,  # bytes; no page sends any
    "idle_connection_timeout": 30,  # seconds, also for the head of a request
    "body_timeout": 10,  # seconds
}
"""What is taken from whoever reaches the port, as tornado's HTTPServer names it."""

_HEAD = re.compile(
    rb"""(?:\xef\xbb\xbf|\s|<!--.*?-->"""
    rb"""|<(?:!doctype|html|head)\b[^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*>)*""",
    re.IGNORECASE | re.DOTALL,
)
"""What may stand in a page before the first thing that its head holds."""

_WAITING = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Not built yet</title></head>
<body><h1>The site could not be built yet</h1>
<p>This page becomes the site as soon as what is reported here is repaired.</p>
<pre>{}</pre></body></html>
"""


class DevServer:
    """Serves a folder, and tells the open pages how each build went.

    The port is taken at once and answers from `start` on. Raises OSError where it is not free.
    """

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.board = folder, BuildStatus()
        self.script = _read_script()
        self.lines: set[LiveReloadSocket] = set()
        self._sockets = bind_sockets(port, ADDRESS)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """The address of the site, without a slash at its end."""
        return f"http://{ADDRESS}:{self._sockets[0].getsockname()[1]}"

    @property
    def is_waiting(self) -> bool:
        """Whether there is no site yet that could be shown."""
        return not (self.folder / "index.html").is_file()

    @property
    def open_files(self) -> frozenset[str]:
        """The files of the pages that are open now, below the folder."""
        return frozenset(line.file for line in [*self.lines] if line.file)

    def start(self) -> None:
        """Begin to answer, in a thread of its own."""
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run(ready)), daemon=True)
        self._thread.start()
        ready.wait()

    def close(self) -> None:
        """Give the port back."""
        if self._loop and self._thread:
            with suppress(RuntimeError):  # it has ended by itself
                self._loop.call_soon_threadsafe(self._end.set)
            self._thread.join(1)
        for socket in self._sockets:
            socket.close()

    def tell(self, news: BuildEvent) -> None:
        """Tell every open page how a build went; to be called once its files are in place."""
        if self._loop:
            self._loop.call_soon_threadsafe(self._spread, news)
        else:
            self._spread(news)

    def _spread(self, news: BuildEvent) -> None:
        board = self.board
        is_new = news.is_new or self.is_waiting  # the page that waits is itself made of findings
        board.post(news, is_new)
        for line in [*self.lines]:
            line.send(board.call_back() if is_new else board.describe())

    async def _run(self, ready: threading.Event) -> None:
        self._end = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        server = HTTPServer(self._make_application(), **LIMITS)
        server.add_sockets(self._sockets)
        ready.set()
        await self._end.wait()
        server.stop()

    def _make_application(self) -> Application:
        for name in ("tornado.access", "tornado.general"):  # each page that is not there, and such
            logging.getLogger(name).setLevel(logging.CRITICAL)
        for name in ("tornado.application", "asyncio"):
            logging.getLogger(name).addFilter(_speak_plainly)
        files = {"path": str(self.folder), "default_filename": "index.html"}
        application = Application(
            host=self,
            transforms=[partial(Insertion, self)],  # type: ignore[list-item]  # it is called, only
            websocket_max_message_size=_LINES,
        )
        # Another name for this machine may be that of a page elsewhere (DNS rebinding).
        application.add_handlers(
            r"^(127\.0\.0\.1|localhost)$",
            [
                (WIRE, LiveReloadSocket),
                (re.escape(self.script[0]), Script),
                ("/(.*)", StaticHandler, files),
            ],
        )
        return application


class _OfHost(RequestHandler):
    @property
    def host(self) -> DevServer:
        host: DevServer = self.settings["host"]
        return host


class StaticHandler(_OfHost, StaticFileHandler):
    """Sends the built files; for an address that leads nowhere, the site's own page for that."""

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        """Return the file to send; there is none with a NUL in its name, or one too long."""
        try:
            return super().validate_absolute_path(root, absolute_path)
        except (OSError, ValueError):
            raise HTTPError(404) from None

    def compute_etag(self) -> str | None:
        """Return what changes with the file; nothing for a page, which is never sent as kept."""
        found = None if self._is_page else stamp(self.absolute_path or "")
        return '"{:x}-{:x}-{:x}-{:x}"'.format(*found) if found else None

    def should_return_304(self) -> bool:
        """Say whether the browser's copy will do: one of a page names an old build."""
        return not self._is_page and super().should_return_304()

    def set_extra_headers(self, path: str) -> None:
        """Have the browser ask each time: a style sheet changes as often as a page."""
        self.set_header("Cache-Control", "no-cache")

    def write_error(self, status_code: int, **more: Any) -> None:
        """Send the site's page for what is not there, or what is wrong if there is no site."""
        page = self.host.folder / "404.html"
        if status_code == 404 and self.host.is_waiting:
            self.set_status(503)
            words = format_text(self.host.board.news.report, Path.cwd())
            self.finish(_WAITING.format(html.escape(words)))
        elif status_code == 404 and page.is_file():
            self.finish(page.read_bytes())
        else:
            super().write_error(status_code, **more)

    @property
    def _is_page(self) -> bool:
        return self.get_content_type() == "text/html"


class Insertion(OutputTransform):
    """Puts the script into a page, with the name of the newest build from before it was read.

    First in the head, before a policy of the page's own (Content-Security-Policy in a `meta`),
    which holds for what follows it.
    """

    def __init__(self, host: DevServer, request: HTTPServerRequest) -> None:
        self._is_wanted = request.method == "GET"
        shown = ' data-shown=""' if host.is_waiting else ""
        message = f'<script src="{host.script[0]}" data-build="{host.board.build}"{shown}></script>'
        self._script = message.encode()

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        """Return the beginning of an answer, with the script in it if it is that of a page."""
        is_page = headers.get("Content-Type", "").startswith("text/html")
        if not self._is_wanted or not is_page or status_code in (206, 304):
            return status_code, headers, chunk
        if "Content-Length" in headers:
            headers["Content-Length"] = str(int(headers["Content-Length"]) + len(self._script))
        found = _HEAD.match(chunk)
        at = found.end() if found else 0
        return status_code, headers, chunk[:at] + self._script + chunk[at:]


class Script(_OfHost):
    """Sends the script that pages are sent with."""

    def get(self) -> None:
        """Send it, to be kept for good: with other content it has another address."""
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.set_header("Cache-Control", "max-age=31536000, immutable")
        self.finish(self.host.script[1])


class LiveReloadSocket(_OfHost, WebSocketHandler):
    """The line to one open page; `file` is the page's, as soon as it has said where it is."""

    file = ""

    def open(self, *args: str, **kwargs: str) -> None:
        """Tell what is the case; from now on, it hears of each build."""
        self.host.lines.add(self)
        self.send(self.host.board.describe())

    def on_message(self, message: str | bytes) -> None:
        """Have a page load again that says it is of an older build."""
        with suppress(ValueError, RecursionError):  # no JSON, or nested a thousand times
            said = json.loads(message)
            build = said.get("build") if isinstance(said, dict) else None
            self.file = _find_file(said.get("url")) if isinstance(said, dict) else ""
            if build is not None and build != self.host.board.build:
                self.send(self.host.board.call_back())

    def on_close(self) -> None:
        """Forget it."""
        self.host.lines.discard(self)

    def send(self, message: str) -> None:
        """Send a message; a page that was closed needs none."""
        with suppress(WebSocketClosedError):
            self.write_message(message)


def _speak_plainly(record: logging.LogRecord) -> bool:
    """Have what goes wrong in an answer told in a line, without the way there."""
    error = record.exc_info[1] if record.exc_info else None
    reason = f": {type(error).__name__}: {error}" if error else ""
    words = record.getMessage().partition("\n")[0]
    record.msg, record.args = printable_line(f"{words}{reason}"), ()
    record.exc_info = record.exc_text = None
    return True


def _find_file(url: object) -> str:
    """Return the file of a page's address, below the folder."""
    path = unquote(urlsplit(str(url)).path).lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def _read_script() -> tuple[str, bytes]:
    """Return the script's address and content; its style comes with it, asked for by nobody."""
    style = (_HERE / "panel.css").read_text("utf-8")
    script = (_HERE / "page.js").read_text("utf-8").replace('"STYLE"', json.dumps(style))
    content = script.encode()
    return f"/_rostrum/{sha256(content).hexdigest()[:16]}.js", content
