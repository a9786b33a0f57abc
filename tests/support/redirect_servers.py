"""Web servers on this machine, each with the redirects of a site included as the docs say.

A server listens on 127.0.0.1 at a free port, and has all of its files below one folder.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import pytest

APACHE_MODULES = Path("/usr/lib/apache2/modules")
_DOCS = Path(__file__).parents[2] / "docs" / "addresses.md"
_NAMES = {"nginx": ["nginx"], "caddy": ["caddy"], "apache": ["apache2", "httpd"]}
SECONDS = 20  # until a server answers


class Answer(NamedTuple):
    """The status of an answer, and the decoded path that it leads to."""

    status: int
    leads_to: str


@dataclass(frozen=True)
class WebServer:
    """A server that is running."""

    kind: str
    port: int

    def ask(self, path: str) -> Answer:
        """Return the answer to a request of a path as it is sent."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        connection.request("GET", path)
        response = connection.getresponse()
        location = response.getheader("Location", "")
        connection.close()
        return Answer(response.status, unquote(urlsplit(location).path, errors="strict"))


def _read_docs(kind: str, folder: Path) -> str:
    """Return what docs/addresses.md tells to write for a server, with the folder of the site."""
    text = _DOCS.read_text("utf-8")
    if kind == "nginx":
        written = text.partition("```nginx\n")[2].partition("```")[0]
    else:
        row = next(line for line in text.splitlines() if line.startswith(f"| `{kind}` |"))
        written = re.findall("`([^`]+)`", row)[-1]
    return written.replace("/srv/blog", f"{folder}/site")


def _write_nginx(folder: Path, port: int) -> list[str]:
    own = f"server {{ listen 127.0.0.1:{port}; root {folder}/site;"
    temporary = "\n".join(
        f"    {name}_temp_path {folder}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    text = f"""
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
{temporary}
{_read_docs("nginx", folder).replace("server {", own)}
}}
"""
    (folder / "nginx.conf").write_text(text, "utf-8")
    return ["-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]


def _write_caddy(folder: Path, port: int) -> list[str]:
    text = f"""
{{
    admin off
    auto_https off
    persist_config off
}}
http://127.0.0.1:{port} {{
    root * {folder}/site
    {_read_docs("caddy", folder)}
    file_server
}}
"""
    (folder / "Caddyfile").write_text(text, "utf-8")
    return ["run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


def _write_apache(folder: Path, port: int) -> list[str]:
    modules = [
        f"LoadModule {name}_module {APACHE_MODULES}/mod_{name}.so"
        for name in ("mpm_event", "authz_core", "alias", "dir", "mime")
    ]
    user = ["User www-data", "Group www-data"] if os.geteuid() == 0 else []
    lines = [
        *modules,
        *user,
        f"ServerRoot {folder}",
        "ServerName 127.0.0.1",
        f"PidFile {folder}/apache.pid",
        f"ErrorLog {folder}/error.log",
        f"DefaultRuntimeDir {folder}",
        f"Listen 127.0.0.1:{port}",
        f"DocumentRoot {folder}/site",
        "TypesConfig /etc/mime.types",
        f"<Directory {folder}/site>",
        _read_docs("apache", folder),
        "Require all granted",
        "</Directory>",
    ]
    (folder / "apache.conf").write_text("\n".join(lines) + "\n", "utf-8")
    return ["-X", "-f", str(folder / "apache.conf")]


WRITERS = {"nginx": _write_nginx, "caddy": _write_caddy, "apache": _write_apache}


def find_program(kind: str) -> str:
    """Return the program of a server; skips the test without one."""
    path = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
    found = [program for name in _NAMES[kind] if (program := shutil.which(name, path=path))]
    if not found or (kind == "apache" and not APACHE_MODULES.is_dir()):
        pytest.skip(f"{kind} is not installed")
    return found[0]


def find_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and server.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    pytest.fail(f"the server does not answer: {log.read_text('utf-8', 'replace')}")
