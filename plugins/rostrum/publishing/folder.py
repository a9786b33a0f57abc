"""A folder as target: each publication is a folder of its own, and a link says which one is live.

Below the target, `releases/` has the last publications and `current` is a symbolic link to the one
that is live: the document root of the web server. A release is completed before the link is
replaced (rename(2) is atomic), so that readers see one site or the other. Files that have not
changed are hard links to those of the release before, and the oldest release becomes the next one:
most of its files are right already.
"""

from __future__ import annotations

import errno
import filecmp
import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from typing import IO

from rostrum.core.file_locks import lock_file
from rostrum.core.system_errors import describe_error
from rostrum.core.translatable import gettext_lazy as _
from rostrum.output.manifest import MANIFEST
from rostrum.publishing.lock import LOCK, describe_claim, make_claim, parse_claim
from rostrum.publishing.owner import Owner
from rostrum.publishing.retention import RETENTION, format_retention
from rostrum.publishing.snapshot import LocalFile, Snapshot, list_stamps
from rostrum.publishing.target import Difference, RemoteFile, TargetError

CURRENT, RELEASES = "current", "releases"
PARTIAL = ".partial"
"""End of the name of a release that is not complete."""

CHANGES = ".changes"
"""End of the name of a file beside a release: the release before, and what has changed since."""

_LISTED = 60_000  # bytes of such a file; more changes are not listed
KEPT = 3
"""The number of releases that are kept, the live one included."""


class FolderTarget:
    """A folder on this machine, or one that is mounted here."""

    def __init__(self, root: Path, owner: Owner) -> None:
        self._root, self._owner = root, owner

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the target; raises TargetError if somebody else publishes there.

        The system releases the lock at any end of the process (flock(2)).
        """
        with _explaining(self._root):
            self._check_current()
            (self._root / RELEASES).mkdir(parents=True, exist_ok=True)
            file = (self._root / LOCK).open("a+b")
        with file:
            self._acquire(file)
            yield

    def _check_current(self) -> None:
        current = self._root / CURRENT
        if os.path.lexists(current) and not current.is_symlink():
            message = _("%(folder)s is no link, so it can't be replaced", folder=str(current))
            raise TargetError(message, _("Move it away, or publish to another folder."))

    def _acquire(self, file: IO[bytes]) -> None:
        try:
            lock_file(file, wait=False)
        except BlockingIOError:
            file.seek(0)
            message = describe_claim(parse_claim(file.read()), self._owner.tell_time())
            raise TargetError(message, _("Wait until it has ended.")) from None
        with _explaining(self._root):
            file.truncate(0)
            file.write(make_claim(self._owner).format())
            file.flush()

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
            return _list_files(self._live)

    def is_same(self, local: LocalFile, remote: RemoteFile) -> bool:
        """Return True for a file of the same size and time, or of the same bytes."""
        if local.size != remote.size:
            return False
        if local.mtime == remote.mtime:
            return True
        with suppress(OSError):
            return filecmp.cmp(local.file, f"{self._live}/{local.path}", shallow=False)
        return False

    def transfer(self, snapshot: Snapshot, difference: Difference) -> None:
        """Write a release and make it the live one."""
        name = f"{self._owner.moment:%Y%m%dT%H%M%S.%fZ}"
        release = self._root / RELEASES / name
        with _explaining(self._root):
            partial = release.with_name(f"{name}{PARTIAL}")
            outdated = self._open_partial(partial)
            _fill(partial, snapshot, difference, self._live, outdated)
            if self._live and (changes := format_changes(self._live.name, difference)):
                release.with_name(f"{name}{CHANGES}").write_bytes(changes)
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
        ends = (PARTIAL, CHANGES)
        return [path for path in releases if not path.name.endswith(ends)]

    def _open_partial(self, partial: Path) -> frozenset[str] | None:
        """Make the folder of a new release: of an interrupted one, of the oldest, or empty.

        Return the files in which it may differ from the live release, None if it may in any.
        """
        begun = sorted((self._root / RELEASES).glob(f"*{PARTIAL}"))
        releases = self._list_releases()
        earlier = [path for path in releases if path != self._live]
        if begun:
            begun[-1].rename(partial)
            for other in begun[:-1]:
                shutil.rmtree(other)
        elif len(earlier) >= KEPT - 1:
            outdated = self._list_outdated(releases)
            earlier[0].rename(partial)
            earlier[0].with_name(f"{earlier[0].name}{CHANGES}").unlink(missing_ok=True)
            return outdated
        else:
            partial.mkdir()
        return None

    def _list_outdated(self, releases: list[Path]) -> frozenset[str] | None:
        """Return the files that have changed from the oldest release to the live one.

        Return None if that is not known, as after a return to an earlier release.
        """
        found: set[str] = set()
        for before, release in pairwise(releases):
            changes = release.with_name(f"{release.name}{CHANGES}")
            name, *paths = read_changes(changes) or [""]
            if name != before.name:
                return None
            found.update(paths)
        return frozenset(found) if releases and releases[-1] == self._live else None

    def _switch(self, release: Path) -> None:
        new = self._root / f"{CURRENT}.new"
        new.unlink(missing_ok=True)
        new.symlink_to(Path(RELEASES, release.name))
        new.replace(self._root / CURRENT)

    def _prune(self) -> None:
        for release in self._list_releases()[:-KEPT]:
            if release != self._live:
                release.with_name(f"{release.name}{CHANGES}").unlink(missing_ok=True)
                shutil.rmtree(release)


def format_changes(before: str, difference: Difference) -> bytes:
    """Return the name of a release and the files that differ in the next one, a line each.

    Return nothing for many files, or for names of more than one line.
    """
    lines = [before, *difference.uploads, *difference.removed]
    raw = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape")
    return raw if raw.count(b"\n") == len(lines) and len(raw) <= _LISTED else b""


def read_changes(file: Path) -> list[str]:
    """Return the lines of a file of changes, none if there is no such file."""
    try:
        return file.read_bytes().decode("utf-8", "surrogateescape").split("\n")[:-1]
    except FileNotFoundError:
        return []


def _fill(
    folder: Path,
    snapshot: Snapshot,
    difference: Difference,
    live: Path | None,
    outdated: frozenset[str] | None,
) -> None:
    """Bring a folder to the state of a site.

    A changed file is copied, another one is a link to that of the live release. `outdated` are the
    files in which the folder may differ from that release, None for any.
    """
    wanted = dict.fromkeys([*snapshot.files, *difference.kept])
    if outdated is None:
        there = _list_files(folder)
    else:
        own = {MANIFEST, RETENTION, *outdated, *difference.uploads, *difference.removed}
        there = dict(_look_up(folder, own))
        wanted = {path: None for path in own if path in wanted}
    _drop(folder, there.keys() - wanted.keys())
    changed = frozenset(difference.uploads)
    made: set[str] = set()
    for path in wanted:
        if path in there and _is_right(path, there[path], snapshot):
            continue
        place = f"{folder}/{path}"
        if path in there:
            os.unlink(place)  # noqa: PTH108 - this runs for each file; it may be a link
        parent = os.path.dirname(place)  # noqa: PTH120
        if parent not in made:
            os.makedirs(parent, exist_ok=True)  # noqa: PTH103
            made.add(parent)
        if path in changed or live is None:
            copy_file(snapshot.files[path], place)
        else:
            _link(f"{live}/{path}", place)
    for name, content in (
        (MANIFEST, snapshot.manifest.format()),
        (RETENTION, format_retention(difference.kept)),
    ):
        (folder / name).write_bytes(content)


def _link(file: str, place: str) -> None:
    """Link a file to another place; copy it where links are not possible."""
    try:
        os.link(file, place)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copy2(file, place)


_NO_LINKS = {errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EOPNOTSUPP}


def _is_right(path: str, there: RemoteFile, snapshot: Snapshot) -> bool:
    """Return True if a file of an earlier release, or of an interrupted one, is the wanted one."""
    local = snapshot.files.get(path)
    return local is not None and (local.size, local.mtime) == (there.size, there.mtime)


def copy_file(file: LocalFile, place: str) -> None:
    """Copy a file with its time, which comes last: a copy that is cut off has another one."""
    shutil.copyfile(file.file, place)
    os.utime(place, ns=(file.mtime, file.mtime))


def _drop(folder: Path, paths: set[str]) -> None:
    """Remove files, and the folders that are empty then."""
    folders = set()
    for path in paths:
        os.unlink(f"{folder}/{path}")  # noqa: PTH108
        folders.add(path.rpartition("/")[0])
    for name in sorted(folders, reverse=True):
        while name:
            with suppress(OSError):
                os.rmdir(f"{folder}/{name}")  # noqa: PTH106
            name = name.rpartition("/")[0]


def _look_up(root: Path, paths: Iterable[str]) -> Iterator[tuple[str, RemoteFile]]:
    """Yield those of some files that are below a folder, with their stamps."""
    for path in paths:
        with suppress(FileNotFoundError, NotADirectoryError):
            status = os.lstat(f"{root}/{path}")
            if not stat.S_ISDIR(status.st_mode):
                yield path, RemoteFile(status.st_size, status.st_mtime_ns)


def _list_files(root: Path) -> dict[str, RemoteFile]:
    """Return the stamp of each file below a folder; raises OSError."""
    return {path: RemoteFile(size, mtime) for path, size, mtime in list_stamps(f"{root}/")}


@contextmanager
def _explaining(root: Path) -> Iterator[None]:
    """Turn an OSError within the context into a TargetError."""
    try:
        yield
    except OSError as error:
        message = _(
            "the publication can't go on at %(file)s: %(reason)s",
            file=str(error.filename or root),
            reason=describe_error(error),
        )
        raise TargetError(message) from error
