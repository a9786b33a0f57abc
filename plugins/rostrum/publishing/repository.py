"""A bare repository for one publication, by the program git."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rostrum.core.translatable import gettext_lazy as _
from rostrum.publishing.target import TargetError

_CREDENTIALS = re.compile(r"(?<=://)[^/\s]*@")
_OPTIONS = (
    *("-c", "core.hooksPath=/dev/null", "-c", "gc.auto=0", "-c", "fetch.writeCommitGraph=false"),
    *("-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=60"),
)
_OWN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX")
_IDENTITY = ("Rostrum", "rostrum@localhost")
_TRAILER = "Rostrum-Publication"
_NEW = "refs/rostrum/new"


class GitError(Exception):
    """A command of git that failed, with what it printed, without credentials."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its name, its tree, and the publication that it is, empty for one of others."""

    name: str
    tree: str
    publication: str


class Repository:
    """A bare repository in an empty folder, with a branch of another one.

    `address` may hold credentials: it stands in the repository's own configuration, and no message
    shows them.
    """

    def __init__(self, folder: Path, address: str, branch: str) -> None:
        self._folder, self._ref = folder, f"refs/heads/{branch}"
        self._identity: dict[str, str] = {}
        self._run("init", "--quiet", "--bare", str(folder), in_repository=False)
        self._run("config", "remote.origin.url", address)
        self._run("config", "remote.origin.promisor", "true")
        self._run("config", "remote.origin.partialclonefilter", "blob:none")

    def fetch(self, depth: str) -> str:
        """Fetch the branch, where the host allows it without files; return its last commit.

        Returns an empty text if there is no such branch. Raises GitError.
        """
        words = ("--quiet", "--no-tags", depth, "--filter=blob:none", "origin")
        try:
            self._run("fetch", *words, f"+{self._ref}:{self._ref}")
        except GitError as error:
            if "couldn't find remote ref" in error.text:
                return ""
            raise
        return self._ask("rev-parse", self._ref)

    def list_files(self, commit: str) -> Iterator[tuple[str, str]]:
        """Yield the path of each file of a commit, and the name of its content."""
        for row in self._run("ls-tree", "-r", "-z", commit).split(b"\0"):
            entry, tab, path = row.partition(b"\t")
            if tab:
                yield path.decode("utf-8", "surrogateescape"), entry.split()[2].decode("ascii")

    def read(self, commit: str, path: str) -> bytes:
        """Return the bytes of a file of a commit."""
        return self._run("cat-file", "blob", f"{commit}:{path}")

    def list_commits(self) -> list[Commit]:
        """Return the commits of the branch that are here, the newest first."""
        trailer = f"%(trailers:key={_TRAILER},valueonly,separator=%x2C)"
        rows = self._ask("log", "--first-parent", f"--format=%H %T:{trailer}", self._ref)
        return [Commit(*re.split("[ :]", row, maxsplit=2)) for row in rows.split("\n")]

    @property
    def is_shallow(self) -> bool:
        """True if the branch has more commits than are here."""
        return self._ask("rev-parse", "--is-shallow-repository") == "true"

    def write_tree(
        self, parent: str, files: Iterable[tuple[str, bytes]], removed: Iterable[str]
    ) -> str:
        """Write the files of a commit with changes, and return the name of their tree."""
        self._run("fast-import", "--quiet", "--force", stdin=_format(parent, files, removed))
        return self._ask("rev-parse", f"{_NEW}^{{tree}}")

    def commit(self, tree: str, parent: str, publication: str, moment: datetime) -> str:
        """Write a commit, by Rostrum if git knows no name of a person, and return its name."""
        date = moment.strftime("%Y-%m-%dT%H:%M:%S%z")
        environment = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date, **self._find_identity()}
        message = f"Publish the site of {publication}\n\n{_TRAILER}: {publication}\n"
        words = ("commit-tree", tree, *(("-p", parent) if parent else ()))
        done = self._run(*words, stdin=[message.encode()], environment=environment)
        return done.decode("ascii").strip()

    def set_parent(self, commit: str, parent: str) -> str:
        """Write a commit once more, with another parent or none; return its name."""
        head, blank, message = self._run("cat-file", "commit", commit).partition(b"\n\n")
        rows = [row for row in head.split(b"\n") if not row.startswith(b"parent ")]
        if parent:
            rows.insert(1, f"parent {parent}".encode("ascii"))
        raw = b"\n".join(rows) + blank + message
        done = self._run("hash-object", "-t", "commit", "-w", "--stdin", stdin=[raw])
        return done.decode("ascii").strip()

    def push(self, commit: str, expected: str) -> None:
        """Make a commit the last of the branch, if that is still the expected one.

        Nothing else can be asked of the repository afterwards.
        """
        if expected:
            # Only from a shallow repository does git leave out all that the expected commit has,
            # whether or not the new one follows it (pack-objects --objects-edge-aggressive).
            (self._folder / "shallow").write_text(f"{expected}\n", "ascii")
        lease = f"--force-with-lease={self._ref}:{expected}"
        self._run("push", "--porcelain", lease, "origin", f"{commit}:{self._ref}")

    def _find_identity(self) -> Mapping[str, str]:
        try:
            self._run("-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT")
        except GitError:
            roles, parts = ("AUTHOR", "COMMITTER"), zip(("NAME", "EMAIL"), _IDENTITY, strict=True)
            return {f"GIT_{role}_{key}": value for key, value in parts for role in roles}
        return {}

    def _ask(self, *words: str) -> str:
        return self._run(*words).decode("utf-8", "surrogateescape").strip()

    def _run(
        self,
        *words: str,
        stdin: Iterable[bytes] = (),
        environment: Mapping[str, str] | None = None,
        in_repository: bool = True,
    ) -> bytes:
        """Run git and return what it printed; raises GitError or TargetError."""
        place = ("--git-dir", str(self._folder)) if in_repository else ()
        inherited = {key: value for key, value in os.environ.items() if key not in _OWN}
        with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as said:
            try:
                process = subprocess.Popen(
                    ["git", *_OPTIONS, *place, *words],
                    stdin=subprocess.PIPE,
                    stdout=printed,
                    stderr=said,
                    env={**inherited, **(environment or {}), "LC_ALL": "C", "LANGUAGE": ""},
                )
            except FileNotFoundError:
                raise TargetError(
                    _("this kind of target needs the program git"), _("Install Git.")
                ) from None
            _write(process, stdin)
            code = process.wait()
            printed.seek(0)
            out = printed.read()
            if code:
                said.seek(0)
                text = (said.read() + b"\n" + out).decode("utf-8", "replace")
                raise GitError(hide_credentials(text))
        return out


def hide_credentials(text: str) -> str:
    """Return a text without the user and password of the addresses in it."""
    return _CREDENTIALS.sub("", text)


def _write(process: subprocess.Popen[bytes], chunks: Iterable[bytes]) -> None:
    assert process.stdin is not None
    with suppress(BrokenPipeError), process.stdin as stream:  # its exit code says why
        stream.writelines(chunks)


def _format(
    parent: str, files: Iterable[tuple[str, bytes]], removed: Iterable[str]
) -> Iterator[bytes]:
    """Yield the input of git fast-import for a commit with changes."""
    yield f"commit {_NEW}\ncommitter Rostrum <rostrum@localhost> 0 +0000\ndata 0\n".encode()
    if parent:
        yield f"from {parent}\n".encode("ascii")
    for path in removed:
        yield b"D %s\n" % _quote(path)
    for path, content in files:
        yield b"M 100644 inline %s\ndata %d\n" % (_quote(path), len(content))
        yield content
        yield b"\n"


def _quote(path: str) -> bytes:
    raw = path.encode("utf-8", "surrogateescape")
    for sign, written in ((b"\\", b"\\\\"), (b'"', b'\\"'), (b"\n", b"\\n")):
        raw = raw.replace(sign, written)
    return b'"%s"' % raw
