"""File names invalid or ambiguous on some systems.

Windows: learn.microsoft.com, "Naming Files, Paths, and Namespaces". The file systems of macOS and
Windows ignore case in names; those of macOS also ignore differences in Unicode normalization
(Unicode Standard Annex 15).
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.translatable import NO_TEXT, Translatable
from rostrum.core.translatable import gettext_lazy as _

_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])(?:\..*)?", re.IGNORECASE | re.DOTALL
)
_FORBIDDEN = re.compile(r'[<>:"|?*\\]')
_NOT_TEXT = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def is_text(name: str) -> bool:
    """Return True if a name is UTF-8 and contains no terminal or bidirectional controls.

    Python decodes non-UTF-8 bytes as lone surrogates (PEP 383).
    """
    return (name.isascii() and name.isprintable()) or not _NOT_TEXT.search(name)


def show_name(path: str) -> str:
    """Return a path with U+FFFD in place of each unprintable character."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in path)


def find_obstacle(name: str) -> Translatable:
    """Return the reason a file or folder name is invalid on Windows; NO_TEXT for a valid name."""
    if _RESERVED.fullmatch(name):
        return _('"%(name)s" is the name of a device there', name=name.split(".")[0])
    if name.endswith((".", " ")):
        return _("a name can't end in a dot or a blank there")
    if match := _FORBIDDEN.search(name):
        return _('a name can\'t hold "%(sign)s" there', sign=match[0])
    return NO_TEXT


def fold(path: str) -> str:
    """Return a normalized, case-folded path, equal for all paths some file systems equate."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def compose(path: str) -> str:
    """Return a path in Unicode's composed form (NFC); macOS stores `ö` as `o` and `¨` (UAX 15)."""
    return path if path.isascii() else unicodedata.normalize("NFC", path)


@dataclass
class TakenNames:
    """Checks file names for portability, each folder once."""

    display_path: str
    report: Report
    _seen: dict[str, str] = field(default_factory=dict)

    def check(self, path: str) -> None:
        """Report a file or parent folder with a name unsuitable for another system."""
        end = len(path)
        while end > 0 and self._seen.get(fold(path[:end])) != path[:end]:
            self._check_part(path[:end])
            end = path.rfind("/", 0, end)

    def _check_part(self, path: str) -> None:
        place = SourceLocation(
            f"{self.display_path}/{path}" if self.display_path not in ("", ".") else path
        )
        other = self._seen.setdefault(fold(path), path)
        if other != path:
            message = _('macOS and Windows take this for the same file as "%(other)s"', other=other)
            self.report.warning("name-clash", place, message, _("Rename one of the two."))
        if obstacle := find_obstacle(path.rpartition("/")[2]):
            message = _("Windows can't have this file: %(obstacle)s", obstacle=obstacle)
            self.report.warning("name-reserved", place, message, _("Choose another name."))


def check_published(
    owners: Mapping[str, SourceLocation], others: Mapping[str, str], report: Report
) -> None:
    """Report addresses invalid or ambiguous for a host or reader on another system.

    `owners` maps each file below the output folder to its source location. `others` are further
    files there, with the path of their source; it is empty for a file of the kit.
    """
    known = {fold(file): file for file in others}
    for file, place in sorted(owners.items()):
        other = known.setdefault(fold(file), file)
        if other != file:
            message = _(
                "hosts on macOS and Windows take %(file)s and %(other)s for the same file",
                file=file,
                other=other,
            )
            origin = str(owners[other]) if other in owners else others[other]
            hint = _("A page that the kit makes has the other one.")
            if origin:
                hint = _("%(place)s has the other one.", place=origin)
            report.warning("name-clash", place, message, hint)
        for part in file.split("/"):
            if obstacle := find_obstacle(part):
                message = _(
                    "hosts on Windows can't have %(file)s: %(obstacle)s",
                    file=file,
                    obstacle=obstacle,
                )
                report.warning("name-reserved", place, message, _("Choose another slug."))


@dataclass
class Spelling:
    """The exact spelling of file names below a folder; each folder is listed once."""

    root: Path
    _names: dict[str, Mapping[str, Iterable[str]]] = field(default_factory=dict)

    def find(self, path: str) -> str:
        """Return the path on disk equal to `path` after folding; empty without a match.

        A correctly spelled path is returned as is; `path` is normalised, and below the root.
        """
        actual = ""
        for part in path.split("/"):
            known = self._list(actual).get(fold(part), ())
            if not known:
                return ""
            right = part if part in known else min(known, key=lambda name: _rank(name, part))
            actual = f"{actual}/{right}" if actual else right
        return actual

    def _list(self, folder: str) -> Mapping[str, Iterable[str]]:
        if folder not in self._names:
            names: dict[str, set[str]] = {}
            for name in _list_names(self.root / folder):
                names.setdefault(fold(name), set()).add(name)
            self._names[folder] = names
        return self._names[folder]


def _rank(name: str, part: str) -> tuple[bool, str]:
    return (compose(name) != compose(part), name)


def _list_names(folder: Path) -> list[str]:
    try:
        return [entry.name for entry in os.scandir(folder)]
    except (OSError, ValueError):  # no such folder, a name too long, a NUL byte
        return []
