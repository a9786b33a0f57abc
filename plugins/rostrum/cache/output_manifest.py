"""Manifest of the last build's output files and the digests of their inputs.

An output file is skipped if the digest of its inputs is the same as in the last build, and the
file itself is unchanged since then.
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
MAX_CLOCK_ATTEMPTS = 5  # checks for an advance of the file system's clock
TICK_SECONDS = 0.004  # seconds; the usual tick of a file system's clock


@dataclass
class OutputManifest:
    """The output files of the last build of an output folder, and of this build."""

    file: Path
    root: Path
    before: _Kept = field(default_factory=dict)
    held: _Kept = field(default_factory=dict)
    written: dict[str, bytes] = field(default_factory=dict)

    def holds(self, path: str, key: bytes) -> bool:
        """Return True if a file is unchanged since the last build and its key is the same."""
        known = self.before.get(path)
        return known is not None and known[0] == key and known[1] == self._mark(path)

    def note(self, path: str, key: bytes, *, is_kept: bool) -> None:
        """Record the key of an output file; `is_kept` means unchanged since the last build."""
        if is_kept:
            self.held[path] = self.before[path]
        else:
            self.written[path] = key

    def save(self) -> None:
        """Save the manifest; call it as soon as all files are published."""
        entries = {
            path: (key, at) for path, key in self.written.items() if (at := self._mark(path))
        }
        content = msgspec.msgpack.encode(self.held | self._drop_young(entries))
        write_cache_file(self.file, content)

    def _drop_young(self, entries: _Kept) -> _Kept:
        """Drop files too recent to be identified by their stamps; there are seldom any."""
        last = max((settled_after(at) for _, at in entries.values()), default=0)
        for _ in range(MAX_CLOCK_ATTEMPTS):
            now = self._look_at_clock()
            if now > last:
                return entries
            time.sleep(TICK_SECONDS)
        return {path: item for path, item in entries.items() if settled_after(item[1]) < now}

    def _look_at_clock(self) -> int:
        """Return the file system's time in ns, read from the stamp of a new file."""
        probe = self.file.with_name(f"{self.file.name}.new")
        probe.write_bytes(b"")
        file_stamp = stamp(probe)
        return changed_at(file_stamp) if file_stamp else 0

    def _mark(self, path: str) -> FileStamp | None:
        return stamp(f"{self.root}/{path}")


def load_output_manifest(file: Path, root: Path, no_cache: bool) -> OutputManifest:
    """Return an output folder's manifest; an empty one if damaged or `no_cache` is set."""
    content = b"" if no_cache else read_cache_file(file)
    with suppress(msgspec.DecodeError):  # the format of an earlier version of the kit
        return OutputManifest(file, root, _DECODER.decode(content) if content else {})
    return OutputManifest(file, root)
