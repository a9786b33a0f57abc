"""What a command leaves behind that is killed while it writes: temporary files, and the journal.

Both are locked by the process that writes them (flock(2)), so that nobody takes them for leftovers
before it has ended.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.file_locks import lock_file
from rostrum.core.translatable import gettext_lazy as _

JOURNAL = ".rostrum-journal"
"""The file in the content folder by which a rename that was killed is undone."""
_BEGINNING = ".rostrum-"  # of the names of all these files
_TEMPORARY = re.compile(r"\.rostrum-\d+")


def name_temporary(file: Path) -> Path:
    """Return the temporary file beside a file; its name is not longer than any that is usual."""
    return file.with_name(f".rostrum-{os.getpid()}")


def hold(stream: IO[bytes]) -> None:
    """Lock a file until the process ends or closes it, where the file system can."""
    with suppress(OSError):
        lock_file(stream, wait=False)


def is_left(file: Path) -> bool:
    """Return True for a file that no process is writing any more."""
    try:
        with file.open("rb") as stream:
            lock_file(stream, wait=False)
    except OSError:
        return False
    return True


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files in a folder that killed commands have left."""
    with suppress(OSError):
        for entry in os.scandir(folder):
            file = folder / entry.name
            if _is_temporary(entry.name) and entry.is_file(follow_symlinks=False) and is_left(file):
                file.unlink()


def _is_temporary(name: str) -> bool:
    return bool(_TEMPORARY.fullmatch(name))


@dataclass(frozen=True)
class Journal:
    """Changes of several files of a folder: what was there before, and what is to be there.

    Paths are relative to the folder. `before` has the bytes of each changed or renamed file,
    `after` the digest of each changed or new one.
    """

    before: Mapping[str, bytes] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)

    def format(self) -> bytes:
        """Return the bytes of the journal."""
        before = {path: base64.b64encode(raw).decode() for path, raw in self.before.items()}
        return json.dumps({"before": before, "after": self.after}).encode()

    @classmethod
    def parse(cls, raw: bytes) -> Journal:
        """Return a journal; raises ValueError for what is none, or names files elsewhere."""
        try:
            data = json.loads(raw)
            before = {path: base64.b64decode(text) for path, text in data["before"].items()}
            after = {path: str(digest) for path, digest in data["after"].items()}
        except (KeyError, TypeError, AttributeError, RecursionError, binascii.Error) as error:
            raise ValueError(str(error)) from None
        for path in (*before, *after):
            pure = PurePosixPath(path)
            if pure.is_absolute() or ".." in pure.parts or not pure.parts or "\0" in path:
                raise ValueError(path)
        return cls(before, after)


def digest(raw: bytes) -> str:
    """Return the digest of a file's bytes, as a journal has it."""
    return hashlib.blake2b(raw, digest_size=16).hexdigest()


def list_leftovers(content: Path) -> Iterator[str]:
    """Yield what killed commands have left, as paths below the content folder, sorted."""
    found = []
    for folder, _folders, names in os.walk(content):
        for name in names:
            if not name.startswith(_BEGINNING):  # a site has thousands of other files
                continue
            file = Path(folder, name)
            if (_is_temporary(name) or file == content / JOURNAL) and is_left(file):
                found.append(file.relative_to(content).as_posix())
    yield from sorted(found)


def report_leftovers(content: Path, shown: str, report: Report) -> None:
    """Report what killed commands have left; `shown` is the content folder in messages."""
    for path in list_leftovers(content):
        if path == JOURNAL:
            message = _("a command was ended while it renamed a post: some files are changed")
            hint = _("rostrum check --fix undoes the change, and so does the next command.")
        else:
            message = _("a command was ended while it wrote this temporary file")
            hint = _("Remove it; the next command that writes into this folder does.")
        place = SourceLocation(path if shown in ("", ".") else f"{shown}/{path}")
        report.warning("unfinished", place, message, hint)
