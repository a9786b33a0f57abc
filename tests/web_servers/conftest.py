"""Serve a site with each web server that is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.redirect_servers import SECONDS, WRITERS, WebServer, find_port, find_program, wait
from support.sites import Built


@pytest.fixture(params=["nginx", "apache", "caddy"])
def serve(request: pytest.FixtureRequest) -> Iterator[Callable[[Built], WebServer]]:
    """Return what serves a site with each of the servers, until the end of the test."""
    kind, started = request.param, []
    program = find_program(kind)
    folder = Path(tempfile.mkdtemp(prefix="rostrum-server-"))
    folder.chmod(0o755)  # Apache gives its rights up

    def start(site: Built) -> WebServer:
        shutil.copytree(site.output, folder / "site")
        port, log = find_port(), folder / "log"
        command = [program, *WRITERS[kind](folder, port)]
        environment = {**os.environ, "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
        with log.open("wb") as stream:
            server = subprocess.Popen(command, env=environment, stdout=stream, stderr=stream)
        started.append(server)
        wait(server, port, log)
        return WebServer(kind, port)

    yield start
    for server in started:
        server.terminate()
        server.wait(timeout=SECONDS)
    shutil.rmtree(folder, ignore_errors=True)
