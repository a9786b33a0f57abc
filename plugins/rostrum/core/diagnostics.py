"""Diagnostics as data: collected during a whole build, reported together.

All output passes through `printable_line`, `printable_text` or `format_plain_json`: text from
authors, commenters or file names must not control a terminal or a CI runner.
"""

from __future__ import annotations

import difflib
import json
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from rostrum.core.terminal_colors import Style, paint, strip_colors
from rostrum.core.translatable import (
    NO_TEXT,
    Translatable,
    Translator,
    join_sentences,
    ngettext_lazy,
)
from rostrum.core.translatable import gettext_lazy as _


class Severity(StrEnum):
    """Severity of a diagnostic: an error stops the build before anything is written.

    A note says what the author may know already; a strict build does not count it as an error.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class SourceLocation:
    """A position in a file: path relative to the starting folder, line and column from 1.

    The path may also be an option of the command, such as `--output`.
    """

    path: str
    line: int = 1
    column: int = 1

    @property
    def is_option(self) -> bool:
        """True for an option of the command, which has no lines."""
        return self.path.startswith("--")

    def __str__(self) -> str:
        if self.is_option:
            return self.path
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: its location, severity, code, message, and a hint for its remedy."""

    place: SourceLocation
    level: Severity
    code: str
    message: Translatable
    hint: Translatable = NO_TEXT

    @property
    def labelled_hint(self) -> Translatable:
        """The hint with its label, as it is shown; NO_TEXT without a hint."""
        return _("hint: %(hint)s", hint=self.hint) if self.hint else NO_TEXT

    @property
    def order(self) -> tuple[SourceLocation, str, str]:
        """The sort key in a report: location, code, message in English."""
        return (self.place, self.code, str(self.message))


@dataclass(slots=True)
class Report:
    """All findings of one build; `levels` overrides the level of a code (`off` drops it).

    `folders` lists further folders, besides the starting folder, for quoted source lines.
    `is_ignored` returns True for a finding that is not to be added.
    """

    levels: Mapping[str, str] = field(default_factory=dict)
    strict: bool = False
    folders: tuple[Path, ...] = ()
    is_ignored: Callable[[Diagnostic], bool] = lambda _diagnostic: False
    _diagnostics: dict[Diagnostic, None] = field(default_factory=dict)

    def error(
        self,
        code: str,
        place: SourceLocation,
        message: Translatable,
        hint: Translatable = NO_TEXT,
    ) -> None:
        """Add an error."""
        self.add(Diagnostic(place, Severity.ERROR, code, message, hint))

    def warning(
        self,
        code: str,
        place: SourceLocation,
        message: Translatable,
        hint: Translatable = NO_TEXT,
    ) -> None:
        """Add a warning."""
        self.add(Diagnostic(place, Severity.WARNING, code, message, hint))

    def note(
        self,
        code: str,
        place: SourceLocation,
        message: Translatable,
        hint: Translatable = NO_TEXT,
    ) -> None:
        """Add a note."""
        self.add(Diagnostic(place, Severity.NOTE, code, message, hint))

    def add(self, diagnostic: Diagnostic) -> None:
        """Add a finding at the level configured for its code in the site's settings."""
        level = self.levels.get(diagnostic.code, diagnostic.level)
        if level == "off" or self.is_ignored(diagnostic):
            return
        if self.strict and level != Severity.NOTE:
            level = Severity.ERROR
        self._diagnostics[_with_level(diagnostic, Severity(level))] = None

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Add several findings."""
        for diagnostic in diagnostics:
            self.add(diagnostic)

    def select(self, wanted: Callable[[Diagnostic], bool]) -> None:
        """Keep only the findings accepted by the `wanted` predicate."""
        self._diagnostics = {
            diagnostic: None for diagnostic in self._diagnostics if wanted(diagnostic)
        }

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(sorted(self._diagnostics, key=lambda diagnostic: diagnostic.order))

    def __len__(self) -> int:
        return len(self._diagnostics)

    @property
    def errors(self) -> int:
        """The number of errors."""
        return self._count(Severity.ERROR)

    @property
    def warnings(self) -> int:
        """The number of warnings."""
        return self._count(Severity.WARNING)

    @property
    def notes(self) -> int:
        """The number of notes."""
        return self._count(Severity.NOTE)

    def _count(self, level: Severity) -> int:
        return sum(diagnostic.level is level for diagnostic in self._diagnostics)


def _with_level(diagnostic: Diagnostic, level: Severity) -> Diagnostic:
    if diagnostic.level is level:
        return diagnostic
    return Diagnostic(diagnostic.place, level, diagnostic.code, diagnostic.message, diagnostic.hint)


def merge(first: Report, second: Report) -> Report:
    """Return all findings of `first`, and those of `second` with a new location or code.

    Use it for two reports on the same files, to avoid repeated findings.
    """
    reported = {(diagnostic.place, diagnostic.code) for diagnostic in first}
    merged = Report()
    merged.extend(first)
    merged.extend(
        diagnostic for diagnostic in second if (diagnostic.place, diagnostic.code) not in reported
    )
    return merged


_LONGEST_WORD = 200  # characters; the search time is quadratic in the length
MAX_LISTED = 12  # limit on known words listed in a hint


def shorten(written: str) -> str:
    """Return the text cut to at most 80 characters, for quotation in a message."""
    return written if len(written) <= 80 else written[:79] + "…"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most similar to `word`, ignoring case; None without a match."""
    if len(word) > _LONGEST_WORD:
        return None
    folded = {each.casefold(): each for each in sorted(set(known), reverse=True)}
    candidates = [each for each in folded if len(each) <= _LONGEST_WORD]
    near = difflib.get_close_matches(word.casefold(), candidates, n=1)
    return folded[near[0]] if near else None


def suggest(word: str, known: Iterable[str], otherwise: Translatable | None = None) -> Translatable:
    """Return a hint naming the nearest known word.

    Without a match, return `otherwise`; by default the list of known words, if it is short.
    """
    known_words = set(known)
    if near := nearest(word, known_words):
        return _('Did you mean "%(near)s"?', near=near)
    return list_known(known_words) if otherwise is None else otherwise


def list_known(known_words: Collection[str]) -> Translatable:
    """Return a hint listing the known words, or NO_TEXT for more than MAX_LISTED."""
    if not known_words or len(known_words) > MAX_LISTED:
        return NO_TEXT
    return _("Known: %(known)s.", known=", ".join(sorted(known_words)))


SHOWN_OF_A_KIND = 5
"""Number of findings with the same code and level shown in full, unless all are asked for."""

_STYLES = {
    Severity.ERROR: Style.ERROR,
    Severity.WARNING: Style.WARNING,
    Severity.NOTE: Style.NOTE,
}
_MANY = 20  # findings: a summary by code helps to find one's way


def format_text(
    report: Report, root: Path, language: Translator, *, limit: int = 0, colors: bool = False
) -> str:
    """Return the report as text for a terminal, each finding with its source line and hint.

    Messages and hints are in a language; level and code are the same in each of them. Of findings
    with the same code and level, show `limit`, and count the others, unless these are one or two;
    0 shows all.
    """
    lines = [count_findings(report).translate(language)]
    if len(report):
        lines.insert(0, format_findings(report, root, language, limit=limit, colors=colors))
    return "\n".join(lines)


def format_findings(
    report: Report, root: Path, language: Translator, *, limit: int = 0, colors: bool = False
) -> str:
    """Return the text of format_text without the last line, the numbers of errors and warnings."""
    sources = _SourceLines(root, report.folders)
    kinds = Counter((diagnostic.level, diagnostic.code) for diagnostic in report)
    passed: Counter[tuple[Severity, str]] = Counter()
    blocks: list[str] = []
    for diagnostic in report:
        kind = (diagnostic.level, diagnostic.code)
        passed[kind] += 1
        if passed[kind] <= _count_shown(kinds[kind], limit):
            blocks.append(_format_block(diagnostic, sources, language))
    if len(blocks) < len(report) or len(report) > _MANY:
        blocks += _list_kinds(kinds, limit, language)
    text = "\n".join(blocks)
    return text if colors else strip_colors(text)


def _count_shown(count: int, limit: int) -> int:
    """Return how many of `count` findings of a kind are shown: all, rather than hide one or two."""
    return limit if limit and count > limit + 2 else count


def _list_kinds(
    kinds: Counter[tuple[Severity, str]], limit: int, language: Translator
) -> Iterator[str]:
    """Yield a line for each kind of finding with its number, errors first."""
    yield _("All findings by code:").translate(language)
    order = list(Severity)
    for level, code in sorted(kinds, key=lambda it: (order.index(it[0]), -kinds[it], it[1])):
        count = kinds[level, code]
        line = f"{count:7,}  {paint(f'{level}[{code}]', _STYLES[level])}"
        if hidden := count - _count_shown(count, limit):
            rest = ngettext_lazy(
                "%(count)s of them not shown", "%(count)s of them not shown", hidden
            )
            line += f", {rest.translate(language)}"
        yield line
    if any(count > _count_shown(count, limit) for count in kinds.values()):
        hint = _("The option --all-findings shows all, --format json has them as data.")
        yield hint.translate(language)


def count_findings(report: Report) -> Translatable:
    """Return the summary line of a report: the numbers of errors and warnings, and of notes."""
    errors, warnings, notes = report.errors, report.warnings, report.notes
    if not (errors or warnings or notes):
        return _("No errors, no warnings.")
    counts = _(
        "%(errors)s, %(warnings)s.",
        errors=ngettext_lazy("%(count)s error", "%(count)s errors", errors)
        if errors
        else _("no errors"),
        warnings=ngettext_lazy("%(count)s warning", "%(count)s warnings", warnings)
        if warnings
        else _("no warnings"),
    )
    if not notes:
        return counts
    if not (errors or warnings):
        counts = _("No errors, no warnings.")
    return join_sentences(counts, ngettext_lazy("%(count)s note.", "%(count)s notes.", notes))


def format_json(report: Report) -> str:
    """Return the report as one JSON object with `diagnostics`, `errors`, `warnings` and `notes`.

    Its texts are English in each language, because programs compare them.
    """
    diagnostics = [
        {**asdict(item.place), "level": item.level.value, "code": item.code}
        | {"message": str(item.message), "hint": str(item.hint)}
        for item in report
    ]
    content = {
        "diagnostics": diagnostics,
        "errors": report.errors,
        "warnings": report.warnings,
        "notes": report.notes,
    }
    return format_plain_json(content)


def format_plain_json(content: Any) -> str:
    """Return indented, readable JSON, safe to print.

    Characters blanked by `printable_line` are escaped here, to preserve the data.
    """
    text = json.dumps(content, ensure_ascii=False, indent=2)
    text = _NOT_PLAIN.sub(_escape, text)
    return _MARKED_COMMAND.sub(r"#\\u0023\1", text)


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    return char if char.isprintable() else json.dumps(char)[1:-1]


def printable_line(text: str) -> str:
    """Return a line free of terminal and CI runner commands, at the same width.

    Replace control characters (including C1 and bidirectional controls) with blanks, and
    likewise the second character of a CI runner command such as `::`.
    """
    text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
    return _disarm("".join(char if char.isprintable() else " " for char in text))


def printable_text(text: str) -> str:
    """Clean several lines like `printable_line`, but keep emoji joiners and no-break spaces."""
    text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
    return "\n".join(_disarm(_STEERING.sub(" ", line)) for line in text.split("\n"))


# GitHub's runner treats a line as a command if it begins with "::" after blanks, or contains
# "##[" anywhere; Azure's looks for "##vso[", TeamCity's for "##teamcity[".
# (actions/runner, src/Runner.Common/ActionCommand.cs; azure-pipelines-agent, Command.cs)
_COMMAND = re.compile(r"(\s*:):")
_MARKED_COMMAND = re.compile(r"##(\w*\[)")
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")  # a non-UTF-8 byte of a file name (PEP 383)
_NOT_PLAIN = re.compile(r"[^\n\x20-\x7e]")


def _disarm(line: str) -> str:
    if match := _COMMAND.match(line):
        line = f"{match[1]} {line[match.end() :]}"
    return _MARKED_COMMAND.sub(r"# \1", line)


_LARGEST = 10_000_000  # bytes; no line of a larger file is shown


class _SourceLines:
    """The lines of the files named in a report, each file read once."""

    def __init__(self, root: Path, folders: Iterable[Path] = ()) -> None:
        self._root = root
        self._folders = tuple(folder.resolve() for folder in (root, *folders))
        self._files: dict[str, list[str]] = {}

    def line(self, place: SourceLocation) -> str:
        if place.path not in self._files:
            self._files[place.path] = self._read(place.path)
        lines = self._files[place.path]
        return lines[place.line - 1] if place.line <= len(lines) else ""

    def _read(self, path: str) -> list[str]:
        file = self._root / path
        try:
            # Reading a pipe would block for ever; oversized files are never read as content.
            if not file.is_file() or not self._may_show(file) or file.stat().st_size > _LARGEST:
                return []
            text = file.read_text("utf-8-sig", errors="replace")
        except (OSError, ValueError):
            return []
        if text.startswith(_BINARY):
            return []
        # Lines are counted as in front matter; str.splitlines() would also split at a form feed.
        return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def _may_show(self, file: Path) -> bool:
        """Return True if a file is in one of the folders or reached without symbolic links."""
        real = file.resolve()
        if any(real.is_relative_to(folder) for folder in self._folders):
            return True
        seeming = Path(os.path.abspath(file))  # noqa: PTH100 - links are not to be followed
        return real == seeming


_BINARY = ("\ufffdPNG", "\ufffd\ufffd\ufffd", "GIF8", "RIFF", "II*\0", "MM\0*", "\0\0\0", "%PDF")
"""First characters of images, videos and PDFs decoded as UTF-8; no line of them is shown."""

_SHOWN = 120  # characters of a source line shown in a terminal without wrapping twice


_WHOLE_FILES = frozenset(
    (
        *(
            "address-outside",
            "embargo",
            "file-language",
            "file-location",
            "file-name",
            "file-outside",
            "image-damaged",
        ),
        *(
            "image-format",
            "image-large",
            "image-location",
            "image-metadata",
            "name-clash",
            "name-reserved",
        ),
        *("not-image", "output", "output-foreign", "output-unknown", "removal-large"),
    )
)
"""Codes of findings about whole files, reported without a source line."""


def _format_block(diagnostic: Diagnostic, sources: _SourceLines, language: Translator) -> str:
    place, kind = str(diagnostic.place), f"{diagnostic.level}[{diagnostic.code}]"
    summary = printable_line(f"{place}: {kind}: {diagnostic.message.translate(language)}")
    start, end = len(place), len(place) + len(kind) + 2
    style = _STYLES[diagnostic.level]
    head = f"{paint(summary[:start], Style.PLACE)}: {paint(summary[start + 2 : end], style)}"
    rows = [f"{head}{summary[end:]}"]
    line = "" if diagnostic.code in _WHOLE_FILES else sources.line(diagnostic.place)
    if line.strip():
        rows += _excerpt(line, diagnostic.place.column, style)
    if labelled := diagnostic.labelled_hint:
        label, colon, hint = printable_line(labelled.translate(language)).partition(":")
        rows.append(f"    {paint(label + colon, Style.HINT)}{hint}")
    return "\n".join(rows)


def _excerpt(line: str, column: int, style: Style) -> list[str]:
    start = max(0, column - _SHOWN // 2) if len(line) > _SHOWN else 0
    excerpt = printable_line(line[start : start + _SHOWN])
    blanks = " " * _width(excerpt[: column - 1 - start])
    return [f"    {excerpt}", f"    {blanks}{paint('^', style)}"]


def _width(text: str) -> int:
    """Return the width of a text in terminal columns (Unicode, UAX 11)."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)
