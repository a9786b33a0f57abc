"""A store like S3 on this machine: moto's server, behind a proxy that counts and makes faults."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.etree import ElementTree

import pytest

MOTO = Path(__file__).parents[2] / ".venv" / "moto" / "bin"
BUCKET = "blog"
_LONG = 60  # seconds until the server answers, on a busy machine
_SIGNED = "AWS4-HMAC-SHA256 Credential=reader/20260101/us-east-1/s3/aws4_request"
"""The server takes whatever is signed, whoever signed it."""

_NS = {"s3": "http://s3.amazonaws.com/doc/2006-03-01/"}
_SKIPPED = frozenset({"connection", "content-length", "date", "server", "transfer-encoding"})

Answer = tuple[int, str]
Fault = Callable[[int, str, str], Answer | None]
"""What is answered to a request, by its number, method and path; None if the store answers."""


def find_moto(name: str) -> str:
    """Return the path of a program of moto's own environment; without it, skip or fail."""
    folder = Path(os.environ.get("ROSTRUM_MOTO", MOTO))
    if not (folder / name).exists():
        if os.environ.get("ROSTRUM_REQUIRE_SERVERS"):
            pytest.fail("make test-e2e installs moto")
        pytest.skip("make test-e2e installs moto, a server like S3")
    return str(folder / name)


def describe_error(code: str) -> str:
    """Return the body of an answer with an error."""
    return f'<?xml version="1.0"?><Error><Code>{code}</Code><Message>Told.</Message></Error>'


@dataclass
class ObjectStore:
    """A running store: the port of the server, and that of the proxy before it."""

    port: int
    proxy: ThreadingHTTPServer
    fault: Fault = lambda number, method, path: None
    seen: list[str] = field(default_factory=list)

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.proxy.server_address[1]}"

    def ask(
        self, method: str, path: str, body: bytes = b""
    ) -> tuple[int, bytes, Mapping[str, str]]:
        """Send a request to the server, past the proxy; return status, body and headers."""
        return _send(self.port, method, path, body, {"Authorization": _SIGNED})

    def list(self, prefix: str) -> dict[str, bytes]:
        """Return the objects below a prefix, without those of the kit's own."""
        _, body, _ = self.ask("GET", f"/{BUCKET}?list-type=2&prefix={prefix}/&max-keys=1000")
        found = ElementTree.fromstring(body)
        assert found.findtext("s3:IsTruncated", namespaces=_NS) == "false"
        keys = [str(key.text) for key in found.iterfind("s3:Contents/s3:Key", _NS)]
        paths = {key: key.removeprefix(f"{prefix}/") for key in keys}
        return {
            path: self.ask("GET", f"/{BUCKET}/{key}")[1]
            for key, path in paths.items()
            if not path.startswith(".rostrum-")
        }

    def restart(self, fault: Fault | None = None) -> None:
        """Count from nothing, and make other faults."""
        self.seen.clear()
        self.fault = fault or (lambda number, method, path: None)


@contextmanager
def run_store(folder: Path, environment: dict[str, str] | None = None) -> Iterator[ObjectStore]:
    """Run a store until the end of the context, with an empty bucket."""
    port = _find_port()
    command = [find_moto("moto_server"), "-H", "127.0.0.1", "-p", str(port)]
    with (
        (folder / "moto.log").open("wb") as log,
        ThreadingHTTPServer(("127.0.0.1", 0), _Proxy) as proxy,
    ):
        server = subprocess.Popen(
            command, stdout=log, stderr=log, env={**os.environ, **(environment or {})}
        )
        store = ObjectStore(port, proxy)
        proxy.store = store
        proxy.daemon_threads = True
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        try:
            _await(port, server)
            if environment is None:
                store.ask("PUT", f"/{BUCKET}")
            yield store
        finally:
            proxy.shutdown()
            server.kill()
            server.wait(_LONG)


class _Proxy(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _carry(self) -> None:
        store: ObjectStore = self.server.store
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        store.seen.append(f"{self.command} {self.path}")
        answer = store.fault(len(store.seen), self.command, self.path)
        if answer:
            status, content, headers = answer[0], answer[1].encode(), dict[str, str]()
        else:
            status, content, headers = _send(
                store.port, self.command, self.path, body, dict(self.headers.items())
            )
        with suppress(OSError):  # whoever asked may have been killed
            self.send_response(status)
            for name, value in headers.items():
                if name.lower() not in _SKIPPED:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    do_GET = do_PUT = do_POST = do_DELETE = _carry  # noqa: N815

    def log_message(self, format: str, *words: object) -> None:
        pass


def _send(
    port: int, method: str, path: str, body: bytes, headers: Mapping[str, str]
) -> tuple[int, bytes, Mapping[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_LONG)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers
    finally:
        connection.close()


def _find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(port: int, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _LONG
    while time.monotonic() < end:
        assert server.poll() is None, "moto_server has ended"
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port)).close()
            return
        time.sleep(0.05)
    raise AssertionError("moto_server does not answer")
