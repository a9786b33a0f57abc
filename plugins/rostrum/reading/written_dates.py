"""Write a date into the front matter of a post without changing anything else in its file."""

from __future__ import annotations

import re

from rostrum.core.diagnostics import Report
from rostrum.reading.front_matter import Matter, split_source

_EMPTY = re.compile(rb"[ \t]*$")
_BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile(rb"\r\n|\n|\r")


def add_date(raw: bytes, written: str) -> bytes | None:
    """Return the bytes of a post with a date in its front matter.

    Return None if that can't be done by one line: if a value of `date` is written already, or if
    the front matter would not be read as before.
    """
    before = split_source(raw, "", Report())
    if before is None or before.is_broken:
        return None
    changed = _insert(raw, before, written.encode())
    after = split_source(changed, "", Report()) if changed else None
    if after is None or not _is_same(before, after, written):
        return None
    return changed


def _insert(raw: bytes, matter: Matter, date: bytes) -> bytes | None:
    """Return the bytes with a line for the date, or with the empty key of a date filled."""
    mark = _BOM if raw.startswith(_BOM) else b""
    lines = _LINE_END.split(raw[len(mark) :])
    ends = _LINE_END.findall(raw) or [b"\n"]
    if cell := matter.cells.get("date"):
        number = cell.start.line - 1
        if not cell.is_empty or not _EMPTY.search(lines[number].partition(b":")[2]):
            return None
        lines[number] = lines[number].rstrip() + b" " + date
        return mark + _join(lines, ends)
    is_fenced = lines[0].rstrip() == b"---"
    number = 1 if is_fenced else 0
    key = b"date: " if is_fenced else b"Date: "
    return mark + _join([*lines[:number], key + date, *lines[number:]], [ends[0], *ends])


def _join(lines: list[bytes], ends: list[bytes]) -> bytes:
    return b"".join(
        line + end for line, end in zip(lines, [*ends[: len(lines) - 1], b""], strict=True)
    )


def _is_same(before: Matter, after: Matter, date: str) -> bool:
    """Return True if a front matter is the same but for its date, and so is the text."""
    values = {key: cell.to_plain() for key, cell in before.cells.items() if key != "date"}
    expected = {**values, "date": date}
    found = {
        key: cell.data if key == "date" else cell.to_plain() for key, cell in after.cells.items()
    }
    return found == expected and before.body == after.body
