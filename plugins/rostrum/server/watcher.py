"""A watch over folders, by the system's own notices of what changes in them."""

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

_MANY = 8  # files at once: a checkout or an import, of which more is to come
_CALM = 0.2  # seconds without a change after which that is over
_PATIENCE = 20  # times that it is waited for

Filter = Callable[[Change, str], bool]
"""Says whether a change of a path matters, as watchfiles asks it."""

_STEP = 10  # ms from one look to the next; a change is told after one without another
_LONGEST = 400  # ms for which changes are gathered at most
_LOOK = 250  # ms between two looks whether a folder itself was taken away or replaced
_TICK = 50_000_000  # ns; the clock of a file system goes that much behind, at most


@dataclass
class FolderWatch:
    """Tells of what changes in folders, which may vanish and come again, until its end."""

    folders: tuple[Path, ...]
    is_wanted: Filter
    is_deep: bool
    end: threading.Event
    tell: Callable[[set[str]], None]
    say: Callable[[str], None]
    is_polling: bool = False

    def run(self, since: int) -> None:
        """Watch; what has changed after `since`, in ns since 1970, counts as changed now."""
        while not self.end.is_set():
            began = time_ns()
            if self._watch_once(since):
                since = began

    def _watch_once(self, since: int) -> bool:
        """Watch the folders that there are until others are; say whether that went well."""
        standing = {folder: _identify(folder) for folder in self.folders}
        present = [folder for folder, found in standing.items() if found]
        is_first = True
        for seen in self._look(present):
            changed = set(seen)
            if is_first:  # what was saved before there was a watch
                changed |= self._find_changed(present, since)
                is_first = False
            replaced = {str(it) for it, found in standing.items() if _identify(it) != found}
            if (changed or replaced) and not self.end.is_set():
                self.tell(changed | replaced)
            if replaced:
                break
        return not is_first

    def _look(self, present: list[Path]) -> Iterator[set[str]]:
        """Yield the paths of what has changed, and nothing now and then."""
        try:
            yield from self._watch(present) if present else self._pause()
        except FileNotFoundError:  # gone since it was looked for
            self.end.wait(_LOOK / 1000)
        except (OSError, RuntimeError) as error:  # no notices left to give, mostly
            if self.is_polling:
                self.end.wait(_LOOK / 1000)
                return
            self.is_polling = True
            message = "The system can't tell of changes, so files are looked at again and again"
            self.say(f"{message}: {error}")

    def _watch(self, present: list[Path]) -> Iterator[set[str]]:
        for changes in watch(
            *present,
            watch_filter=self.is_wanted,
            debounce=_LONGEST,
            step=_STEP,
            stop_event=self.end,
            rust_timeout=_LOOK,
            yield_on_timeout=True,
            raise_interrupt=False,
            force_polling=self.is_polling or None,
            recursive=self.is_deep,
            ignore_permission_denied=True,
        ):
            yield {path for _, path in changes}

    def _pause(self) -> Iterator[set[str]]:
        while not self.end.wait(_LOOK / 1000):
            yield set()

    def _find_changed(self, folders: list[Path], since: int) -> set[str]:
        """Return what was made, changed or moved here after a moment, or lay beside what was.

        Where that can't be told, the folders themselves.
        """
        try:
            files = {path for folder in folders for path in self._list(str(folder))}
        except OSError:
            return {str(folder) for folder in folders}
        places = files | {os.path.dirname(path) for path in files} if self.is_deep else files  # noqa: PTH120
        wanted = {path for path in places if self.is_wanted(Change.modified, path)}
        return {path for path in wanted if (at := stamp(path)) and at[2] > since - _TICK}

    def _list(self, folder: str) -> Iterator[str]:
        if self.is_deep:
            return walk(folder)
        return (entry.path for entry in os.scandir(folder) if entry.is_file())


def _identify(folder: Path) -> tuple[int, int] | None:
    """Return what tells a folder from another one in its place, None where there is none."""
    try:
        stat = folder.stat()
    except OSError:
        return None
    return (stat.st_dev, stat.st_ino)


class FileWatcher:
    """Follows folders with all that is below them, and single files, wherever they come and go.

    `say` tells a person what makes it slower than usual.
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._changes: SimpleQueue[set[str]] = SimpleQueue()
        self._end = threading.Event()
        self._places: tuple[frozenset[Path], frozenset[Path]] = (frozenset(), frozenset())

    def follow(self, folders: Iterable[Path], files: Iterable[Path], since: int) -> None:
        """Follow these from now on, and none that were followed before.

        What has changed after `since`, in nanoseconds since 1970, counts as changed now.
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

    def wait(self) -> set[str]:
        """Wait for a change, and return the paths of what has changed until it is calm again."""
        changed = self._changes.get()
        for _ in range(_PATIENCE):
            try:
                is_much = len(changed) >= _MANY
                changed |= self._changes.get(block=is_much, timeout=_CALM)
            except Empty:
                break
        return changed

    def _start(self, places: Iterable[Path], wanted: Filter, since: int, is_deep: bool) -> None:
        over = FolderWatch(tuple(places), wanted, is_deep, self._end, self._changes.put, self._say)
        threading.Thread(target=over.run, args=(since,), daemon=True).start()
