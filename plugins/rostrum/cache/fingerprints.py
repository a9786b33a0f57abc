"""Digests of files and code, stable across processes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from rostrum.cache.file_stamps import is_racy, stamp, walk
from rostrum.core.files import PACKAGE
from rostrum.core.hashing import digest_bytes


def digest_files(folders: Iterable[Path]) -> bytes:
    """Return a digest of the names and bytes of all files below some folders; follow links.

    The digest depends on the assignment of files to folders.
    """
    return digest_bytes(*map(_digest_folder, folders))


@cache
def digest_code() -> bytes:
    """Return a digest of the kit's code, the installed libraries and the Python version."""
    folders = [Path(folder) for folder in sys.path if folder.endswith("-packages")]
    installed = [
        path.name
        for folder in folders
        for path in sorted(folder.glob("*-info"))  # NAME-VERSION.dist-info (PEP 376)
    ]
    kit = digest_files((PACKAGE,))
    return digest_bytes(kit, *(text.encode() for text in (sys.version, *installed)))


def _digest_folder(folder: Path) -> bytes:
    start = len(os.path.join(folder, ""))  # noqa: PTH118 - this runs for each template
    parts: list[bytes] = []
    for path in walk(str(folder)):
        if os.path.isfile(path):  # noqa: PTH113
            with open(path, "rb") as file:  # noqa: PTH123
                parts += (os.fsencode(path[start:]), file.read())
    return digest_bytes(*parts)


def digest_file(file: Path, now: int) -> bytes:
    """Return a digest of a file; it changes if the file is modified or replaced.

    The digest is made from the file's stamp, or from its bytes if the stamp is too recent. `now`
    is in nanoseconds since 1970, not later than the time of reading. Raises OSError.
    """
    file_stamp = stamp(file)
    if file_stamp is None or is_racy(file_stamp, now):
        return digest_bytes(b"bytes", file.read_bytes())
    return digest_bytes(
        b"mark", str(file).encode("utf-8", "surrogateescape"), repr(file_stamp).encode()
    )
