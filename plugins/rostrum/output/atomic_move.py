"""Move files into place atomically, without overwriting files of others."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Iterable
from pathlib import Path

from rostrum.core.system_errors import describe_error
from rostrum.core.translatable import NO_TEXT, Translatable, group_digits
from rostrum.core.translatable import gettext_lazy as _
from rostrum.output.inventory import PARTIAL


class OutputError(Exception):
    """Raised if a file can't be written.

    Holds a diagnostic's code, the path, the reason, and a hint. The path is below the
    output folder, or absolute.
    """

    def __init__(
        self, code: str, path: str, reason: Translatable, hint: Translatable = NO_TEXT
    ) -> None:
        super().__init__(code, path, reason, hint)  # the arguments for unpickling
        self.code, self.path, self.reason, self.hint = code, path, reason, hint

    def __str__(self) -> str:
        """Return the path and the reason."""
        return f"{self.path}: {self.reason}"


class OutputGuard:
    """Checks an output folder for obstacles to the files of a build."""

    def __init__(self, root: Path, written: set[str]) -> None:
        self._root, self._written = root, written
        self._real = root.resolve()
        self._checked = {""}

    def check(self, paths: Iterable[str]) -> None:
        """Raise OutputError if a file or folder not written by a build is in the way."""
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
        if not kind or stat.S_ISDIR(kind):  # a real folder, so inside if its parent is
            return
        if not folder.resolve().is_relative_to(self._real):
            raise OutputError(
                "address-outside", path, _('the link "%(name)s" leads out of the output', name=name)
            )
        if folder.exists() and not folder.is_dir() and name not in self._written:
            raise _in_the_way(path, name)

    def _look_at(self, name: str) -> int:
        """Return the mode of the file at a path, or 0 if there is none; links are not followed."""
        try:
            return os.lstat(f"{self._root}/{name}").st_mode
        except (FileNotFoundError, NotADirectoryError):
            return 0

    def _check_below(self, folder: Path, path: str) -> None:
        for file in folder.rglob("*"):
            name = file.relative_to(self._root).as_posix()
            if name not in self._written and not (file.is_dir() and not file.is_symlink()):
                raise _in_the_way(path, name)


def _in_the_way(path: str, name: str) -> OutputError:
    hint = _('Move "%(name)s" out of the output folder.', name=name)
    return OutputError("output", path, _("a file that no build wrote is in the way"), hint)


def refuse(path: str, error: OSError) -> OutputError:
    """Return an OutputError for a file that can't be written, with the system's message."""
    reason = describe_error(error)
    return OutputError("output", path, _("the file can't be written: %(reason)s", reason=reason))


def refuse_removal(path: str, error: OSError) -> OutputError:
    """Return an OutputError for a file that can't be removed, with the system's message."""
    reason = describe_error(error)
    return OutputError("output", path, _("the file can't be removed: %(reason)s", reason=reason))


def check_rights(root: Path, paths: Iterable[str]) -> list[OutputError]:
    """Return an OutputError for each folder without permission to create or remove files."""
    errors: list[OutputError] = []
    known: dict[str, bool] = {}
    folders: dict[str, str] = {}
    for path in paths:
        folders.setdefault(path.rpartition("/")[0], path)
    for name, path in folders.items():
        if not _may_write(root, name, known):
            message = _(
                'nothing can be written to or removed from the folder "%(folder)s"',
                folder=name or ".",
            )
            hint = _("Change who may write there, then build again.")
            errors.append(OutputError("output", path, message, hint))
    return errors


def _may_write(root: Path, name: str, known: dict[str, bool]) -> bool:
    """Return True if files can be created in a folder, or in its closest existing ancestor."""
    if name not in known:
        folder = f"{root}/{name}"  # a string: this runs for each folder of the site
        if name and not os.path.exists(folder):  # noqa: PTH110
            known[name] = _may_write(root, name.rpartition("/")[0], known)
        else:
            existing = next(path for path in (Path(folder), *Path(folder).parents) if path.exists())
            known[name] = not existing.is_dir() or os.access(existing, os.W_OK | os.X_OK)
    return known[name]


def _measure(status: os.stat_result) -> int:
    """Return the bytes that a file takes on the disk."""
    blocks: int | None = getattr(status, "st_blocks", None)  # not on Windows
    return status.st_size if blocks is None else blocks * 512  # the unit of stat(2)


def check_room(root: Path, staging: Path) -> list[OutputError]:
    """Return an OutputError if the staged files do not fit on the disk of the output.

    On the same disk the files are renamed, without need for space.
    """
    existing = next(path for path in (root, *root.parents) if path.exists())
    if existing.stat().st_dev == staging.stat().st_dev:
        return []
    files = (file for file in staging.rglob("*") if file.is_file())
    needed = sum(_measure(file.stat()) for file in files)
    free = shutil.disk_usage(existing).free
    if needed <= free:
        return []
    message = _(
        "the disk has room for %(free)s bytes, and %(needed)s are to be written",
        free=group_digits(free),
        needed=group_digits(needed),
    )
    return [OutputError("output", str(root), message, _("Make room on the output folder's disk."))]


def move_tree(source: Path, root: Path, below: str = "") -> None:
    """Move the files below a folder to new paths, as whole folders if possible.

    `below` is the target's path below the output folder `root`. Raises OutputError.
    """
    if not source.is_dir():
        return
    target = root / below
    try:
        _make_folder(target)
        entries = sorted(os.scandir(source), key=lambda entry: entry.name)
    except OSError as error:
        raise refuse(below, error) from error
    for entry in entries:
        path = f"{below}/{entry.name}" if below else entry.name
        if entry.is_dir():
            if (root / path).is_dir() or not _rename(entry.path, root, path):
                move_tree(Path(entry.path), root, path)
        elif entry.is_file():
            move(Path(entry.path), root, path)


def _rename(source: str, root: Path, path: str) -> bool:
    """Rename a folder; return False if the target exists or is on another disk."""
    target = root / path
    if os.path.lexists(target):
        return False
    try:
        os.rename(source, target)  # noqa: PTH104
    except OSError as error:
        if error.errno != errno.EXDEV:  # the state directory is on another disk
            raise refuse(path, error) from error
        return False
    return True


def move(source: Path, root: Path, path: str) -> None:
    """Move a file into place atomically, by rename(2).

    Raises OutputError.
    """
    try:
        _move(source, root / path)
    except OSError as error:
        raise refuse(path, error) from error


def _move(source: Path, target: Path) -> None:
    try:
        source.replace(target)
    except (FileNotFoundError, NotADirectoryError):
        _make_folder(target.parent)
        _replace(source, target)
    except OSError:
        _replace(source, target)


def _replace(source: Path, target: Path) -> None:
    """Replace a file or folder with a file; the two may be on different disks."""
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)  # OutputGuard found no files of others below
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:  # the state directory is on another disk
            raise
        temporary = target.with_name(PARTIAL)
        shutil.copyfile(source, temporary)
        temporary.replace(target)


def place(root: Path, path: str, content: bytes) -> None:
    """Write a file below the output folder atomically; raises OutputError."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        temporary = root / PARTIAL
        temporary.write_bytes(content)
        temporary.replace(root / path)
    except OSError as error:
        raise refuse(path, error) from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):  # a file of an earlier build
        _unlink_first(folder)
        folder.mkdir(parents=True, exist_ok=True)


def _unlink_first(folder: Path) -> None:
    for path in (*reversed(folder.parents), folder):
        if path.is_file():
            path.unlink()
            return


def remove(root: Path, path: str) -> None:
    """Remove a file below a folder, and its parents if left empty; raises OutputError."""
    file = root / path
    if not file.parent.resolve().is_relative_to(root.resolve()):
        return  # behind a symbolic link
    try:
        file.unlink(missing_ok=True)
    except NotADirectoryError:  # a file replaced its folder: already removed
        return
    except OSError as error:
        raise refuse_removal(path, error) from error
    _prune(file.parents, root)


def _prune(folders: Iterable[Path], root: Path) -> None:
    for folder in folders:
        if folder == root:
            return
        try:
            folder.rmdir()
        except OSError:  # not empty
            return
