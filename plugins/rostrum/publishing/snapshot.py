"""The files of a built site, in the order in which they are published."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from rostrum.output.inventory import is_named, list_output
from rostrum.output.manifest import MANIFEST, FileKind, Manifest, parse_manifest, read_manifest

_LATE = (".atom", ".rss", ".xml", ".ics", ".opml", ".txt")


class Phase(IntEnum):
    """When a file is published: what a page needs before the page, lists after their posts."""

    ASSET = 0
    POST = 1
    PAGE = 2
    HOME = 3
    FEED = 4


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file to publish: its path below the target, the file with its bytes, and its stamp.

    `size` is in bytes, `mtime` in nanoseconds since 1970.
    """

    path: str
    file: str
    size: int
    mtime: int

    def read(self) -> bytes:
        """Return the file's bytes; raises OSError."""
        with open(self.file, "rb") as stream:  # noqa: PTH123 - this runs for each file
            return stream.read()


@dataclass(frozen=True)
class Snapshot:
    """The files of a built site, by path. `unknown` are files that no build wrote.

    Unknown files are never published: nobody knows what they hold. `theme_folder` has the theme's
    files.
    """

    root: Path
    files: Mapping[str, LocalFile]
    manifest: Manifest
    unknown: tuple[str, ...] = ()
    theme_folder: str = "theme"

    def sort(self, paths: Iterable[str]) -> list[list[str]]:
        """Return the paths in phases: a page comes after its assets, a list after its posts."""
        phases: dict[Phase, list[str]] = {phase: [] for phase in Phase}
        for path in sorted(paths):
            phases[find_phase(path, self.manifest.find(path))].append(path)
        return [phase for phase in phases.values() if phase]


def find_phase(path: str, kind: FileKind | None) -> Phase:
    """Return the phase of a file."""
    if kind is FileKind.POST:
        return Phase.POST
    if path.endswith(".html"):
        return Phase.HOME if path.removesuffix("index.html").count("/") < 2 else Phase.PAGE
    return Phase.FEED if path.endswith(_LATE) else Phase.ASSET


def read_snapshot(root: Path, retained: Collection[str] = ()) -> Snapshot:
    """Return the files of a built site; `retained` are names of OUTPUT_RETENTION.

    Raises OSError.
    """
    manifest = parse_manifest(read_manifest(root))
    files, unknown = {}, []
    for path in list_output(root):
        if path == MANIFEST:
            continue
        if manifest.find(path) or is_named(path, frozenset(retained)):
            files[path] = look_up(path, f"{root}/{path}")
        else:
            unknown.append(path)
    return Snapshot(root, files, manifest, tuple(unknown))


def look_up(path: str, file: str) -> LocalFile:
    """Return a file to publish at a path; raises OSError."""
    status = os.stat(file)  # noqa: PTH116 - this runs for each file
    return LocalFile(path, file, status.st_size, status.st_mtime_ns)
