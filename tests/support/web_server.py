"""A small static web server as a company has one: compressed texts, and a strict policy."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "font-src 'self'; media-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
)
TEXTS = (".html", ".css", ".js", ".svg", ".xml", ".json", ".txt")


@dataclass
class WebServer:
    """A running server; `sent` are the bytes of the body of each answer, by path."""

    url: str
    sent: dict[str, int] = field(default_factory=dict)


class Handler(SimpleHTTPRequestHandler):
    """Answers with compressed texts, and notes the bytes of each body."""

    def __init__(self, sent: dict[str, int], policy: str, *args: object, **more: object) -> None:
        self._sent, self._policy = sent, policy
        super().__init__(*args, **more)

    @cached_property
    def _file(self) -> Path:
        file = Path(self.translate_path(self.path))
        return file / "index.html" if file.is_dir() else file

    def do_GET(self) -> None:
        file = self._file
        if not file.is_file():
            self.send_error(404)
            return
        body = file.read_bytes()
        self.send_response(200)
        if file.suffix in TEXTS:
            body = gzip.compress(body, 9)
            self.send_header("Content-Encoding", "gzip")
        self._sent[urlsplit(self.path).path] = len(body)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", self._policy)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        pass


@contextmanager
def serve_folder(folder: Path, policy: str = POLICY) -> Iterator[WebServer]:
    """Serve a folder on this machine, on any free port."""
    sent: dict[str, int] = {}
    handler = partial(Handler, sent, policy, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield WebServer(f"http://127.0.0.1:{server.server_port}", sent)
        server.shutdown()
