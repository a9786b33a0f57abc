"""Runs a command and measures it with all the processes that it starts. Needs Linux's /proc."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Final

INTERVAL: Final = 0.05  # seconds between two looks at the processes
LOOKS_PER_ACCOUNT: Final = 10  # as the kernel takes 10 ms to account for a gigabyte's sharers
GROWTH_PER_ACCOUNT: Final = 1.05  # between them, what memory must grow by for another account
KIBIBYTE: Final = 1024
PAGE_SIZE: Final = os.sysconf("SC_PAGE_SIZE")
TICKS: Final = os.sysconf("SC_CLK_TCK")
LAST_WORDS: Final = 2_000  # characters of a failed command's output


@dataclass(frozen=True)
class Cost:
    """Seconds of wall clock and of CPU; at the peak, bytes of memory of all processes together.

    ``memory`` adds up resident sets (RSS): a page that four processes share counts four times.
    ``shared_once`` adds up proportional sets (PSS): it counts once. ``largest`` is the peak of
    the largest single process, as the kernel kept it.
    """

    wall: float
    cpu: float
    memory: int
    shared_once: int
    largest: int


class CommandError(Exception):
    """A command ended with an exit code other than 0: the code, and what it said last."""

    def __init__(self, command: Sequence[str], status: int, said: str) -> None:
        super().__init__(f"{' '.join(command)}\nended with {status}:\n{said}")
        self.status, self.said = status, said


@dataclass(frozen=True)
class Look:
    """A process at one moment: CPU seconds until then, resident bytes."""

    pid: int
    cpu: float
    resident: int


@dataclass
class Sampler:
    """Looks at a session's processes from `__enter__` to `__exit__`, and keeps the peaks."""

    session: int
    memory: int = 0
    shared_once: int = 0
    cpu: dict[int, float] = field(default_factory=dict)
    stopped: Event = field(default_factory=Event)

    def __enter__(self) -> "Sampler":
        self.thread = Thread(target=self.watch)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self.thread.join()

    def watch(self) -> None:
        """Look until told to stop."""
        number, accounted = 0, 0.0
        while not self.stopped.wait(INTERVAL):
            looks = session_looks(self.session)
            resident = sum(look.resident for look in looks)
            self.cpu |= {look.pid: look.cpu for look in looks}
            self.memory = max(self.memory, resident)
            if len(looks) == 1:
                self.shared_once = max(self.shared_once, resident)
            elif number % LOOKS_PER_ACCOUNT == 0 or resident > GROWTH_PER_ACCOUNT * accounted:
                accounted = max(accounted, resident)
                proportional = sum(proportional_set(look.pid) for look in looks)
                self.shared_once = max(self.shared_once, proportional)
            number += 1


def session_looks(session: int) -> list[Look]:
    """Return a look at each of a session's processes (proc(5): /proc/PID/stat)."""
    looks = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):  # it has ended meanwhile
                text = (folder / "stat").read_text("utf-8", "replace")
                fields = text.rpartition(")")[2].split()
                if int(fields[3]) == session:
                    cpu = (int(fields[11]) + int(fields[12])) / TICKS
                    looks.append(Look(int(folder.name), cpu, int(fields[21]) * PAGE_SIZE))
    return looks


def proportional_set(pid: int) -> int:
    """Return a process's PSS in bytes (proc(5): /proc/PID/smaps_rollup), 0 if it has ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * KIBIBYTE
    return 0


def measured(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run a command in a folder, where its output goes to ``log``, and return what it cost."""
    log = folder / "log"
    os.sync()  # so that nobody pays for what was written before
    with log.open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        with Sampler(process.pid) as sampler:
            status, cpu, largest = waited(process)
            wall = time.perf_counter() - start
    if status:
        said = log.read_text("utf-8", "replace")[-LAST_WORDS:]
        raise CommandError(command, status, said)
    # A worker whose parent never waited for it is in the samples only.
    cpu = max(cpu, sum(sampler.cpu.values()))
    return Cost(wall, cpu, max(sampler.memory, largest), max(sampler.shared_once, largest), largest)


def waited(process: subprocess.Popen[bytes]) -> tuple[int, float, int]:
    """Return a process's exit code, CPU seconds and peak bytes; an interrupt ends its session."""
    try:
        _, status, usage = os.wait4(process.pid, 0)
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * KIBIBYTE
