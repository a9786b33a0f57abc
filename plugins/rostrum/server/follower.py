"""Which files are saved: told within some twenty milliseconds, and of many at once only once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from queue import Empty, SimpleQueue

from watchfiles import DefaultFilter

from rostrum.server.watcher import Filter, Watch

_MANY = 8  # files at once: a checkout or an import, of which more is to come
_CALM = 0.2  # seconds without a change after which that is over
_PATIENCE = 20  # times that it is waited for


class Follower:
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
        over = Watch(tuple(places), wanted, is_deep, self._end, self._changes.put, self._say)
        threading.Thread(target=over.run, args=(since,), daemon=True).start()
