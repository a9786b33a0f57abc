"""Reading a content folder: which files there are, and all of them read, in parallel if many."""

from __future__ import annotations

import errno
import fnmatch
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from rostrum.cache.file_access import note_opened, select_own
from rostrum.cache.fingerprints import digest_bytes
from rostrum.core.diagnostics import Place, Report
from rostrum.core.parallel import Crew, Lost
from rostrum.core.portable_names import Names, Spelling, is_text, show_name
from rostrum.core.time_limit import OutOfTime, limit_time
from rostrum.core.traversal import Walk, report_name, report_unreadable
from rostrum.reading.codec import Held, decode, encode
from rostrum.reading.default_metadata import clean_path
from rostrum.reading.parser import (
    SLOW,
    SUFFIXES,
    ReadOptions,
    Source,
    SourceFile,
    SourceReader,
    report_slow,
)

LARGEST = 5_000_000
"""Bytes of a source file; a long novel has three million."""

_FIRST_READ = 65_536  # bytes
_CHUNK = 64  # files that a worker gets at once
_PARALLEL_FROM = 256  # files; below that, starting processes costs more than it saves
OTHER_TEXTS = (".rst", ".adoc", ".textile", ".org", ".mdx", ".html", ".htm")
_NOTES = ("README", "LICENSE", "CONTRIBUTING", "CHANGELOG")  # notes on a folder, for its editors
TOPICS = re.compile(r"topics(?:\.[\w-]+)?\.yaml")  # directly in the content folder
_NEARLY_TOPICS = re.compile(r"(?i:topics?|tags?|categor(?:y|ies))(?:\.[\w-]+)?\.ya?ml")
_MAYBE_TEXTS = (".txt", ".text", ".docx", ".doc", ".odt", ".rtf", ".pages")


@dataclass(frozen=True, slots=True)
class Folders:
    """Where each kind of file lives below the content folder."""

    posts: tuple[str, ...] = ("posts",)
    pages: tuple[str, ...] = ("pages",)
    people: str = "people"
    series: str = "series"
    comments: str = "comments"
    ignore: tuple[str, ...] = ("**/.*",)
    post_excludes: tuple[str, ...] = ()
    page_excludes: tuple[str, ...] = ()

    def excludes(self, path: str, folder: str, kind: str) -> bool:
        """Return whether a file in a folder of a kind lies in one that the settings leave out."""
        found = {"post": self.post_excludes, "page": self.page_excludes}.get(kind, ())
        # Pelican adds the folders of posts to PAGE_EXCLUDES, those of pages to ARTICLE_EXCLUDES.
        inner = [each for each in found if folder == "." or each.startswith(f"{folder}/")]
        return any(path.startswith(f"{each}/") for each in inner if each != ".")

    def kinds_at(self, path: str) -> set[str]:
        """Return which kinds of sources may stand at a path, or below it."""
        homes = [(clean_path(folder), kind) for kind, folder in self.kinds()]
        below = {kind for folder, kind in homes if path == "." or folder.startswith(f"{path}/")}
        return below | {find_home(f"{path}/", homes)[1]} - {""}

    def kinds(self) -> Iterator[tuple[str, str]]:
        """Yield each kind and a folder of it."""
        yield from (("post", folder) for folder in self.posts)
        yield from (("page", folder) for folder in self.pages)
        yield from (("person", self.people), ("series", self.series), ("comment", self.comments))


def list_files(
    content: Path, folders: Folders, shown: str, report: Report, besides: Collection[str] = ()
) -> list[SourceFile]:
    """Return every source file in an order that is always the same.

    `shown` is the content folder's path as messages show it; `besides` are static files and
    folders, where only Markdown among the sources is read. A text that is not read is reported:
    its author believes it to be a post.
    """
    found: list[SourceFile] = []
    kinds = [(clean_path(folder), kind) for kind, folder in folders.kinds()]
    homes = [*kinds, *((clean_path(folder), "") for folder in besides)]
    names = Names(shown, report)
    for path in _walk(content, homes, folders.ignore, shown, report):
        is_source = path.lower().endswith((*SUFFIXES, *OTHER_TEXTS))
        folder, kind = find_home(path, kinds)
        if not (kind and is_source):
            folder, kind = find_home(path, homes)
        place = _place(shown, path)
        if not (path.isprintable() if kind else is_text(path)):
            report_name(place, report, is_published=bool(kind) or folder is not None)
            continue
        names.check(path)
        if TOPICS.fullmatch(path):
            found.append(SourceFile("topics", path, place.path))
        elif kind and folder and path.endswith(SUFFIXES):
            found.append(SourceFile(kind, path, place.path, folder))
        elif path in besides or (folder and folders.excludes(path, folder, kind)):
            continue
        elif folder is None or kind:
            _report_unread(path, place, kind, report)
    named = [*folders.kinds(), *(("static file", path) for path in besides)]
    _check_folders(content, named, shown, report)
    _report_none(found, folders, shown, report)
    return sorted(found, key=_order)


def _order(file: SourceFile) -> tuple[int, str]:
    return (_KINDS.index(file.kind), file.path)


_KINDS = ("post", "page", "person", "series", "comment", "topics")


# A site may lack any of them.
_USUAL = ("", "posts", "pages", "people", "series", "comments", "static")


def _place(shown: str, path: str) -> Place:
    return Place("/".join(part for part in (shown, path) if part not in ("", ".")) or ".")


def find_home(path: str, kinds: Iterable[tuple[str, str]]) -> tuple[str | None, str]:
    """Return the innermost folder that a path lies in, and its kind; None and nothing if none."""
    homes = [item for item in kinds if item[0] == "." or path.startswith(f"{item[0]}/")]
    # The first of two kinds in one folder: max() keeps it.
    return max(homes, key=lambda item: len(item[0]) if item[0] != "." else 0, default=(None, ""))


def is_doubtful(path: str, kind: str) -> bool:
    """Return whether a file looks like a text that should have been read; `kind` is its home's."""
    stem, suffix = posixpath.splitext(path)
    lowered = suffix.lower()
    if kind:
        return lowered in _MAYBE_TEXTS or not suffix
    is_note = posixpath.basename(stem) in _NOTES
    return (lowered in SUFFIXES and not is_note) or bool(_NEARLY_TOPICS.fullmatch(path))


def _report_unread(path: str, place: Place, kind: str, report: Report) -> None:
    lowered = posixpath.splitext(path)[1].lower()
    if kind and (lowered in OTHER_TEXTS or lowered in SUFFIXES):
        words = f"a {kind} is written in Markdown; this file is not read"
        hint = 'Convert it to Markdown, and let its name end in ".md".'
        report.error("not-markdown", place, words, hint)
    elif not is_doubtful(path, kind):
        return
    elif kind:
        words = f'this is not read as a {kind}: its name does not end in ".md"'
        report.warning("unread", place, words, "Rename it, or keep it in another folder.")
    elif lowered in SUFFIXES:
        words = "this is not read: it lies in no folder for posts, pages, people or series"
        report.warning("unread", place, words, "Move it, for a post to posts/.")
    else:
        words = "this is not read: what tags and categories are about stands in topics.yaml"
        hint = "Rename it to topics.yaml, in another language to topics.LANG.yaml."
        report.warning("unread", place, words, hint)


def _check_folders(
    content: Path, named: Iterable[tuple[str, str]], shown: str, report: Report
) -> None:
    """Report folders that are missing, are none, or have another name on the disk.

    `named` are their kinds and paths; a static path may name a file.
    """
    spelling = Spelling(content)
    for kind, folder in named:
        place = _place(shown, folder)
        path = clean_path(folder)
        if path == "." or path.startswith(("/", "../")) or path == "..":
            continue
        found = spelling.find(path)
        if found and found != path:
            words = f'there is no folder "{path}", but one that is named "{found}"'
            hint = f'Name it "{path}", or write "{found}" in the settings if they name it.'
            report.error("folder", _place(shown, found), words, hint)
        elif found and kind != "static file" and not (content / path).is_dir():
            words = f"this is no folder, and nothing is read from it as a {kind}"
            report.error("folder", place, words, "Make it a folder, or name another one.")
        elif not found and folder not in _USUAL:
            words = f'there is no folder "{path}", which the settings name'
            hint = "Correct the name. Git keeps no empty folder: put a file .gitkeep into it."
            report.error("folder-missing", place, words, hint)


def _report_none(found: Sequence[SourceFile], folders: Folders, shown: str, report: Report) -> None:
    if not any(file.kind == "post" for file in found):
        words = f"there is no post in {' or '.join(f'{folder}/' for folder in folders.posts)}"
        report.warning("no-posts", Place(shown or "."), words, "Posts are files that end in .md.")


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a file; `digest` is that of its bytes, empty if it can't be read.

    What it holds comes as the bytes of rostrum.reading.codec, which are quicker to hand over, or
    where there are none as it is, in `held`; its text apart. `looked_at` are files that an
    extension of Markdown looked at, besides.
    """

    file: SourceFile
    digest: bytes
    value: bytes
    held: Held
    text: str = ""
    looked_at: tuple[str, ...] = ()

    def open(self) -> Held:
        """Return what the file holds, without its text."""
        return (self.value and decode(self.file.kind, self.value)) or self.held


def read_files(
    files: Sequence[SourceFile],
    content: Path,
    options: ReadOptions,
    crew: Crew,
    cpu_seconds: float = 0,
) -> Iterator[Reading]:
    """Yield what came of reading each file, in the order given.

    A file that takes more than `cpu_seconds` of the processor's time is reported; 0 is no limit.
    """
    size = _CHUNK if len(files) >= _PARALLEL_FROM else _PARALLEL_FROM
    chunks = [files[n : n + size] for n in range(0, len(files), size)]
    for readings in crew.share_out(Desk.read, Desk(content, options, cpu_seconds), chunks):
        yield from _report_lost(readings) if isinstance(readings, Lost) else readings


def _report_lost(lost: Lost[Sequence[SourceFile]]) -> Iterator[Reading]:
    """Yield for each file that was lost with its worker a reading that holds nothing.

    The first one bears the finding.
    """
    first, *others = lost.share
    names = f", and {len(others)} files after it" if others else ""
    report = Report()
    words = f"the process that read this file{names} {lost.reason}"
    hint = "Halve the text to find the place; if memory is short, lower the setting jobs."
    report.error("worker", Place(first.shown), words, hint)
    yield Reading(first, b"", b"", (None, list(report)))
    yield from (Reading(file, b"", b"", (None, [])) for file in others)


class TooLarge(OSError):
    """A file has more bytes than are read of any."""


def read_raw(path: Path) -> bytes:
    """Return a file's bytes; raises OSError for a link to nowhere, or a pipe, never waits.

    Raises TooLarge for a file of more than `LARGEST` bytes, of which no more are read.
    """
    if not path.is_file():
        raise FileNotFoundError(errno.ENOENT, "it is no file, or a link to none")
    with path.open("rb") as file:
        raw = file.read(_FIRST_READ)
        if len(raw) == _FIRST_READ:  # to ask for the largest size at once costs time
            raw += file.read(LARGEST + 1 - _FIRST_READ)
    if len(raw) > LARGEST:
        raise TooLarge(errno.EFBIG, f"it has more than {LARGEST:,} bytes")
    return raw


@dataclass(frozen=True)
class Desk:
    """Where files are read: one Markdown renderer serves all that a process reads."""

    content: Path
    options: ReadOptions
    cpu_seconds: float = 0

    def read(self, files: Sequence[SourceFile]) -> list[Reading]:
        """Return what came of reading some files."""
        return [self._read_in_time(file) for file in files]

    def _read_in_time(self, file: SourceFile) -> Reading:
        try:
            with limit_time(self.cpu_seconds):
                return _read_file(self._reader, file, self.content)
        except OutOfTime:
            report = Report()
            report_slow(Place(file.shown), report)
            return Reading(file, b"", b"", (None, list(report)))

    @cached_property
    def _reader(self) -> SourceReader:
        return SourceReader(self.options)


def _read_file(reader: SourceReader, file: SourceFile, content: Path) -> Reading:
    report = Report()
    try:
        raw = read_raw(content / file.path)
    except TooLarge:
        words = f"the file has more than {LARGEST:,} bytes"
        report.error("too-large", Place(file.shown), words, "Divide it into several.")
        return Reading(file, b"", b"", (None, list(report)))
    except OSError as error:
        words = f"the file can't be read: {error.strerror}"
        report.error("unreadable", Place(file.shown), words, "May you read it?")
        return Reading(file, b"", b"", (None, list(report)))
    looked_at: set[str] = set()
    with note_opened(looked_at):
        source = reader.read(file, raw, report)
    source, text = _take_apart(source)
    held = (source, list(report))
    value = encode(held) if _is_text(text) else b""
    rest: Held = (None, []) if value else held
    # Another time, or with another limit, the same file may be read in time.
    is_final = all(found.code != SLOW for found in report)
    return Reading(
        file, digest_bytes(raw) if is_final else b"", value, rest, text, select_own(looked_at)
    )


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
    return True


def _take_apart(source: Source | None) -> tuple[Source | None, str]:
    """Return what a file holds without its text, and the text."""
    body = getattr(source, "body", None)
    if source is None or not body:
        return source, ""
    light: Any = replace(body, html="", lead="")
    return replace(source, body=light), body.html


def _walk(
    content: Path,
    kinds: Sequence[tuple[str, str]],
    ignore: Sequence[str],
    shown: str,
    report: Report,
) -> Iterator[str]:
    """Yield every file's path below the content folder; report what can't or may not be read."""

    def fail(path: str, reason: str) -> None:
        report_unreadable(_place(shown, show_name(path)), reason, report)

    def leave(path: str) -> None:
        _, kind = find_home(path, kinds)
        if kind or TOPICS.fullmatch(path):
            words = "this link leads out of the content folder"
            place = _place(shown, show_name(path))
            report.error("file-outside", place, words, "Put a copy of the file here.")

    trusted = {folder for folder, kind in kinds if kind}
    return iter(Walk(content, lambda name: _is_ignored(name, ignore), fail, leave, trusted))


def _is_ignored(name: str, patterns: Sequence[str]) -> bool:
    return name.startswith(".") or any(fnmatch.fnmatch(name, pattern) for pattern in patterns)
