"""Which bytes a file at a target has, where the list of the target does not tell.

A list tells a version of each file, such as its ETag, or its size and time. A record beside the
files says which bytes such a version has. So a file is known again by its content, also on another
machine, where the files of a new build have other times.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from rostrum.cache.file_index import load_index
from rostrum.publishing.snapshot import LocalFile

RECORD = ".rostrum-digests"
"""Name of the record at a target. It reveals no addresses."""


def hash_content(content: bytes) -> str:
    """Return the MD5 of bytes in hexadecimal, as in the ETag of most objects of S3."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


class Digests:
    """The digests of local files, kept in a folder, and the record of a target.

    `read` and `write` read and write a small file at the target.
    """

    def __init__(
        self,
        notes: Path,
        read: Callable[[str], bytes],
        write: Callable[[str, bytes], None],
    ) -> None:
        notes.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._read, self._write = read, write
        self._index = load_index(
            Path("/"), notes / "md5", lambda content: bytes.fromhex(hash_content(content))
        )
        self._record: dict[str, str] | None = None
        self._there: set[str] = set()

    def note_list(self, versions: Iterable[tuple[str, str]]) -> None:
        """Note the path and version of each file that is at the target."""
        self._there = {_name(path, version) for path, version in versions}

    def is_same(self, local: LocalFile, version: str) -> bool:
        """Return True if a version of a file at the target has the bytes of a local one."""
        digest = self._index.digest(local.file).hex()
        return digest in (version, self._load().get(_name(local.path, version)))

    def save(self, written: Mapping[tuple[str, str], str]) -> None:
        """Record the digests of files that were written, by path and version."""
        new = {_name(*key): digest for key, digest in written.items() if key[1] != digest}
        if new:
            kept = {key: digest for key, digest in self._load().items() if key in self._there}
            self._there |= new.keys()
            self._record = {**kept, **new}
            rows = [f"{key} {digest}" for key, digest in sorted(self._record.items())]
            self._write(RECORD, "\n".join([*rows, ""]).encode("ascii"))

    def close(self) -> None:
        """Save the digests of local files for the next publication."""
        self._index.save()

    def _load(self) -> dict[str, str]:
        if self._record is None:
            rows = (
                row.split() for row in self._read(RECORD).decode("ascii", "replace").split("\n")
            )
            self._record = dict(row for row in rows if len(row) == 2)
        return self._record


def _name(path: str, version: str) -> str:
    raw = f"{path}\0{version}".encode("utf-8", "surrogateescape")
    return hashlib.blake2b(raw, digest_size=12).hexdigest()
