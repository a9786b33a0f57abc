"""How long `rostrum serve` takes from a saved post to its page, refreshed, in the browser.

With playwright and a Chromium, the page is open in it, and says itself when new words stand in
it; without them, the message that makes browsers load again is awaited on livereload's websocket,
and the page is then fetched.
"""

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.error import URLError
from urllib.request import urlopen

from changes import change_text, page_of
from measure import LAST_WORDS
from peers import environment
from warm import WarmSite

if TYPE_CHECKING:
    from tornado.websocket import WebSocketClientConnection

HOST: Final = "127.0.0.1"
READY_SECONDS: Final = 1_800
REFRESH_SECONDS: Final = 300
LISTENING_SECONDS: Final = 10
PAUSE: Final = 1.0  # seconds between two saves, in which an author reads
CHROMIUMS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS: Final = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
TELL: Final = """
const told = new Set();
const tell = () => {
  for (const [words] of (document.body?.textContent ?? "").matchAll(/Correction \\d+ of/g)) {
    if (!told.has(words)) { told.add(words); console.log(words); }
  }
};
new MutationObserver(tell).observe(document, {childList: true, subtree: true});
"""
HELLO: Final = {"command": "hello", "protocols": ["http://livereload.com/protocols/official-7"]}

Save = Callable[[], str]
"""Saves the post anew and returns words of it that were never on the page before."""

Reader = Callable[[Save], float]
"""Saves, and returns the seconds until the page showed what was saved."""


class ServeError(Exception):
    """`rostrum serve` did not start, or a save never reached the page."""


@dataclass(frozen=True)
class Refresh:
    """Seconds from each save to the page, and who read it: ``Chromium`` or ``websocket``."""

    reader: str
    seconds: list[float]


def refreshed(site: WarmSite, saves: int) -> Refresh:
    """Serve a site, change its newest post so often, and return the seconds of each change.

    Raises ServeError where the command does not start, or the page never changes.
    """
    numbers = iter(range(1, saves + 1))

    def save() -> str:
        number = next(numbers)
        change_text(site, number)
        return f"Correction {number} of"

    with serving(site) as port:
        address = f"http://{HOST}:{port}/{page_of(site.blog.posts[-1]).removesuffix('index.html')}"
        name, opened = find_reader(port, address)
        with opened as reader:
            seconds = [after_a_pause(reader, save) for _ in range(saves)]
    return Refresh(name, seconds)


def after_a_pause(reader: Reader, save: Save) -> float:
    """Wait as an author does between two saves, then return the seconds of one."""
    time.sleep(PAUSE)
    return reader(save)


@contextmanager
def serving(site: WarmSite) -> Iterator[int]:
    """Start the command, give its port once it answers, and end it with its workers."""
    port, log = free_port(), site.folder / "log"
    command = [sys.executable, "-m", "rostrum", "serve", "--no-browser", "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=site.folder,
            env=environment(site.folder),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            await_answer(process, f"http://{HOST}:{port}/", log)
            yield port
        finally:
            end(process)


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def await_answer(process: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    """Return once the address answers; a process that ended before says why."""
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise ServeError(log.read_text("utf-8", "replace")[-LAST_WORDS:])
        try:
            with urlopen(address):
                return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise ServeError(f"rostrum serve did not answer within {READY_SECONDS} seconds")


def end(process: "subprocess.Popen[bytes]") -> None:
    """Interrupt a process as Ctrl+C does; what is left of its session after that is killed."""
    process.send_signal(signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        process.wait(10)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def find_reader(port: int, address: str) -> tuple[str, AbstractContextManager[Reader]]:
    """Return who reads the page: Chromium where it is installed, else the websocket."""
    if program := find_chromium():
        return "Chromium", chromium_reader(program, address)
    return "websocket", websocket_reader(port, address)


def find_chromium() -> str | None:
    """Return the program of a Chromium that playwright can drive, None without either."""
    try:
        import playwright.sync_api  # noqa: F401 - only to see whether it is there
    except ImportError:
        return None
    found = [os.environ.get("ROSTRUM_CHROMIUM"), *[shutil.which(name) for name in CHROMIUMS]]
    return next((program for program in found if program and Path(program).is_file()), None)


@contextmanager
def chromium_reader(program: str, address: str) -> Iterator[Reader]:
    """Give a reader that has the page open in a browser, which tells what it comes to show."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        page = browser.new_page()
        page.add_init_script(TELL)
        sent: list[str] = []
        page.on("websocket", lambda opened: opened.on("framesent", lambda it: sent.append(str(it))))
        page.goto(address)

        def await_listening() -> None:
            # A page that still loads hears of no change. Another way of telling it needs no wait.
            until = time.monotonic() + LISTENING_SECONDS
            while not any('"info"' in words for words in sent) and time.monotonic() < until:
                page.wait_for_timeout(50)
            sent.clear()

        def read(save: Save) -> float:
            words: list[str] = []
            await_listening()
            with page.expect_console_message(
                lambda message: message.text in words, timeout=REFRESH_SECONDS * 1_000
            ):
                start = time.perf_counter()
                words.append(save())
            return time.perf_counter() - start

        yield read
        browser.close()


@contextmanager
def websocket_reader(port: int, address: str) -> Iterator[Reader]:
    """Give a reader that hears what browsers are told, and then fetches the page."""
    with asyncio.Runner() as runner:
        yield lambda save: runner.run(heard(port, address, save))


async def heard(port: int, address: str, save: Save) -> float:
    """Return the seconds from a save to the fetched page that shows it."""
    from tornado.websocket import websocket_connect

    connection = await websocket_connect(f"ws://{HOST}:{port}/livereload")
    try:
        await connection.write_message(json.dumps(HELLO))
        await connection.read_message()  # the answer to that
        await connection.write_message(json.dumps({"command": "info", "url": address}))
        start = time.perf_counter()
        words = save()
        async with asyncio.timeout(REFRESH_SECONDS):
            while True:
                await told_to_reload(connection)
                if words in await asyncio.to_thread(fetched, address):
                    return time.perf_counter() - start
    finally:
        connection.close()


async def told_to_reload(connection: "WebSocketClientConnection") -> None:
    """Return once the message came that makes browsers load again."""
    while (message := await connection.read_message()) is not None:
        if json.loads(message).get("command") == "reload":
            return
    raise ServeError("rostrum serve closed the connection")


def fetched(address: str) -> str:
    """Return a page's text."""
    with urlopen(address) as answer:
        return str(answer.read().decode())
