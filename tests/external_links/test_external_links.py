"""`rostrum check --external`: links to other sites, asked for at a real server on loopback."""

import asyncio
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.model import Body
from rostrum.external_links.fetch import Answer, fetch_all
from rostrum.external_links.report import list_external_links, report_external_links
from rostrum.external_links.store import AnswerStore
from rostrum.markdown.dialects import RENDERERS
from rostrum.markdown.options import MARKDOWN_OPTIONS

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
PLACE = SourceLocation("a.md", 3, 5)


class Site(BaseHTTPRequestHandler):
    """Answers by path, and notes each request with its time."""

    asked: list[tuple[str, str, float]] = []  # noqa: RUF012 - emptied by each test
    at_once = most = 0
    lock = threading.Lock()

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        cls = type(self)
        with self.lock:
            cls.asked.append((self.command, self.path, time.monotonic()))
            cls.at_once += 1
            cls.most = max(cls.most, cls.at_once)
        time.sleep(0.03)
        with self.lock:
            cls.at_once -= 1
        name = self.path.strip("/")
        if name == "hangs-up":
            self.close_connection = True
            return
        if name == "no-head":
            status = 405 if self.command == "HEAD" else 200
        elif name == "moved":
            status = 301
        else:
            status = int(name) if name.isdecimal() else 200
        self.send_response(status)
        if status == 301:
            self.send_header("Location", "/good")
        body = b"x" * 1_000_000 if name == "huge" else b"ok"
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    Site.asked, Site.most = [], 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def ask(*addresses: str) -> list[int]:
    return [answer.status for answer in asyncio.run(fetch_all(addresses, pause=0)).values()]


def codes(links: dict[str, list[SourceLocation]], tmp_path, now: datetime = NOW) -> list[str]:
    report = Report()
    report_external_links(links, tmp_path / "answers", now, report)
    return [found.code for found in report]


@pytest.mark.parametrize(
    ("path", "status"),
    [("good", 200), ("404", 404), ("410", 410), ("moved", 200), ("no-head", 200), ("huge", 200)],
)
def test_the_answer_is_that_a_browser_gets(site, path, status):
    assert ask(f"{site}/{path}") == [status]


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/",
        "http://no-such-host.invalid/",
        "http://[bad/",
        "http://a b/",
        "http://",
    ],
)
def test_no_answer_is_no_traceback(address):
    assert ask(address) == [0]


def test_a_server_that_hangs_up_has_no_answer(site):
    assert ask(f"{site}/hangs-up") == [0]


def test_one_host_gets_two_requests_at_a_time(site):
    addresses = [f"{site}/page-{number}" for number in range(8)]
    assert ask(*addresses, *addresses) == [200] * 8
    assert Site.most <= 2
    assert len(Site.asked) == 8


def test_there_is_a_pause_between_requests_to_one_host(site):
    asyncio.run(fetch_all([f"{site}/{name}" for name in "abc"], pause=0.3))
    times = [at for _, _, at in Site.asked]
    assert times[2] - times[0] >= 0.3


# Findings


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("good", []),
        ("403", []),
        ("429", []),
        ("404", ["link-dead"]),
        ("410", ["link-dead"]),
        ("500", ["link-silent"]),
        ("hangs-up", ["link-silent"]),
    ],
)
def test_dead_links_are_reported_at_their_places(site, tmp_path, path, code):
    assert codes({f"{site}/{path}": [PLACE]}, tmp_path) == code


def test_what_answered_is_asked_again_after_a_week(site, tmp_path):
    links = {f"{site}/good": [PLACE], f"{site}/404": [PLACE]}
    assert codes(links, tmp_path) == ["link-dead"]
    asked = len(Site.asked)
    assert codes(links, tmp_path, NOW + timedelta(hours=23)) == ["link-dead"]
    assert len(Site.asked) == asked
    codes(links, tmp_path, NOW + timedelta(days=2))
    assert {path for _, path, _ in Site.asked[asked:]} == {"/404"}
    asked = len(Site.asked)
    codes(links, tmp_path, NOW + timedelta(days=8))
    assert {path for _, path, _ in Site.asked[asked:]} == {"/404", "/good"}


def test_a_damaged_store_counts_as_empty(tmp_path):
    file = tmp_path / "answers"
    AnswerStore(file, NOW).save({"http://a.example/": Answer(200)})
    assert AnswerStore(file, NOW).get("http://a.example/") == Answer(200)
    file.write_bytes(b"damaged")
    assert AnswerStore(file, NOW).get("http://a.example/") is None


@pytest.mark.parametrize("dialect", RENDERERS)
def test_links_to_other_sites_are_found_with_their_places(dialect):
    text = (
        "See [this](https://a.example/x#part) and <https://b.example/>.\n\n"
        "[own](https://own.example/post/) [page](other.md) [mail](mailto:a@b.example)\n\n"
        "Again [this](https://a.example/x)."
    )
    body: Body = RENDERERS[dialect](MARKDOWN_OPTIONS).render_body(text, "posts/a.md", 5)
    links = list_external_links([body], "https://own.example/")
    assert sorted(links) == ["https://a.example/x", "https://b.example/"]
    assert [place.line for place in links["https://a.example/x"]] == [5, 9]
