"""What every target offers, and the difference between a built site and what is at a target."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

from rostrum.core.translatable import NO_TEXT, Translatable
from rostrum.output.manifest import FileKind, Manifest
from rostrum.publishing.retention import keep
from rostrum.publishing.snapshot import LocalFile, Snapshot


class TargetError(Exception):
    """A target that can't be read or written, with the reason and what to do."""

    def __init__(self, message: Translatable, hint: Translatable = NO_TEXT) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


class RemoteFile(NamedTuple):
    """A file at a target: its size in bytes, and what else tells whether it is the same.

    `mtime` is in nanoseconds since 1970, 0 if unknown; `digest` has the form of the target.
    """

    size: int
    mtime: int = 0
    digest: str = ""


@dataclass(frozen=True)
class State:
    """What is at a target: all files, the manifest, and since when which file is kept."""

    files: Mapping[str, RemoteFile] = field(default_factory=dict)
    manifest: Manifest = field(default_factory=Manifest)
    kept: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """What a publication changes at a target, as paths.

    `before` has every file of the kit that is there, with its kind. Files of others are left
    alone. `kept` are files that have left the site and stay for a day, with the second since when.
    `kept_before` are those that the target names as kept. `is_noted` is True if manifest and
    retention there are as they will be.
    """

    before: Mapping[str, FileKind] = field(default_factory=dict)
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: Mapping[str, int] = field(default_factory=dict)
    is_noted: bool = False
    kept_before: Mapping[str, int] = field(default_factory=dict)

    @property
    def uploads(self) -> tuple[str, ...]:
        """The files to transfer."""
        return (*self.added, *self.changed)

    @property
    def is_empty(self) -> bool:
        """True if the target has this very site."""
        return self.is_noted and not (self.added or self.changed or self.removed)


class Target(Protocol):
    """A place to which a site is published."""

    def lock(self) -> AbstractContextManager[None]:
        """Return a context in which nobody else publishes there; raises TargetError."""

    def read(self, path: str) -> bytes:
        """Return the bytes of a small file of the site that is there, empty if there is none."""

    def list_files(self) -> Mapping[str, RemoteFile]:
        """Return all files there by path, also those of others."""

    def is_same(self, local: LocalFile, remote: RemoteFile) -> bool:
        """Return True if a file there has the bytes of a local one."""

    def transfer(self, snapshot: Snapshot, difference: Difference) -> None:
        """Make the target the site of a snapshot; raises TargetError.

        Interrupted anywhere, a second call completes it.
        """

    def roll_back(self) -> str:
        """Return to the site that was there before and return its name; raises TargetError."""

    def close(self) -> None:
        """End connections."""


def make_difference(
    snapshot: Snapshot,
    there: State,
    is_same: Callable[[LocalFile, RemoteFile], bool],
    moment: datetime,
) -> Difference:
    """Return the difference between a site and what is at a target.

    A file that neither the manifest there names nor the site has is one of others.
    """
    files, remote = snapshot.files, there.files
    before = dict(_find_kinds(snapshot, there))
    gone = before.keys() - files.keys()
    kept = keep(gone, there.kept, snapshot.theme_folder, moment)
    return Difference(
        before,
        added=tuple(sorted(files.keys() - remote.keys())),
        changed=tuple(
            path
            for path in sorted(files.keys() & remote.keys())
            if not is_same(files[path], remote[path])
        ),
        removed=tuple(sorted(gone - kept.keys())),
        kept=kept,
        is_noted=there.manifest == snapshot.manifest and there.kept == kept,
        kept_before=there.kept,
    )


def _find_kinds(snapshot: Snapshot, there: State) -> Iterator[tuple[str, FileKind]]:
    """Yield each file of the kit at a target with its kind."""
    for path in there.files:
        if path in snapshot.files:
            yield path, snapshot.kinds.get(path, FileKind.FILE)
        elif kind := there.manifest.find(path):
            yield path, kind
        elif path in there.kept:
            yield path, FileKind.FILE
