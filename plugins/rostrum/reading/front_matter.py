"""Split a source file into front matter and body.

Front matter is YAML between `---` lines, or Pelican's `Key: value` lines up to the first empty
line. Its source values keep their locations and are converted to types later.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.ignores import IgnoreComment
from rostrum.core.translatable import gettext_lazy as _
from rostrum.core.translatable import group_digits
from rostrum.reading.yaml_reader import read_inline, read_yaml, report_twice
from rostrum.schema.source_value import SourceValue

_KEY_VALUE = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):(?:[ \t]+(.*))?$")
_FENCE = re.compile(r"---[ \t]*$")
_CLOSE = re.compile(r"(?:---|\.\.\.)[ \t]*$")

MOST_KEYS = 500
"""Maximum keys of a front matter; each unknown key costs a search for the closest known key."""

_MOST_LINES = 2_000  # maximum for front matter without a fence


@dataclass(frozen=True, slots=True)
class Matter:
    """A split source file: source values by key, the body and the body's first line number.

    `ignores` are the comments in both that ignore findings.
    `is_broken` is True if the front matter can't be read, so that only the body is known.
    """

    path: str
    cells: dict[str, SourceValue] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    ignores: tuple[IgnoreComment, ...] = ()
    is_broken: bool = False


def split_source(raw: bytes, path: str, report: Report) -> Matter | None:
    """Return the parts of a source file; None, or a broken one, after reporting an error."""
    text = decode(raw, path, report)
    if text is None:
        return None
    lines = text.split("\n")
    if _FENCE.match(lines[0]):
        return _split_yaml(lines, path, report)
    return _split_key_values(lines, path, report)


def decode(raw: bytes, path: str, report: Report) -> str | None:
    """Return a file's text with line feeds as line ends, or None after reporting an error."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place_of_byte(raw, error.start, path)
        message = _(
            "the file is not UTF-8: the byte 0x%(byte)s stands here", byte=f"{raw[error.start]:02x}"
        )
        report.error("not-utf8", place, message, _("Save it again with the encoding UTF-8."))
        return None
    if "\0" in text:
        place = _place_of_byte(raw, raw.index(b"\0"), path)
        hint = _("Save it again as plain text with the encoding UTF-8.")
        report.error("not-text", place, _("the file is no text: it holds a NUL byte"), hint)
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
        hint = _('Write a line "---" below the last key.')
        report.error(
            "frontmatter-open", SourceLocation(path), _("the front matter has no end"), hint
        )
        return None
    cells = read_yaml("\n".join(lines[1:end]) + "\n", path, 2, report)
    body = "\n".join(lines[end + 1 :])
    if cells is None or not _has_few_keys(cells, path, report):
        return Matter(path, {}, body, end + 2, is_broken=True)
    return Matter(path, _lower_keys(cells, report), body, end + 2)


def _lower_keys(cells: dict[str, SourceValue], report: Report) -> dict[str, SourceValue]:
    """Return a front matter with its keys in small letters, as Pelican reads them."""
    if not any(key != key.lower() for key in cells):
        return cells
    lowered: dict[str, SourceValue] = {}
    for key, cell in cells.items():
        if key.lower() in lowered:
            report_twice(key, cell.start, report)
        lowered[key.lower()] = cell
    return lowered


def _has_few_keys(cells: dict[str, SourceValue], path: str, report: Report) -> bool:
    """Return True if the front matter has at most MOST_KEYS keys; report an error otherwise."""
    if len(cells) <= MOST_KEYS:
        return True
    message = _(
        "the front matter has %(number)s keys, more than %(maximum)s",
        number=group_digits(len(cells)),
        maximum=MOST_KEYS,
    )
    hint = _('A line "---" ends the front matter; what is below it is the text.')
    report.error("yaml", SourceLocation(path), message, hint)
    return False


def _split_key_values(lines: list[str], path: str, report: Report) -> Matter | None:
    cells: dict[str, SourceValue] = {}
    further: dict[str, list[str]] = {}
    key = ""
    body = len(lines)
    for number, line in enumerate(lines):
        match = _KEY_VALUE.match(line)
        if match:
            key = match[1].lower()
            if key in cells:
                report_twice(match[1], SourceLocation(path, number + 1), report)
            cells[key] = _cell_of_line(match, path, number + 1, report)
            further[key] = []
        elif line.startswith("    ") and key:
            further[key].append(line.strip())
        else:
            body = number
            break
        if number >= _MOST_LINES:
            message = _(
                "the front matter has more than %(maximum)s lines",
                maximum=group_digits(_MOST_LINES),
            )
            report.error(
                "yaml", SourceLocation(path, number + 1), message, _("An empty line ends it.")
            )
            return None
    cells = {key: _continue(cell, further[key]) for key, cell in cells.items()}
    if not _has_few_keys(cells, path, report):
        return None
    return Matter(path, cells, "\n".join(lines[body:]), body + 1)


def _continue(cell: SourceValue, further: list[str]) -> SourceValue:
    """Return a source value extended by the text of its continuation lines."""
    if not further:
        return cell
    first = [cell.data] if isinstance(cell.data, str) else []
    return SourceValue("\n".join([*first, *further]), cell.place, key=cell.key)


def _cell_of_line(match: re.Match[str], path: str, number: int, report: Report) -> SourceValue:
    start = SourceLocation(path, number)
    value = (match[2] or "").strip()
    if not value:
        return SourceValue(None, start, key=start)
    place = SourceLocation(path, number, match.start(2) + 1)
    # Mappings (such as pictures) and lists are written inline as YAML.
    cell = read_inline(value, place, report) if value[0] in "{[" else None
    return (
        SourceValue(cell.data, place, key=start) if cell else SourceValue(value, place, key=start)
    )
