"""A folder as target: each publication is a folder of its own, and a link says which one is live.

Below the target, `releases/` has the last publications and `current` is a symbolic link to the one
that is live: the document root of the web server. A release is completed before the link is
replaced (rename(2) is atomic), so that readers see one site or the other.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from rostrum.core.system_errors import describe_error
from rostrum.core.translatable import gettext_lazy as _
from rostrum.output.inventory import list_output
from rostrum.output.manifest import MANIFEST
from rostrum.publishing.owner import Owner
from rostrum.publishing.retention import RETENTION, format_retention
from rostrum.publishing.snapshot import LocalFile, Snapshot
from rostrum.publishing.target import Difference, RemoteFile, TargetError

CURRENT, RELEASES = "current", "releases"
_KEPT = 3  # releases, the live one included
_PARTIAL = ".partial"
_LOCK = ".rostrum-lock"


class FolderTarget:
    """A folder on this machine, or one that is mounted here."""

    def __init__(self, root: Path, owner: Owner) -> None:
        self._root, self._owner = root, owner

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the target; raises TargetError if somebody else publishes there."""
        with _explaining(self._root):
            (self._root / RELEASES).mkdir(parents=True, exist_ok=True)
            with (self._root / _LOCK).open("w") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    message = _(
                        "another publication to %(folder)s is running", folder=str(self._root)
                    )
                    raise TargetError(message, _("Wait until it has ended.")) from None
                yield

    def read(self, path: str) -> bytes:
        """Return the bytes of a small file of the live release, empty if there is none."""
        file = self._live / path if self._live else None
        with _explaining(self._root):
            return file.read_bytes() if file and file.is_file() else b""

    def list_files(self) -> Mapping[str, RemoteFile]:
        """Return the files of the live release."""
        if self._live is None:
            return {}
        with _explaining(self._root):
            return {path: _look_up(f"{self._live}/{path}") for path in list_output(self._live)}

    def is_same(self, local: LocalFile, remote: RemoteFile) -> bool:
        """Return True for a file of the same size and time, which a release keeps."""
        return (local.size, local.mtime) == (remote.size, remote.mtime)

    def transfer(self, snapshot: Snapshot, difference: Difference) -> None:
        """Write a release and make it the live one."""
        name = f"{self._owner.moment:%Y%m%dT%H%M%S.%fZ}"
        release = self._root / RELEASES / name
        partial = release.with_name(f"{name}{_PARTIAL}")
        with _explaining(self._root):
            self._drop_partials()
            _fill(partial, snapshot, difference, self._live)
            partial.rename(release)
            self._switch(release)
            self._prune()

    def roll_back(self) -> str:
        """Make the release before the live one live again and return its name."""
        live = self._live
        earlier = [path for path in self._list_releases() if live and path.name < live.name]
        if not earlier:
            raise TargetError(
                _("there is no earlier publication in %(folder)s", folder=str(self._root))
            )
        with _explaining(self._root):
            self._switch(earlier[-1])
        return earlier[-1].name

    def close(self) -> None:
        """Do nothing: a folder needs no connection."""

    @property
    def _live(self) -> Path | None:
        """The folder of the live release, None before the first publication."""
        link = self._root / CURRENT
        return link.resolve() if link.is_dir() else None

    def _list_releases(self) -> list[Path]:
        folder = self._root / RELEASES
        with _explaining(self._root):
            releases = sorted(folder.iterdir()) if folder.is_dir() else []
        return [path for path in releases if not path.name.endswith(_PARTIAL)]

    def _switch(self, release: Path) -> None:
        new = self._root / f"{CURRENT}.new"
        new.unlink(missing_ok=True)
        new.symlink_to(Path(RELEASES, release.name))
        new.replace(self._root / CURRENT)

    def _prune(self) -> None:
        for release in self._list_releases()[:-_KEPT]:
            if release != self._live:
                shutil.rmtree(release)

    def _drop_partials(self) -> None:
        for partial in (self._root / RELEASES).glob(f"*{_PARTIAL}"):
            shutil.rmtree(partial)


def _fill(folder: Path, snapshot: Snapshot, difference: Difference, live: Path | None) -> None:
    """Copy the changed files of a site to a new folder; unchanged ones are links to the same."""
    changed = frozenset(difference.uploads)
    made: set[str] = set()
    for path in (*snapshot.files, *difference.kept):
        place = f"{folder}/{path}"
        parent = os.path.dirname(place)  # noqa: PTH120 - this runs for each file
        if parent not in made:
            os.makedirs(parent, exist_ok=True)  # noqa: PTH103
            made.add(parent)
        if live is not None and path not in changed:
            os.link(f"{live}/{path}", place)
        else:
            shutil.copy2(snapshot.files[path].file, place)
    (folder / MANIFEST).write_bytes(snapshot.manifest.format())
    (folder / RETENTION).write_bytes(format_retention(difference.kept))


def _look_up(file: str) -> RemoteFile:
    status = os.stat(file)  # noqa: PTH116 - this runs for each file
    return RemoteFile(status.st_size, status.st_mtime_ns)


@contextmanager
def _explaining(root: Path) -> Iterator[None]:
    """Turn an OSError within the context into a TargetError."""
    try:
        yield
    except OSError as error:
        message = _(
            "%(file)s can't be written: %(reason)s",
            file=str(error.filename or root),
            reason=describe_error(error),
        )
        raise TargetError(message) from error
