"""Worker processes, which end with the process that started them, however that ends."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import parent_process


def start_workers(number: int) -> ProcessPoolExecutor:
    """Return a pool of worker processes."""
    return ProcessPoolExecutor(number, initializer=_end_with_parent)


def _end_with_parent() -> None:
    # Those of a build that was killed would wait for ever for work, and keep its lock.
    threading.Thread(target=_wait_for_end, daemon=True).start()


def _wait_for_end() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
