"""Signals that end the program, deferred while files are changed together."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

ENDINGS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""The signals; Windows has no SIGHUP."""


@contextmanager
def undisturbed() -> Iterator[None]:
    """Return a context manager that defers SIGINT, SIGTERM and SIGHUP until its end.

    A signal mask would apply to this thread only. Outside the main thread this does nothing, as
    Python delivers no signals there.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    caught: list[int] = []
    before = {
        ending: signal.signal(ending, lambda number, _: caught.append(number)) for ending in ENDINGS
    }
    try:
        yield
    finally:
        for ending, handler in before.items():
            signal.signal(ending, handler or signal.SIG_DFL)
        for number in caught[:1]:
            signal.raise_signal(number)
