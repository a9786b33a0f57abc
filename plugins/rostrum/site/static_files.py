"""Static files: choose the files below the content folder to publish unchanged.

Sources are never published: they contain unpublished text and drafts. Hidden files and folders
are never published either, except `.well-known/` (RFC 8615) and single files named in a setting.
Files used by drafts alone are published together with the drafts and not before, unless they are
in a separate static folder, such as `images/`.
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
from rostrum.core.translatable import NO_TEXT, Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.reading.default_metadata import clean_path
from rostrum.reading.files import OTHER_TEXTS, TOPICS, Folders, find_home, is_doubtful
from rostrum.reading.source_file import SUFFIXES
from rostrum.spelling.word_lists import LISTS as WORD_LISTS

LEDGER = "crossposts.json"
"""The record of posts sent to social networks, a file below the content folder."""

ADDRESSES = "addresses.tsv"
"""The published addresses of posts, a file below the content folder."""

_WELL_KNOWN = ".well-known"
# Copies made by editors and version control: "a.md~", "#a.md#", "a.md.bak", "a.md.~1~".
_COPY = re.compile(r"(?:~|#|\.~?\d+~?|\.(?:bak|copy|old|orig|rej|save|swp|tmp))$")
# Packed or renamed copies of a source: "a.md.gz", "a.md_backup", "a.md,v".
_DERIVED = re.compile(r"\.(?:md|markdown|mkd|mdown|rst|adoc)[^a-z]", re.IGNORECASE)


@dataclass(frozen=True)
class ContentFiles:
    """The static files of a site; all paths are relative to the content folder.

    `paths` are files and folders, `excludes` are folders in them to omit. `named` are the files
    among the paths, `renamed` the files moved by EXTRA_PATH_METADATA. `suffixes` are the suffixes
    of files read by Pelican's readers.
    """

    content: Path
    folders: Folders
    paths: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()
    renamed: frozenset[str] = frozenset()
    suffixes: tuple[str, ...] = (*SUFFIXES, *OTHER_TEXTS)
    _reasons: dict[str, Translatable] = field(default_factory=dict, repr=False, compare=False)
    _unreadable: list[str] = field(default_factory=list, repr=False, compare=False)

    def refuse(self, path: str) -> Translatable:
        """Return the reason for never publishing a file; NO_TEXT if it may be published.

        The reason is a phrase to append to the file's name, such as "is hidden, and never
        published".
        """
        if path not in self._reasons:
            real = self.follow(path)
            self._reasons[path] = self._refuse(path) or (self._refuse(real) if real else NO_TEXT)
        return self._reasons[path]

    def read_too(self, suffixes: Iterable[str]) -> ContentFiles:
        """Return a copy with more suffixes of sources, given without a dot."""
        more = {f".{suffix.lower()}" for suffix in suffixes} - {".static"}  # used by Pelican itself
        known = {*self.suffixes, *more}
        if len(known) == len(self.suffixes):
            return self
        return replace(self, suffixes=tuple(sorted(known)), _reasons={}, _unreadable=[])

    @cached_property
    def files(self) -> Mapping[str, bool]:
        """The files published by static paths, in order, and whether each is published in any case.

        The value is True if a static path names the file, or names a folder apart from the folders
        of posts, pages, people, series and comments. If it is False, the file is omitted while
        only unpublished content uses it.
        """
        open_by_file: dict[str, bool] = {}
        for path in self.paths:
            is_open = self._is_open(path)
            for file in self._walk(path):
                if not self.refuse(file):
                    real = self.follow(file)
                    is_outside = not real or find_home(real, self._inner)[0] is None
                    open_by_file[file] = open_by_file.get(file, False) or (is_open and is_outside)
        return dict(sorted(open_by_file.items()))

    @property
    def besides(self) -> tuple[str, ...]:
        """The static paths without a folder of sources: other texts in them are intentional."""
        return tuple(path for path in self.paths if not self._holds_sources(path))

    def is_doubtful(self, path: str) -> bool:
        """Return True if a file looks like a text misplaced or misnamed, and therefore not read."""
        homes = [*self._homes, *((path, "") for path in self.besides)]
        return path not in self.named and is_doubtful(path, find_home(path, homes)[1])

    def check(self, display_path: str, report: Report) -> None:
        """Report each unreadable static folder. `display_path` names the content folder."""
        for folder in self._unreadable if self.files or self._unreadable else ():
            location = SourceLocation(f"{display_path}/{folder}")
            report.error(
                "unreadable", location, _("the folder can't be read"), _("May you read it?")
            )

    @cached_property
    def _homes(self) -> list[tuple[str, str]]:
        """The folders of sources and their kinds, including the targets of symbolic links."""
        homes = [(clean_path(folder), kind) for folder, kind in _pairs(self.folders)]
        real = [(self.follow(folder), kind) for folder, kind in homes if folder != "."]
        return homes + [(folder, kind) for folder, kind in real if folder and folder != "."]

    @cached_property
    def _inner(self) -> list[tuple[str, str]]:
        return [(folder, kind) for folder, kind in self._homes if folder != "."]

    def follow(self, path: str) -> str:
        """Return a path with symbolic links resolved.

        Return the empty string if there are none, or if the target is outside the content folder.
        """
        try:
            real = (self.content / path).resolve().relative_to(self._root).as_posix()
        except (OSError, RuntimeError, ValueError):
            return ""
        return "" if real == path else real

    @cached_property
    def _root(self) -> Path:
        return self.content.resolve()

    def _refuse(self, path: str) -> Translatable:
        if self._is_hidden(path):
            return _("is hidden, and never published")
        if path in (LEDGER, ADDRESSES) or TOPICS.fullmatch(path) or WORD_LISTS.fullmatch(path):
            return _("is read by the kit, and never published")
        folder, kind = find_home(path, self._homes)
        if kind and folder is not None and self._is_source(path, folder, kind):
            return _("is a source, and never published")
        return NO_TEXT

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
        """Yield a static path's files, following links, and record unreadable folders."""
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
        identity = (stat.st_dev, stat.st_ino)
        if identity in above:  # a link to a folder above
            return
        for entry in entries:
            path = posixpath.normpath(f"{folder}/{entry.name}")
            if self._is_ignored(path):
                continue
            if _is_folder(entry):
                yield from self._walk_folder(path, above | {identity})
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
    """Return the static files to publish now.

    `is_public` returns True for files used by published content, `is_private` for files used by
    unpublished content.
    """

    def is_held_back(path: str) -> bool:
        spellings = (path, statics.follow(path) or path)
        return not any(map(is_public, spellings)) and (
            any(map(is_private, spellings)) or statics.is_doubtful(path)
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
    """Report settings requesting the publication of sources or hidden files."""
    for key, wrong in (("OUTPUT_SOURCES", True), ("STATIC_EXCLUDE_SOURCES", False)):
        if bool(settings.get(key, not wrong)) is wrong:
            message = _(
                "%(key)s = %(value)s can't be obeyed: sources are never published",
                key=key,
                value=repr(settings[key]),
            )
            hint = _("Remove it, or set %(key)s = %(value)s.", key=key, value=str(not wrong))
            report.error("setting", place_of(key), message, hint)
    for path in statics.paths:
        if (reason := statics.refuse(path)) and (statics.content / path).exists():
            message = _('STATIC_PATHS names "%(path)s", which %(reason)s', path=path, reason=reason)
            report.error(
                "setting", place_of("STATIC_PATHS"), message, _("Remove it from the list.")
            )
    for path in settings.get("TEMPLATE_PAGES") or ():
        if reason := statics.refuse(relate_path(str(path), statics.content)):
            message = _(
                'TEMPLATE_PAGES names "%(path)s", which %(reason)s', path=path, reason=reason
            )
            report.error(
                "setting", place_of("TEMPLATE_PAGES"), message, _("Keep it in another folder.")
            )


def make_statics(settings: Mapping[str, Any], content: Path, folders: Folders) -> ContentFiles:
    """Return a site's static files according to its settings."""
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
    """Return a path from a setting relative to the content folder."""
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
