"""Write a build to the output folder: each file completely, or not at all.

Files are staged outside the folder and renamed into place once all are complete (rename(2) is
atomic); unchanged files stay untouched. The manifest in the folder and the inventory in the state
directory list the files of a build, so that the next build removes obsolete ones. Files of others
in the folder are kept and never overwritten:
docs/decisions/0018-the-manifest-travels-with-the-output.md.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from rostrum.cache.directory import drop_links, name_folder
from rostrum.core.endings import undisturbed
from rostrum.core.file_locks import lock_file
from rostrum.core.system_errors import describe_error
from rostrum.core.translatable import gettext_lazy as _
from rostrum.output.atomic_move import (
    OutputError,
    OutputGuard,
    check_rights,
    check_room,
    move,
    move_tree,
    place,
    refuse,
    remove,
)
from rostrum.output.inventory import (
    FileEntry,
    Inventory,
    digest_manifest,
    entry_of,
    find_inventory,
    find_unknown,
    is_inside,
    kinds_of,
    list_output,
    replace_file,
)
from rostrum.output.manifest import MANIFEST, has_salt, make_manifest, read_manifest

_TREE = "tree"


@dataclass(frozen=True, slots=True)
class Written:
    """The result of a build: numbers of files in the output folder.

    `failed` holds an error with the reason for each file not removed.
    """

    files: int
    changed: int
    removed: int
    failed: tuple[OutputError, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """Planned changes to the output folder, as paths below it.

    `foreign` are files of others about to be overwritten, `unknown` are files of others to be
    kept; `gone` are the files to remove, each with its inventory entry.
    """

    changed: tuple[str, ...]
    gone: Mapping[str, FileEntry]
    foreign: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """Treatment of files of others in the output folder of a build.

    `adopt` overwrites files at the build's own paths, `clean` removes all others; `retained` are
    names to keep in any case. With `no_cache` the folder is walked, without use of the inventory in
    the state directory.
    """

    adopt: bool = False
    clean: bool = False
    no_cache: bool = False
    retained: frozenset[str] = frozenset()


@dataclass
class Output:
    """The output of one build: `write` stages files, `publish` moves them into place.

    `is_touched` is True once anything in the output folder may have been changed.
    """

    root: Path
    notes: Path
    salt: bytes = b""
    rules: Rules = Rules()
    is_touched: bool = False
    _files: dict[str, bool] = field(default_factory=dict)
    _entries: dict[str, FileEntry] = field(default_factory=dict)
    _recorded: Inventory | None = None

    def write(self, path: str, content: bytes) -> None:
        """Stage a file; `path` is below the output folder.

        Raises OutputError for a path outside the folder or already in use.
        """
        self.note(path, stage(self.root, self.staging, path, content))

    def note(self, path: str, changed: bool, entry: FileEntry | None = None) -> None:
        """Register a staged file, from this or another process.

        Raises OutputError for a path already in use.
        """
        if path in self._files:
            message = _("two things of this site are written to this file")
            raise OutputError(
                "address-taken", path, message, _("Choose another slug or name for one.")
            )
        self._files[path] = changed
        self._entries[path] = entry or entry_of(path)

    @cached_property
    def is_known(self) -> bool:
        """Whether the folder has a manifest of an earlier build."""
        return bool(read_manifest(self.root))

    @property
    def entries(self) -> Mapping[str, FileEntry]:
        """The files of this build."""
        return self._entries

    @cached_property
    def before(self) -> Inventory:
        """The inventory of the folder before this build."""
        # A killed build may have left files behind; only a walk finds them.
        return find_inventory(self.root, self._listed, self.rules.no_cache or self._mark.exists())

    def survey(self) -> Changes:
        """Return the planned changes, without changing anything."""
        old = self.before.entries
        changed = tuple(path for path, is_new in self._files.items() if is_new)
        gone = {path: entry for path, entry in old.items() if path not in self._files}
        unknown = find_unknown(list_output(self.root), old, self._files, self.rules.retained)
        if self.rules.clean:
            gone |= {path: entry_of(path) for path in unknown}
            unknown = ()
        foreign = [path for path in changed if path not in old and self._is_foreign(path)]
        return Changes(changed, gone, tuple(foreign), unknown)

    def check(self, changes: Changes) -> list[OutputError]:
        """Return all obstacles to the changes, without changing anything."""
        try:
            _check_folders(self._files)
            known = {*self.before.entries, *self._files, *changes.gone}
            OutputGuard(self.root, known).check(changes.changed)
        except OutputError as refused:
            return [refused]
        errors = check_rights(self.root, [*changes.changed, *changes.gone])
        return errors or check_room(self.root, self.staging)

    def release(self, paths: Collection[str]) -> None:
        """Move some of the changed files into place early, regardless of all others.

        Raises OutputError, before any change, if a file of others is in the way.
        """
        old = self.before.entries
        OutputGuard(self.root, {*old, *paths}).check(paths)
        with undisturbed():
            self._record({**{path: entry_of(path) for path in paths}, **old})
            self._put_in_place(paths)

    def publish(self, changes: Changes) -> Written:
        """Move the changed files into place and remove obsolete ones.

        After a failed removal the file stays in the inventory, and the next build tries again.
        Raises OutputError if a file can't be moved into place.
        """
        left: dict[str, FileEntry] = {}
        failed: list[OutputError] = []
        with undisturbed():
            # Record first, so that a killed build leaves no file missing from the inventory.
            self._mark.touch()
            self._record({**changes.gone, **self.before.entries, **self._entries})
            for path in self.before.strays:
                remove(self.root, path)
            for path, entry in changes.gone.items():
                self.is_touched = True
                try:
                    remove(self.root, path)
                except OutputError as error:
                    left[path] = entry
                    failed.append(error)
            self._put_in_place(changes.changed)
            self._record({**self._entries, **left})
            self._mark.unlink()
        removed = len(changes.gone) - len(left)
        return Written(len(self._files), len(changes.changed), removed, tuple(failed))

    def keep(self, paths: Iterable[str]) -> None:
        """Keep files of an earlier build unchanged, even if this build does not write them."""
        for path in paths:
            if path not in self._files and os.path.lexists(f"{self.root}/{path}"):
                self.note(path, False, self.before.entries[path])

    def _is_foreign(self, path: str) -> bool:
        """Return True if a file of others exists at a path; folders are checked separately."""
        if self.rules.adopt:
            return False
        try:
            return not stat.S_ISDIR(os.lstat(f"{self.root}/{path}").st_mode)
        except (FileNotFoundError, NotADirectoryError):
            return False

    def _put_in_place(self, paths: Iterable[str]) -> None:
        self.is_touched = True
        move_tree(self.staging / _TREE, self.root)
        staged = {entry.name for entry in os.scandir(self.staging)}
        for path in paths:
            if (name := _name(path)) in staged:
                move(self.staging / name, self.root, path)

    @property
    def staging(self) -> Path:
        """The folder of staged files."""
        return self.notes / "new"

    @property
    def _listed(self) -> Path:
        return self.notes / "files"

    @property
    def _mark(self) -> Path:
        """A file present only during publishing; left behind by a killed build."""
        return self.notes / "publishing"

    def _record(self, entries: Mapping[str, FileEntry]) -> None:
        """Write the manifest and the inventory, unless they are unchanged."""
        known = self._recorded or self.before
        is_known = known.digest and known.entries == entries
        if is_known and has_salt(read_manifest(self.root), self.salt):
            return
        raw = make_manifest(kinds_of(entries), self.salt).format()
        inventory = Inventory(entries, digest_manifest(raw))
        if entries or os.path.lexists(self.root / MANIFEST):
            place(self.root, MANIFEST, raw)
        replace_file(self._listed, inventory.format())
        self._recorded = inventory


def stage(root: Path, staging: Path, path: str, content: bytes) -> bool:
    """Stage a file for `publish`; return True if it differs from the published file.

    An unchanged file is not staged. Raises OutputError for a path outside the output folder, or if
    the file can't be written.
    """
    _check(path)
    file = f"{root}/{path}"
    if _holds(file, content):
        return False
    try:
        with _open_new(file, f"{staging}", path) as staged:
            staged.write(content)
    except OSError as error:  # its file name is the staged one, unknown to users
        raise refuse(path, error) from error
    return True


def _open_new(file: str, staging: str, path: str) -> BinaryIO:
    """Open a staged file for writing.

    Files for a new folder are staged in a folder of the same name, moved as a whole. All others
    share one folder, because creating a tree of folders is slower than writing the files.
    """
    if not os.path.lexists(os.path.dirname(file)):  # noqa: PTH120 - this runs for each file
        staged = f"{staging}/{_TREE}/{path}"
        # A path used as both file and folder is reported after staging.
        with suppress(FileExistsError, NotADirectoryError, IsADirectoryError):
            os.makedirs(os.path.dirname(staged), exist_ok=True)  # noqa: PTH103, PTH120
            return open(staged, "wb")  # noqa: PTH123
    return open(f"{staging}/{_name(path)}", "wb")  # noqa: PTH123


def _name(path: str) -> str:
    return hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()


@contextmanager
def open_output(
    root: Path, notes: Path, salt: bytes = b"", rules: Rules | None = None
) -> Iterator[Output]:
    """Return a context manager for an Output; files not published by its end are discarded.

    `notes` is the state directory returned by `state_dir_for`, `salt` the salt of the site's
    manifest. A second build of the same output waits until the first has ended. Raises OutputError
    if the state directory or the staged files can't be written.
    """
    try:
        make_notes(notes)
        with hold_alone(notes / "lock"):
            output = Output(root, notes, salt, rules or Rules())
            shutil.rmtree(output.staging, ignore_errors=True)
            output.staging.mkdir()
            try:
                yield output
            finally:
                shutil.rmtree(output.staging, ignore_errors=True)
    except OSError as error:
        if error.errno is None:  # not a system error, for example Jinja's TemplateNotFound
            raise
        raise refuse_all(root, error) from error


def refuse_all(root: Path, error: OSError) -> OutputError:
    """Return an OutputError for a system error on the whole output folder."""
    reason = _("the build can't go on here: %(reason)s", reason=describe_error(error))
    return OutputError("output", str(error.filename or root), reason)


def state_dir_for(root: Path, folder: Path) -> Path:
    """Return the state directory of an output folder, beside a site's cache `folder`.

    Its name depends on the output's path alone, so that two builds of the same output share one
    lock, even with different settings.
    """
    return folder.parent / f"output-{name_folder(root)}"


def _check(path: str) -> None:
    if not path or path.endswith("/") or not is_inside(path):
        raise OutputError(
            "address-outside", path, _("this would be written outside the output folder")
        )


def _check_folders(files: Collection[str]) -> None:
    """Raise OutputError if the same path is both a file and a folder of this build."""
    folders: set[str] = set()
    for path in files:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    for clash in sorted(folders.intersection(files)):
        message = _("this is to be both a file and a folder")
        raise OutputError(
            "address-taken", clash, message, _("Choose another slug or name for one.")
        )


def _holds(file: str | Path, content: bytes) -> bool:
    try:
        if os.stat(file).st_size != len(content):  # noqa: PTH116 - this runs for each file
            return False
        with open(file, "rb") as stream:  # noqa: PTH123
            return stream.read() == content
    except OSError:
        return False


def make_notes(notes: Path) -> None:
    """Create the state directory of an output folder, and remove symbolic links in it."""
    if notes.is_symlink():
        notes.unlink()
    notes.mkdir(mode=0o700, parents=True, exist_ok=True)
    drop_links(notes)


@contextmanager
def hold_alone(lock: Path) -> Iterator[None]:
    """Hold an exclusive lock: other builds of the same output wait."""
    # The lock is released at any end of the process (flock(2)).
    with lock.open("w") as file:
        lock_file(file, wait=True)
        yield
