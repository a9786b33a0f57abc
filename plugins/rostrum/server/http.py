"""The local web server: serves the built files and keeps a websocket to each open page.

Each page is sent with a script containing the build number of the page. Before the browser
parses the rest of the page, the script opens a websocket and sends this number. If the build is
old, the server answers with a reload message. Thus no save is missed while a page loads. The
script is inserted into responses only, never into the site's files.
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
from rostrum.rendering.template_errors import locate_template_error
from rostrum.server.gallery import GALLERY, PICTURE, Gallery
from rostrum.server.status import BuildEvent, BuildStatus

ADDRESS = "127.0.0.1"
WIRE = "/livereload"
_HERE = Path(__file__).parent
_LINES = 65_536  # maximum bytes of a message from a page
LIMITS: dict[str, Any] = {
    "max_header_size": 16_384,  # bytes
    "max_body_size": 65_536,  # bytes; pages send no body
    "idle_connection_timeout": 30,  # seconds, also for the headers of a request
    "body_timeout": 10,  # seconds
}
"""Limits for requests of any client, as keyword arguments of tornado's HTTPServer."""

_HEAD = re.compile(
    rb"""(?:\xef\xbb\xbf|\s|<!--.*?-->"""
    rb"""|<(?:!doctype|html|head)\b[^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*>)*""",
    re.IGNORECASE | re.DOTALL,
)
"""Matches the part of a page before the first element inside its head."""

_WAITING = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Not built yet</title></head>
<body><h1>The site could not be built yet</h1>
<p>This page becomes the site as soon as what is reported here is repaired.</p>
<pre>{}</pre></body></html>
"""


class DevServer:
    """Serves a folder, and sends the result of each build to the open pages.

    The port is bound at once; requests are answered after `start`. Raises OSError if the port
    is not free.
    """

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.board = folder, BuildStatus()
        self.script = _read_script()
        self.gallery: Gallery | None = None
        self.lines: set[LiveReloadSocket] = set()
        self._sockets = bind_sockets(port, ADDRESS)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """The URL of the site, without a trailing slash."""
        return f"http://{ADDRESS}:{self._sockets[0].getsockname()[1]}"

    @property
    def is_waiting(self) -> bool:
        """True if no site has been built yet."""
        return not (self.folder / "index.html").is_file()

    @property
    def open_files(self) -> frozenset[str]:
        """The files of the open pages, relative to the folder."""
        return frozenset(line.file for line in [*self.lines] if line.file)

    def start(self) -> None:
        """Start answering requests in a separate thread."""
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run(ready)), daemon=True)
        self._thread.start()
        ready.wait()

    def close(self) -> None:
        """Stop the server and release the port."""
        if self._loop and self._thread:
            with suppress(RuntimeError):  # the loop has already ended
                self._loop.call_soon_threadsafe(self._end.set)
            self._thread.join(1)
        for socket in self._sockets:
            socket.close()

    def tell(self, news: BuildEvent) -> None:
        """Send the result of a build to every open page; call it after the files are written."""
        if self._loop:
            self._loop.call_soon_threadsafe(self._spread, news)
        else:
            self._spread(news)

    def _spread(self, news: BuildEvent) -> None:
        board = self.board
        is_new = news.is_new or self.is_waiting  # the waiting page itself shows the diagnostics
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
        for name in ("tornado.access", "tornado.general"):  # missing pages and the like
            logging.getLogger(name).setLevel(logging.CRITICAL)
        for name in ("tornado.application", "asyncio"):
            logging.getLogger(name).addFilter(_speak_plainly)
        files = {"path": str(self.folder), "default_filename": "index.html"}
        application = Application(
            host=self,
            transforms=[partial(Insertion, self)],  # type: ignore[list-item]  # a callable suffices
            websocket_max_message_size=_LINES,
        )
        # A foreign page may use another host name for this machine (DNS rebinding).
        application.add_handlers(
            r"^(127\.0\.0\.1|localhost)$",
            [
                (WIRE, LiveReloadSocket),
                (re.escape(self.script[0]), Script),
                (f"{GALLERY}(.*)", GalleryHandler),
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
    """Sends the built files, and the site's 404.html for missing files."""

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        """Return the file to send; raise HTTPError 404 for a name with a NUL, or too long."""
        try:
            return super().validate_absolute_path(root, absolute_path)
        except (OSError, ValueError):
            raise HTTPError(404) from None

    def compute_etag(self) -> str | None:
        """Return an ETag from the file's stamp; None for pages, as they are always sent anew."""
        file_stamp = None if self._is_page else stamp(self.absolute_path or "")
        return '"{:x}-{:x}-{:x}-{:x}"'.format(*file_stamp) if file_stamp else None

    def should_return_304(self) -> bool:
        """Return True if the browser's copy is current; False for pages, as they name a build."""
        return not self._is_page and super().should_return_304()

    def set_extra_headers(self, path: str) -> None:
        """Make the browser revalidate each file: style sheets change as often as pages."""
        self.set_header("Cache-Control", "no-cache")

    def write_error(self, status_code: int, **more: Any) -> None:
        """Send 404.html for a missing file, or the diagnostics (503) if there is no site yet."""
        page = self.host.folder / "404.html"
        if status_code == 404 and self.host.is_waiting:
            self.set_status(503)
            news = self.host.board.news
            findings = format_text(news.report, Path.cwd(), news.language.translations)
            self.finish(_WAITING.format(html.escape(findings)))
        elif status_code == 404 and page.is_file():
            self.finish(page.read_bytes())
        else:
            super().write_error(status_code, **more)

    @property
    def _is_page(self) -> bool:
        return self.get_content_type() == "text/html"


class Insertion(OutputTransform):
    """Inserts the script into a page, with the build number from before the page was read.

    The script is the first element in the head. A Content-Security-Policy in a `meta` element
    applies only to the elements after it.
    """

    def __init__(self, host: DevServer, request: HTTPServerRequest) -> None:
        self._is_wanted = request.method == "GET"
        flag = ' data-shown=""' if host.is_waiting else ""
        message = f'<script src="{host.script[0]}" data-build="{host.board.build}"{flag}></script>'
        self._script = message.encode()

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        """Return the first chunk of a response; insert the script if it is a page."""
        is_page = headers.get("Content-Type", "").startswith("text/html")
        if not self._is_wanted or not is_page or status_code in (206, 304):
            return status_code, headers, chunk
        if "Content-Length" in headers:
            headers["Content-Length"] = str(int(headers["Content-Length"]) + len(self._script))
        match = _HEAD.match(chunk)
        at = match.end() if match else 0
        return status_code, headers, chunk[:at] + self._script + chunk[at:]


class Script(_OfHost):
    """Sends the script for live reload."""

    def get(self) -> None:
        """Send the script, cached without limit: its URL changes with its content."""
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.set_header("Cache-Control", "max-age=31536000, immutable")
        self.finish(self.host.script[1])


class GalleryHandler(_OfHost):
    """Sends the gallery of the theme, and a drawing in place of its pictures."""

    def get(self, name: str) -> None:
        """Send the page of a sample, 404 for none, or 500 with the error in a template."""
        self.set_header("Cache-Control", "no-cache")
        if name.startswith("images/"):
            self.set_header("Content-Type", "image/svg+xml")
            self.finish(PICTURE)
            return
        self.set_header("Content-Type", "text/html; charset=utf-8")
        gallery = self.host.gallery
        try:
            page = gallery.render(name) if gallery else None
        except Exception as error:  # an expression in a template may raise any exception
            fault = locate_template_error(error)
            if fault is None:
                raise
            self.set_status(500)
            words = printable_line(f"{fault.file}:{fault.line}: {fault.reason}")
            page = f"<!doctype html><title>Gallery</title><pre>{html.escape(words)}</pre>"
        if page is None:
            raise HTTPError(404)
        self.finish(page)


class LiveReloadSocket(_OfHost, WebSocketHandler):
    """The websocket to one open page; `file` is the page's file, empty before its message."""

    file = ""

    def open(self, *args: str, **kwargs: str) -> None:
        """Send the current status and register the page for the results of later builds."""
        self.host.lines.add(self)
        self.send(self.host.board.describe())

    def on_message(self, message: str | bytes) -> None:
        """Reload a page if its message names another build than the current one."""
        with suppress(ValueError, RecursionError):  # invalid or deeply nested JSON
            data = json.loads(message)
            build = data.get("build") if isinstance(data, dict) else None
            self.file = _find_file(data.get("url")) if isinstance(data, dict) else ""
            if build is not None and build != self.host.board.build:
                self.send(self.host.board.call_back())

    def on_close(self) -> None:
        """Unregister the page."""
        self.host.lines.discard(self)

    def send(self, message: str) -> None:
        """Send a message; ignore closed pages."""
        with suppress(WebSocketClosedError):
            self.write_message(message)


def _speak_plainly(record: logging.LogRecord) -> bool:
    """Reduce a log record of an error to one line without traceback; always return True."""
    error = record.exc_info[1] if record.exc_info else None
    reason = f": {type(error).__name__}: {error}" if error else ""
    text = record.getMessage().partition("\n")[0]
    record.msg, record.args = printable_line(f"{text}{reason}"), ()
    record.exc_info = record.exc_text = None
    return True


def _find_file(url: object) -> str:
    """Return the file of a page's URL, relative to the folder."""
    path = unquote(urlsplit(str(url)).path).lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def _read_script() -> tuple[str, bytes]:
    """Return the script's URL and content; the style sheet is embedded in the script."""
    style = (_HERE / "panel.css").read_text("utf-8")
    script = (_HERE / "page.js").read_text("utf-8").replace('"STYLE"', json.dumps(style))
    content = script.encode()
    return f"/_rostrum/{sha256(content).hexdigest()[:16]}.js", content
