"""Reading many files: in worker processes, each chunk of them one task."""

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
from rostrum.core.time_limit import OutOfTime, limit_time
from rostrum.reading.codec import CachedSource, decode, encode
from rostrum.reading.parser import SLOW, SourceReader, report_slow
from rostrum.reading.source_file import ReadOptions, Source, SourceFile

_CHUNK = 64  # files that a worker gets at once
_PARALLEL_FROM = 256  # files; below that, starting processes costs more than it saves


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What came of reading a file; `digest` is that of its bytes, empty if it can't be read.

    What it holds comes as the bytes of rostrum.reading.codec, which are quicker to hand over, or
    where there are none as it is, in `held`; its text apart.
    """

    file: SourceFile
    digest: bytes
    value: bytes
    held: CachedSource
    text: str = ""

    def open(self) -> CachedSource:
        """Return what the file holds, without its text."""
        return (self.value and decode(self.file.kind, self.value)) or self.held


def read_files(
    files: Sequence[SourceFile],
    content: Path,
    options: ReadOptions,
    workers: WorkerPool,
    cpu_seconds: float = 0,
) -> Iterator[ReadResult]:
    """Yield what came of reading each file, in the order given.

    A file that takes more than `cpu_seconds` of the processor's time is reported; 0 is no limit.
    """
    size = _CHUNK if len(files) >= _PARALLEL_FROM else _PARALLEL_FROM
    chunks = [files[n : n + size] for n in range(0, len(files), size)]
    for readings in workers.map(
        SourceBatch.read, SourceBatch(content, options, cpu_seconds), chunks
    ):
        yield from _report_lost(readings) if isinstance(readings, Lost) else readings


def _report_lost(lost: Lost[Sequence[SourceFile]]) -> Iterator[ReadResult]:
    """Yield for each file that was lost with its worker a reading that holds nothing.

    The first one bears the finding.
    """
    first, *others = lost.share
    names = f", and {len(others)} files after it" if others else ""
    report = Report()
    message = f"the process that read this file{names} {lost.reason}"
    hint = "Halve the text to find the place; if memory is short, lower the setting jobs."
    report.error("worker", SourceLocation(first.shown), message, hint)
    yield ReadResult(first, b"", b"", (None, list(report)))
    yield from (ReadResult(file, b"", b"", (None, [])) for file in others)


@dataclass(frozen=True)
class SourceBatch:
    """Where files are read: one Markdown renderer serves all that a process reads."""

    content: Path
    options: ReadOptions
    cpu_seconds: float = 0

    def read(self, files: Sequence[SourceFile]) -> list[ReadResult]:
        """Return what came of reading some files."""
        return [self._read_in_time(file) for file in files]

    def _read_in_time(self, file: SourceFile) -> ReadResult:
        try:
            with limit_time(self.cpu_seconds):
                return _read_file(self._reader, file, self.content)
        except OutOfTime:
            report = Report()
            report_slow(SourceLocation(file.shown), report)
            return ReadResult(file, b"", b"", (None, list(report)))

    @cached_property
    def _reader(self) -> SourceReader:
        return SourceReader(self.options)


def _read_file(reader: SourceReader, file: SourceFile, content: Path) -> ReadResult:
    report = Report()
    try:
        raw = read_raw(content / file.path)
    except TooLarge:
        message = f"the file has more than {LARGEST:,} bytes"
        report.error("too-large", SourceLocation(file.shown), message, "Divide it into several.")
        return ReadResult(file, b"", b"", (None, list(report)))
    except OSError as error:
        message = f"the file can't be read: {error.strerror}"
        report.error("unreadable", SourceLocation(file.shown), message, "May you read it?")
        return ReadResult(file, b"", b"", (None, list(report)))
    source = reader.read(file, raw, report)
    source, text = _take_apart(source)
    held = (source, list(report))
    value = encode(held) if _is_text(text) else b""
    rest: CachedSource = (None, []) if value else held
    # Another time, or with another limit, the same file may be read in time.
    is_final = all(found.code != SLOW for found in report)
    return ReadResult(file, digest_bytes(raw) if is_final else b"", value, rest, text)


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
