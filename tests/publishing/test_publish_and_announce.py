"""`rostrum publish` to a folder that a server shows: compressed texts, and what is announced."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from support.program import Run, make_run
from support.sites import ANNA, post, write_files, write_settings


class Handler(SimpleHTTPRequestHandler):
    """A web server for files, and a hub that notes what it is told."""

    def __init__(self, posted: list[str], status: int, *args: object, **more: object) -> None:
        self._posted, self._status = posted, status
        super().__init__(*args, **more)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._posted.append(f"{self.path} {body}")
        self.send_response(self._status)
        self.end_headers()

    def log_message(self, *words: object) -> None:
        pass


@contextmanager
def serve(folder: Path, status: int = 202) -> Iterator[tuple[str, list[str]]]:
    posted: list[str] = []
    handler = partial(Handler, posted, status, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", posted
        server.shutdown()


@pytest.fixture
def run(tmp_path: Path, monkeypatch, capsys) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)  # there, the record of addresses is not written
    files = {"content/people/anna.md": ANNA, "content/posts/a.md": post(date="2020-01-01")}
    write_files(tmp_path, files)
    return make_run(monkeypatch, capsys)


def configure(folder: Path, url: str, **target: object) -> None:
    live = {"kind": "folder", "to": "www", "url": url, **target}
    rostrum = {"targets": {"live": live}, "hub": f"{url}/hub", "cards": False}
    write_settings(folder / "pelicanconf.py", {"ROSTRUM": rostrum})


def test_publish_looks_at_the_live_site_and_tells_the_hub(run: Run, tmp_path: Path) -> None:
    with serve(tmp_path / "www/current") as (url, posted):
        configure(tmp_path, url)
        code, out, err = run("publish", "--lang", "en")
    assert (code, err) == (0, "")
    assert "Published output/ to live" in out
    (told,) = posted
    assert told.startswith("/hub hub.mode=publish&hub.url=")


def test_publish_says_that_the_hub_refused(run: Run, tmp_path: Path) -> None:
    with serve(tmp_path / "www/current", status=503) as (url, _posted):
        configure(tmp_path, url)
        code, out, _ = run("publish", "--lang", "en")
    assert code == 1
    assert out.splitlines()[-2:] == [
        "The site is published.",
        "The hub was not told: status 503.",
    ]
    assert (tmp_path / "www/current/index.html").exists()


def test_publish_again_without_a_change_announces_nothing(run: Run, tmp_path: Path) -> None:
    with serve(tmp_path / "www/current") as (url, posted):
        configure(tmp_path, url)
        run("publish")
        assert run("publish")[0] == 0
    assert len(posted) == 1


def test_publish_dry_run_announces_nothing(run: Run, tmp_path: Path) -> None:
    with serve(tmp_path / "www/current") as (url, posted):
        configure(tmp_path, url)
        assert run("publish", "--dry-run")[0] == 0
    assert posted == []


def test_publish_adds_compressed_texts(run: Run, tmp_path: Path) -> None:
    with serve(tmp_path / "www/current") as (url, _posted):
        configure(tmp_path, url, compress=["gzip"])
        assert run("publish", "--lang", "en")[0] == 0
    home = tmp_path / "www/current/index.html"
    assert gzip.decompress(Path(f"{home}.gz").read_bytes()) == home.read_bytes()
    assert not (tmp_path / "output/index.html.gz").exists()
