"""Index of file digests: a file with an unchanged stamp has unchanged content."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from rostrum.cache.checksummed_file import read_cache_file, read_clock, write_cache_file
from rostrum.cache.file_stamps import FileStamp, is_racy, stamp
from rostrum.core.files import read_raw
from rostrum.core.hashing import digest_bytes

_Seen = dict[str, tuple[FileStamp, bytes]]
_DECODER = msgspec.msgpack.Decoder(_Seen)


@dataclass
class FileIndex:
    """The digests of the files below a folder; `now` is the file system's time, in ns.

    If `now` is 0, no stamp is trusted, and all files are read. `hash` makes a digest of bytes.
    """

    folder: Path
    file: Path
    now: int = 0
    before: _Seen = field(default_factory=dict)
    seen: _Seen = field(default_factory=dict)
    hash: Callable[[bytes], bytes] = digest_bytes

    def digest(self, path: str) -> bytes:
        """Return the digest of a file's bytes; raise OSError if it is unreadable."""
        file_stamp = self.stamp(path)
        known = self.before.get(path)
        if known and known[0] == file_stamp:
            self.seen[path] = known
            return known[1]
        digest = self.hash(read_raw(self.folder / path))
        self.note(path, file_stamp, digest)
        return digest

    def stamp(self, path: str) -> FileStamp | None:
        """Return the current stamp of a file, None if there is no such file."""
        return stamp(f"{self.folder}/{path}")

    def note(self, path: str, file_stamp: FileStamp | None, digest: bytes) -> None:
        """Note a file's digest; `file_stamp` was taken before the file was read."""
        if file_stamp and not is_racy(file_stamp, self.now):
            self.seen[path] = (file_stamp, digest)

    def save(self) -> None:
        """Save the digests for the next build; ignore OSError."""
        if self.seen == self.before:
            return
        write_cache_file(self.file, msgspec.msgpack.encode(self.seen))


def load_sightings(folder: Path, notes: Path) -> FileIndex:
    """Return the last build's index of a folder; an empty one if it is damaged."""
    file = notes / f"seen-{digest_bytes(os.fsencode(folder)).hex()[:12]}"
    return load_index(folder, file)


def load_index(
    folder: Path, file: Path, hash: Callable[[bytes], bytes] = digest_bytes
) -> FileIndex:
    """Return the index of a folder that was saved in a file; an empty one if it is damaged."""
    index = FileIndex(folder, file, now=read_clock(file), hash=hash)
    content = read_cache_file(file)
    with suppress(msgspec.DecodeError):
        index.before = _DECODER.decode(content) if content else {}
    return index
