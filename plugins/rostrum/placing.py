"""Putting files in place: nothing of others is overwritten, and nobody ever sees half of one."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Iterable
from pathlib import Path

_BESIDE = ".rostrum-new-"


class Refused(Exception):
    """A file can't be written: a diagnostic's code, the path, the reason, and what to do."""

    def __init__(self, code: str, path: str, reason: str, hint: str = "") -> None:
        super().__init__(f"{path}: {reason}")
        self.code, self.path, self.reason, self.hint = code, path, reason, hint


class Ground:
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


def move_tree(source: Path, target: Path) -> None:
    """Move what lies below a folder to where nothing stands yet, as whole folders where it can."""
    if not source.is_dir():
        return
    _make_folder(target)
    for entry in sorted(os.scandir(source), key=lambda entry: entry.name):
        place = target / entry.name
        if entry.is_dir() and (place.is_dir() or not _rename(entry.path, place)):
            move_tree(Path(entry.path), place)
        elif entry.is_file():
            move(Path(entry.path), place)


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


def move(source: Path, target: Path) -> None:
    """Move a file to its place by renaming, which nobody sees half of (rename(2))."""
    try:
        source.replace(target)
    except (FileNotFoundError, NotADirectoryError):
        _make_folder(target.parent)
        source.replace(target)
    except IsADirectoryError:
        shutil.rmtree(target)  # nothing of others is below: see Ground
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


def remove(root: Path, path: str) -> None:
    """Remove a file below a folder, and the folders that are empty then."""
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
