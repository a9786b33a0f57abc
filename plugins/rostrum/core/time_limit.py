"""A limit on the processor time of one task.

Two kernel timers count the processor time of this process (setitimer, POSIX.1-2008). At the
limit, SIGPROF raises `OutOfTime` in the task. C code cannot be interrupted this way before it
returns to Python; in a worker process, SIGVTALRM then kills the process a little later, and
`workers` reports the lost items.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import parent_process
from typing import Any

_AGAIN = 1.0  # seconds until the signal is repeated, in case the first was caught
_GRACE = 1.25  # factor of the limit before a worker is killed


class OutOfTime(BaseException):
    """The task took too long. A BaseException, to pass through any `except Exception`."""


@contextmanager
def limit_time(seconds: float) -> Iterator[None]:
    """Raise OutOfTime after the `with` block has used `seconds` of processor time.

    No limit applies with 0 seconds, outside the main thread (Python runs signal handlers there
    only), or on Windows (for lack of these timers).
    """
    if not seconds or not _is_possible():
        yield
        return
    before = signal.signal(signal.SIGPROF, _raise)
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
        if parent_process() is not None:
            signal.setitimer(signal.ITIMER_VIRTUAL, seconds * _GRACE)
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGPROF, before)


def _is_possible() -> bool:
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


def _raise(number: int, frame: Any) -> None:
    raise OutOfTime
