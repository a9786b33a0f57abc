"""Reading a content folder: which files there are, and all of them read, in parallel if many."""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from rostrum.diagnostics import Diagnostic, Place, Report
from rostrum.sources import SUFFIXES, ReadOptions, Source, SourceFile, SourceReader

_CHUNK = 64  # files that a worker gets at once
_PARALLEL_FROM = 256  # files; below that, starting processes costs more than it saves
_OTHER_TEXTS = (".rst", ".adoc", ".textile", ".org", ".mdx")


@dataclass(frozen=True, slots=True)
class Folders:
    """Where each kind of file lives below the content folder."""

    posts: tuple[str, ...] = ("posts",)
    pages: tuple[str, ...] = ("pages",)
    people: str = "people"
    series: str = "series"
    comments: str = "comments"
    ignore: tuple[str, ...] = ("**/.*",)

    def kinds(self) -> Iterator[tuple[str, str]]:
        """Yield each kind and a folder of it."""
        yield from (("post", folder) for folder in self.posts)
        yield from (("page", folder) for folder in self.pages)
        yield from (("person", self.people), ("series", self.series), ("comment", self.comments))


def list_files(content: Path, folders: Folders, shown: str, report: Report) -> list[SourceFile]:
    """Return every source file in an order that is always the same.

    `shown` is the content folder's path as messages show it. A text in another format than
    Markdown is reported: its author believes it to be a post.
    """
    found: list[SourceFile] = []
    for kind, folder in folders.kinds():
        for path in _walk(content, folder, folders.ignore):
            place = Place(f"{shown}/{path}" if shown not in ("", ".") else path)
            if path.endswith(SUFFIXES):
                found.append(SourceFile(kind, path, place.path, folder))
            elif path.endswith(_OTHER_TEXTS):
                words = f"a {kind} is written in Markdown; this file is not read"
                report.error("not-markdown", place, words, "Convert it, or move it elsewhere.")
    return found


def read_files(
    files: Sequence[SourceFile], content: Path, options: ReadOptions, jobs: int, report: Report
) -> Mapping[str, Source]:
    """Return what each file holds, by its path; those that can't be read are reported."""
    chunks = [files[n : n + _CHUNK] for n in range(0, len(files), _CHUNK)]
    workers = jobs or os.cpu_count() or 1
    if workers == 1 or len(files) < _PARALLEL_FROM:
        results: Iterable[_Read] = (_read_chunk(chunk, content, options) for chunk in chunks)
        return _collect(results, report)
    with ProcessPoolExecutor(workers) as pool:
        results = pool.map(_read_chunk, chunks, [content] * len(chunks), [options] * len(chunks))
        return _collect(results, report)


_Read = tuple[list[tuple[str, Source]], list[Diagnostic]]


def _read_chunk(files: Sequence[SourceFile], content: Path, options: ReadOptions) -> _Read:
    reader, report = SourceReader(options), Report()
    found = [(file.path, _read_file(reader, file, content, report)) for file in files]
    return [(path, source) for path, source in found if source is not None], list(report)


def _read_file(
    reader: SourceReader, file: SourceFile, content: Path, report: Report
) -> Source | None:
    try:
        raw = (content / file.path).read_bytes()
    except OSError as error:
        words = f"the file can't be read: {error.strerror}"
        report.error("unreadable", Place(file.shown), words)
        return None
    return reader.read(file, raw, report)


def _collect(results: Iterable[_Read], report: Report) -> Mapping[str, Source]:
    found: dict[str, Source] = {}
    for sources, diagnostics in results:
        found.update(sources)
        report.extend(diagnostics)
    return found


def _walk(content: Path, folder: str, ignore: Sequence[str]) -> Iterator[str]:
    for root, names, files in os.walk(content / folder, followlinks=True):
        names[:] = sorted(name for name in names if not _is_ignored(name, ignore))
        below = Path(root).relative_to(content).as_posix()
        prefix = "" if below == "." else f"{below}/"
        yield from (f"{prefix}{name}" for name in sorted(files) if not _is_ignored(name, ignore))


def _is_ignored(name: str, patterns: Sequence[str]) -> bool:
    return name.startswith(".") or any(fnmatch.fnmatch(name, pattern) for pattern in patterns)
