"""File stamps: detect changed files without reading them.

Import only the standard library here, to keep rostrum.cache.up_to_date fast.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

FileStamp = tuple[int, int, int, int]
"""Identity and version of a file: size, mtime and ctime in ns, inode."""

TICK_NS = 20_000_000  # ns; twice the longest tick of a file system's clock
COARSE_TICK_NS = 2_000_000_000  # ns; the same for a coarse clock (FAT)
COARSE_CLOCK_NS = 10_000_000  # ns; times divisible by it indicate a coarse clock


def stamp(path: str | Path) -> FileStamp | None:
    """Return the stamp of a file, None if there is no such file."""
    try:
        stat = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):  # a NUL in a name
        return None
    return (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)


def changed_at(file_stamp: FileStamp) -> int:
    """Return the time of a file's last change from its stamp, in ns since 1970."""
    return max(file_stamp[1], file_stamp[2])


def is_racy(file_stamp: FileStamp, now: int) -> bool:
    """Return True if a file is too recent: another change might leave its stamp the same.

    `now` is the time of the check, or earlier, in ns since 1970.
    """
    return settled_after(file_stamp) > now - TICK_NS


def settled_after(file_stamp: FileStamp) -> int:
    """Return the time, in ns since 1970, after which any change alters the stamp."""
    changed = changed_at(file_stamp)
    return changed if changed % COARSE_CLOCK_NS else changed + COARSE_TICK_NS


def walk(folder: str) -> Iterator[str]:
    """Yield every file below a folder in order; follow links, visit each folder once."""
    return _walk(folder, set())


def _walk(folder: str, seen: set[tuple[int, int]]) -> Iterator[str]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        stat = os.stat(folder)  # noqa: PTH116 - see above: speed is the point of this module
    except OSError:
        return
    if (stat.st_dev, stat.st_ino) in seen:  # a link to a folder above
        return
    seen.add((stat.st_dev, stat.st_ino))
    for entry in entries:
        if entry.name == "__pycache__":
            continue
        if _is_folder(entry):
            yield from _walk(entry.path, seen)
        else:
            yield entry.path


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False
