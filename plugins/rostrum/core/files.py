"""Files and folders: where the package lies."""

from __future__ import annotations

import errno
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
LARGEST = 5_000_000
"""Bytes of a source file; a long novel has three million."""
_FIRST_READ = 65_536  # bytes


class TooLarge(OSError):
    """A file has more bytes than are read of any."""


def read_raw(path: Path) -> bytes:
    """Return a file's bytes; raises OSError for a link to nowhere, or a pipe, never waits.

    Raises TooLarge for a file of more than `LARGEST` bytes, of which no more are read.
    """
    if not path.is_file():
        raise FileNotFoundError(errno.ENOENT, "it is no file, or a link to none")
    with path.open("rb") as file:
        raw = file.read(_FIRST_READ)
        if len(raw) == _FIRST_READ:  # to ask for the largest size at once costs time
            raw += file.read(LARGEST + 1 - _FIRST_READ)
    if len(raw) > LARGEST:
        raise TooLarge(errno.EFBIG, f"it has more than {LARGEST:,} bytes")
    return raw
