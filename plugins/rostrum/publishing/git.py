"""A branch of a git repository as target, for GitHub Pages and GitLab Pages.

A publication is a commit of the branch. It is pushed as a whole, and only if nobody pushed in the
meantime. The last publications stay on the branch for a rollback; commits of others always stay.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from typing import IO

from rostrum.config.target_settings import TargetSettings
from rostrum.core.file_locks import lock_file
from rostrum.core.system_errors import describe_error
from rostrum.core.translatable import NO_TEXT, Translatable, verbatim
from rostrum.core.translatable import gettext_lazy as _
from rostrum.output.manifest import MANIFEST
from rostrum.publishing.in_place import list_folders
from rostrum.publishing.repository import Commit, GitError, Repository, hide_credentials
from rostrum.publishing.retention import RETENTION, format_retention
from rostrum.publishing.snapshot import LocalFile, Snapshot
from rostrum.publishing.target import Difference, RemoteFile, TargetError

_NO_JEKYLL = ".nojekyll"
"""Tells GitHub Pages to publish the files as they are, also those whose names begin with `_`."""

_SETTINGS = "pelicanconf.py"
_MEANTIME = ("stale info", "cannot lock ref", "failed to update ref", "fetch first")
_SIGN_IN = ("Permission denied", "Authentication failed", "could not read", "Host key verification")
_TOLD = ("fatal: ", "remote: ", "ERROR: ", "!\t")


class GitTarget:
    """A branch of a repository; `history` publications stay on it, all of them for 0."""

    def __init__(
        self, settings: TargetSettings, folder: Path, state: Path, moment: datetime
    ) -> None:
        self._address = _resolve(settings.to, folder)
        self._branch, self._history, self._moment = settings.branch, settings.history, moment
        name = hashlib.sha256(f"{self._address}\n{self._branch}".encode()).hexdigest()[:16]
        self._state, self._name = state / "publish", f"git-{name}"
        self._folder = self._state
        self._repository: Repository | None = None
        self._locked: IO[str] | None = None
        self._tip = ""
        self._digests: dict[str, str] = {}

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Fetch the branch; raises TargetError if this machine publishes there already.

        Others are noticed when the commit is pushed.
        """
        self._open()
        yield

    def read(self, path: str) -> bytes:
        """Return the bytes of a small file of the branch, empty if there is none."""
        opened = self._open()
        with self._explaining():
            return opened.read(self._tip, path) if path in self._digests else b""

    def list_files(self) -> Mapping[str, RemoteFile]:
        """Return all files of the branch."""
        self._open()
        return {path: RemoteFile(0, digest=digest) for path, digest in self._digests.items()}

    def is_same(self, local: LocalFile, remote: RemoteFile) -> bool:
        """Return True for a file with the bytes of the one on the branch."""
        content = local.read()
        return remote.digest == hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()

    def transfer(self, snapshot: Snapshot, difference: Difference) -> None:
        """Push a commit with the site."""
        opened = self._open()
        self._refuse_collisions(snapshot, difference)
        with self._explaining():
            changes = self._read_changes(snapshot, difference)
            tree = opened.write_tree(self._tip, changes, difference.removed)
            name = f"{self._moment:%Y%m%dT%H%M%S.%fZ}"
            self._push(opened.commit(tree, self._trim(), name, self._moment))

    def roll_back(self) -> str:
        """Push a commit with the site before the one on the branch, and return its name."""
        opened = self._open()
        with self._explaining():
            publications = self._list_publications()[0] if self._tip else []
            live = publications[0].publication if publications else ""
            earlier = next((each for each in publications if each.publication < live), None)
            if earlier is None:
                raise TargetError(
                    _("there is no earlier publication on %(place)s", place=self._place),
                    _("Revert the change in the content, and publish."),
                )
            name = earlier.publication
            self._push(opened.commit(earlier.tree, self._tip, name, self._moment))
        return name

    def close(self) -> None:
        """Remove the fetched branch."""
        if self._locked is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._locked.close()

    @property
    def _place(self) -> str:
        return f"{hide_credentials(self._address)} ({self._branch})"

    def _open(self) -> Repository:
        """Return a repository with the branch, fetched once; raises TargetError."""
        if self._repository is None:
            with self._explaining():
                self._reserve()
                self._repository = Repository(self._folder, self._address, self._branch)
                self._tip = self._repository.fetch(f"--depth={self._history + 1}")
                files = self._repository.list_files(self._tip) if self._tip else ()
            self._digests = dict(files)
            self._refuse_sources()
        return self._repository

    def _reserve(self) -> None:
        """Make an empty folder for the repository, which no other process uses."""
        self._state.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._locked = (self._state / f"{self._name}.lock").open("w")
        try:
            lock_file(self._locked, wait=False)
        except BlockingIOError:
            self._locked.close()
            self._locked = None
            message = _("another publication to %(place)s is running", place=self._place)
            raise TargetError(message, _("Wait until it has ended.")) from None
        for left in self._state.glob(f"{self._name}-*"):  # by killed publications
            shutil.rmtree(left, ignore_errors=True)
        # Not the same folder again: the git of a killed publication may still be running in it.
        self._folder = Path(tempfile.mkdtemp(prefix=f"{self._name}-", dir=self._state))

    def _refuse_sources(self) -> None:
        if _SETTINGS in self._digests:
            raise TargetError(
                _(
                    "%(place)s has the sources of a site (%(file)s)",
                    place=self._place,
                    file=_SETTINGS,
                ),
                _("Publish to a branch of its own, such as gh-pages."),
            )

    def _read_changes(
        self, snapshot: Snapshot, difference: Difference
    ) -> Iterator[tuple[str, bytes]]:
        for path in difference.uploads:
            yield path, snapshot.files[path].read()
        yield MANIFEST, snapshot.manifest.format()
        if difference.kept or RETENTION in self._digests:
            yield RETENTION, format_retention(difference.kept)
        if _NO_JEKYLL not in self._digests:
            yield _NO_JEKYLL, b""

    def _refuse_collisions(self, snapshot: Snapshot, difference: Difference) -> None:
        """Raise TargetError if a folder has the path of a file of others, or the other way."""
        foreign = self._digests.keys() - difference.before.keys() - {MANIFEST, RETENTION}
        folders = {folder for path in snapshot.files for folder in list_folders(path)}
        taken = foreign & folders or {
            path for path in foreign if not snapshot.files.keys().isdisjoint(list_folders(path))
        }
        if taken:
            raise TargetError(
                _(
                    "%(place)s has %(file)s, which no publication wrote, at an address of the site",
                    place=self._place,
                    file=min(taken),
                ),
                _("Remove it from the branch."),
            )

    def _trim(self) -> str:
        """Return the parent for a new commit: with it, the branch has `history` publications."""
        if not self._history or not self._tip:
            return self._tip
        publications, parent = self._list_publications()
        if len(publications) < self._history:
            return self._tip
        for commit in reversed(publications[: self._history - 1]):
            parent = self._open().set_parent(commit.name, parent)
        return parent

    def _list_publications(self) -> tuple[Sequence[Commit], str]:
        """Return the publications at the end of the branch, newest first, and what they follow.

        That is a commit of others, an empty text if there is none.
        """
        while True:
            commits = self._open().list_commits()
            publications = list(takewhile(lambda commit: commit.publication, commits))
            if len(publications) < len(commits):
                return publications, commits[len(publications)].name
            if not self._open().is_shallow:
                return publications, ""
            self._open().fetch("--deepen=50")

    def _push(self, commit: str) -> None:
        try:
            self._open().push(commit, self._tip)
        except GitError as error:
            if any(words in error.text for words in _MEANTIME):
                raise TargetError(
                    _("somebody else pushed to %(place)s in the meantime", place=self._place),
                    _("Publish again."),
                ) from None
            hint = NO_TEXT
            if "remote rejected" in error.text and self._history:
                hint = _(
                    "If the branch is protected against force pushes, allow them, or keep all "
                    'publications: "history": 0.'
                )
            raise TargetError(self._explain(error), hint) from None

    def _explain(self, error: GitError) -> Translatable:
        rows = [row.replace("\t", " ") for row in error.text.splitlines() if row.startswith(_TOLD)]
        reason = " ".join(rows) or " ".join(error.text.split())
        return _(
            "git reports for %(place)s: %(reason)s", place=self._place, reason=verbatim(reason)
        )

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        """Turn an error of git or of the system within the context into a TargetError."""
        try:
            yield
        except GitError as error:
            hint = NO_TEXT
            if any(words in error.text for words in _SIGN_IN):
                hint = _(
                    "Git signs in with its own means: a key of ssh, or a credential helper. "
                    "docs/publishing.md has examples."
                )
            raise TargetError(self._explain(error), hint) from None
        except OSError as error:
            message = _(
                "%(file)s can't be written: %(reason)s",
                file=str(error.filename or self._folder),
                reason=describe_error(error),
            )
            raise TargetError(message) from error


def _resolve(address: str, folder: Path) -> str:
    """Return the address of a repository; a path is relative to a folder."""
    if "://" in address or re.match(r"[^/\\]+:", address):
        return address
    return str(folder / Path(address).expanduser())
