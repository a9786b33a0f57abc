"""A running `rostrum serve`, with its terminal output and browser connections."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from tornado.websocket import websocket_connect

LONG = 60  # timeout in seconds, for a busy machine
_SERVING = re.compile(r"^Serving (http://127\.0\.0\.1:(\d+))/ ", re.MULTILINE)
_BUILD = re.compile(r' data-build="([^"]+)"')


class Served:
    """A running `rostrum serve`, its output and its pages."""

    def __init__(self, folder: Path, process: subprocess.Popen[bytes], log: Path) -> None:
        self.folder, self.process, self._log = folder, process, log

    @cached_property
    def url(self) -> str:
        """URL of the site, without a trailing slash; wait until the server is ready."""
        self.prints("Serving ")
        found = _SERVING.search(self.printed)
        assert found, self.printed
        return found[1]

    def fetch(self, path: str = "", **headers: str) -> tuple[int, str]:
        """Return the status and text of a response."""
        request = urllib.request.Request(f"{self.url}/{path}", headers=headers)
        try:
            return self._fetch(request)
        except http.client.RemoteDisconnected:  # the page was replaced; retry as browsers do
            return self._fetch(request)

    def _fetch(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(request, timeout=LONG) as found:
                return found.status, found.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def build_of(self, path: str = "") -> str:
        """Return the build id in a page."""
        found = _BUILD.search(self.fetch(path)[1])
        assert found
        return found[1]

    def save(self, files: Mapping[str, str | None]) -> None:
        """Save files below `content/`; None deletes a file."""
        self.put({f"content/{name}": text for name, text in files.items()})

    def put(self, files: Mapping[str, str | None]) -> None:
        """Save files of the site atomically; None deletes a file."""
        beside = self.folder.parent / "saved"
        for name, text in files.items():
            file = self.folder / name
            if text is None:
                file.unlink()
                continue
            beside.write_text(text, "utf-8")
            file.parent.mkdir(parents=True, exist_ok=True)
            beside.replace(file)

    def shows(self, path: str, words: str) -> None:
        """Wait until a page contains a text."""
        self.comes_to(lambda: words in self.fetch(path)[1])

    def prints(self, words: str, times: int = 1) -> None:
        """Wait until the output contains a text at least `times` times."""
        self.comes_to(lambda: self.printed.count(words) >= times)

    @property
    def printed(self) -> str:
        """The complete terminal output."""
        return self._log.read_text("utf-8")

    def comes_to(self, happened: Callable[[], bool]) -> None:
        """Wait until a condition is true."""
        end = time.monotonic() + LONG
        while not happened():
            assert self.process.poll() is None, self.printed
            assert time.monotonic() < end, self.printed
            time.sleep(0.05)

    def interrupt(self) -> int:
        """Send SIGINT (Ctrl+C) and return the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(LONG)

    @contextmanager
    def tab(self, build: str | None = None) -> Iterator[Tab]:
        """Open a live reload connection, for a page of `build` or of the current build."""
        with asyncio.Runner() as runner:
            tab = Tab(runner, self.url)
            tab.say({"command": "info", "build": self.build_of() if build is None else build})
            try:
                yield tab
            finally:
                tab.close()


class Tab:
    """A page's live reload connection, without the page."""

    def __init__(self, runner: asyncio.Runner, url: str) -> None:
        self._runner = runner
        self._line = runner.run(_connect(f"{url.replace('http', 'ws')}/livereload"))
        self.heard: list[dict[str, Any]] = []

    def say(self, message: Any) -> None:
        self._runner.run(_await(self._line.write_message(json.dumps(message))))

    def say_raw(self, message: str | bytes) -> None:
        self._runner.run(_await(self._line.write_message(message, isinstance(message, bytes))))

    def hears(self, command: str, **content: Any) -> dict[str, Any]:
        """Wait for a message with a command and content, and return it."""
        while True:
            message = self._runner.run(_await(self._line.read_message()))
            assert message is not None, "the server closed the line"
            self.heard.append(json.loads(message))
            last = self.heard[-1]
            if last["command"] == command and content.items() <= last.items():
                return last

    def close(self) -> None:
        self._line.close()
        while self._runner.run(_await(self._line.read_message())) is not None:
            pass


async def _connect(url: str) -> Any:
    return await websocket_connect(url)


async def _await(coming: Any) -> Any:
    return await asyncio.wait_for(coming, LONG)


@contextmanager
def serving(folder: Path, *words: str, port: int = 0) -> Iterator[Served]:
    """Start `rostrum serve` in a folder; port 0 means any free port."""
    log = folder.parent / f"{folder.name}-{time.monotonic_ns()}.log"
    command = [sys.executable, "-m", "rostrum", "serve", "--no-browser", "--port", str(port)]
    command += ["--lang", "en"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, *words],
            cwd=folder,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=dict(os.environ),
        )
    try:
        yield Served(folder, process, log)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(LONG)
