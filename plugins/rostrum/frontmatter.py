"""Front matter: splits a source file into typed-later cells, each with its place, and a body.

YAML between `---` lines, or Pelican's `Key: value` lines up to the first empty line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from rostrum.diagnostics import Place, Report

_KEY_VALUE = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):(?:[ \t]+(.*))?$")
_FENCE = re.compile(r"---[ \t]*$")
_CLOSE = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_PLAIN: dict[str, Callable[[str], Any]] = {
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:float": float,
    "tag:yaml.org,2002:bool": lambda text: text.lower() in {"true", "yes", "on"},
}
_NULL = "tag:yaml.org,2002:null"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as written: text, nothing, a list of cells or a mapping to cells; and its place.

    `plain` is a scalar as YAML types it; the schema decides by `data`, so that a title
    `2026` or `No` stays the text that its author typed.
    """

    data: str | list[Cell] | dict[str, Cell] | None
    place: Place
    plain: Any = None

    def to_plain(self) -> Any:
        """Return the value with YAML's own types, for keys whose meaning is the site's."""
        if isinstance(self.data, list):
            return [cell.to_plain() for cell in self.data]
        if isinstance(self.data, dict):
            return {key: cell.to_plain() for key, cell in self.data.items()}
        return self.data if self.plain is None else self.plain


@dataclass(frozen=True, slots=True)
class Matter:
    """A split source file: its cells by key, where each key stands, the body and its first line."""

    path: str
    cells: dict[str, Cell] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1


def split_source(raw: bytes, path: str, report: Report) -> Matter | None:
    """Return the parts of a source file, or None after reporting why it can't be read."""
    text = _decode(raw, path, report)
    if text is None:
        return None
    lines = text.split("\n")
    if _FENCE.match(lines[0]):
        return _split_yaml(lines, path, report)
    return _split_key_values(lines, path)


def _decode(raw: bytes, path: str, report: Report) -> str | None:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place_of_byte(raw, error.start, path)
        wrong = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        report.error("not-utf8", place, wrong, "Save the file as UTF-8.")
        return None
    if "\0" in text:
        place = _place_of_byte(raw, raw.index(b"\0"), path)
        report.error("not-text", place, "the file holds a NUL byte", "Is it a text file?")
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _place_of_byte(raw: bytes, offset: int, path: str) -> Place:
    before = raw[:offset]
    start = before.rfind(b"\n") + 1
    column = len(before[start:].decode("utf-8", errors="replace")) + 1
    return Place(path, before.count(b"\n") + 1, column)


def _split_yaml(lines: list[str], path: str, report: Report) -> Matter | None:
    end = next((n for n, line in enumerate(lines[1:], 1) if _CLOSE.match(line)), None)
    if end is None:
        hint = "Close it with a line of three hyphens."
        report.error("frontmatter-open", Place(path), "the front matter has no end", hint)
        return None
    cells = _read_yaml("\n".join(lines[1:end]) + "\n", path, report)
    if cells is None:
        return None
    return Matter(path, cells, "\n".join(lines[end + 1 :]), end + 2)


def _read_yaml(text: str, path: str, report: Report) -> dict[str, Cell] | None:
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        return _cells_of_document(node, path, report)
    except yaml.MarkedYAMLError as error:
        report.error("yaml", _place_of_error(error, path), _words_of(error), _hint_for(error))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        words = "the front matter can't be read as YAML"
        report.error("yaml", Place(path, 2), words, str(error).splitlines()[0][:200])
    return None


def _place_of_error(error: yaml.MarkedYAMLError, path: str) -> Place:
    mark = error.problem_mark or error.context_mark
    return Place(path, mark.line + 2, mark.column + 1) if mark else Place(path, 2)


def _words_of(error: yaml.MarkedYAMLError) -> str:
    return f"the front matter is not valid YAML: {error.problem or error.context}"


def _hint_for(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    if "mapping values are not allowed" in problem:
        return "A text with a colon in it wants quotes."
    if "cannot start any token" in problem:
        return "YAML indents with spaces; a text that starts with a special sign wants quotes."
    if "expected <block end>" in problem:
        return "Check the indentation, and put a text that holds quotes in quotes whole."
    return "Check quotes, colons and indentation on this line and the one above."


def _cells_of_document(node: yaml.Node | None, path: str, report: Report) -> dict[str, Cell] | None:
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        hint = "Write one key: value a line."
        report.error("yaml", _place_of(node, path), "the front matter is not a mapping", hint)
        return None
    cell = _cell_of(node, path, report, set())
    assert isinstance(cell.data, dict)
    return cell.data


def _cell_of(node: yaml.Node, path: str, report: Report, seen: set[int]) -> Cell:
    place = _place_of(node, path)
    if id(node) in seen:
        # An alias can blow a few lines up to gigabytes; nothing in front matter needs one.
        report.error("yaml", place, "YAML anchors and aliases are not read here", "Write it out.")
        return Cell(None, place)
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return Cell([_cell_of(item, path, report, seen) for item in node.value], place)
    if isinstance(node, yaml.MappingNode):
        return Cell(dict(_pairs_of(node, path, report, seen)), place)
    if node.tag == _NULL:
        return Cell(None, place)
    return Cell(node.value, place, _plain(node))


def _pairs_of(
    node: yaml.MappingNode, path: str, report: Report, seen: set[int]
) -> Iterator[tuple[str, Cell]]:
    keys: set[str] = set()
    for key_node, value_node in node.value:
        key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "?"
        place = _place_of(key_node, path)
        if key in keys:
            report.error("key-twice", place, f'"{key}" stands here twice', "Keep one of them.")
        keys.add(key)
        cell = _cell_of(value_node, path, report, seen)
        # An author looks for the key; an empty value has no place of its own.
        yield key, cell if cell.data not in (None, "") else Cell(cell.data, place)


def _plain(node: yaml.Node) -> Any:
    convert = _PLAIN.get(node.tag)
    if convert is None:
        return node.value
    try:
        return convert(node.value)
    except ValueError:  # 0o17, 1_000:30 and other spellings that nobody means
        return node.value


def _place_of(node: yaml.Node, path: str) -> Place:
    return Place(path, node.start_mark.line + 2, node.start_mark.column + 1)


def _split_key_values(lines: list[str], path: str) -> Matter:
    cells: dict[str, Cell] = {}
    number = 0
    key = ""
    for number, line in enumerate(lines):
        found = _KEY_VALUE.match(line)
        if found:
            key = found[1].lower()
            value = (found[2] or "").strip()
            cells[key] = _cell_of_line(value, Place(path, number + 1, found.start(2) + 1), found)
        elif line.startswith("    ") and key:
            before = cells[key].data
            text = f"{before}\n{line.strip()}" if isinstance(before, str) else line.strip()
            cells[key] = Cell(text, cells[key].place)
        else:
            break
    return Matter(path, cells, "\n".join(lines[number:] if cells else lines), number + 1)


def _cell_of_line(value: str, place: Place, found: re.Match[str]) -> Cell:
    if found[2] is None:
        return Cell(None, Place(place.path, place.line, 1))
    if value[:1] not in ("{", "["):
        return Cell(value, place)
    structured = _read_inline(value, place)
    return structured if structured is not None else Cell(value, place)


def _read_inline(value: str, place: Place) -> Cell | None:
    """Return a value in braces or brackets as YAML reads it, so that pictures work here too."""
    quiet = Report()
    try:
        node = yaml.compose(value, Loader=yaml.CSafeLoader)
        cell = _cell_of(node, place.path, quiet, set()) if node else Cell(None, place)
    except (yaml.YAMLError, RecursionError):
        return None
    return None if len(quiet) else _moved(cell, place)


def _moved(cell: Cell, to: Place) -> Cell:
    place = Place(to.path, to.line, to.column + cell.place.column - 1)
    if isinstance(cell.data, list):
        return Cell([_moved(item, to) for item in cell.data], place)
    if isinstance(cell.data, dict):
        return Cell({key: _moved(item, to) for key, item in cell.data.items()}, place)
    return Cell(cell.data, place, cell.plain)
