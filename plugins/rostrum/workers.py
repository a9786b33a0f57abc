"""Work shared out: among this process alone, processes of its own, or any executor's.

Whoever works gets the material once, and then one share of the work after the other.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import parent_process
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any, TypeVar

M = TypeVar("M")
S = TypeVar("S")
R = TypeVar("R")

_AHEAD = 4  # shares for each worker that may wait, so that results don't pile up in memory
_given: list[Any] = []  # what this worker process was given when it began


@dataclass(frozen=True)
class Crew:
    """Who does the work: `jobs` processes, 0 for one per processor; 1 is this process alone.

    `executor` makes another `concurrent.futures.Executor` of that number.
    """

    jobs: int = 0
    executor: Callable[[int], Executor] | None = None

    @property
    def size(self) -> int:
        """How many work at once."""
        return self.jobs or os.cpu_count() or 1

    def share_out(self, task: Callable[[M, S], R], material: M, shares: Sequence[S]) -> Iterator[R]:
        """Yield what the task makes of the material and each share, in the shares' order."""
        if self.size == 1 or len(shares) < 2:
            yield from (task(material, share) for share in shares)
            return
        context = None if self.executor else _find_context()
        inherits = context is not None and context.get_start_method() == "fork"
        packed = None if inherits else _pack(material)
        if packed is None and not inherits:  # it can't leave this process
            yield from (task(material, share) for share in shares)
        elif self.executor:
            with _lay_down(packed or b"") as file, self.executor(self.size) as pool:
                yield from _collect(pool, _fetch_and_work, (task, file), shares, self.size)
        else:
            start = (material, None) if inherits else (None, packed)
            with ProcessPoolExecutor(self.size, context, _begin, start) as pool:
                yield from _collect(pool, _work, (task,), shares, self.size)


def _find_context() -> BaseContext:
    """Return how processes start: by fork on Linux unless told otherwise, as Python has it else.

    A forked process has the material without its being copied; from Python 3.14 on it is no
    longer the default (docs.python.org/3/library/multiprocessing.html).
    """
    chosen = multiprocessing.get_start_method(allow_none=True)
    return multiprocessing.get_context(chosen or ("fork" if sys.platform == "linux" else None))


def _collect(
    pool: Executor, work: Callable[..., R], given: tuple[Any, ...], shares: Sequence[S], size: int
) -> Iterator[R]:
    pending: deque[Future[R]] = deque()
    for share in shares:
        pending.append(pool.submit(work, *given, share))
        if len(pending) >= size * _AHEAD:
            yield pending.popleft().result()
    while pending:
        yield pending.popleft().result()


def _begin(material: Any, packed: bytes | None) -> None:
    _given[:] = [material if packed is None else pickle.loads(packed)]
    gc.freeze()  # it stays: neither look for circles in it nor touch, and so copy, its memory
    gc.enable()
    # Workers of a build that was killed would wait for ever for work, and keep its lock.
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(task: Callable[[Any, S], R], share: S) -> R:
    return task(_given[0], share)


def _fetch_and_work(task: Callable[[Any, S], R], file: str, share: S) -> R:
    return task(_fetch(file, threading.get_ident()), share)


@lru_cache(maxsize=8)
def _fetch(file: str, thread: int) -> Any:
    """Return the material, for each thread its own: parsers and printers keep a state."""
    return pickle.loads(Path(file).read_bytes())


@contextmanager
def _lay_down(packed: bytes) -> Iterator[str]:
    """Give a file that holds the material, for workers of whom we don't know where they are."""
    with tempfile.TemporaryDirectory(prefix="rostrum-") as folder:
        file = Path(folder, "material")
        file.write_bytes(packed)
        yield str(file)


def _pack(material: Any) -> bytes | None:
    """Return material for other processes; None where a part of it, a lambda say, can't go."""
    try:
        return pickle.dumps(material, pickle.HIGHEST_PROTOCOL)
    except (pickle.PicklingError, AttributeError, TypeError):
        return None
