"""The files of a built site, in the order in which they are published."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from rostrum.output.inventory import is_named
from rostrum.output.manifest import MANIFEST, FileKind, Manifest, parse_manifest, read_manifest

_LATE = (".atom", ".rss", ".xml", ".ics", ".opml", ".txt")


class Phase(IntEnum):
    """When a file is published: what a page needs before the page, lists after their posts."""

    ASSET = 0
    POST = 1
    PAGE = 2
    HOME = 3
    FEED = 4


class LocalFile(NamedTuple):
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

    @cached_property
    def kinds(self) -> Mapping[str, FileKind]:
        """The kinds of the files in the manifest."""
        kinds = ((path, self.manifest.find(path)) for path in self.files)
        return {path: kind for path, kind in kinds if kind}

    def sort(self, paths: Iterable[str]) -> list[list[str]]:
        """Return the paths in phases: a page comes after its assets, a list after its posts."""
        phases: dict[Phase, list[str]] = {phase: [] for phase in Phase}
        for path in sorted(paths):
            text = path.removesuffix(".gz").removesuffix(".br")  # a compressed copy goes with it
            phases[find_phase(text, self.kinds.get(text))].append(path)
        return [phase for phase in phases.values() if phase]


def find_phase(path: str, kind: FileKind | None) -> Phase:
    """Return the phase of a file."""
    if kind is FileKind.POST:
        return Phase.POST
    if path.endswith(".html"):
        return Phase.HOME if path.removesuffix("index.html").count("/") < 2 else Phase.PAGE
    return Phase.FEED if path.endswith(_LATE) else Phase.ASSET


def read_snapshot(
    root: Path, retained: Collection[str] = (), theme_folder: str = "theme"
) -> Snapshot:
    """Return the files of a built site; `retained` are names of OUTPUT_RETENTION.

    Raises OSError.
    """
    manifest = parse_manifest(read_manifest(root))
    names = frozenset(retained)
    files: dict[str, LocalFile] = {}
    unknown: list[str] = []
    for path, size, mtime in list_stamps(f"{root}/"):
        if not manifest.find(path) and not is_named(path, names):
            unknown.append(path)
            continue
        files[path] = LocalFile(path, f"{root}/{path}", size, mtime)
    unknown = sorted(path for path in unknown if path != MANIFEST)
    return Snapshot(root, files, manifest, tuple(unknown), theme_folder)


def list_stamps(root: str) -> Iterator[tuple[str, int, int]]:
    """Yield path, size and time (in nanoseconds since 1970) of each file below a folder.

    The folder's name ends with a slash. Links to folders are not followed. Raises OSError.
    """
    folders = [""]
    while folders:
        below = folders.pop()
        with os.scandir(root + below) as entries:
            for entry in entries:
                path = below + entry.name
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != ".git":
                        folders.append(f"{path}/")
                    continue
                status = entry.stat(follow_symlinks=False)
                if stat.S_ISLNK(status.st_mode):
                    status = os.stat(root + path)  # noqa: PTH116
                yield path, status.st_size, status.st_mtime_ns
