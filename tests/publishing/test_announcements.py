"""After a publication: a look at the live site, WebSub's hub and IndexNow, against real servers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs

import pytest

from rostrum.output.manifest import MANIFEST, FileKind, make_manifest
from rostrum.publishing.announcements import LiveSite, announce
from rostrum.publishing.snapshot import Snapshot, read_snapshot
from rostrum.publishing.target import Difference

KEY = "0123456789abcdef"
FILES = {
    "index.html": b"<p>Neu.</p>",
    "rss.xml": b"<rss>Neu</rss>",
    "atom.xml": b"<feed>Neu</feed>",
    "2020/01/gr\u00f6\u00dfe/index.html": b"<p>Gr\xc3\xb6\xc3\x9fe.</p>",
}
POST = "2020/01/gr%C3%B6%C3%9Fe/"
DIFFERENCE = Difference(changed=tuple(FILES), removed=("2020/01/alt/index.html",))


@dataclass
class Server:
    """A server with a site, a hub and IndexNow; `status` is its answer to what is posted."""

    url: str = ""
    site: dict[str, bytes] = field(default_factory=dict)
    posted: list[tuple[str, str]] = field(default_factory=list)
    status: int = 202
    looks: int = 0
    stale: int = 0  # answers with the old home page before the new one

    def answer(self, path: str) -> bytes | None:
        name = path.strip("/") or "index.html"
        if name == "index.html":
            self.looks += 1
            if self.looks <= self.stale:
                return b"<p>Alt.</p>"
        return self.site.get(name)


@contextmanager
def serve(server: Server) -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = server.answer(self.path)
            self.send_response(404 if body is None else 200)
            self.end_headers()
            self.wfile.write(body or b"")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            server.posted.append((self.path, body))
            self.send_response(server.status)
            self.end_headers()

        def log_message(self, *words: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        Thread(target=http.serve_forever, args=(0.01,), daemon=True).start()
        server.url = f"http://127.0.0.1:{http.server_port}"
        yield server
        http.shutdown()


@pytest.fixture(name="snapshot")
def make_snapshot(tmp_path: Path) -> Snapshot:
    for path, content in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    kinds = dict.fromkeys(FILES, FileKind.PAGE)
    (tmp_path / MANIFEST).write_bytes(make_manifest(kinds, b"salt").format())
    return read_snapshot(tmp_path)


def run(server: Server, snapshot: Snapshot, difference: Difference = DIFFERENCE) -> list[str]:
    live = LiveSite(server.url, f"{server.url}/hub", KEY, indexnow=f"{server.url}/indexnow")
    return [str(each) for each in announce(live, snapshot, difference, pauses=(0, 0.01))]


def test_websub_hub_is_told_each_changed_feed(snapshot: Snapshot) -> None:
    with serve(Server(site=FILES)) as server:
        assert run(server, snapshot) == []
    path, body = server.posted[0]
    topics = [f"{server.url}/rss.xml", f"{server.url}/atom.xml"]
    assert (path, parse_qs(body)) == ("/hub", {"hub.mode": ["publish"], "hub.url": topics})


def test_indexnow_is_told_changed_and_removed_pages(snapshot: Snapshot) -> None:
    with serve(Server(site=FILES)) as server:
        run(server, snapshot)
    path, body = server.posted[1]
    assert (path, json.loads(body)) == (
        "/indexnow",
        {
            "host": server.url.removeprefix("http://"),
            "key": KEY,
            "keyLocation": f"{server.url}/{KEY}.txt",
            "urlList": [f"{server.url}/{it}" for it in ("", POST, "2020/01/alt/")],
        },
    )


def test_nothing_is_announced_while_the_old_site_is_live(snapshot: Snapshot) -> None:
    with serve(Server(site=FILES, stale=9)) as server:
        assert run(server, snapshot) == [f"{server.url}/ is not the published one yet."]
    assert server.posted == []


def test_the_live_site_is_looked_at_again_after_a_while(snapshot: Snapshot) -> None:
    with serve(Server(site=FILES, stale=1)) as server:
        assert run(server, snapshot) == []
    assert server.looks == 2


def test_a_live_site_that_does_not_answer_is_told(snapshot: Snapshot) -> None:
    with serve(Server()) as server:
        assert run(server, snapshot) == [
            f"{server.url}/ can't be seen: status 404.",
            f"{server.url}/rss.xml can't be seen: status 404.",
        ]
    (first, _second) = run(server, snapshot)  # it has ended
    assert first.startswith(f"{server.url}/ can't be seen: ")


def test_a_hub_that_refuses_is_told_and_no_more(snapshot: Snapshot) -> None:
    with serve(Server(site=FILES, status=503)) as server:
        assert run(server, snapshot) == [
            "The hub was not told: status 503.",
            "The search engines were not told: status 503.",
        ]


def test_without_a_changed_feed_the_hub_hears_nothing(snapshot: Snapshot) -> None:
    with serve(Server(site=FILES)) as server:
        assert run(server, snapshot, Difference(changed=("media/a.jpg",))) == []
    assert server.posted == []
