"""What the last build wrote, and from what: pages made of the same need not be made again.

A sheet is known by the digest of all that it is made of. It is left as it is where that digest
is the one of the last build, and the file is still the one that the last build left there.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from rostrum.cache.checksummed_file import read_cache_file, write_cache_file
from rostrum.cache.file_stamps import FileStamp, changed_at, settled_after, stamp

_Kept = dict[str, tuple[bytes, FileStamp]]
_DECODER = msgspec.msgpack.Decoder(_Kept)
MAX_CLOCK_ATTEMPTS = 5  # times to look whether the file system's clock has moved on
TICK_SECONDS = 0.004  # seconds; the usual length of one


@dataclass
class OutputManifest:
    """The sheets of the last build of one output folder, and those of this build."""

    file: Path
    root: Path
    before: _Kept = field(default_factory=dict)
    held: _Kept = field(default_factory=dict)
    made: dict[str, bytes] = field(default_factory=dict)

    def holds(self, path: str, key: bytes) -> bool:
        """Say whether a file stands as the last build made it of the same."""
        known = self.before.get(path)
        return known is not None and known[0] == key and known[1] == self._mark(path)

    def note(self, path: str, key: bytes, *, is_kept: bool) -> None:
        """Note what a file of this build is made of; `is_kept` says that it stands as before."""
        if is_kept:
            self.held[path] = self.before[path]
        else:
            self.made[path] = key

    def save(self) -> None:
        """Keep what this build wrote; to be called as soon as every file is in its place."""
        found = {path: (key, at) for path, key in self.made.items() if (at := self._mark(path))}
        content = msgspec.msgpack.encode(self.held | self._drop_young(found))
        write_cache_file(self.file, content)

    def _drop_young(self, found: _Kept) -> _Kept:
        """Leave out what could be changed from now on and keep its mark, which is seldom any."""
        last = max((settled_after(at) for _, at in found.values()), default=0)
        for _ in range(MAX_CLOCK_ATTEMPTS):
            now = self._look_at_clock()
            if now > last:
                return found
            time.sleep(TICK_SECONDS)
        return {path: item for path, item in found.items() if settled_after(item[1]) < now}

    def _look_at_clock(self) -> int:
        """Return the file system's time in ns, as it stands in the marks of files."""
        beside = self.file.with_name(f"{self.file.name}.new")
        beside.write_bytes(b"")
        found = stamp(beside)
        return changed_at(found) if found else 0

    def _mark(self, path: str) -> FileStamp | None:
        return stamp(f"{self.root}/{path}")


def load_output_manifest(file: Path, root: Path, no_cache: bool) -> OutputManifest:
    """Return the memory of an output folder; an empty one if it is damaged or not wanted."""
    content = b"" if no_cache else read_cache_file(file)
    with suppress(msgspec.DecodeError):  # an earlier version of the kit kept something else
        return OutputManifest(file, root, _DECODER.decode(content) if content else {})
    return OutputManifest(file, root)
