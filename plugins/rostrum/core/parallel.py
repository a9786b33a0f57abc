"""Parallel work: in this process, in child processes, or in any executor.

Each worker receives the material once, then one chunk of the work after another.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from multiprocessing import active_children, parent_process
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any, Generic, TypeVar

from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _

M = TypeVar("M")
S = TypeVar("S")
R = TypeVar("R")

_AHEAD = 4  # chunks queued per worker, to limit the results held in memory
_MOST_DEATHS = 8  # limit on crashed single workers before the rest is given up
_given: list[Any] = []  # material received at the start of this worker process


@dataclass(frozen=True, slots=True)
class Lost(Generic[S]):
    """The unfinished part of a chunk after its worker process died, with the reason.

    The reason continues a sentence that names the process: "was killed".
    """

    share: S
    reason: Translatable


@dataclass(frozen=True)
class WorkerPool:
    """A pool of `jobs` processes, 0 for one per processor; 1 works in this process alone.

    `executor` creates another `concurrent.futures.Executor` of that size. `chunk_size` is the
    number of items in a chunk of work; 0 leaves the choice to the caller of `map`.
    """

    jobs: int = 0
    executor: Callable[[int], Executor] | None = None
    chunk_size: int = 0

    @property
    def size(self) -> int:
        """The number of workers."""
        return self.jobs or os.cpu_count() or 1

    def map(
        self, task: Callable[[M, S], R], material: M, shares: Sequence[S]
    ) -> Iterator[R | Lost[S]]:
        """Yield the task's result for the material and each chunk, in the order of the chunks.

        After a worker dies, retry the pending chunks, each in a new process. If a chunk crashes
        this process too, retry it item by item, and yield each crashing item as `Lost`.
        """
        if self.size == 1 or len(shares) < 2:
            yield from (task(material, share) for share in shares)
            return
        context = None if self.executor else _find_context()
        inherits = context is not None and context.get_start_method() == "fork"
        packed = None if inherits else _pack(material)
        if packed is None and not inherits:  # it can't leave this process
            yield from (task(material, share) for share in shares)
        elif self.executor:
            make = partial(self.executor, self.size)
            retry = _Retry(_find_context(), task, (None, packed))
            with _lay_down(packed or b"") as file:
                yield from self._collect(make, partial(_fetch_and_work, task, file), shares, retry)
        else:
            start = (material, None) if inherits else (None, packed)
            make = partial(ProcessPoolExecutor, self.size, context, _begin, start)
            retry = _Retry(context or _find_context(), task, start)
            yield from self._collect(make, partial(_work, task), shares, retry)

    def _collect(
        self,
        make_pool: Callable[[], Executor],
        work: Callable[[S], R],
        shares: Sequence[S],
        retry: _Retry[S, R],
    ) -> Iterator[R | Lost[S]]:
        """Yield the results of a pool; if it breaks, those of the retry and of a new pool."""
        begun = 0
        while begun < len(shares) and not retry.is_over:
            pending: deque[tuple[S, Future[R]]] = deque()
            with self._end_early(make_pool()) as pool:
                try:
                    while begun < len(shares) or pending:
                        while begun < len(shares) and len(pending) < self.size * _AHEAD:
                            with _without_interrupts():
                                future = pool.submit(work, shares[begun])
                            pending.append((shares[begun], future))
                            begun += 1
                        result = pending[0][1].result()
                        pending.popleft()
                        yield result
                except BrokenExecutor:  # the pool does not report the crashing chunk
                    if not pending:
                        yield from retry.run(shares[begun])
                        begun += 1
            for share, future in pending:
                done = _result_of(future)
                yield from retry.run(share) if done is None else [done]
        for share in shares[begun:]:
            yield from retry.run(share)

    @contextmanager
    def _end_early(self, pool: Executor) -> Iterator[Executor]:
        """Return a context manager for a pool; an exception, such as Ctrl+C, ends its work."""
        before = {*active_children()}
        with pool:
            try:
                yield pool
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                for process in {*active_children()} - before if self.executor is None else ():
                    process.terminate()
                raise


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Block SIGINT while processes are started, which inherit that: Ctrl+C is for the parent."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _find_context() -> BaseContext:
    """Return the start method: fork on Linux unless one is set, Python's default elsewhere.

    A forked process shares the material without a copy. Since Python 3.14, fork is not the
    default (docs.python.org/3/library/multiprocessing.html).
    """
    chosen = multiprocessing.get_start_method(allow_none=True)
    return multiprocessing.get_context(chosen or ("fork" if sys.platform == "linux" else None))


def _result_of(future: Future[R]) -> R | None:
    """Return the result of a chunk finished before the pool broke, otherwise None."""
    is_done = future.done() and not future.cancelled() and future.exception() is None
    return future.result() if is_done else None


@dataclass
class _Retry(Generic[S, R]):
    """Retry chunks after a pool broke, each in a separate process."""

    context: BaseContext
    task: Callable[[Any, S], R]
    start: tuple[Any, bytes | None]
    deaths: int = 0

    @property
    def is_over(self) -> bool:
        """Whether the number of crashed workers has reached the limit."""
        return self.deaths >= _MOST_DEATHS

    def run(self, share: S) -> Iterator[R | Lost[S]]:
        """Yield the task's result for a chunk, or for each of its items after a crash."""
        result = self._try(share)
        if not isinstance(result, Lost) or not isinstance(share, Sequence) or len(share) == 1:
            yield result
            return
        for number in range(len(share)):
            part: Any = share[number : number + 1]
            yield self._try(part)

    def _try(self, share: S) -> R | Lost[S]:
        if self.is_over:
            return Lost(share, _("was not started: %(number)s others died", number=self.deaths))
        receiver, sender = self.context.Pipe(duplex=False)
        arguments = (sender, self.start, self.task, share)
        process: Any = self.context.Process(target=_work_alone, args=arguments)  # type: ignore[attr-defined]
        with _without_interrupts():
            process.start()
        sender.close()
        try:
            received, error = receiver.recv()
        except KeyboardInterrupt:
            process.terminate()
            raise
        except (EOFError, OSError):
            process.join()
            self.deaths += 1
            return Lost(share, _describe_exit(process.exitcode))
        finally:
            receiver.close()
        process.join()
        if error is not None:
            raise error
        result: R = received
        return result


def _work_alone(sender: Any, start: tuple[Any, bytes | None], task: Any, share: Any) -> None:
    """Process one chunk in a separate process, and send the result or the exception."""
    _begin(*start)
    try:
        sender.send((_work(task, share), None))
    except Exception as error:
        sender.send((None, error))


def _describe_exit(code: int | None) -> Translatable:
    if code is None or code >= 0:
        return _("ended with exit code %(code)s", code=str(code))
    number = -code
    if number == getattr(signal, "SIGVTALRM", 0):
        return _("took too much time of the processor")
    if number == getattr(signal, "SIGKILL", 0):
        return _("was killed; most often, memory ran out")
    return _("crashed (%(signal)s)", signal=signal.Signals(number).name)


def _begin(material: Any, packed: bytes | None) -> None:
    _given[:] = [material if packed is None else pickle.loads(packed)]
    gc.freeze()  # permanent: no garbage collection and no copy-on-write of its memory
    gc.enable()
    # After a killed build, its workers would wait for work for ever and keep its lock.
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
    """Return the material, one copy per thread: parsers and renderers keep state."""
    return pickle.loads(Path(file).read_bytes())


@contextmanager
def _lay_down(packed: bytes) -> Iterator[str]:
    """Write the material to a temporary file for workers of an external executor."""
    with tempfile.TemporaryDirectory(prefix="rostrum-") as folder:
        file = Path(folder, "material")
        file.write_bytes(packed)
        yield str(file)


def _pack(material: Any) -> bytes | None:
    """Return the pickled material; None if a part, such as a lambda, cannot be pickled."""
    try:
        return pickle.dumps(material, pickle.HIGHEST_PROTOCOL)
    except (pickle.PicklingError, AttributeError, TypeError):
        return None
