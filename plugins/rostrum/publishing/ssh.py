"""Programs on another machine, and files from it and to it, by the programs ssh and rsync.

Port, user, key and known hosts are those of `~/.ssh/config`. Nothing asks for a password. The
environment variable RSYNC_RSH names another command for ssh, as rsync's manual says.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from rostrum.core.translatable import NO_TEXT, Translatable, verbatim
from rostrum.core.translatable import gettext_lazy as _
from rostrum.publishing.target import TargetError

_OPTIONS = (
    *("BatchMode=yes", "ConnectTimeout=20", "ServerAliveInterval=15", "ServerAliveCountMax=4"),
)
_UNREACHABLE = 255  # of ssh
_MISSING = 127  # of a shell: no such program
_NO_ANSWER = (2, 12)  # of rsync: the other side is of another kind, or ended
PARTLY = 23
"""Exit code of rsync if some files could not be transferred, such as one that is not there."""


VANISHED = 24
"""Exit code of rsync if a file that was to be read is not there."""


class ProgramError(Exception):
    """A program that failed: its exit code, and all that it said on standard error."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code, self._lines = code, [line.strip() for line in text.splitlines() if line.strip()]

    @property
    def said(self) -> str:
        """The line that names the reason: the first of rsync's own, else the last one."""
        lines = [line for line in self._lines if not line.startswith(_LAST)]
        of_rsync = (line for line in lines if line.startswith("rsync: "))
        return next(of_rsync, lines[-1] if lines else "")

    @property
    def lacks_program(self) -> bool:
        """True if a shell found no program of the name."""
        return self.code != _UNREACHABLE and any("not found" in line for line in self._lines)

    @property
    def is_absence(self) -> bool:
        """True if a file or a folder is not there."""
        return any("No such file or directory" in line for line in self._lines)


_LAST = ("rsync error:", "rsync warning:")  # rsync's words about its exit code


class Connection:
    """A connection to a machine; `close` ends it."""

    def __init__(self, host: str, environ: Mapping[str, str]) -> None:
        self.host = host
        self._environ = {**environ, "LC_ALL": "C", "TZ": "UTC"}
        self._folder, self._is_open = Path(tempfile.mkdtemp(prefix="rostrum-")), False
        socket = f"ControlPath={self._folder}/s"
        options = [word for option in (*_OPTIONS, socket) for word in ("-o", option)]
        self._ssh = [*shlex.split(environ.get("RSYNC_RSH", "") or "ssh"), *options]

    def run(self, script: str, *arguments: str, content: bytes = b"") -> bytes:
        """Run a script of the POSIX shell there, with `$1` and so on, and return what it prints.

        `content` is its standard input. Raises TargetError.
        """
        self._connect()
        call = shlex.join(["sh", "-c", script, "sh", *arguments])
        try:
            return self._execute([*self._ssh, self.host, call], content)
        except ProgramError as error:
            raise self.explain(error) from error

    def transfer(self, *words: str, content: bytes = b"") -> bytes:
        """Run rsync here, and return what it prints; raises ProgramError, or TargetError."""
        self._connect()
        return self._execute(self._rsync(words), content)

    def stream(self, *words: str) -> Iterator[bytes]:
        """Run rsync here, and yield each line that it prints; raises TargetError."""
        self._connect()
        with tempfile.TemporaryFile(dir=self._folder) as errors:
            process = self._start(self._rsync(words), stderr=errors)
            assert process.stdout is not None
            try:
                yield from process.stdout
            finally:
                process.stdout.close()
                code = process.wait()
            if code:
                errors.seek(0)
                raise self.explain(ProgramError(code, errors.read().decode("utf-8", "replace")))

    def place(self, folder: str) -> str:
        """Return a folder there in the words of rsync."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{folder}"

    def write_here(self, content: bytes) -> str:
        """Return the name of a file on this machine with some bytes; `close` removes it."""
        number, name = tempfile.mkstemp(dir=self._folder)
        with os.fdopen(number, "wb") as file:
            file.write(content)
        return name

    def make_folder(self) -> str:
        """Return the name of an empty folder on this machine; `close` removes it."""
        return tempfile.mkdtemp(dir=self._folder)

    def close(self) -> None:
        """End the connection."""
        if self._is_open:
            subprocess.run(
                [*self._ssh, "-O", "exit", self.host],
                env=self._environ,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            )
        shutil.rmtree(self._folder, ignore_errors=True)

    def explain(self, error: ProgramError) -> TargetError:
        """Return a program's error in plain words, with what to do."""
        said = verbatim(error.said[:300])
        if error.code == _MISSING or error.lacks_program:
            message = _("%(host)s has no rsync, or no shell", host=self.host)
            return TargetError(message, _NEEDS)
        if error.code == _UNREACHABLE:
            message = _("%(host)s can't be reached by ssh: %(said)s", host=self.host, said=said)
            hint = _(
                "This must work without a question: ssh -o BatchMode=yes %(host)s true. Port, key "
                "and known hosts are those of ~/.ssh/config.",
                host=self.host,
            )
            return TargetError(message, hint)
        if error.code in _NO_ANSWER or not error.said:
            message = _("%(host)s does not answer as rsync or a shell does", host=self.host)
            return TargetError(message, _NEEDS)
        message = _("%(host)s says: %(said)s", host=self.host, said=said)
        return TargetError(message, _HINTS.get(error.said.rpartition(": ")[2], NO_TEXT))

    def _connect(self) -> None:
        """Open the connection that all programs share; raises TargetError.

        Its process goes on in the background, and would keep a pipe open.
        """
        if self._is_open:
            return
        options = ("-o", "ControlMaster=yes", "-o", "ControlPersist=20", "-N", "-f", self.host)
        with tempfile.TemporaryFile(dir=self._folder) as errors:
            process = self._start([*self._ssh, *options], stdout=subprocess.DEVNULL, stderr=errors)
            if process.wait():
                errors.seek(0)
                error = ProgramError(process.returncode, errors.read().decode("utf-8", "replace"))
                raise self.explain(error)
        self._is_open = True

    def _rsync(self, words: Sequence[str]) -> list[str]:
        return ["rsync", "--protect-args", f"--rsh={shlex.join(self._ssh)}", *words]

    def _execute(self, words: Sequence[str], content: bytes) -> bytes:
        process = self._start(words, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        printed, said = process.communicate(content)
        if process.returncode:
            raise ProgramError(process.returncode, said.decode("utf-8", "replace"))
        return bytes(printed)

    def _start(
        self,
        words: Sequence[str],
        *,
        stdin: int = subprocess.DEVNULL,
        stdout: int = subprocess.PIPE,
        stderr: int | IO[bytes],
    ) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                words,
                env=self._environ,
                stdin=stdin,
                stdout=stdout,
                stderr=stderr,
            )
        except FileNotFoundError:
            message = _("there is no program %(name)s on this machine", name=words[0])
            raise TargetError(message, _("Install rsync and ssh.")) from None


_NEEDS = _(
    "The server needs rsync 3.1 or newer, and a login that allows it; releases need a shell, too. "
    'Without a shell: "releases": False. Without rsync: the kind "sftp".'
)
_HINTS: Mapping[str, Translatable] = {
    "Permission denied (13)": _("May this user write there?"),
    "No space left on device (28)": _("Make room there, then publish again: it goes on."),
}
