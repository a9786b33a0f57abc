"""Who publishes: a name for others to read, and the process, so that its end can be noticed."""

from __future__ import annotations

import getpass
import os
import secrets
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path


@dataclass(frozen=True)
class LockTimes:
    """Seconds until a lock is renewed, until it is dead, and that a new owner of it waits."""

    renewed: float = 30
    dead: float = 600
    settling: float = 1


@dataclass(frozen=True)
class Owner:
    """Who publishes: a name, the process, and when it began.

    With `breaks_lock`, it takes a target from another owner that seems to be alive.
    """

    name: str
    process: str
    moment: datetime
    breaks_lock: bool = False
    times: LockTimes = LockTimes()
    token: str = field(default_factory=lambda: secrets.token_hex(8))
    _started: float = field(default_factory=time.monotonic)

    def tell_time(self) -> datetime:
        """Return the time now, counted from the moment at which it began."""
        return self.moment + timedelta(seconds=time.monotonic() - self._started)


def name_owner(environ: Mapping[str, str]) -> str:
    """Return a name for who publishes: the address of the CI job, or user and machine."""
    if url := environ.get("CI_JOB_URL"):  # GitLab CI
        return url
    if run := environ.get("GITHUB_RUN_ID"):
        server, repository = (
            environ.get(key, "") for key in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY")
        )
        return f"{server}/{repository}/actions/runs/{run}"
    user = ""
    with suppress(KeyError, OSError, ImportError):  # a user without an entry in passwd
        user = f"{getpass.getuser()}@"
    return f"{user}{socket.gethostname()}"


def identify_process(pid: int) -> str:
    """Return what identifies a process for ever, empty where the system does not tell.

    A number alone is used again, and two containers of a machine may have the same one.
    """
    proc = Path("/proc")
    try:
        boot = (proc / "sys/kernel/random/boot_id").read_text("ascii").strip()
        numbers = os.readlink("/proc/self/ns/pid")  # noqa: PTH115 - it is no path
        fields = (proc / f"{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except (OSError, ValueError):
        return ""
    return f"{boot} {numbers} {pid} {fields[_START].decode()}"


_START = 19  # field 22 of /proc/PID/stat, proc(5), after the name in brackets


def has_ended(process: str) -> bool:
    """Return True if a process that `identify_process` named has certainly ended."""
    place, _, numbers = process.partition("] ")
    pid = numbers.partition(" ")[0]
    if not pid.isdigit() or identify_process(os.getpid()).partition("] ")[0] != place:
        return False
    return identify_process(int(pid)) != process
