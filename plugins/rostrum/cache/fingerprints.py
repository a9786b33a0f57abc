"""Digests of plain values: equal values have equal digests, whichever process makes them."""

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
    """Return the digest of every file below some folders: names and bytes, links followed.

    In which of the folders a file lies counts.
    """
    return digest_bytes(*map(_digest_folder, folders))


@cache
def digest_code() -> bytes:
    """Return a digest of the code that runs: the kit's, which libraries there are, and Python."""
    folders = [Path(folder) for folder in sys.path if folder.endswith("-packages")]
    installed = [
        path.name
        for folder in folders
        for path in sorted(folder.glob("*-info"))  # NAME-VERSION.dist-info (PEP 376)
    ]
    kit = digest_files((PACKAGE,))
    return digest_bytes(kit, *(text.encode() for text in (sys.version, *installed)))


def _digest_folder(folder: Path) -> bytes:
    files = [Path(path) for path in walk(str(folder))]
    found = [(str(file.relative_to(folder)), file) for file in files if file.is_file()]
    return digest_bytes(
        *(part for name, file in found for part in (os.fsencode(name), file.read_bytes()))
    )


def digest_file(file: Path, now: int) -> bytes:
    """Return a digest that changes when a file does, or another one stands in for it.

    It is made of the file's mark, and where that can't be trusted yet, of its bytes. `now` is in
    nanoseconds since 1970, not later than when the file is read. Raises OSError.
    """
    found = stamp(file)
    if found is None or is_racy(found, now):
        return digest_bytes(b"bytes", file.read_bytes())
    return digest_bytes(b"mark", str(file).encode("utf-8", "surrogateescape"), repr(found).encode())
