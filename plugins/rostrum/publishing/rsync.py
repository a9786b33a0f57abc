"""A folder on another machine as target, by rsync over ssh.

By default it is as with a folder on this machine (see `folder.py`): a release beside the last
ones, and a link to the live one. Without releases, files are replaced one by one, and the server
needs no shell.
"""

from __future__ import annotations

import calendar
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rostrum.core.translatable import gettext_lazy as _
from rostrum.output.manifest import MANIFEST
from rostrum.publishing.folder import CURRENT, KEPT, PARTIAL, RELEASES, format_changes
from rostrum.publishing.lock import Lock, hold_lock, make_loss
from rostrum.publishing.owner import Owner
from rostrum.publishing.retention import RETENTION, format_retention
from rostrum.publishing.snapshot import LocalFile, Snapshot, list_stamps
from rostrum.publishing.ssh import PARTLY, VANISHED, Connection, ProgramError
from rostrum.publishing.target import Difference, RemoteFile, TargetError

_LINE = re.compile(rb"-\S+ +(\d+) (\d{4}/\d\d/\d\d \d\d:\d\d:\d\d) (.+)", re.DOTALL)
_ESCAPE = re.compile(rb"\\#([0-7]{3})")
_MODES = ("--no-perms", "--chmod=ugo=rwX")  # what the server's umask gives a new file
_RELEASE = re.compile(r"2\d{7}T\d{6}\.\d{6}Z")
_SECOND = 1_000_000_000  # nanoseconds


class RsyncStore:
    """A folder on another machine whose files are written and listed by rsync alone."""

    def __init__(self, connection: Connection, folder: str) -> None:
        self._connection, self._folder = connection, folder
        self._listed: Mapping[str, RemoteFile] = {}
        self._differing: frozenset[str] | None = None

    def list_files(self) -> Mapping[str, RemoteFile]:
        """Return the files there, with times in whole seconds; none if there is no folder."""
        words = ("--recursive", "--list-only", "--no-human-readable", "--8-bit-output")
        printed = self._ask(*words, self._place(""))
        self._listed, self._differing = dict(_parse_list(printed)), None
        return self._listed

    def is_same(self, local: LocalFile, remote: RemoteFile) -> bool:
        """Return True for a file of the same size and time (in seconds), or of the same bytes.

        At the first file of another time, all such files are compared by their checksums: after a
        build in a new folder, as in CI, every file has one.
        """
        if local.size != remote.size:
            return False
        if local.mtime // _SECOND == remote.mtime // _SECOND:
            return True
        if self._differing is None:
            self._differing = self._compare(local.file[: -len(local.path)])
        return local.path not in self._differing

    def read(self, path: str) -> bytes:
        """Return the bytes of a small file, empty if there is none."""
        folder = self._connection.make_folder()
        self._ask(self._place(path), f"{folder}/file")
        try:
            with open(f"{folder}/file", "rb") as file:  # noqa: PTH123
                return file.read()
        except FileNotFoundError:
            return b""

    def create(self, path: str, content: bytes) -> bool:
        """Write a small file that is not there; return False, and write nothing, if it is.

        rsync can't exclude that another writes it at the same time: whose file it is shows when it
        is read again.
        """
        words = ("--ignore-existing", "--out-format=%i", "--no-perms", "--chmod=F600")
        said = self._send_content(path, content, *words)
        return b"<f" in said and self.read(path) == content

    def write(self, path: str, content: bytes) -> None:
        """Write or replace a small file."""
        self._send_content(path, content, "--ignore-times", *_MODES)

    def upload(self, files: Sequence[LocalFile]) -> Iterator[None]:
        """Write or replace files, each whole; yield after each."""
        if not files:
            return
        root = files[0].file[: -len(files[0].path)]
        words = ("--times", "--omit-dir-times", "--copy-links", "--out-format=%n", *_MODES)
        chosen = self._choose(file.path for file in files)
        for _line in self._connection.stream(*words, *chosen, root, self._place("")):
            yield

    def expect(self, paths: Iterable[str]) -> None:
        """Take it that these files are there, without asking."""
        self._listed = dict.fromkeys(paths, RemoteFile(0))

    def remove(self, paths: Sequence[str]) -> None:
        """Remove files, and folders that are empty then; one that is missing is no error."""
        gone = frozenset(paths)
        if not gone:
            return
        self._drop(gone)
        left = {folder for path in self._listed if path not in gone for folder in _list_above(path)}
        empty = {folder for path in gone for folder in _list_above(path)} - left
        for depth in sorted({folder.count("/") for folder in empty}, reverse=True):
            self._drop(folder for folder in empty if folder.count("/") == depth)
        self._listed = {path: file for path, file in self._listed.items() if path not in gone}

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def _compare(self, root: str) -> frozenset[str]:
        """Return the files of the same size and another time whose bytes differ."""
        unsure = [
            path
            for path, size, mtime in list_stamps(root)
            if (there := self._listed.get(path))
            and size == there.size
            and mtime // _SECOND != there.mtime // _SECOND
        ]
        words = ("--checksum", "--dry-run", "--copy-links", "--8-bit-output", "--out-format=%i %n")
        printed = self._send(*words, *self._choose(unsure), root, self._place(""))
        rows = (line.split(b" ", 1) for line in printed.split(b"\n") if b" " in line)
        return frozenset(_decode(name) for change, name in rows if change.startswith(b"<"))

    def _send_content(self, path: str, content: bytes, *words: str) -> bytes:
        """Write a small file, and the target's folder if there is none."""
        folder = self._connection.make_folder()
        with open(f"{folder}/{path}", "wb") as file:  # noqa: PTH123
            file.write(content)
        return self._send("--recursive", *words, f"{folder}/", self._place(""))

    def _drop(self, paths: Iterable[str]) -> None:
        words = ("--delete-missing-args", *self._choose(paths))
        self._send(*words, f"{self._connection.make_folder()}/", self._place(""))

    def _choose(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Return the options for files by their names, whatever these are."""
        names = b"".join(path.encode("utf-8", "surrogateescape") + b"\0" for path in paths)
        return ("--from0", f"--files-from={self._connection.write_here(names)}")

    def _place(self, path: str) -> str:
        return self._connection.place(f"{self._folder}/{path}")

    def _ask(self, *words: str) -> bytes:
        """Run rsync to read something; return nothing if it is not there."""
        try:
            return self._connection.transfer(*words)
        except ProgramError as error:
            if error.code == PARTLY and error.is_absence:
                return b""
            raise self._connection.explain(error) from error

    def _send(self, *words: str) -> bytes:
        """Run rsync to write something."""
        try:
            return self._connection.transfer(*words)
        except ProgramError as error:
            if error.code == VANISHED:  # what is to be removed is not here
                return b""
            raise self._connection.explain(error) from error


class ShellStore:
    """The small files of a folder on another machine, by a shell there."""

    def __init__(self, connection: Connection, folder: str) -> None:
        self._connection, self._folder = connection, folder

    def read(self, path: str) -> bytes:
        """Return the bytes of a small file, empty if there is none."""
        script = 'if [ -f "$1" ]; then exec cat -- "$1"; fi'
        return self._connection.run(script, f"{self._folder}/{path}")

    def create(self, path: str, content: bytes) -> bool:
        """Write a small file that is not there; return False, and write nothing, if it is."""
        script = 'umask 077; set -C; if (: > "$1") 2>/dev/null; then cat >| "$1"; echo done; fi'
        return bool(self._connection.run(script, f"{self._folder}/{path}", content=content))

    def write(self, path: str, content: bytes) -> None:
        """Write or replace a small file."""
        script = 'cat > "$1.new" && mv -f -- "$1.new" "$1"'
        self._connection.run(script, f"{self._folder}/{path}", content=content)

    def remove(self, paths: Sequence[str]) -> None:
        """Remove small files; one that is missing is no error."""
        self._connection.run('exec rm -f -- "$@"', *(f"{self._folder}/{path}" for path in paths))


# Each script is one line, which every login shell passes on. $1 is the target's folder, $2 the
# release. Names in releases/ begin with a year; a name with another beginning is not the kit's.
_OPEN = (
    'set -e; mkdir -p -- "$1/releases"; '
    'if [ -e "$1/current" ] && [ ! -L "$1/current" ]; then echo no-link; fi'
)
_STATE = (  # the number of bytes of each file, then the files
    'cd -- "$1" 2>/dev/null || exit 0; shift; for each do '
    'if [ -f "$each" ]; then wc -c < "$each"; else echo 0; fi; done; cat -- "$@" 2>/dev/null || :'
)
_HELD = 'grep -q -F -- "$3" .rostrum-lock || { echo lost; exit 0; }'
# The oldest release becomes the new one. Where each release after it says what has changed since
# the one before, these files are removed there and linked from the live release.
_RELINK = "; ".join(
    (
        'changed() { tail -n +2 -- "$last.changes"; tail -n +2 -- "$live.changes"; }',
        "changed | while IFS= read -r path; do",
        'file=$new/$path; rm -f -- "$file" || :; rmdir -p -- "${file%/*}" 2>/dev/null || :; done',
        "changed | while IFS= read -r path; do",
        'file=$new/$path; [ -f "$live/$path" ] || continue',
        'mkdir -p -- "${file%/*}"; ln -f -- "$live/$path" "$file"; done; exit 0',
    )
).replace("do;", "do")
_BEGIN = "; ".join(
    (
        f'set -e; cd -- "$1"; {_HELD}',
        "cd releases; live=$(readlink ../current || :); live=${live##*/}",
        'new="$2.partial"; others=0; oldest=; last=; before=; since=',
        'for each in 2*.partial; do [ -d "$each" ] || continue',
        'if [ -e "$new" ]; then rm -rf -- "$each"; else mv -- "$each" "$new"; fi; done',
        'for each in 2*Z; do [ -d "$each" ] && [ "$each" != "$live" ] || continue',
        'others=$((others + 1)); [ -n "$oldest" ] || oldest=$each; last=$each; done',
        'if [ ! -e "$new" ] && [ "$others" -ge "$4" ]; then mv -- "$oldest" "$new"',
        'rm -f -- "$oldest.changes"; before=$oldest; since=$last; fi',
        'if [ -n "$before" ] && [ -f "$live.changes" ] && [ -f "$since.changes" ]',
        'then if [ "$(head -n 1 "$live.changes")" = "$since" ]',
        f'then if [ "$(head -n 1 "$since.changes")" = "$before" ]; then {_RELINK}; fi; fi; fi',
        'mkdir -p "$new"; [ -n "$live" ] || exit 0',
        'exec rsync -rtl --delete --link-dest="$PWD/$live/" "$live/" "$new/"',
    )
)
_SWITCH = "; ".join(
    (
        'set -e; cd -- "$1"; rm -f current.new; ln -s "releases/$2" current.new',
        "if mv -fT current.new current 2>/dev/null; then :",  # GNU, busybox
        "else mv -fh current.new current; fi",  # BSD, macOS
    )
)
_FINISH = "; ".join(
    (
        f'set -e; cd -- "$1"; {_HELD}; live=$(readlink current || :)',
        f'new="releases/$2.partial"; rm -f "$new/{MANIFEST}" "$new/{RETENTION}"',
        f'cat > "$new/{MANIFEST}"; printf %s "$5" > "$new/{RETENTION}"',
        'if [ -n "$live" ] && [ -n "$6" ]; then { printf "%s\\n" "${live##*/}"',
        'printf %s "$6" | tail -n +2; } > "releases/$2.changes"; fi',
        'mv -- "$new" "releases/$2"',
        _SWITCH,
        "cd releases; left=$4; for each in $(ls -r); do case $each in 2*Z) ;; *) continue;; esac",
        'left=$((left - 1)); if [ "$left" -lt 0 ] && [ "$each" != "$2" ]',
        'then rm -rf -- "$each" "$each.changes"; fi; done',
    )
)
_LIST = 'cd -- "$1" && readlink current; ls releases'


class RsyncReleases:
    """A folder on another machine with releases, and a link to the live one."""

    def __init__(self, connection: Connection, folder: str, owner: Owner) -> None:
        self._connection, self._folder, self._owner = connection, folder, owner
        self._live = RsyncStore(connection, f"{folder}/{CURRENT}")
        self._state: Mapping[str, bytes] | None = None
        self._lock: Lock | None = None

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the target; raises TargetError if somebody else publishes there."""
        if self._connection.run(_OPEN, self._folder):
            link = f"{self._folder}/{CURRENT}"
            message = _("%(folder)s is no link, so it can't be replaced", folder=link)
            raise TargetError(message, _("Move it away, or publish to another folder."))
        with hold_lock(ShellStore(self._connection, self._folder), self._owner) as self._lock:
            yield
        self._lock = None

    def read(self, path: str) -> bytes:
        """Return the bytes of a small file of the live release, empty if there is none."""
        if self._state is None:
            names = (MANIFEST, RETENTION)
            live = f"{self._folder}/{CURRENT}"
            self._state = _parse_state(names, self._connection.run(_STATE, live, *names))
        return self._state[path]

    def list_files(self) -> Mapping[str, RemoteFile]:
        """Return the files of the live release."""
        return self._live.list_files()

    def is_same(self, local: LocalFile, remote: RemoteFile) -> bool:
        """Return True for a file of the same size and time, or of the same bytes."""
        return self._live.is_same(local, remote)

    def transfer(self, snapshot: Snapshot, difference: Difference) -> None:
        """Write a release and make it the live one; raises TargetError."""
        if self._lock is None:
            raise ValueError("a transfer needs the lock of its target")
        name = f"{self._owner.moment:%Y%m%dT%H%M%S.%fZ}"
        self._run_held(_BEGIN, name, str(KEPT - 1))
        release = RsyncStore(self._connection, f"{self._folder}/{RELEASES}/{name}{PARTIAL}")
        release.expect(difference.before)
        release.remove(difference.removed)
        for _none in release.upload([snapshot.files[path] for path in difference.uploads]):
            self._lock.check_if_due()
        kept = format_retention(difference.kept).decode()
        changes = format_changes("", difference).decode("utf-8", "surrogateescape")
        words = (name, str(KEPT), kept, changes)
        self._run_held(_FINISH, *words, content=snapshot.manifest.format())

    def _run_held(self, script: str, name: str, *words: str, content: bytes = b"") -> None:
        """Run a script that looks whether the lock is still this publication's."""
        words = (self._folder, name, self._owner.token, *words)
        if self._connection.run(script, *words, content=content):
            raise make_loss()

    def roll_back(self) -> str:
        """Make the release before the live one live again and return its name."""
        printed = self._connection.run(_LIST, self._folder).decode("utf-8", "replace").split("\n")
        live = printed[0].rpartition("/")[2]
        releases = sorted(name for name in printed[1:] if _RELEASE.fullmatch(name))
        earlier = [name for name in releases if name < live]
        if not earlier:
            folder = self._connection.place(self._folder)
            raise TargetError(_("there is no earlier publication in %(folder)s", folder=folder))
        self._connection.run(_SWITCH, self._folder, earlier[-1])
        return earlier[-1]

    def close(self) -> None:
        """End the connection."""
        self._connection.close()


def _parse_state(names: Sequence[str], printed: bytes) -> dict[str, bytes]:
    """Return the bytes of each file in what `_STATE` printed; none for a missing one."""
    rows = printed.split(b"\n", len(names))
    if len(rows) <= len(names):  # there is no live release
        return dict.fromkeys(names, b"")
    rest, found = rows[-1], {}
    for name, row in zip(names, rows, strict=False):
        size = int(row)
        found[name], rest = rest[:size], rest[size:]
    return found


def _parse_list(printed: bytes) -> Iterator[tuple[str, RemoteFile]]:
    """Yield the files in what `rsync --list-only` prints, in the time zone UTC."""
    for line in printed.split(b"\n"):
        if match := _LINE.fullmatch(line):
            moment = time.strptime(match[2].decode(), "%Y/%m/%d %H:%M:%S")
            yield _decode(match[3]), RemoteFile(int(match[1]), calendar.timegm(moment) * _SECOND)


def _decode(name: bytes) -> str:
    r"""Return a file name of rsync's output, where `\#012` stands for a byte."""
    raw = _ESCAPE.sub(lambda match: bytes([int(match[1], 8)]), name)
    return raw.decode("utf-8", "surrogateescape")


def _list_above(path: str) -> Iterator[str]:
    """Yield the folders above a file."""
    folder = path.rpartition("/")[0]
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
