"""File watching by the operating system's change notifications, with polling as fallback."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from time import time_ns

from watchfiles import Change, DefaultFilter, watch

from rostrum.cache.file_stamps import stamp, walk
from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _

_BULK_FILES = 8  # changed at once: a checkout or an import, more changes will follow
_BULK_QUIET_SECONDS = 0.2  # without a change: the bulk change is over
_MAX_BULK_WAITS = 20

Filter = Callable[[Change, str], bool]
"""Return True if a change of a path matters; the filter protocol of watchfiles."""

_STEP_MS = 10  # changes are reported after one step without another change
_MAX_DEBOUNCE_MS = 400  # changes are collected for at most this time
_CHECK_MS = 250  # between two checks for a removed or replaced folder
_MAX_CLOCK_LAG_NS = 50_000_000  # of file system timestamps behind the clock


@dataclass
class FolderWatch:
    """Report changes in folders until `end` is set; folders may be removed and created again."""

    folders: tuple[Path, ...]
    is_wanted: Filter
    is_deep: bool
    end: threading.Event
    tell: Callable[[set[str]], None]
    say: Callable[[Translatable], None]
    is_polling: bool = False

    def run(self, since: int) -> None:
        """Watch until `end` is set; report also changes after `since` (ns since the epoch)."""
        while not self.end.is_set():
            began = time_ns()
            if self._watch_once(since):
                since = began

    def _watch_once(self, since: int) -> bool:
        """Watch the existing folders until one is replaced; return False if watching failed."""
        standing = {folder: _identify(folder) for folder in self.folders}
        present = [folder for folder, identity in standing.items() if identity]
        is_first = True
        for seen in self._look(present):
            changed = set(seen)
            if is_first:  # changes saved before the watch started
                changed |= self._find_changed(present, since)
                is_first = False
            replaced = {
                str(path) for path, identity in standing.items() if _identify(path) != identity
            }
            if (changed or replaced) and not self.end.is_set():
                self.tell(changed | replaced)
            if replaced:
                break
        return not is_first

    def _look(self, present: list[Path]) -> Iterator[set[str]]:
        """Yield sets of changed paths, an empty one at each timeout."""
        try:
            yield from self._watch(present) if present else self._pause()
        except FileNotFoundError:  # removed since the check
            self.end.wait(_CHECK_MS / 1000)
        except (OSError, RuntimeError) as error:  # usually the limit of inotify watches
            if self.is_polling:
                self.end.wait(_CHECK_MS / 1000)
                return
            self.is_polling = True
            self.say(
                _(
                    "The system can't tell of changes, so files are looked at again and again: "
                    "%(error)s",
                    error=str(error),
                )
            )

    def _watch(self, present: list[Path]) -> Iterator[set[str]]:
        for changes in watch(
            *present,
            watch_filter=self.is_wanted,
            debounce=_MAX_DEBOUNCE_MS,
            step=_STEP_MS,
            stop_event=self.end,
            rust_timeout=_CHECK_MS,
            yield_on_timeout=True,
            raise_interrupt=False,
            force_polling=self.is_polling or None,
            recursive=self.is_deep,
            ignore_permission_denied=True,
        ):
            yield {path for _, path in changes}

    def _pause(self) -> Iterator[set[str]]:
        while not self.end.wait(_CHECK_MS / 1000):
            yield set()

    def _find_changed(self, folders: list[Path], since: int) -> set[str]:
        """Return the paths created, changed or moved after `since` (ns since the epoch).

        A changed parent folder is included. If a folder can't be listed, return the folders.
        """
        try:
            files = {path for folder in folders for path in self._list(str(folder))}
        except OSError:
            return {str(folder) for folder in folders}
        paths = files | {os.path.dirname(path) for path in files} if self.is_deep else files  # noqa: PTH120
        relevant = {path for path in paths if self.is_wanted(Change.modified, path)}
        return {
            path for path in relevant if (at := stamp(path)) and at[2] > since - _MAX_CLOCK_LAG_NS
        }

    def _list(self, folder: str) -> Iterator[str]:
        if self.is_deep:
            return walk(folder)
        return (entry.path for entry in os.scandir(folder) if entry.is_file())


def find_linked(folders: Iterable[Path]) -> tuple[set[Path], set[Path]]:
    """Return the files and the folders outside of some folders that links in them lead to."""
    files: set[Path] = set()
    linked: set[Path] = set()
    remaining = [*folders]
    seen = {*remaining}
    while remaining:
        for target in map(Path, _list_targets(str(remaining.pop()))):
            if target.is_dir() and target not in seen:
                seen.add(target)
                linked.add(target)
                remaining.append(target)
            elif target.is_file():
                files.add(target)
    return files, linked


def _list_targets(folder: str) -> Iterator[str]:
    """Yield the real path of each symbolic link below a folder."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_symlink():
                    yield os.path.realpath(entry.path)
                elif entry.is_dir():
                    yield from _list_targets(entry.path)
    except OSError:
        return


def _identify(folder: Path) -> tuple[int, int] | None:
    """Return the device and inode of a folder, None if it does not exist."""
    try:
        stat = folder.stat()
    except OSError:
        return None
    return (stat.st_dev, stat.st_ino)


class FileWatcher:
    """Watch folders recursively, and single files; both may be removed and created again.

    `say` receives a message for the user when watching falls back to polling.
    """

    def __init__(self, say: Callable[[Translatable], None]) -> None:
        self._say = say
        self._changes: SimpleQueue[set[str]] = SimpleQueue()
        self._end = threading.Event()
        self._places: tuple[frozenset[Path], frozenset[Path]] = (frozenset(), frozenset())

    def follow(self, folders: Iterable[Path], files: Iterable[Path], since: int) -> None:
        """Watch these folders and files instead of the previous ones.

        Changes after `since` (nanoseconds since the epoch) are reported too.
        """
        places = (frozenset(folders), frozenset(files))
        if places == self._places:
            return
        self._places = places
        self._end.set()
        self._end = threading.Event()
        names = {str(file) for file in places[1]}
        self._start(places[0], DefaultFilter(), since, is_deep=True)
        parents = {file.parent for file in places[1]}
        self._start(parents, lambda _, path: path in names, since, is_deep=False)

    def wait(self, timeout: float | None = None) -> set[str]:
        """Block until a change; return the changed paths once a bulk change is over.

        Return an empty set after `timeout` seconds without a change.
        """
        try:
            changed = self._changes.get(timeout=timeout)
        except Empty:
            return set()
        for _wait in range(_MAX_BULK_WAITS):
            try:
                is_bulk = len(changed) >= _BULK_FILES
                changed |= self._changes.get(block=is_bulk, timeout=_BULK_QUIET_SECONDS)
            except Empty:
                break
        return changed

    def _start(self, places: Iterable[Path], wanted: Filter, since: int, is_deep: bool) -> None:
        over = FolderWatch(tuple(places), wanted, is_deep, self._end, self._changes.put, self._say)
        threading.Thread(target=over.run, args=(since,), daemon=True).start()
