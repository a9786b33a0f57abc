"""Index of file digests: a file with an unchanged stamp has unchanged content."""

from __future__ import annotations

import os
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

    If `now` is 0, no stamp is trusted, and all files are read.
    """

    folder: Path
    file: Path
    now: int = 0
    before: _Seen = field(default_factory=dict)
    seen: _Seen = field(default_factory=dict)

    def digest(self, path: str) -> bytes:
        """Return the digest of a file's bytes; raise OSError if it is unreadable."""
        place = f"{self.folder}/{path}"
        found = stamp(place)
        known = self.before.get(path)
        if known and known[0] == found:
            self.seen[path] = known
            return known[1]
        made = digest_bytes(read_raw(Path(place)))
        if found and not is_racy(found, self.now):
            self.seen[path] = (found, made)
        return made

    def save(self) -> None:
        """Save the digests for the next build; ignore OSError."""
        if self.seen == self.before:
            return
        write_cache_file(self.file, msgspec.msgpack.encode(self.seen))


def load_sightings(folder: Path, notes: Path) -> FileIndex:
    """Return the last build's index of a folder; an empty one if it is damaged."""
    file = notes / f"seen-{digest_bytes(os.fsencode(folder)).hex()[:12]}"
    made, kept = FileIndex(folder, file, now=read_clock(file)), read_cache_file(file)
    with suppress(msgspec.DecodeError):
        made.before = _DECODER.decode(kept) if kept else {}
    return made
