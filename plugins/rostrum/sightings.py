"""Files seen before: one that bears the mark of last time holds the bytes of last time."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from rostrum.digests import SIZE, digest_bytes
from rostrum.marks import Mark, changed_at, is_fresh, mark
from rostrum.reading import read_raw

_Seen = dict[str, tuple[Mark, bytes]]
_DECODER = msgspec.msgpack.Decoder(_Seen)


@dataclass
class Sightings:
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
        found = mark(place)
        known = self.before.get(path)
        if known and known[0] == found:
            self.seen[path] = known
            return known[1]
        made = digest_bytes(read_raw(Path(place)))
        if found and not is_fresh(found, self.now):
            self.seen[path] = (found, made)
        return made

    def save(self) -> None:
        """Keep what was seen for the next run; without a place to keep it nothing is lost."""
        if self.seen == self.before:
            return
        content = msgspec.msgpack.encode(self.seen)
        beside = self.file.with_name(f"{self.file.name}.new")
        with suppress(OSError):
            beside.write_bytes(digest_bytes(content) + content)
            beside.replace(self.file)


def load_sightings(folder: Path, notes: Path) -> Sightings:
    """Return what the last run saw below a folder; nothing where that is damaged."""
    made = Sightings(folder, notes / f"seen-{digest_bytes(os.fsencode(folder)).hex()[:12]}")
    with suppress(OSError, msgspec.DecodeError):
        notes.mkdir(parents=True, exist_ok=True)
        probe = made.file.with_suffix(".now")
        probe.write_bytes(b"")
        found = mark(probe)
        made.now = changed_at(found) if found else 0
        raw = made.file.read_bytes()
        if digest_bytes(raw[SIZE:]) == raw[:SIZE]:
            made.before = _DECODER.decode(raw[SIZE:])
    return made
