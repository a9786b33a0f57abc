"""Files of the cache that begin with a digest of what follows: a damaged one holds nothing."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from rostrum.cache.file_stamps import changed_at, stamp
from rostrum.core.hashing import SIZE, digest_bytes


def read_cache_file(file: Path, *versions: bytes) -> bytes:
    """Return what was written for the same `versions`; nothing for another, or a damaged file."""
    try:
        raw = file.read_bytes()
    except OSError:
        return b""
    content = raw[SIZE:]
    return content if raw[:SIZE] == digest_bytes(*versions, content) else b""


def write_cache_file(file: Path, content: bytes, *versions: bytes) -> None:
    """Write a file by renaming; without a place to keep it nothing is lost."""
    beside = file.with_name(f"{file.name}.new")
    with suppress(OSError):
        beside.write_bytes(digest_bytes(*versions, content) + content)
        beside.replace(file)


def read_clock(file: Path) -> int:
    """Return the file system's time in nanoseconds since 1970, 0 where it can't be told.

    It is that of an empty file, which is written beside the given one.
    """
    probe = file.with_suffix(".now")
    with suppress(OSError):
        probe.parent.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        if found := stamp(probe):
            return changed_at(found)
    return 0
