"""Write the present names of keys into a source file, and change nothing else in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from rostrum.core.diagnostics import Report
from rostrum.reading.front_matter import decode, split_source
from rostrum.reading.front_matter_edits import remove_key
from rostrum.reading.yaml_reader import WHOLE_FILE, read_yaml
from rostrum.schema.renames import FormerKey, Rename, rename_cells
from rostrum.schema.source_value import SourceValue

_BOM = b"\xef\xbb\xbf"
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r)?")


class RenamedKeys(NamedTuple):
    """The former keys in a file, and its bytes with the present ones, or None to leave it."""

    former: tuple[Rename, ...]
    changed: bytes | None


def rename_keys(raw: bytes, kind: str, renames: tuple[Rename, ...]) -> RenamedKeys:
    """Return the former keys in a source file of a kind, and its bytes with the present ones.

    A file that can't be read has no former keys.
    """
    cells = _read(raw, kind)
    expected, found = rename_cells(cells or {}, renames)
    former = tuple(each.rename for each in found)
    changed: bytes | None = raw
    for each in sorted(found, key=lambda it: it.value.start, reverse=True):
        changed = _rename(changed, each) if changed is not None else None
    if changed is not None and _to_plain(_read(changed, kind)) != _to_plain(expected):
        changed = None
    return RenamedKeys(former, changed)


def _read(raw: bytes, kind: str) -> Mapping[str, SourceValue] | None:
    if kind == "topics":
        text = decode(raw, "", Report())
        return None if text is None else read_yaml(text, "", 1, Report(), WHOLE_FILE)
    matter = split_source(raw, "", Report())
    return None if matter is None or matter.is_broken else matter.cells


def _rename(raw: bytes, former: FormerKey) -> bytes | None:
    """Return the bytes with one key renamed; without it if its present name has the same value."""
    if former.differs:
        return None
    if former.is_twice:
        return remove_key(raw, former.path[0]) if len(former.path) == 1 else None
    lines = _split_lines(raw)
    place = former.value.start
    line = lines[place.line - 1]
    start = len(line.decode()[: place.column - 1].encode())
    key, name = former.rename.former_key.encode(), former.rename.name
    found = re.compile(rb"[\"']?(" + re.escape(key) + rb")(?=[\"']?\s*:)", re.IGNORECASE)
    match = found.match(line, start)
    if match is None:
        return None
    written = name.capitalize() if match[1][:1].isupper() else name
    lines[place.line - 1] = line[: match.start(1)] + written.encode() + line[match.end(1) :]
    return (_BOM if raw.startswith(_BOM) else b"") + b"".join(lines)


def _split_lines(raw: bytes) -> list[bytes]:
    return _LINE.findall(raw.removeprefix(_BOM))


def _to_plain(cells: Mapping[str, SourceValue] | None) -> dict[str, object] | None:
    return None if cells is None else {key: cell.to_plain() for key, cell in cells.items()}
