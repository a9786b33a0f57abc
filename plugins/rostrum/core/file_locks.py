"""Exclusive locks of open files, on POSIX systems and on Windows."""

from __future__ import annotations

import errno
import time
from typing import IO, Any

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_FAR = 0x7FFF_FFF0  # on Windows, nobody can read a locked byte: this one is behind all of them
_PAUSE = 0.05  # seconds


def lock_file(file: IO[Any], *, wait: bool) -> None:
    """Lock a file until it is closed, or the process ends in any way.

    Without `wait`, raise BlockingIOError if another process has locked it (flock(2); Microsoft's
    C runtime, _locking). Raises OSError where the file system has no locks.
    """
    if fcntl is not None:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        return
    while not _lock_byte(file):
        if not wait:
            raise BlockingIOError(errno.EAGAIN, "another process has locked the file")
        time.sleep(_PAUSE)


def _lock_byte(file: IO[Any]) -> bool:
    """Lock a byte of a file on Windows; return False if another process has done so."""
    import msvcrt

    position = file.tell()
    try:
        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
    except PermissionError:
        return False
    finally:
        file.seek(position)
    return True
