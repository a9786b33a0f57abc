"""A limit to the processor time that one piece of work may take.

Two timers of the kernel count the time that this process uses (setitimer, POSIX.1-2008). At the
limit, SIGPROF raises `OutOfTime` in the work. C code that never comes back to Python can't be
interrupted that way; in a worker process, SIGVTALRM then kills the process a little later, and
`workers` reports what was lost with it.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import parent_process
from typing import Any

_AGAIN = 1.0  # seconds until the signal is sent again, should somebody have caught the first
_GRACE = 1.25  # times the limit, after which a worker is killed


class OutOfTime(BaseException):
    """The work took too long. It is no Exception, so that no `except Exception` hides it."""


@contextmanager
def limit_time(seconds: float) -> Iterator[None]:
    """Raise OutOfTime once what is done meanwhile has used so many seconds of processor time.

    There is no limit with 0 seconds, in other threads than the main one, where Python runs no
    handlers of signals, nor on Windows, which has no such timers.
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
