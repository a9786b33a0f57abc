"""Cache files with a leading checksum; a damaged file is treated as empty."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from rostrum.cache.file_stamps import changed_at, stamp
from rostrum.core.file_owners import is_open_to_others, is_own
from rostrum.core.hashing import SIZE, digest_bytes

# Windows has O_BINARY, and none of the flags that are 0 there.
_NO_LINK, _NO_WAIT = getattr(os, "O_NOFOLLOW", 0), getattr(os, "O_NONBLOCK", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_READ = os.O_RDONLY | _NO_LINK | _NO_WAIT | getattr(os, "O_CLOEXEC", 0) | _BINARY
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _NO_LINK | _BINARY


def read_cache_file(file: Path, *versions: bytes) -> bytes:
    """Return the content written for the same `versions`, else empty bytes.

    Damaged files, symbolic links, and files owned or writable by other users are ignored.
    """
    try:
        opened = os.open(file, _READ)
        with os.fdopen(opened, "rb") as stream:
            raw = stream.read() if _is_private(os.fstat(opened)) else b""
    except OSError:
        return b""
    content = raw[SIZE:]
    return content if raw[:SIZE] == digest_bytes(*versions, content) else b""


def write_cache_file(file: Path, content: bytes, *versions: bytes) -> None:
    """Write a file atomically by renaming; ignore OSError."""
    # Processes of one build may write the same file at the same time.
    temporary = file.with_name(f"{file.name}.{os.getpid()}.new")
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        opened = os.open(temporary, _WRITE, 0o600)
        with os.fdopen(opened, "wb") as stream:
            stream.write(digest_bytes(*versions, content) + content)
        temporary.replace(file)


def _is_private(status: os.stat_result) -> bool:
    return stat.S_ISREG(status.st_mode) and is_own(status) and not is_open_to_others(status)


def read_clock(file: Path) -> int:
    """Return the file system's time in nanoseconds since 1970, 0 if it is unavailable.

    The time is read from an empty file written beside the given one.
    """
    probe = file.with_suffix(".now")
    with suppress(OSError):
        probe.parent.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        if file_stamp := stamp(probe):
            return changed_at(file_stamp)
    return 0
