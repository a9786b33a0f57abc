"""Files seen before: one that bears the mark of last time holds the bytes of last time."""

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

    Without it no mark is trusted, and all are read.
    """

    folder: Path
    file: Path
    now: int = 0
    before: _Seen = field(default_factory=dict)
    seen: _Seen = field(default_factory=dict)

    def digest(self, path: str) -> bytes:
        """Return the digest of a file's bytes; raises OSError for one that can't be read."""
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
        """Keep what was seen for the next run; without a place to keep it nothing is lost."""
        if self.seen == self.before:
            return
        write_cache_file(self.file, msgspec.msgpack.encode(self.seen))


def load_sightings(folder: Path, notes: Path) -> FileIndex:
    """Return what the last run saw below a folder; nothing where that is damaged."""
    file = notes / f"seen-{digest_bytes(os.fsencode(folder)).hex()[:12]}"
    made, kept = FileIndex(folder, file, now=read_clock(file)), read_cache_file(file)
    with suppress(msgspec.DecodeError):
        made.before = _DECODER.decode(kept) if kept else {}
    return made
