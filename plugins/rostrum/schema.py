"""Schemas: what keys a front matter or a setting may have, and how each value is read.

A reader is a function from a cell to a value; it raises `Invalid` in plain words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from rostrum.diagnostics import Place, Report, suggest
from rostrum.frontmatter import Cell

Reader = Callable[[Cell], Any]


class Invalid(Exception):
    """A value that can't be read: code, words and hint for a diagnostic; `place` if a part's."""

    def __init__(self, code: str, message: str, hint: str = "", place: Place | None = None):
        super().__init__(message)
        self.code, self.message, self.hint, self.place = code, message, hint, place


@dataclass(frozen=True, slots=True)
class Field:
    """One key: how its value is read, whether it must be there, and what it is otherwise."""

    read: Reader
    required: bool = False
    default: Any = None


@dataclass(frozen=True, slots=True)
class Schema:
    """The keys of one kind of thing; `noun` names the kind in messages."""

    noun: str
    fields: Mapping[str, Field]
    aliases: Mapping[str, str] = field(default_factory=dict)

    def read(self, cells: Mapping[str, Cell], start: Place, report: Report) -> dict[str, Any]:
        """Return a value for every key; the default for those missing or reported as wrong."""
        found = {self.aliases.get(key, key): cell for key, cell in cells.items()}
        for key, cell in found.items():
            if key not in self.fields:
                self._report_unknown(key, cell, report)
        return {
            key: self._read_field(key, wanted, found.get(key), start, report)
            for key, wanted in self.fields.items()
        }

    def _report_unknown(self, key: str, cell: Cell, report: Report) -> None:
        hint = suggest(key, self.fields) or "A site's own keys live under extra:."
        place = Place(cell.place.path, cell.place.line, 1)
        report.error("key-unknown", place, f'a {self.noun} has no key "{key}"', hint)

    def _read_field(
        self, key: str, wanted: Field, cell: Cell | None, start: Place, report: Report
    ) -> Any:
        if cell is None or _is_empty(cell):
            if wanted.required:
                self._report_missing(key, cell, start, report)
            return wanted.default
        try:
            return wanted.read(cell)
        except Invalid as wrong:
            place = wrong.place or cell.place
            report.error(wrong.code, place, f"{key}: {wrong.message}", wrong.hint)
            return wanted.default

    def _report_missing(self, key: str, cell: Cell | None, start: Place, report: Report) -> None:
        if cell is None:
            words, code = f'the {self.noun} has no "{key}"', f"{key}-missing"
        else:
            words, code = f'the {self.noun}\'s "{key}" is empty', f"{key}-empty"
        place = cell.place if cell else start
        report.error(code, place, words, f'Add a line "{key}: …" to the front matter.')


def _is_empty(cell: Cell) -> bool:
    if isinstance(cell.data, str):
        return not cell.data.strip()
    return not cell.data


def text(cell: Cell) -> str:
    """Return a text with its outer blanks removed and its lines joined."""
    if not isinstance(cell.data, str):
        raise Invalid("value-kind", "a text is wanted here, not a list or mapping")
    return " ".join(cell.data.split())


def name(cell: Cell) -> str:
    """Return a file's name without suffix, as `authors` and `series` use it."""
    found = text(cell)
    if not re.fullmatch(r"[\w][\w.-]*", found):
        raise Invalid("name", f'"{found}" is not a name', "Letters, digits and hyphens.")
    return found


def slug(cell: Cell) -> str:
    """Return a slug: letters, digits, `-`, `_`, `.`; never a path."""
    found = text(cell)
    if not re.fullmatch(r"[\w][\w.-]*", found):
        hint = "Letters, digits and hyphens only: it becomes a part of the address."
        raise Invalid("slug", f'"{found}" is not a slug', hint)
    return found


def identity(cell: Cell) -> str:
    """Return an id: letters, digits, `-`, `_`, `.` and `/` between parts."""
    found = text(cell)
    if not re.fullmatch(r"\w[\w.-]*(?:/\w[\w.-]*)*", found):
        raise Invalid("id", f'"{found}" is not an id', "Letters, digits, hyphens and slashes.")
    return found


def number(cell: Cell) -> int:
    """Return a whole number from 1."""
    found = text(cell)
    if not re.fullmatch(r"[0-9]{1,6}", found) or int(found) < 1:
        raise Invalid("number", f'"{found}" is not a whole number from 1')
    return int(found)


def flag(cell: Cell) -> bool:
    """Return true or false."""
    found = text(cell).lower()
    if found not in ("true", "false", "yes", "no"):
        raise Invalid("flag", f'"{found}" is neither true nor false')
    return found in ("true", "yes")


def moment(cell: Cell) -> datetime:
    """Return a moment in ISO 8601, aware only if it is written with a zone."""
    found = text(cell)
    try:
        return datetime.fromisoformat(re.sub(r" (?=[+-]\d\d:?\d\d$|Z$)", "", found))
    except ValueError:
        hint = "Write it as 2026-11-18 or 2026-11-18 09:30."
        raise Invalid("date", f'"{found}" is not a date', hint) from None


def web_address(cell: Cell) -> str:
    """Return an address that starts with http:// or https://."""
    found = text(cell)
    if not re.fullmatch(r"https?://[^\s/]\S*", found):
        hint = "It starts with https:// or http://."
        raise Invalid("address", f'"{found}" is not an address in the web', hint)
    return found


def list_of(read: Reader) -> Reader:
    """Return a reader of lists; a plain text is split at semicolons, else at commas."""

    def read_list(cell: Cell) -> tuple[Any, ...]:
        return tuple(dict.fromkeys(_read_part(read, part) for part in _parts(cell)))

    return read_list


def _read_part(read: Reader, part: Cell) -> Any:
    try:
        return read(part)
    except Invalid as wrong:
        raise Invalid(wrong.code, wrong.message, wrong.hint, wrong.place or part.place) from None


def _parts(cell: Cell) -> list[Cell]:
    if isinstance(cell.data, list):
        return [part for part in cell.data if not _is_empty(part)]
    if isinstance(cell.data, dict):
        raise Invalid("value-kind", "a list is wanted here, not a mapping")
    written = cell.data or ""
    parts = re.split(r";" if ";" in written else r",", written)
    return [Cell(part.strip(), cell.place) for part in parts if part.strip()]


def one_of(kind: type[StrEnum], code: str) -> Reader:
    """Return a reader of the values of an enumeration."""

    def read_choice(cell: Cell) -> StrEnum:
        found = text(cell).lower()
        try:
            return kind(found)
        except ValueError:
            known = [value.value for value in kind]
            message = f'"{found}" is not one of {", ".join(known)}'
            raise Invalid(code, message, _near(found, known)) from None

    return read_choice


def _near(found: str, known: Iterable[str]) -> str:
    hint = suggest(found, known)
    return hint if hint.startswith("Did") else ""


def mapping_of(noun: str, fields: Mapping[str, Field], make: Callable[..., Any]) -> Reader:
    """Return a reader of mappings with the given keys, which gives `make(place, **values)`."""
    schema = Schema(noun, fields)

    def read_mapping(cell: Cell) -> Any:
        if not isinstance(cell.data, dict):
            raise Invalid("value-kind", f"a mapping is wanted here: {', '.join(fields)}")
        inner = Report()
        values = schema.read(cell.data, cell.place, inner)
        for wrong in inner:
            raise Invalid(wrong.code, wrong.message, wrong.hint, wrong.place)
        return make(cell.place, **values)

    return read_mapping


def mapping_to(read: Reader) -> Reader:
    """Return a reader of mappings with free keys to values of one kind, as a tuple of pairs."""

    def read_pairs(cell: Cell) -> tuple[tuple[str, Any], ...]:
        if not isinstance(cell.data, dict):
            raise Invalid("value-kind", "a mapping is wanted here")
        return tuple((key, _read_part(read, part)) for key, part in cell.data.items())

    return read_pairs


def free(cell: Cell) -> Any:
    """Return whatever YAML reads, for keys whose meaning is the site's."""
    return cell.to_plain()
