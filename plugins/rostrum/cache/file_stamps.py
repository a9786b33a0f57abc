"""Marks: what tells a file that was changed without reading it.

Only the standard library is imported here, for the sake of rostrum.cache.up_to_date.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

FileStamp = tuple[int, int, int, int]
"""What tells a file from another one or a changed one: size, mtime and ctime in ns, inode."""

TICK_NS = 20_000_000  # ns; twice what a file system's clock takes at most to move on
COARSE_TICK_NS = 2_000_000_000  # ns; the same for one that keeps no finer times, FAT's
COARSE_CLOCK_NS = (
    10_000_000  # ns; a time that is a multiple of it is one of a disk that keeps no finer ones
)


def stamp(path: str | Path) -> FileStamp | None:
    """Return what tells a file from another one, None where there is none."""
    try:
        stat = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):  # a NUL in a name
        return None
    return (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)


def changed_at(found: FileStamp) -> int:
    """Return when a file was last changed as far as its mark tells, in ns since 1970."""
    return max(found[1], found[2])


def is_racy(found: FileStamp, now: int) -> bool:
    """Say whether a file changed so lately that it could change again and keep its mark.

    `now` is when it is looked at, or earlier, in ns since 1970.
    """
    return settled_after(found) > now - TICK_NS


def settled_after(found: FileStamp) -> int:
    """Return from when on a change gives a file another mark, in ns since 1970."""
    changed = changed_at(found)
    return changed if changed % COARSE_CLOCK_NS else changed + COARSE_TICK_NS


def walk(folder: str) -> Iterator[str]:
    """Yield every file below a folder in order, links followed, each folder walked once."""
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
