"""What every target offers, and the difference between a built site and what is at a target."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from rostrum.core.translatable import NO_TEXT, Translatable
from rostrum.output.manifest import Manifest
from rostrum.publishing.snapshot import LocalFile, Snapshot


class TargetError(Exception):
    """A target that can't be read or written, with the reason and what to do."""

    def __init__(self, message: Translatable, hint: Translatable = NO_TEXT) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file at a target: its size in bytes, and what else tells whether it is the same.

    `mtime` is in nanoseconds since 1970, 0 if unknown; `digest` has the form of the target.
    """

    size: int
    mtime: int = 0
    digest: str = ""


@dataclass(frozen=True)
class Difference:
    """What a publication changes at a target, as paths.

    `before` has every file of the kit that is there. Files of others are left alone.
    """

    before: frozenset[str] = frozenset()
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def uploads(self) -> tuple[str, ...]:
        """The files to transfer."""
        return (*self.added, *self.changed)

    @property
    def is_empty(self) -> bool:
        """True if the target has this very site."""
        return not (self.added or self.changed or self.removed)


class Target(Protocol):
    """A place to which a site is published."""

    def lock(self) -> AbstractContextManager[None]:
        """Return a context in which nobody else publishes there; raises TargetError."""

    def read_manifest(self) -> Manifest:
        """Return the manifest of the site that is there; an empty one if there is none."""

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


def make_difference(
    snapshot: Snapshot,
    there: Mapping[str, RemoteFile],
    manifest: Manifest,
    is_same: Callable[[LocalFile, RemoteFile], bool],
) -> Difference:
    """Return the difference between a site and the files at a target.

    A file that neither the manifest there names nor the site has is one of others.
    """
    files = snapshot.files
    before = frozenset(path for path in there if path in files or manifest.find(path))
    return Difference(
        before,
        added=tuple(sorted(files.keys() - there.keys())),
        changed=tuple(
            path
            for path in sorted(files.keys() & there.keys())
            if not is_same(files[path], there[path])
        ),
        removed=tuple(sorted(before - files.keys())),
    )
