"""Static files: which files below the content folder are published as they are, and which never.

Sources are never published: they hold what is not out yet, and what drafts say. Neither are
hidden files and folders, apart from `.well-known/` (RFC 8615) and single files that a setting
names. What only drafts use is published with them and not before, unless it lies in a static
folder of its own, such as `images/`.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path
from typing import Any

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.reading.default_metadata import clean_path
from rostrum.reading.files import OTHER_TEXTS, TOPICS, Folders, find_home, is_doubtful
from rostrum.reading.source_file import SUFFIXES

LEDGER = "crossposts.json"
"""The file below the content folder that records what was sent to the networks."""

_WELL_KNOWN = ".well-known"
# What editors and version control leave beside a file: "a.md~", "#a.md#", "a.md.bak", "a.md.~1~".
_COPY = re.compile(r"(?:~|#|\.~?\d+~?|\.(?:bak|copy|old|orig|rej|save|swp|tmp))$")
# What is made of a source by packing or renaming it: "a.md.gz", "a.md_backup", "a.md,v".
_DERIVED = re.compile(r"\.(?:md|markdown|mkd|mdown|rst|adoc)[^a-z]", re.IGNORECASE)


@dataclass(frozen=True)
class ContentFiles:
    """The static files of a site; all paths are relative to the content folder.

    `paths` are files and folders, `excludes` folders in them that are left out. `named` are the
    files among the paths, `renamed` files to which EXTRA_PATH_METADATA gives another place;
    `suffixes` are those of files that Pelican's readers take.
    """

    content: Path
    folders: Folders
    paths: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()
    renamed: frozenset[str] = frozenset()
    suffixes: tuple[str, ...] = (*SUFFIXES, *OTHER_TEXTS)
    _reasons: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    _unreadable: list[str] = field(default_factory=list, repr=False, compare=False)

    def refuse(self, path: str) -> str:
        """Return why a file is never published, in words that follow its name; else nothing."""
        if path not in self._reasons:
            real = self.follow(path)
            self._reasons[path] = self._refuse(path) or (self._refuse(real) if real else "")
        return self._reasons[path]

    def read_too(self, suffixes: Iterable[str]) -> ContentFiles:
        """Return the same where files with some more suffixes, written without a dot, are read."""
        more = {f".{suffix.lower()}" for suffix in suffixes} - {".static"}  # Pelican's own word
        known = {*self.suffixes, *more}
        if len(known) == len(self.suffixes):
            return self
        return replace(self, suffixes=tuple(sorted(known)), _reasons={}, _unreadable=[])

    @cached_property
    def files(self) -> Mapping[str, bool]:
        """Every file that a static path publishes, in order, and whether it does so in any case.

        It does if it names the file, or if it is a folder that has nothing to do with the folders
        of posts, pages, people, series and comments. Else it is False: what only drafts use there
        is left out.
        """
        found: dict[str, bool] = {}
        for path in self.paths:
            is_open = self._is_open(path)
            for file in self._walk(path):
                if not self.refuse(file):
                    real = self.follow(file)
                    is_here = not real or find_home(real, self._inner)[0] is None
                    found[file] = found.get(file, False) or (is_open and is_here)
        return dict(sorted(found.items()))

    @property
    def besides(self) -> tuple[str, ...]:
        """The static paths that hold no folder of sources: other texts there are meant to be."""
        return tuple(path for path in self.paths if not self._holds_sources(path))

    def is_doubtful(self, path: str) -> bool:
        """Return whether a file looks like a text that should have been read."""
        homes = [*self._homes, *((path, "") for path in self.besides)]
        return path not in self.named and is_doubtful(path, find_home(path, homes)[1])

    def check(self, shown: str, report: Report) -> None:
        """Report each static folder that can't be read; `shown` is the content folder's name."""
        for folder in self._unreadable if self.files or self._unreadable else ():
            place = SourceLocation(f"{shown}/{folder}")
            report.error("unreadable", place, "the folder can't be read", "May you read it?")

    @cached_property
    def _homes(self) -> list[tuple[str, str]]:
        """The folders of sources and their kinds, also where a link to one of them leads."""
        homes = [(clean_path(folder), kind) for folder, kind in _pairs(self.folders)]
        real = [(self.follow(folder), kind) for folder, kind in homes if folder != "."]
        return homes + [(folder, kind) for folder, kind in real if folder and folder != "."]

    @cached_property
    def _inner(self) -> list[tuple[str, str]]:
        return [(folder, kind) for folder, kind in self._homes if folder != "."]

    def follow(self, path: str) -> str:
        """Return where the links in a path lead, empty if it has none or leads outside."""
        try:
            real = (self.content / path).resolve().relative_to(self._root).as_posix()
        except (OSError, RuntimeError, ValueError):
            return ""
        return "" if real == path else real

    @cached_property
    def _root(self) -> Path:
        return self.content.resolve()

    def _refuse(self, path: str) -> str:
        if self._is_hidden(path):
            return "is hidden, and never published"
        if path == LEDGER or TOPICS.fullmatch(path):
            return "is read by the kit, and never published"
        folder, kind = find_home(path, self._homes)
        if kind and folder is not None and self._is_source(path, folder, kind):
            return "is a source, and never published"
        return ""

    def _is_hidden(self, path: str) -> bool:
        parts = path.split("/")
        if path in self.named or path in self.renamed:
            parts.pop()
        return any(part[:1] == "." and part not in (".", "..", _WELL_KNOWN) for part in parts)

    def _is_source(self, path: str, folder: str, kind: str) -> bool:
        if self.folders.excludes(path, folder, kind):
            return False
        if path in self.named and not path.endswith(SUFFIXES):
            return False
        name, before = posixpath.basename(path).lower(), ""
        while name != before:
            if name.endswith(self.suffixes) or _DERIVED.search(name):
                return True
            name, before = _COPY.sub("", name), name
        return False

    def _is_open(self, path: str) -> bool:
        inside = any(path.startswith(f"{folder}/") for folder, _ in self._homes)
        return path in self.named or not (inside or self._holds_sources(path))

    def _holds_sources(self, path: str) -> bool:
        return path == "." or any(f"{folder}/".startswith(f"{path}/") for folder, _ in self._inner)

    def _walk(self, path: str) -> Iterator[str]:
        """Yield a static path's files, links followed, and note folders that can't be read."""
        try:
            if (self.content / path).is_file():
                yield path
            elif (self.content / path).is_dir():
                yield from self._walk_folder(path, frozenset())
        except OSError:
            self._unreadable.append(path)

    def _walk_folder(self, folder: str, above: frozenset[tuple[int, int]]) -> Iterator[str]:
        try:
            stat = (self.content / folder).stat()
            entries = sorted(os.scandir(self.content / folder), key=lambda entry: entry.name)
        except OSError:
            self._unreadable.append(folder)
            return
        here = (stat.st_dev, stat.st_ino)
        if here in above:  # a link to a folder above
            return
        for entry in entries:
            path = posixpath.normpath(f"{folder}/{entry.name}")
            if self._is_ignored(path):
                continue
            if _is_folder(entry):
                yield from self._walk_folder(path, above | {here})
            elif (self.content / path).is_file():
                yield path

    def _is_ignored(self, path: str) -> bool:
        name = posixpath.basename(path)
        is_hidden = name[:1] == "." and name != _WELL_KNOWN and path not in self.renamed
        is_ignored = any(fnmatch(name, pattern) for pattern in self.folders.ignore)
        return is_hidden or is_ignored or path in self.excludes


def choose_files(
    statics: ContentFiles, is_public: Callable[[str], bool], is_private: Callable[[str], bool]
) -> tuple[str, ...]:
    """Return the static files that are published now.

    `is_public` tells whether published content uses a file, `is_private` whether what is not
    out does.
    """

    def is_held_back(path: str) -> bool:
        ways = (path, statics.follow(path) or path)
        return not any(map(is_public, ways)) and (
            any(map(is_private, ways)) or statics.is_doubtful(path)
        )

    return tuple(
        path for path, is_open in statics.files.items() if is_open or not is_held_back(path)
    )


def check_static_settings(
    settings: Mapping[str, Any],
    statics: ContentFiles,
    place_of: Callable[[str], SourceLocation],
    report: Report,
) -> None:
    """Report settings that would have sources or hidden files published."""
    for key, wrong in (("OUTPUT_SOURCES", True), ("STATIC_EXCLUDE_SOURCES", False)):
        if bool(settings.get(key, not wrong)) is wrong:
            message = f"{key} = {settings[key]!r} can't be obeyed: sources are never published"
            hint = f"Remove it, or set {key} = {not wrong}."
            report.error("setting", place_of(key), message, hint)
    for path in statics.paths:
        if (reason := statics.refuse(path)) and (statics.content / path).exists():
            message = f'STATIC_PATHS names "{path}", which {reason}'
            report.error("setting", place_of("STATIC_PATHS"), message, "Remove it from the list.")
    for path in settings.get("TEMPLATE_PAGES") or ():
        if reason := statics.refuse(relate_path(str(path), statics.content)):
            message = f'TEMPLATE_PAGES names "{path}", which {reason}'
            report.error(
                "setting", place_of("TEMPLATE_PAGES"), message, "Keep it in another folder."
            )


def make_statics(settings: Mapping[str, Any], content: Path, folders: Folders) -> ContentFiles:
    """Return a site's static files as its settings describe them."""
    paths = [relate_path(str(path), content) for path in settings["STATIC_PATHS"]]
    excludes = [relate_path(str(path), content) for path in settings["STATIC_EXCLUDES"]]
    extra = [relate_path(str(path), content) for path in settings["EXTRA_PATH_METADATA"]]
    readers = settings["READERS"]
    suffixes = {*SUFFIXES, *OTHER_TEXTS, *(f".{name.lower()}" for name in readers)}
    unread = {f".{name.lower()}" for name, reader in readers.items() if not reader}
    return ContentFiles(
        content=content,
        folders=folders,
        paths=tuple(dict.fromkeys(paths)),
        excludes=tuple(excludes),
        named=frozenset(path for path in paths if (content / path).is_file()),
        renamed=frozenset(extra),
        suffixes=tuple(sorted(suffixes - (unread - {*SUFFIXES}))),
    )


def relate_path(path: str, content: Path) -> str:
    """Return a path that a setting names as one that begins in the content folder."""
    try:
        return Path(os.path.relpath(content / path, content)).as_posix()
    except ValueError:  # a NUL, or another drive
        return path


def _pairs(folders: Folders) -> Iterator[tuple[str, str]]:
    return ((folder, kind) for kind, folder in folders.kinds())


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False
