"""Read many files in worker processes, one task per chunk of files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.files import LARGEST, TooLarge, read_raw
from rostrum.core.hashing import digest_bytes
from rostrum.core.parallel import Lost, WorkerPool
from rostrum.core.system_errors import describe_error, suggest_remedy
from rostrum.core.time_limit import OutOfTime, limit_time
from rostrum.core.translatable import gettext_lazy as _
from rostrum.core.translatable import group_digits
from rostrum.reading.codec import CachedSource, decode, encode
from rostrum.reading.parser import SLOW, SourceReader, report_slow
from rostrum.reading.source_file import ReadOptions, Source, SourceFile

CHUNK_SIZE = 64  # files per task of a worker
PARALLEL_FROM = 256  # files; below this limit, starting processes costs more time than it saves


@dataclass(frozen=True, slots=True)
class ReadResult:
    """The result of reading a file.

    `digest` is the digest of the file's bytes, empty for an unreadable file. `value` is the
    content encoded by rostrum.reading.codec, for faster transfer between processes. `held` is
    the content itself if `value` is empty. `text` is the rendered text, kept apart from both.
    """

    file: SourceFile
    digest: bytes
    value: bytes
    held: CachedSource
    text: str = ""

    def open(self) -> CachedSource:
        """Return the content of the file without its text."""
        return (self.value and decode(self.file.kind, self.value)) or self.held


def read_files(
    files: Sequence[SourceFile],
    content: Path,
    options: ReadOptions,
    workers: WorkerPool,
    cpu_seconds: float = 0,
) -> Iterator[ReadResult]:
    """Yield the result of reading each file, in the given order.

    Report each file taking more than `cpu_seconds` of CPU time; 0 means no limit.
    """
    size = workers.chunk_size or (CHUNK_SIZE if len(files) >= PARALLEL_FROM else PARALLEL_FROM)
    chunks = [files[n : n + size] for n in range(0, len(files), size)]
    for readings in workers.map(
        SourceBatch.read, SourceBatch(content, options, cpu_seconds), chunks
    ):
        yield from _report_lost(readings) if isinstance(readings, Lost) else readings


def _report_lost(lost: Lost[Sequence[SourceFile]]) -> Iterator[ReadResult]:
    """Yield an empty result for each file of a chunk lost with its worker.

    The first result carries the error.
    """
    first, *following = lost.share
    report = Report()
    message = _("the process that read this file %(reason)s", reason=lost.reason)
    if following:
        message = _(
            "the process that read this file, and %(number)s files after it, %(reason)s",
            number=len(following),
            reason=lost.reason,
        )
    hint = _("Halve the text to find the place; if memory is short, lower the setting jobs.")
    report.error("worker", SourceLocation(first.display_path), message, hint)
    yield ReadResult(first, b"", b"", (None, list(report)))
    yield from (ReadResult(file, b"", b"", (None, [])) for file in following)


@dataclass(frozen=True)
class SourceBatch:
    """Reads chunks of files in one process, with one Markdown renderer for all of them."""

    content: Path
    options: ReadOptions
    cpu_seconds: float = 0

    def read(self, files: Sequence[SourceFile]) -> list[ReadResult]:
        """Return the result of reading each file."""
        return [self._read_in_time(file) for file in files]

    def _read_in_time(self, file: SourceFile) -> ReadResult:
        try:
            with limit_time(self.cpu_seconds):
                return _read_file(self._reader, file, self.content)
        except OutOfTime:
            report = Report()
            report_slow(SourceLocation(file.display_path), report)
            return ReadResult(file, b"", b"", (None, list(report)))

    @cached_property
    def _reader(self) -> SourceReader:
        return SourceReader(self.options)


def _read_file(reader: SourceReader, file: SourceFile, content: Path) -> ReadResult:
    report = Report()
    try:
        raw = read_raw(content / file.path)
    except TooLarge:
        message = _("the file has more than %(maximum)s bytes", maximum=group_digits(LARGEST))
        report.error(
            "too-large", SourceLocation(file.display_path), message, _("Divide it into several.")
        )
        return ReadResult(file, b"", b"", (None, list(report)))
    except OSError as error:
        message = _("the file can't be read: %(reason)s", reason=describe_error(error))
        report.error(
            "unreadable", SourceLocation(file.display_path), message, suggest_remedy(error)
        )
        return ReadResult(file, b"", b"", (None, list(report)))
    source = reader.read(file, raw, report)
    source, text = _take_apart(source)
    held = (source, list(report))
    value = encode(held) if _is_text(text) else b""
    rest: CachedSource = (None, []) if value else held
    # A second attempt or a higher limit may read the same file in time.
    is_final = all(diagnostic.code != SLOW for diagnostic in report)
    return ReadResult(file, digest_bytes(raw) if is_final else b"", value, rest, text)


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
    return True


def _take_apart(source: Source | None) -> tuple[Source | None, str]:
    """Return a file's content without its text, and the text."""
    body = getattr(source, "body", None)
    if source is None or not body:
        return source, ""
    light: Any = replace(body, html="", lead="")
    return replace(source, body=light), body.html
