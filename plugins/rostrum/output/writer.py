"""The output folder: what a build writes goes in whole, or not at all.

Files are collected outside it and renamed into their places once all are there (rename(2) is
atomic); those whose bytes are the same stay untouched. The manifest in the folder and the
inventory in the notes tell which files a build wrote, so that the next one removes those that no
page owns any more. What others put into the folder stays, and is never overwritten:
docs/decisions/0018-the-manifest-travels-with-the-output.md.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import signal
import stat
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from rostrum.cache.directory import drop_links, name_folder
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
from rostrum.output.manifest import MANIFEST, make_manifest, read_manifest

_TREE = "tree"
_ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class Written:
    """What a build did to the output folder, as numbers of files.

    `failed` are the files that could not be removed, each with the reason.
    """

    files: int
    changed: int
    removed: int
    failed: tuple[OutputError, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What publishing would do to the output folder, as paths below it.

    `foreign` are files of others that would be overwritten, `unknown` files that no build wrote
    and that stay; `gone` are the files to remove, each with what is known of it.
    """

    changed: tuple[str, ...]
    gone: Mapping[str, FileEntry]
    foreign: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """How a build treats the files of others in its output folder.

    `adopt` overwrites those that stand where it writes, `clean` removes all others; `retained`
    are names that stay in any case. With `no_cache` the folder is walked, whatever the notes say.
    """

    adopt: bool = False
    clean: bool = False
    no_cache: bool = False
    retained: frozenset[str] = frozenset()


@dataclass
class Output:
    """One build's writing: `write` collects files, `publish` puts them in place.

    `is_touched` says whether anything in the output folder was changed.
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
        """Take a file; `path` is below the output folder.

        Raises OutputError for a path that leads elsewhere or that was taken before.
        """
        self.note(path, stage(self.root, self.staging, path, content))

    def note(self, path: str, changed: bool, entry: FileEntry | None = None) -> None:
        """Take a file that was staged, here or in another process.

        Raises OutputError for a path that was taken before.
        """
        if path in self._files:
            message = "two things of this site are written to this file"
            raise OutputError(
                "address-taken", path, message, "Choose another slug or name for one."
            )
        self._files[path] = changed
        self._entries[path] = entry or entry_of(path)

    @cached_property
    def is_known(self) -> bool:
        """Whether a build has written to the folder before, as its manifest says."""
        return bool(read_manifest(self.root))

    @property
    def entries(self) -> Mapping[str, FileEntry]:
        """The files of this build."""
        return self._entries

    @cached_property
    def before(self) -> Inventory:
        """What the kit wrote to the folder before this build."""
        # A build that was killed may have left files behind that only a walk finds.
        return find_inventory(self.root, self._listed, self.rules.no_cache or self._mark.exists())

    def survey(self) -> Changes:
        """Return what publishing would change; touches nothing."""
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
        """Return every reason for which the changes can't be made; touches nothing."""
        try:
            _check_folders(self._files)
            own = {*self.before.entries, *self._files, *changes.gone}
            OutputGuard(self.root, own).check(changes.changed)
        except OutputError as refused:
            return [refused]
        found = check_rights(self.root, [*changes.changed, *changes.gone])
        return found or check_room(self.root, self.staging)

    def release(self, paths: Collection[str]) -> None:
        """Move some of the changed files into place before all others, whatever becomes of those.

        Raises OutputError, before anything is touched, where something of others is in the way.
        """
        old = self.before.entries
        OutputGuard(self.root, {*old, *paths}).check(paths)
        with _undisturbed():
            self._record({**{path: entry_of(path) for path in paths}, **old})
            self._put_in_place(paths)

    def publish(self, changes: Changes) -> Written:
        """Move the changed files into place and remove those that are gone.

        A file that can't be removed stays in the inventory, and the next build tries again.
        Raises OutputError where a file can't be put in place.
        """
        left: dict[str, FileEntry] = {}
        failed: list[OutputError] = []
        with _undisturbed():
            # First: a file of a build that is killed below must not become one that nobody owns.
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
        """Leave files of an earlier build as they are, though this build does not write them."""
        for path in paths:
            if path not in self._files and os.path.lexists(f"{self.root}/{path}"):
                self.note(path, False, self.before.entries[path])

    def _is_foreign(self, path: str) -> bool:
        """Return whether a file that no build wrote stands at a path; folders are checked apart."""
        if self.rules.adopt:
            return False
        try:
            return not stat.S_ISDIR(os.lstat(f"{self.root}/{path}").st_mode)
        except (FileNotFoundError, NotADirectoryError):
            return False

    def _put_in_place(self, paths: Iterable[str]) -> None:
        self.is_touched = True
        move_tree(self.staging / _TREE, self.root)
        laid = {entry.name for entry in os.scandir(self.staging)}
        for path in paths:
            if (name := _name(path)) in laid:
                move(self.staging / name, self.root, path)

    @property
    def staging(self) -> Path:
        """Where files lie until they are published."""
        return self.notes / "new"

    @property
    def _listed(self) -> Path:
        return self.notes / "files"

    @property
    def _mark(self) -> Path:
        """The file that is there while a build is publishing."""
        return self.notes / "publishing"

    def _record(self, entries: Mapping[str, FileEntry]) -> None:
        """Write the manifest and the inventory, unless they say the same already."""
        known = self._recorded or self.before
        if known.digest and known.entries == entries:
            return
        raw = make_manifest(kinds_of(entries), self.salt).format()
        inventory = Inventory(entries, digest_manifest(raw))
        if entries or os.path.lexists(self.root / MANIFEST):
            place(self.root, MANIFEST, raw)
        replace_file(self._listed, inventory.format())
        self._recorded = inventory


def stage(root: Path, staging: Path, path: str, content: bytes) -> bool:
    """Put a file where `publish` takes it from, and return whether it differs from what is there.

    Raises OutputError for a path that leads out of the output folder, or a file that can't be
    written.
    """
    _check(path)
    file = f"{root}/{path}"
    if _holds(file, content):
        return False
    try:
        with _open_new(file, f"{staging}", path) as staged:
            staged.write(content)
    except OSError as error:  # it names the staged file, which nobody knows
        raise refuse(path, error) from error
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
def open_output(
    root: Path, notes: Path, salt: bytes = b"", rules: Rules | None = None
) -> Iterator[Output]:
    """Give an output to write to; what is not published by the end is thrown away.

    `notes` is the folder that `state_dir_for` returns, `salt` that of the site's manifest. A second
    build of the same output waits until the first has ended. Raises OutputError where the notes or
    the staged files can't be written.
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
        if error.errno is None:  # not the system's: Jinja's TemplateNotFound is one too
            raise
        raise refuse_all(root, error) from error


def refuse_all(root: Path, error: OSError) -> OutputError:
    """Return that an output folder can't be worked on, as the system says it."""
    reason = f"the build can't go on here: {error.strerror or error}"
    return OutputError("output", str(error.filename or root), reason)


def state_dir_for(root: Path, folder: Path) -> Path:
    """Return where the notes on an output folder are kept, beside a site's cache `folder`.

    They are found by the output's path alone, so that two builds of it share one lock, whichever
    settings they have.
    """
    return folder.parent / f"output-{name_folder(root)}"


def _check(path: str) -> None:
    if not path or path.endswith("/") or not is_inside(path):
        raise OutputError(
            "address-outside", path, "this would be written outside the output folder"
        )


def _check_folders(files: Collection[str]) -> None:
    """Raise OutputError where a file is to lie in a folder that is a file of this site itself."""
    folders: set[str] = set()
    for path in files:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    for clash in sorted(folders.intersection(files)):
        message = "this is to be both a file and a folder"
        raise OutputError("address-taken", clash, message, "Choose another slug or name for one.")


def _holds(file: str | Path, content: bytes) -> bool:
    try:
        if os.stat(file).st_size != len(content):  # noqa: PTH116 - this runs for each file
            return False
        with open(file, "rb") as there:  # noqa: PTH123
            return there.read() == content
    except OSError:
        return False


def make_notes(notes: Path) -> None:
    """Make the folder of the notes on an output folder, without links in it."""
    if notes.is_symlink():
        notes.unlink()
    notes.mkdir(mode=0o700, parents=True, exist_ok=True)
    drop_links(notes)


@contextmanager
def hold_alone(lock: Path) -> Iterator[None]:
    """Keep other builds of the same output waiting."""
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
