"""A real sshd on loopback: its own keys, a free port, the current user; for tests of `rsync`."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

PROGRAMS = ("ssh", "ssh-keygen", "rsync")
SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@dataclass(frozen=True)
class SshServer:
    """A server that is running. `environment` lets ssh and rsync reach it as the host "web"."""

    config: Path
    port: int

    @property
    def environment(self) -> Mapping[str, str]:
        """What a program needs to find the server: rsync's own variable for the command of ssh."""
        return {"RSYNC_RSH": f"ssh -F {self.config}"}


def require_programs() -> None:
    """Skip a test where a program is missing, unless the run is to have all servers."""
    missing = [name for name in PROGRAMS if not shutil.which(name)] + ([] if SSHD else ["sshd"])
    if missing and os.environ.get("ROSTRUM_REQUIRE_SERVERS") != "1":
        pytest.skip(f"not installed: {', '.join(missing)}")
    assert not missing


@contextmanager
def run_ssh_server(folder: Path, extra: str = "") -> Iterator[SshServer]:
    """Run a server in an empty folder; `extra` are lines of its configuration."""
    require_programs()
    folder.mkdir(mode=0o700)
    for name in ("host_key", "key", "other_key"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(command, check=True)
    (folder / "authorized").write_text((folder / "key.pub").read_text())
    (folder / "authorized").chmod(0o600)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "sshd_config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host_key\nPidFile none\n"
        f"AuthorizedKeysFile {folder}/authorized\nPasswordAuthentication no\n"
        "KbdInteractiveAuthentication no\nUsePAM no\nStrictModes no\nMaxStartups 100\n"
        f"PermitRootLogin prohibit-password\n{extra}"
    )
    key = (folder / "host_key.pub").read_text()
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {key}")
    config = folder / "config"
    config.write_text(
        f"Host web\n HostName 127.0.0.1\n Port {port}\n User {getpass.getuser()}\n"
        f" IdentityFile {folder}/key\n IdentitiesOnly yes\n"
        f" UserKnownHostsFile {folder}/known_hosts\n GlobalKnownHostsFile none\n"
    )
    Path("/run/sshd").mkdir(exist_ok=True)  # Debian's sshd asks for it, as root
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [str(SSHD), "-D", "-e", "-f", str(folder / "sshd_config")], stderr=log, stdout=log
        )
        try:
            _wait(port, server, folder / "log")
            yield SshServer(config, port)
        finally:
            server.terminate()
            server.wait()


def _wait(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server listens."""
    for _attempt in range(200):
        if server.poll() is not None:
            raise AssertionError(log.read_text())
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("sshd does not listen")
