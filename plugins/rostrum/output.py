"""The output folder: what a build writes goes in whole, or not at all.

Files are collected outside it and renamed into their places once all are there (rename(2) is
atomic); those whose bytes are the same stay untouched. A list of the files that a build wrote
lets the next one remove those that no page owns any more; what others put into the folder stays.
The list and the half-done work live in the kit's own folder, because hosts publish the whole of
an output folder: docs/decisions/0003-notes-outside-the-output.md.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import signal
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from rostrum.placing import Ground, Refused, move, move_tree, remove

_TREE = "tree"
_ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class Written:
    """What a build did to the output folder, as numbers of files.

    `strangers` are some of the files that no build is known to have written, named only where
    no list of an earlier build was found; they stay, and would be published.
    """

    files: int
    changed: int
    removed: int
    strangers: tuple[str, ...] = ()


@dataclass
class Output:
    """One build's writing: `write` collects files, `publish` puts them in place."""

    root: Path
    notes: Path
    _files: dict[str, bool] = field(default_factory=dict)

    def write(self, path: str, content: bytes) -> None:
        """Take a file; `path` is below the output folder.

        Raises Refused for a path that leads elsewhere or that was taken before.
        """
        self.note(path, stage(self.root, self.staging, path, content))

    def note(self, path: str, changed: bool) -> None:
        """Take a file that was staged, here or in another process.

        Raises Refused for a path that was taken before.
        """
        if path in self._files:
            words = "two things of this site are written to this file"
            raise Refused("address-taken", path, words, "Choose another slug or name for one.")
        self._files[path] = changed

    def release(self, paths: Collection[str]) -> None:
        """Move some of the changed files into place before all others, whatever becomes of those.

        Raises Refused, before anything is touched, where something of others is in the way.
        """
        old = read_list(self._list)
        Ground(self.root, {*old, *paths}).check(paths)
        with _undisturbed():
            self._remember({*old, *paths})
            self._put_in_place(paths)

    def publish(self) -> Written:
        """Move the changed files into place and remove what no build wrote this time.

        Raises Refused, before anything is touched, where something of others is in the way.
        """
        _check_folders(self._files)
        old = read_list(self._list)
        strangers = () if self._list.exists() else tuple(_list_strangers(self.root, self._files))
        changed = [path for path, is_new in self._files.items() if is_new]
        removed = [path for path in old if path not in self._files]
        Ground(self.root, {*old, *self._files}).check(changed)
        with _undisturbed():
            # First: a file of a build that is killed below must not become one that nobody owns.
            self._remember({*old, *self._files})
            for path in removed:
                remove(self.root, path)
            self._put_in_place(changed)
            self._remember(self._files)
        return Written(len(self._files), len(changed), len(removed), strangers)

    def _put_in_place(self, paths: Iterable[str]) -> None:
        move_tree(self.staging / _TREE, self.root)
        laid = {entry.name for entry in os.scandir(self.staging)}
        for path in paths:
            if (name := _name(path)) in laid:
                move(self.staging / name, self.root / path)

    @property
    def staging(self) -> Path:
        """Where files lie until they are published."""
        return self.notes / "new"

    @property
    def _list(self) -> Path:
        return self.notes / "files"

    def _remember(self, paths: Iterable[str]) -> None:
        text = "".join(f"{path}\n" for path in sorted(paths)).encode()
        if not _holds(self._list, text):
            beside = self.notes / "files.new"
            beside.write_bytes(text)
            beside.replace(self._list)


def stage(root: Path, staging: Path, path: str, content: bytes) -> bool:
    """Put a file where `publish` takes it from, and return whether it differs from what is there.

    Raises Refused for a path that leads out of the output folder.
    """
    _check(path)
    file = f"{root}/{path}"
    if _holds(file, content):
        return False
    with _open_new(file, f"{staging}", path) as staged:
        staged.write(content)
    return True


def _open_new(file: str, staging: str, path: str) -> BinaryIO:
    """Open a staged file: one in a new folder lies in a folder that is moved there as a whole.

    All others lie side by side, as making a tree of folders costs more than the files.
    """
    if not os.path.lexists(os.path.dirname(file)):  # noqa: PTH120 - this runs for each file
        place = f"{staging}/{_TREE}/{path}"
        # What is to be both a file and a folder is reported once everything is staged.
        with suppress(FileExistsError, NotADirectoryError, IsADirectoryError):
            os.makedirs(os.path.dirname(place), exist_ok=True)  # noqa: PTH103, PTH120
            return open(place, "wb")  # noqa: PTH123
    return open(f"{staging}/{_name(path)}", "wb")  # noqa: PTH123


def _name(path: str) -> str:
    return hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()


@contextmanager
def open_output(root: Path, notes: Path) -> Iterator[Output]:
    """Give an output to write to; what is not published by the end is thrown away.

    `notes` is the folder that `find_notes` returns. A second build of the same output waits
    until the first has ended. Raises Refused where a file can't be written.
    """
    try:
        _make_notes(notes)
        with _alone(notes / "lock"):
            output = Output(root, notes)
            shutil.rmtree(output.staging, ignore_errors=True)
            output.staging.mkdir()
            try:
                yield output
            finally:
                shutil.rmtree(output.staging, ignore_errors=True)
    except OSError as error:
        if error.errno is None:  # not the system's: Jinja's TemplateNotFound is one too
            raise
        reason = f"the build can't go on here: {error.strerror or error}"
        raise Refused("output", str(error.filename or root), reason) from error


def find_notes(root: Path, folder: Path) -> Path:
    """Return where the notes on an output folder are kept, inside the kit's own `folder`.

    They are found by the way from one to the other, so that a site can be moved as a whole.
    """
    way = os.path.relpath(root, folder)
    return folder / f"{root.name}-{hashlib.sha256(os.fsencode(way)).hexdigest()[:12]}"


def read_list(file: Path) -> tuple[str, ...]:
    """Return the files that the last build wrote, paths that lead elsewhere left out."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ()
    return tuple(line for line in lines if line and _is_inside(line))


def _is_inside(path: str) -> bool:
    return (
        not path.startswith("/")
        and ".." not in path.split("/")
        and not any(sign in path for sign in "\\\0\n")
    )


def _check(path: str) -> None:
    if not path or path.endswith("/") or not _is_inside(path):
        raise Refused("address-outside", path, "this would be written outside the output folder")


def _check_folders(files: Collection[str]) -> None:
    """Raise Refused where a file is to lie in a folder that is a file of this site itself."""
    folders: set[str] = set()
    for path in files:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    for clash in sorted(folders.intersection(files)):
        words = "this is to be both a file and a folder"
        raise Refused("address-taken", clash, words, "Choose another slug or name for one.")


def _holds(file: str | Path, content: bytes) -> bool:
    try:
        if os.stat(file).st_size != len(content):  # noqa: PTH116 - this runs for each file
            return False
        with open(file, "rb") as there:  # noqa: PTH123
            return there.read() == content
    except OSError:
        return False


def _list_strangers(root: Path, own: Iterable[str]) -> list[str]:
    """Return a few files that a first build finds in its output folder, hidden ones left out."""
    known = set(own)
    found: list[str] = []
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if name[0] != ".")
        below = Path(folder).relative_to(root)
        paths = ((below / name).as_posix() for name in sorted(files) if name[0] != ".")
        found += [path for path in paths if path not in known]
        if len(found) >= 3:
            return found[:3]
    return found


def _make_notes(notes: Path) -> None:
    notes.mkdir(parents=True, exist_ok=True)
    ignore = notes.parent / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", "utf-8")


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    # The lock falls with the process, however it ends (flock(2)).
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let Ctrl+C and a polite kill wait until every file is in its place.

    A mask would hold them from this thread only. Elsewhere than in the main thread, where none
    arrives, there is nothing to do.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[int] = []
    before = {ending: signal.signal(ending, lambda it, _: heard.append(it)) for ending in _ENDINGS}
    try:
        yield
    finally:
        for ending, handler in before.items():
            signal.signal(ending, handler or signal.SIG_DFL)
        for number in heard[:1]:
            signal.raise_signal(number)
