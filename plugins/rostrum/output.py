"""The output folder: what a build writes goes in whole, or not at all.

Files are written to a folder beside their places and renamed into them once all are there
(rename(2) is atomic); those whose bytes are the same stay untouched. A list of the files
that a build wrote lets the next one remove those that no page owns any more; what others
put into the folder stays.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

LIST = ".rostrum-files"
_STAGING = ".rostrum-new-"


@dataclass(frozen=True, slots=True)
class Written:
    """What a build did to the output folder, as numbers of files."""

    files: int
    changed: int
    removed: int


class OutsideOutput(ValueError):
    """A path that leads out of the output folder."""


@dataclass
class Output:
    """One build's writing: `write` collects files, `publish` puts them in place."""

    root: Path
    staging: Path
    _files: dict[str, bool] = field(default_factory=dict)

    def write(self, path: str, content: bytes) -> None:
        """Take a file; `path` is below the output folder. A path taken twice is a mistake."""
        self.note(path, stage(self.root, self.staging, path, content))

    def note(self, path: str, changed: bool) -> None:
        """Take a file that was staged, here or in another process."""
        if path in self._files:
            raise ValueError(f"{path} is written twice")
        self._files[path] = changed

    def publish(self) -> Written:
        """Move the changed files into place and remove what no build wrote this time."""
        changed = [path for path, is_new in self._files.items() if is_new]
        for path in changed:
            _move(self.staging / path, self.root / path)
        removed = [path for path in read_list(self.root) if path not in self._files]
        for path in removed:
            _remove(self.root, path)
        self._write_list()
        return Written(len(self._files), len(changed), len(removed))

    def _write_list(self) -> None:
        text = "".join(f"{path}\n" for path in sorted(self._files))
        if _holds(self.root / LIST, text.encode()):
            return
        (self.staging / LIST).write_bytes(text.encode())
        _move(self.staging / LIST, self.root / LIST)


def stage(root: Path, staging: Path, path: str, content: bytes) -> bool:
    """Put a file where `publish` takes it from, and return whether it differs from what is there.

    Raises OutsideOutput for a path that leads out of the output folder.
    """
    _check(path)
    if _holds(root / path, content):
        return False
    file = staging / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return True


@contextmanager
def open_output(root: Path) -> Iterator[Output]:
    """Give an output to write to; what is not published by the end is thrown away."""
    root.mkdir(parents=True, exist_ok=True)
    for left in root.glob(f"{_STAGING}*"):
        shutil.rmtree(left, ignore_errors=True)
    staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=root))
    try:
        yield Output(root, staging)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def read_list(root: Path) -> tuple[str, ...]:
    """Return the files that the last build wrote, paths that lead elsewhere left out."""
    try:
        lines = (root / LIST).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ()
    return tuple(line for line in lines if line and _is_inside(line))


def _is_inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return not path.startswith("/") and ".." not in parts and "\\" not in path


def _check(path: str) -> None:
    if not _is_inside(path) or path.endswith("/") or not path:
        raise OutsideOutput(path)


def _holds(file: Path, content: bytes) -> bool:
    try:
        return file.stat().st_size == len(content) and file.read_bytes() == content
    except OSError:
        return False


def _move(source: Path, target: Path) -> None:
    if target.is_dir():
        shutil.rmtree(target)
    _make_folder(target.parent)
    source.replace(target)


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
    try:
        (root / path).unlink(missing_ok=True)
    except OSError:
        return
    _prune((root / path).parents, root)


def _prune(folders: Iterable[Path], root: Path) -> None:
    for folder in folders:
        if folder == root:
            return
        try:
            folder.rmdir()
        except OSError:  # not empty
            return
