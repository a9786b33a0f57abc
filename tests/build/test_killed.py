"""A build that is killed at any moment leaves nothing that the next one would stumble over."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.sites import ANNA, BEN, post, source, write_files, write_settings

ROUNDS = int(os.environ.get("ROSTRUM_ROUNDS", "2"))  # kills on each disk
POSTS = 300
OTHER = {"Werk": "Halle", "Halle": "Werk"}  # each edition's word, and that of the other one
OTHER_DISKS = ("/dev/shm", "/tmp", "/var/tmp", "~")
LONG = 120  # seconds that a build may take on a busy machine
COMMAND = [sys.executable, "-m", "rostrum", "build", "--as-of", "2026-11-22", "--jobs", "2"]


def write_site(folder: Path, word: str, output: Path = Path("output")) -> None:
    """Write a site whose posts are read, and whose pages are printed, by worker processes."""
    files = {
        f"posts/p{number}.md": post(
            f"{word} {number}.\n\n" * (5 + number % 20),
            title=f"Post {number}",
            date=f"2026-{number % 9 + 1:02}-{number % 27 + 1:02} 09:00",
            authors=[("anna", "ben")[number % 2]],
            tags=[f"{word} {number % 7}"],
        )
        for number in range(POSTS)
    }
    files["comments/p1/001.md"] = source(f"{word}!\n", author="Eva", date="2026-11-19")
    write_files(folder / "content", {"people/anna.md": ANNA, "people/ben.md": BEN, **files})
    write_settings(folder / "pelicanconf.py", {"OUTPUT_PATH": str(output)})


def run(folder: Path, *options: str) -> float:
    """Build; return how many seconds it took."""
    began = time.monotonic()
    subprocess.run([*COMMAND, *options], cwd=folder, check=True, capture_output=True, timeout=LONG)
    return time.monotonic() - began


def kill_after(folder: Path, seconds: float) -> bool:
    """Build, and kill it after some seconds; say whether it was still running."""
    with subprocess.Popen(
        COMMAND, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        time.sleep(seconds)
        process.kill()
        return process.wait(LONG) == -signal.SIGKILL


def contents(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """Return what a clean build gives of two sites."""
    found = {}
    for word in OTHER:
        folder = tmp_path_factory.mktemp(word)
        write_site(folder, word)
        run(folder)
        found[word] = contents(folder / "output")
    return found


@pytest.fixture(params=["the disk of the notes", "another disk"])
def output(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """Give a place for the output: beside the notes, and on another file system than they are."""
    if request.param == "the disk of the notes":
        yield tmp_path / "output"
        return
    folder = find_other_disk(tmp_path)
    if folder is None:
        pytest.skip(f"none of {', '.join(OTHER_DISKS)} is a folder on another file system")
    with tempfile.TemporaryDirectory(dir=folder) as name:
        yield Path(name, "output")


def find_other_disk(place: Path) -> Path | None:
    """Return a folder on another file system than a place, which can be written to."""
    device = place.stat().st_dev
    folders = (Path(name).expanduser() for name in OTHER_DISKS)
    able = (folder for folder in folders if folder.is_dir() and os.access(folder, os.W_OK))
    return next((folder for folder in able if folder.stat().st_dev != device), None)


def test_killed_build_is_followed_by_output_of_a_clean_build(tmp_path, output, editions):
    rng = random.Random(os.environ.get("ROSTRUM_ROUNDS", "0"))
    write_site(tmp_path, "Werk", output)
    length, kills, word = run(tmp_path), 0, "Werk"
    while kills < ROUNDS:
        word = OTHER[word]
        write_site(tmp_path, word, output)
        kills += kill_after(tmp_path, length * rng.uniform(0.1, 1))
        for name, raw in published(output).items():
            known = [edition.get(name) for edition in editions.values()]
            assert raw in known, f"{name} is half a file"
        if rng.random() < 0.3:  # what was being built is taken back
            word = OTHER[word]
            write_site(tmp_path, word, output)
            run(tmp_path)
        else:
            length = (length + run(tmp_path)) / 2
        assert contents(output) == editions[word]


def published(folder: Path) -> dict[str, bytes]:
    """Return what a server shows of an output folder: no file that is still being copied.

    On another disk a file can't be renamed into its place from the notes; it is copied beside it,
    under a hidden name, and the next build removes what a killed one left there.
    """
    every = contents(folder).items()
    return {name: raw for name, raw in every if not Path(name).name.startswith(".")}


def test_killed_build_leaves_no_worker_that_blocks_the_next(tmp_path):
    code = (
        "import operator, time; from pathlib import Path; from rostrum.output.writer import *\n"
        "from rostrum.core.parallel import WorkerPool\n"
        "with open_output(Path('output'), Path('notes')):\n"
        "    made = WorkerPool(2).map(operator.add, 10, [1, 2, 3])\n"
        "    print(next(made), next(made), flush=True)\n"
        "    time.sleep(60)\n"
    )
    command = [sys.executable, "-c", code]
    for _ in range(2):
        with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout.readline() == "11 12\n"  # the lock is held, the workers run
            process.kill()


# Other ways to start workers

SPAWNED = (
    "import multiprocessing, sys; from rostrum.cli import commands\n"
    "if __name__ == '__main__':\n"
    "    multiprocessing.set_start_method('spawn')\n"
    "    sys.argv[0] = 'rostrum'\n"
    "    commands.main()\n"
)


def test_workers_that_are_spawned_give_the_same_bytes(tmp_path, editions):
    """As on macOS and Windows, where a worker inherits nothing."""
    write_site(tmp_path, "Werk")
    write_files(tmp_path, {"spawned.py": SPAWNED})
    command = [sys.executable, "spawned.py", *COMMAND[3:]]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=LONG, check=False
    )
    assert done.returncode == 0, done.stderr
    assert contents(tmp_path / "output") == editions["Werk"]
