"""The output folder: what a build writes goes in whole, or not at all.

Files are collected outside it and renamed into their places once all are there (rename(2) is
atomic); those whose bytes are the same stay untouched. A list of the files that a build wrote
lets the next one remove those that no page owns any more; what others put into the folder stays.
The list and the half-done work live in the kit's own folder, because hosts publish the whole of
an output folder: docs/decisions/0003-notes-outside-the-output.md.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
import signal
import stat
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

_BESIDE = ".rostrum-new-"
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


class Refused(Exception):
    """A file can't be written: a diagnostic's code, the path, the reason, and what to do."""

    def __init__(self, code: str, path: str, reason: str, hint: str = "") -> None:
        super().__init__(f"{path}: {reason}")
        self.code, self.path, self.reason, self.hint = code, path, reason, hint


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
        _Ground(self.root, {*old, *paths}).check(paths)
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
        _Ground(self.root, {*old, *self._files}).check(changed)
        with _undisturbed():
            # First: a file of a build that is killed below must not become one that nobody owns.
            self._remember({*old, *self._files})
            for path in removed:
                _remove(self.root, path)
            self._put_in_place(changed)
            self._remember(self._files)
        return Written(len(self._files), len(changed), len(removed), strangers)

    def _put_in_place(self, paths: Iterable[str]) -> None:
        _move_tree(self.staging / _TREE, self.root)
        laid = {entry.name for entry in os.scandir(self.staging)}
        for path in paths:
            if (name := _name(path)) in laid:
                _move(self.staging / name, self.root / path)

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
    return folder / f"{root.name}-{hashlib.sha256(way.encode()).hexdigest()[:12]}"


def read_list(file: Path) -> tuple[str, ...]:
    """Return the files that the last build wrote, paths that lead elsewhere left out."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ()
    return tuple(line for line in lines if line and _is_inside(line))


class _Ground:
    """What stands in an output folder where a build's files are to go."""

    def __init__(self, root: Path, own: set[str]) -> None:
        self._root, self._own = root, own
        self._real = root.resolve()
        self._checked = {""}

    def check(self, paths: Iterable[str]) -> None:
        """Raise Refused where a file or folder that no build wrote is in the way."""
        for path in paths:
            self._check_folder(path.rpartition("/")[0], path)
            if stat.S_ISDIR(self._look_at(path)):
                self._check_below(self._root / path, path)

    def _check_folder(self, name: str, path: str) -> None:
        if name in self._checked:
            return
        self._check_folder(name.rpartition("/")[0], path)
        self._checked.add(name)
        kind, folder = self._look_at(name), self._root / name
        if not kind or stat.S_ISDIR(kind):  # a real folder in one that lies inside lies inside
            return
        if not folder.resolve().is_relative_to(self._real):
            raise Refused("address-outside", path, f'the link "{name}" leads out of the output')
        if folder.exists() and not folder.is_dir() and name not in self._own:
            raise _in_the_way(path, name)

    def _look_at(self, name: str) -> int:
        """Return the mode of what stands at a place, links not followed; 0 if nothing does."""
        try:
            return os.lstat(f"{self._root}/{name}").st_mode
        except (FileNotFoundError, NotADirectoryError):
            return 0

    def _check_below(self, folder: Path, path: str) -> None:
        for file in folder.rglob("*"):
            name = file.relative_to(self._root).as_posix()
            if name not in self._own and not (file.is_dir() and not file.is_symlink()):
                raise _in_the_way(path, name)


def _in_the_way(path: str, name: str) -> Refused:
    hint = f'Move "{name}" out of the output folder.'
    return Refused("output", path, "a file that no build wrote is in the way", hint)


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


def _move_tree(source: Path, target: Path) -> None:
    """Move what lies below a folder to where nothing stands yet, as whole folders where it can."""
    if not source.is_dir():
        return
    _make_folder(target)
    for entry in sorted(os.scandir(source), key=lambda entry: entry.name):
        place = target / entry.name
        if entry.is_dir() and (place.is_dir() or not _rename(entry.path, place)):
            _move_tree(Path(entry.path), place)
        elif entry.is_file():
            _move(Path(entry.path), place)


def _rename(source: str, target: Path) -> bool:
    """Give a folder its place; return whether that could be done."""
    if os.path.lexists(target):
        return False
    try:
        os.rename(source, target)  # noqa: PTH104
    except OSError as error:
        if error.errno != errno.EXDEV:  # the notes lie on another disk than the output
            raise
        return False
    return True


def _move(source: Path, target: Path) -> None:
    try:
        source.replace(target)
    except (FileNotFoundError, NotADirectoryError):
        _make_folder(target.parent)
        source.replace(target)
    except IsADirectoryError:
        shutil.rmtree(target)  # nothing of others is below: see _Ground
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:  # the notes lie on another disk than the output
            raise
        _make_folder(target.parent)
        beside = target.with_name(_BESIDE + target.name)
        shutil.copyfile(source, beside)
        if stat.S_ISDIR(os.lstat(target).st_mode if os.path.lexists(target) else 0):
            shutil.rmtree(target)
        beside.replace(target)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):  # a file of an earlier build stands there
        _unlink_first(folder)
        folder.mkdir(parents=True, exist_ok=True)


def _unlink_first(folder: Path) -> None:
    for place in (*reversed(folder.parents), folder):
        if place.is_file():
            place.unlink()
            return


def _remove(root: Path, path: str) -> None:
    file = root / path
    if not file.parent.resolve().is_relative_to(root.resolve()):
        return  # behind a link that somebody put there
    try:
        file.unlink(missing_ok=True)
    except OSError:
        return
    _prune(file.parents, root)


def _prune(folders: Iterable[Path], root: Path) -> None:
    for folder in folders:
        if folder == root:
            return
        try:
            folder.rmdir()
        except OSError:  # not empty
            return
