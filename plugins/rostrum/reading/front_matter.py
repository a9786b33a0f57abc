"""Front matter: splits a source file into typed-later cells, each with its place, and a body.

YAML between `---` lines, or Pelican's `Key: value` lines up to the first empty line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.reading.yaml_reader import read_inline, read_yaml, report_twice
from rostrum.schema.source_value import SourceValue

_KEY_VALUE = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):(?:[ \t]+(.*))?$")
_FENCE = re.compile(r"---[ \t]*$")
_CLOSE = re.compile(r"(?:---|\.\.\.)[ \t]*$")

MOST_KEYS = 500
"""Keys of a front matter; each that is not known takes a search for the nearest that is."""

_MOST_LINES = 2_000  # of a front matter without a fence


@dataclass(frozen=True, slots=True)
class Matter:
    """A split source file: its cells by key, the body and the number of its first line."""

    path: str
    cells: dict[str, SourceValue] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1


def split_source(raw: bytes, path: str, report: Report) -> Matter | None:
    """Return the parts of a source file, or None after reporting why it can't be read."""
    text = decode(raw, path, report)
    if text is None:
        return None
    lines = text.split("\n")
    if _FENCE.match(lines[0]):
        return _split_yaml(lines, path, report)
    return _split_key_values(lines, path, report)


def decode(raw: bytes, path: str, report: Report) -> str | None:
    """Return a file's text, its lines ended by line feeds, or None after reporting why not."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place_of_byte(raw, error.start, path)
        message = f"the file is not UTF-8: the byte 0x{raw[error.start]:02x} stands here"
        report.error("not-utf8", place, message, "Save it again with the encoding UTF-8.")
        return None
    if "\0" in text:
        place = _place_of_byte(raw, raw.index(b"\0"), path)
        hint = "Save it again as plain text with the encoding UTF-8."
        report.error("not-text", place, "the file is no text: it holds a NUL byte", hint)
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _place_of_byte(raw: bytes, offset: int, path: str) -> SourceLocation:
    before = raw[:offset].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    start = before.rfind(b"\n") + 1
    column = len(before[start:].decode("utf-8-sig", errors="replace")) + 1
    return SourceLocation(path, before.count(b"\n") + 1, column)


def _split_yaml(lines: list[str], path: str, report: Report) -> Matter | None:
    end = next((n for n, line in enumerate(lines[1:], 1) if _CLOSE.match(line)), None)
    if end is None:
        hint = 'Write a line "---" below the last key.'
        report.error("frontmatter-open", SourceLocation(path), "the front matter has no end", hint)
        return None
    cells = read_yaml("\n".join(lines[1:end]) + "\n", path, 2, report)
    if cells is None or not _has_few_keys(cells, path, report):
        return None
    return Matter(path, cells, "\n".join(lines[end + 1 :]), end + 2)


def _has_few_keys(cells: dict[str, SourceValue], path: str, report: Report) -> bool:
    """Return whether a front matter has no more keys than are read, after reporting if not."""
    if len(cells) <= MOST_KEYS:
        return True
    message = f"the front matter has {len(cells):,} keys, more than {MOST_KEYS}"
    hint = 'A line "---" ends the front matter; what is below it is the text.'
    report.error("yaml", SourceLocation(path), message, hint)
    return False


def _split_key_values(lines: list[str], path: str, report: Report) -> Matter | None:
    cells: dict[str, SourceValue] = {}
    further: dict[str, list[str]] = {}
    key = ""
    body = len(lines)
    for number, line in enumerate(lines):
        found = _KEY_VALUE.match(line)
        if found:
            key = found[1].lower()
            if key in cells:
                report_twice(found[1], SourceLocation(path, number + 1), report)
            cells[key] = _cell_of_line(found, path, number + 1, report)
            further[key] = []
        elif line.startswith("    ") and key:
            further[key].append(line.strip())
        else:
            body = number
            break
        if number >= _MOST_LINES:
            message = f"the front matter has more than {_MOST_LINES:,} lines"
            report.error(
                "yaml", SourceLocation(path, number + 1), message, "An empty line ends it."
            )
            return None
    cells = {key: _continue(cell, further[key]) for key, cell in cells.items()}
    if not _has_few_keys(cells, path, report):
        return None
    return Matter(path, cells, "\n".join(lines[body:]), body + 1)


def _continue(cell: SourceValue, further: list[str]) -> SourceValue:
    """Return a cell with the text of the lines that continue it."""
    if not further:
        return cell
    first = [cell.data] if isinstance(cell.data, str) else []
    return SourceValue("\n".join([*first, *further]), cell.place, key=cell.key)


def _cell_of_line(found: re.Match[str], path: str, number: int, report: Report) -> SourceValue:
    start = SourceLocation(path, number)
    value = (found[2] or "").strip()
    if not value:
        return SourceValue(None, start, key=start)
    place = SourceLocation(path, number, found.start(2) + 1)
    # Pictures and the like are written in braces, as YAML reads them.
    cell = read_inline(value, place, report) if value[0] in "{[" else None
    return (
        SourceValue(cell.data, place, key=start) if cell else SourceValue(value, place, key=start)
    )
