"""Keep encoded renditions between builds, in the user's cache folder."""

from __future__ import annotations

from collections.abc import Container
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from rostrum.cache.checksummed_file import read_cache_file, read_clock, write_cache_file

KEPT_SECONDS = 30 * 86_400  # how long a rendition that no page shows is kept


@dataclass(frozen=True, slots=True)
class RenditionStore:
    """A folder of renditions by their names, which follow from their content.

    `version` is a digest of what else decides on their bytes; those of another one count as
    missing. With `is_fresh`, all renditions of earlier builds do.
    """

    folder: Path
    version: bytes = b""
    is_fresh: bool = False

    def read(self, path: str) -> bytes:
        """Return the bytes of a rendition; empty if it is missing or damaged."""
        return b"" if self.is_fresh else read_cache_file(self._file(path), self.version)

    def write(self, path: str, content: bytes) -> None:
        """Keep a rendition; a full disk is no error."""
        write_cache_file(self._file(path), content, self.version)

    def prune(self, used: Container[str]) -> None:
        """Remove files older than 30 days that are not among the names in `used`."""
        limit = read_clock(self.folder / "clock") / 1_000_000_000 - KEPT_SECONDS
        with suppress(OSError):
            for file in self.folder.iterdir():
                if file.name not in used and file.stat().st_mtime < limit:
                    file.unlink()

    def _file(self, path: str) -> Path:
        return self.folder / PurePosixPath(path).name
