"""Schemas: the valid keys of front matter or a setting, with a reader for each value.

A reader is a function from a source value to a value; it raises `Invalid` with a message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rostrum.core.diagnostics import Report, SourceLocation, shorten, suggest
from rostrum.core.text import with_article
from rostrum.core.translatable import NO_TEXT, Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.schema.source_value import SourceValue

Reader = Callable[[SourceValue], Any]


class Invalid(Exception):
    """An invalid value, with code, message and hint for a diagnostic; `place` is set for a part.

    `further_errors` holds further errors of the same value.
    """

    def __init__(
        self,
        code: str,
        message: Translatable | str,
        hint: Translatable | str = "",
        place: SourceLocation | None = None,
        further_errors: Iterable[Invalid] = (),
    ):
        super().__init__(message)
        self.code, self.message, self.hint, self.place = code, message, hint, place
        self.further_errors = tuple(further_errors)


@dataclass(frozen=True, slots=True)
class Field:
    """One key: the reader of its value, whether it is required, and its default."""

    read: Reader
    required: bool = False
    default: Any = None


@dataclass(frozen=True, slots=True)
class Schema:
    """The keys of one type of object; `noun` names the type in messages.

    `how` is the hint for a missing key, with `{key}` as its placeholder. `slips` are unknown keys
    with a hint for each. `otherwise` is added to the hint for any other unknown key.
    """

    noun: str
    fields: Mapping[str, Field]
    aliases: Mapping[str, str] = field(default_factory=dict)
    how: str = 'Add a line "{key}: …" to the front matter.'
    slips: Mapping[str, Translatable] = field(default_factory=dict)
    otherwise: Translatable = NO_TEXT

    def read(
        self, cells: Mapping[str, SourceValue], start: SourceLocation, report: Report
    ) -> dict[str, Any]:
        """Return a value for every key; the default for missing or invalid ones."""
        present: dict[str, SourceValue] = {}
        for written, cell in cells.items():
            key = self.aliases.get(written, written)
            if key not in self.fields:
                self._report_unknown(key, cell, report)
            elif key in present:
                message = f'"{written}" says the same as another key here'
                report.error("key-twice", cell.start, message, f'Keep "{key}" alone.')
            else:
                present[key] = cell
        return {
            key: self._read_field(key, wanted, present.get(key), start, report)
            for key, wanted in self.fields.items()
        }

    def separate(
        self, cells: Mapping[str, SourceValue], is_own: Callable[[str], bool]
    ) -> tuple[Mapping[str, SourceValue], Mapping[str, SourceValue]]:
        """Return the values of the schema's keys and of slips, and those of a site's own keys.

        `is_own` returns True for an unknown key of the site's own, False for a slip.
        """
        unknown = cells.keys() - self.fields.keys() - self.aliases.keys()
        own = {key: cell for key, cell in cells.items() if key in unknown and is_own(key)}
        return {key: cell for key, cell in cells.items() if key not in own} if own else cells, own

    def _report_unknown(self, key: str, cell: SourceValue, report: Report) -> None:
        hint: Translatable | str = suggest(
            key, self.fields, f"Known: {', '.join(sorted(self.fields))}."
        )
        if key in self.slips:
            hint = self.slips[key]
        elif self.otherwise:
            hint = _("%(hint)s %(otherwise)s", hint=hint, otherwise=self.otherwise)
        message = f'{with_article(self.noun)} has no key "{shorten(key)}"'
        report.error("key-unknown", cell.start, message, hint)

    def _read_field(
        self,
        key: str,
        wanted: Field,
        cell: SourceValue | None,
        start: SourceLocation,
        report: Report,
    ) -> Any:
        if cell is None or cell.is_empty:
            if wanted.required:
                self._report_missing(key, cell, start, report)
            return wanted.default
        return self.read_value(key, cell, report)

    def read_value(self, key: str, cell: SourceValue, report: Report) -> Any:
        """Return the value of a key, or its default if it is empty or reported as invalid."""
        wanted = self.fields[key]
        if cell.is_empty:
            return wanted.default
        try:
            return wanted.read(cell)
        except Invalid as wrong:
            for each in (wrong, *wrong.further_errors):
                place = each.place or cell.place
                report.error(each.code, place, f"{key}: {each.message}", each.hint)
            return wanted.default

    def _report_missing(
        self, key: str, cell: SourceValue | None, start: SourceLocation, report: Report
    ) -> None:
        if cell is None:
            message = f'the {self.noun} has no "{key}"'
            report.error("key-missing", start, message, self.how.format(key=key))
        else:
            message = f'the {self.noun}\'s "{key}" is empty'
            report.error("key-empty", cell.start, message, "Write something after the colon.")
