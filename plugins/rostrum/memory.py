"""What the last build wrote, and from what: pages made of the same need not be made again.

A sheet is known by the digest of all that it is made of. It is left as it is where that digest
is the one of the last build, and the file is still the one that the last build left there.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from rostrum.digests import SIZE, digest_bytes

Mark = tuple[int, int, int]
"""What tells a file from one that took its place: size, mtime and ctime in nanoseconds."""

_Kept = dict[str, tuple[bytes, Mark]]
_DECODER = msgspec.msgpack.Decoder(_Kept)


@dataclass
class Memory:
    """The sheets of the last build of one output folder, and those of this build."""

    file: Path
    root: Path
    before: _Kept = field(default_factory=dict)
    now: dict[str, bytes] = field(default_factory=dict)

    def holds(self, path: str, key: bytes) -> bool:
        """Say whether a file stands as the last build made it of the same; notes it in any case."""
        self.now[path] = key
        known = self.before.get(path)
        return known is not None and known[0] == key and known[1] == self._mark(path)

    def save(self) -> None:
        """Keep what this build wrote; to be called when every file is in its place."""
        kept = {path: (key, found) for path, key in self.now.items() if (found := self._mark(path))}
        content = msgspec.msgpack.encode(kept)
        beside = self.file.with_name(f"{self.file.name}.new")
        beside.write_bytes(digest_bytes(content) + content)
        beside.replace(self.file)

    def _mark(self, path: str) -> Mark | None:
        return mark(f"{self.root}/{path}")


def load_memory(file: Path, root: Path, fresh: bool) -> Memory:
    """Return the memory of an output folder; an empty one if it is damaged or not wanted."""
    try:
        raw = b"" if fresh else file.read_bytes()
    except OSError:
        raw = b""
    content = raw[SIZE:]
    if not raw or digest_bytes(content) != raw[:SIZE]:
        return Memory(file, root)
    return Memory(file, root, _DECODER.decode(content))


def mark(file: Path | str) -> Mark | None:
    """Return what tells a file from another, None where there is none."""
    try:
        found = os.stat(file)  # noqa: PTH116 - a tenth of a build's time at 30,000 files
    except OSError:
        return None
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def digest_marks(files: Iterable[Path]) -> bytes:
    """Return a digest that changes when any of some files does."""
    return digest_bytes(*(repr(mark(file)).encode() for file in files))
