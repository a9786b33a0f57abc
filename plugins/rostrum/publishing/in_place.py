"""Targets whose files are replaced one by one: what they have in common.

Readers see the target all the while, so that the order matters: what a page needs comes before the
page, lists come after their posts, and removals last. A publication that is interrupted leaves
whole files, all of them named by the manifest there; the next one completes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Protocol

from rostrum.core.translatable import gettext_lazy as _
from rostrum.output.manifest import MANIFEST, Manifest, hash_path
from rostrum.publishing.lock import Lock, hold_lock
from rostrum.publishing.owner import Owner
from rostrum.publishing.retention import RETENTION, format_retention
from rostrum.publishing.snapshot import LocalFile, Snapshot
from rostrum.publishing.target import Difference, RemoteFile, TargetError


class Store(Protocol):
    """A place of files at paths. Whatever fails raises TargetError."""

    def list_files(self) -> Mapping[str, RemoteFile]:
        """Return all files by path, also those of others."""

    def is_same(self, local: LocalFile, remote: RemoteFile) -> bool:
        """Return True if a file there has the bytes of a local one."""

    def read(self, path: str) -> bytes:
        """Return the bytes of a small file, empty if there is none."""

    def create(self, path: str, content: bytes) -> bool:
        """Write a small file that is not there; return False, and write nothing, if it is."""

    def write(self, path: str, content: bytes) -> None:
        """Write or replace a small file; a reader sees the old one or the new one, whole."""

    def upload(self, files: Sequence[LocalFile]) -> Iterator[None]:
        """Write or replace files, each whole; yield now and then, such as after each file.

        All files are there when the iteration ends.
        """

    def remove(self, paths: Sequence[str]) -> None:
        """Remove files, and folders that are empty then; one that is missing is no error."""

    def close(self) -> None:
        """End connections."""


class InPlaceTarget:
    """A target whose files are replaced one by one, in a store."""

    def __init__(self, store: Store, owner: Owner) -> None:
        self._store, self._owner = store, owner
        self._lock: Lock | None = None

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the target; raises TargetError if somebody else publishes there."""
        with hold_lock(self._store, self._owner) as self._lock:
            yield
        self._lock = None

    def read(self, path: str) -> bytes:
        """Return the bytes of a small file of the site that is there, empty if there is none."""
        return self._store.read(path)

    def list_files(self) -> Mapping[str, RemoteFile]:
        """Return all files there by path, also those of others."""
        return self._store.list_files()

    def is_same(self, local: LocalFile, remote: RemoteFile) -> bool:
        """Return True if a file there has the bytes of a local one."""
        return self._store.is_same(local, remote)

    def transfer(self, snapshot: Snapshot, difference: Difference) -> None:
        """Make the target the site of a snapshot; raises TargetError."""
        if self._lock is None:
            raise ValueError("a transfer needs the lock of its target")
        transfer_in_place(self._store, snapshot, difference, self._lock)

    def roll_back(self) -> str:
        """Raise TargetError: files are replaced, and earlier ones are not kept."""
        message = _("a target whose files are replaced keeps no earlier site")
        raise TargetError(message, _("Check an earlier commit out, and publish it."))

    def close(self) -> None:
        """End connections."""
        self._store.close()


def transfer_in_place(store: Store, snapshot: Snapshot, difference: Difference, lock: Lock) -> None:
    """Make a store the site of a snapshot; raises TargetError.

    First the manifest there names old and new files, so that an interruption orphans none.
    """
    removed = difference.removed
    lock.check()
    store.write(MANIFEST, _unite(snapshot.manifest, difference).format())
    if difference.kept != difference.kept_before:
        store.write(RETENTION, format_retention(difference.kept))
    in_the_way = find_in_the_way(difference.uploads, removed)
    if in_the_way:
        store.remove(in_the_way)
    for paths in snapshot.sort(difference.uploads):
        lock.check()
        for _none in store.upload([snapshot.files[path] for path in paths]):
            lock.check_if_due()
    for paths in reversed(snapshot.sort(frozenset(removed) - frozenset(in_the_way))):
        lock.check()
        store.remove(paths)
    lock.check()
    store.write(MANIFEST, snapshot.manifest.format())


def find_in_the_way(uploads: Iterable[str], removed: Iterable[str]) -> list[str]:
    """Return the files to remove before uploads: one where a folder comes, or the reverse."""
    new, gone = frozenset(uploads), frozenset(removed)
    folders = {folder for path in new for folder in list_folders(path)}
    return sorted(
        path for path in gone if path in folders or not new.isdisjoint(list_folders(path))
    )


def list_folders(path: str) -> Iterator[str]:
    """Yield the folders in which a path is."""
    end = path.find("/")
    while end > 0:
        yield path[:end]
        end = path.find("/", end + 1)


def _unite(manifest: Manifest, difference: Difference) -> Manifest:
    """Return the manifest of a site and of all files of the kit that are at the target."""
    before = {hash_path(manifest.salt, path): kind for path, kind in difference.before.items()}
    return Manifest(manifest.salt, {**before, **manifest.kinds})
