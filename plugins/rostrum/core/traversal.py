"""Folder traversal: yields every file and reports every unreadable path.

`os.walk` and `Path.rglob` silently skip unreadable folders; a site would lose posts.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.portable_names import is_text, show_name
from rostrum.core.system_errors import describe_error
from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _

Trouble = Callable[[str, Translatable], None]
"""Callback for unreadable paths: receives the path below the folder and the reason."""


@dataclass
class Walk:
    """A walk below `root`: links are followed, each folder is walked once.

    `skips` returns True for names to ignore. A link out of the root is not followed, but passed
    to `leaves`. Links in `trusted` may leave the root; their targets count as parts of it.
    """

    root: Path
    skips: Callable[[str], bool]
    fails: Trouble
    leaves: Callable[[str], None] | None = None
    trusted: Collection[str] = ()
    _seen: set[tuple[int, int]] = field(default_factory=set)
    _inside: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[str]:
        """Yield the path of every file relative to the root, in a stable order."""
        self._inside = [os.path.realpath(self.root)]
        yield from self._walk("")

    def _walk(self, folder: str) -> Iterator[str]:
        try:
            is_new = self._enter(folder)
            entries = sorted(os.scandir(self.root / folder), key=lambda entry: entry.name)
        except OSError as error:
            self.fails(folder, describe_error(error))
            return
        if not is_new:  # a link to a folder above
            return
        folders = []
        for entry in entries:
            if self.skips(entry.name):
                continue
            path = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_symlink() and self._leads_out(path):
                if self.leaves:
                    self.leaves(path)
            elif self._is_folder(entry, path):
                folders.append(path)
            else:
                yield path
        for path in folders:
            yield from self._walk(path)

    def _enter(self, folder: str) -> bool:
        stat = (self.root / folder).stat()
        if not os.access(self.root / folder, os.X_OK):  # only its names are readable
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        before = len(self._seen)
        self._seen.add((stat.st_dev, stat.st_ino))
        return len(self._seen) > before

    def _leads_out(self, path: str) -> bool:
        real = os.path.realpath(self.root / path)
        if path in self.trusted:
            self._inside.append(real)
        return not any(Path(real).is_relative_to(folder) for folder in self._inside)

    def _is_folder(self, entry: os.DirEntry[str], path: str) -> bool:
        try:
            return entry.is_dir()
        except OSError as error:  # a link to itself or into an unreadable folder
            self.fails(path, describe_error(error))
            return False


def report_unreadable(place: SourceLocation, reason: Translatable, report: Report) -> None:
    """Report an unreadable file or folder."""
    message = _("this can't be read, so what it holds would be missing: %(reason)s", reason=reason)
    hint = _("May you read it? What IGNORE_FILES names is left out.")
    report.error("unreadable", place, message, hint)


def check_folder(folder: Path, display_path: str, report: Report) -> None:
    """Report unreadable paths and invalid file names below a folder."""

    def fail(path: str, reason: Translatable) -> None:
        location = SourceLocation(f"{display_path}/{show_name(path)}".rstrip("/"))
        report_unreadable(location, reason, report)

    for path in Walk(folder, lambda name: name == "__pycache__", fail):
        if not is_text(path):
            report_name(SourceLocation(f"{display_path}/{path}"), report)
        elif not os.access(folder / path, os.R_OK):
            is_there = (folder / path).exists()
            fail(path, _("Permission denied") if is_there else _("a link to nowhere"))


def report_name(place: SourceLocation, report: Report, *, is_published: bool = True) -> None:
    """Report an invalid name: an error for a source or published file, otherwise a warning."""
    is_utf8 = not any("\ud800" <= char <= "\udfff" for char in place.path)
    message = _("the name of this file or its folder is not UTF-8")
    if is_utf8:
        message = _("the name of this file or its folder holds characters that are no text")
    add = report.error if is_published else report.warning
    location = SourceLocation(show_name(place.path))
    add("file-name", location, message, _("Rename it: letters, digits and hyphens."))
