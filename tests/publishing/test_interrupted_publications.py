"""Publications that are killed, while somebody reads the site: a second run completes them.

`rostrum publish` runs in a process of its own and gets SIGKILL at many points in time after it has
the lock. All the while, a reader requests pages over HTTP, with their pictures and styles.
"""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from support.edits import picture
from support.published_files import read_all
from support.sites import ANNA, post, write_files, write_settings
from support.ssh_server import run_ssh_server

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[2]
POSTS = 12
KILLS = 12
_LINK = re.compile(r'(?:src|href|srcset)="([^"]+)"')
_NEEDED = re.compile(r"\.(css|js|webp|png|jpe?g|svg)$")


@dataclass
class Blog:
    """A blog of a few posts with pictures, whose texts and pictures have a version."""

    folder: Path
    target: dict[str, object]
    environment: dict[str, str]
    version: int = 0

    @property
    def root(self) -> Path:
        return self.folder / "www"

    @property
    def live(self) -> Path:
        return self.root if self.target.get("releases") is False else self.root / "current"

    def renew(self) -> None:
        """Write and build the next version: each page and picture changes, a post goes."""
        self.version += 1
        kit = {"targets": {"live": self.target}, "cards": False}
        write_settings(self.folder / "pelicanconf.py", {"ROSTRUM": kit})
        write_files(self.folder, {"content/people/anna.md": ANNA, **dict(self._list_posts())})
        left = self.folder / f"content/posts/only-{self.version - 1}.md"
        left.unlink(missing_ok=True)
        self.run("build")

    def _list_posts(self) -> Iterator[tuple[str, str | bytes]]:
        colour = f"#{self.version * 999983 % 0xFFFFFF:06x}"
        for number in range(POSTS):
            text = f"Fassung {self.version}.\n\n![Bild {number}](../images/{number}.png)\n"
            yield (
                f"content/posts/p{number}.md",
                post(text, title=f"Post {number}", date=f"2020-01-{number + 1:02}"),
            )
            yield f"content/images/{number}.png", picture(8 + number, colour)
        only = post(title=f"Only {self.version}", date="2020-02-01")
        yield f"content/posts/only-{self.version}.md", only

    def run(self, *words: str) -> None:
        process = self.start(*words)
        said, _none = process.communicate()
        assert process.returncode == 0, said.decode()

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "rostrum", *words],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def time_publication(self) -> float:
        """Publish, and return the seconds from the lock to the end."""
        process = self._start_until_locked()
        start = time.monotonic()
        said, _none = process.communicate()
        assert process.returncode == 0, said.decode()
        return time.monotonic() - start

    def _start_until_locked(self) -> subprocess.Popen[bytes]:
        before = self._look_at_lock()
        process = self.start("publish")
        while self._look_at_lock() == before and process.poll() is None:
            time.sleep(0.001)
        return process

    def kill_publication(self, delay: float) -> bool:
        """Start a publication and kill it so long after it has the lock; False if it was faster."""
        process = self._start_until_locked()
        time.sleep(delay)
        process.kill()
        said, _none = process.communicate()
        assert process.returncode in (0, -9), said.decode()
        return process.returncode == -9

    def _look_at_lock(self) -> tuple[int, int]:
        with suppress(OSError):
            status = (self.root / ".rostrum-lock").stat()
            if status.st_size:
                return (status.st_ino, status.st_mtime_ns)
        return (0, 0)


@dataclass
class Reader:
    """Requests the home page, the posts that it links, and what each page shows, again and again.

    `faults` are pages that lack something although they have not changed since, and posts that a
    home page lists and that are not there.
    """

    port: int
    faults: list[str] = field(default_factory=list)
    pages: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)

    def read(self) -> None:
        while not self.stopped.is_set():
            for link in sorted(self.read_page("/")):
                if re.match(r"/2020/.+/$", link):
                    self.read_page(link)

    def read_page(self, path: str, shown_by: str = "/") -> set[str]:
        """Request a page and what it shows; return its links."""
        status, body = self._get(path)
        if status == 404:
            return set() if path == "/" or self._is_stale(shown_by, path) else self._note(path)
        self.pages += 1
        links = {urljoin(path, part.split()[0]) for part in _split(_LINK.findall(body.decode()))}
        for link in sorted(links):
            parts = urlsplit(link)
            if parts.netloc or not _NEEDED.search(parts.path):
                continue
            if self._get(parts.path)[0] == 404 and self._get(path) == (200, body):
                self._note(f"{path} lacks {link}")
        return {urlsplit(link).path for link in links if not urlsplit(link).netloc}

    def _is_stale(self, page: str, link: str) -> bool:
        """Return True if a page that linked to another one does so no more."""
        return f'"{link}"' not in self._get(page)[1].decode()

    def _note(self, fault: str) -> set[str]:
        self.faults.append(fault)
        return set()

    def _get(self, path: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()


def _split(values: list[str]) -> list[str]:
    return [part.strip() for value in values for part in value.split(", ") if part.strip()]


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, *words: object) -> None:
        """Say nothing."""


@pytest.fixture(params=["folder", "rsync", "rsync in place"])
def blog(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Blog]:
    """A blog that is published to each kind of target on this machine."""
    monkeypatch.delenv("CI", raising=False)
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "plugins"), "LC_ALL": "C.UTF-8"}
    folder = tmp_path / "blog"
    folder.mkdir()
    with ExitStack() as stack:
        target: dict[str, object] = {"kind": "folder", "to": str(folder / "www")}
        if request.param != "folder":
            server = stack.enter_context(run_ssh_server(tmp_path / "server"))
            environment |= server.environment
            target = {"kind": "rsync", "to": f"web:{folder / 'www'}"}
            if "place" in request.param:
                target["releases"] = False
        yield Blog(folder, target, environment)


def test_killed_publications_are_completed_and_pages_stay_whole(blog: Blog) -> None:
    blog.renew()
    blog.run("publish")
    blog.renew()
    longest = blog.time_publication()
    handler = partial(_Handler, directory=str(blog.live))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        reader = Reader(server.server_port)
        thread = threading.Thread(target=reader.read)
        thread.start()
        killed = 0
        for number in range(KILLS):
            blog.renew()
            killed += blog.kill_publication(longest * number / KILLS)
            blog.run("publish")
            output = read_all(blog.folder / "output")
            there = read_all(blog.live)
            assert there.items() >= output.items()
            assert there.keys() - output.keys() <= {".rostrum-retention", ".rostrum-lock"}
        reader.stopped.set()
        thread.join()
        server.shutdown()
    assert killed >= 3
    assert reader.pages > 20
    assert reader.faults == []


def test_of_two_publications_at_once_one_is_told_of_the_other(blog: Blog) -> None:
    blog.renew()
    blog.run("publish")
    blog.renew()
    processes = [blog.start("publish", "--lang", "en") for _number in range(2)]
    said = [process.communicate()[0].decode() for process in processes]
    codes = sorted(process.returncode for process in processes)
    assert codes in ([0, 0], [0, 1])  # one may be over before the other has the lock
    if codes == [0, 1]:
        assert any("has been publishing there since" in text for text in said)
    assert read_all(blog.live).items() >= read_all(blog.folder / "output").items()
