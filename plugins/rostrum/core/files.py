"""Reading of source files, and the folder of the package."""

from __future__ import annotations

import errno
import os
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
LARGEST = 5_000_000
"""Size limit of a source file in bytes; a long novel has three million."""
_FIRST_READ = 65_536  # bytes


class TooLarge(OSError):
    """The file exceeds the size limit."""


def is_file(path: Path) -> bool:
    """Return True for a file or a link to one; False in a folder that can't be read."""
    return os.path.isfile(path)  # noqa: PTH113 - Path.is_file raises there


def read_raw(path: Path) -> bytes:
    """Return a file's bytes; raises OSError for a broken link or a pipe, and never blocks.

    Raises TooLarge for a file of more than `LARGEST` bytes, without reading the rest.
    """
    if not path.is_file():
        raise FileNotFoundError(errno.ENOENT, "it is no file, or a link to none")
    with path.open("rb") as file:
        raw = file.read(_FIRST_READ)
        if len(raw) == _FIRST_READ:  # allocating the maximum size at once is slow
            raw += file.read(LARGEST + 1 - _FIRST_READ)
    if len(raw) > LARGEST:
        raise TooLarge(errno.EFBIG, f"it has more than {LARGEST:,} bytes")
    return raw
