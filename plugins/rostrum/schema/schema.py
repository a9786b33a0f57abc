"""Schemas: the valid keys of front matter or a setting, with a reader for each value.

A reader is a function from a source value to a value; it raises `Invalid` with a message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from rostrum.core.diagnostics import Report, SourceLocation, nearest, shorten, suggest
from rostrum.core.translatable import NO_TEXT, Translatable, join_sentences
from rostrum.core.translatable import gettext_lazy as _
from rostrum.schema import shapes
from rostrum.schema.source_value import SourceValue

Reader = Callable[[SourceValue], Any]


class Invalid(Exception):
    """An invalid value, with code, message and hint for a diagnostic; `place` is set for a part.

    `further_errors` holds further errors of the same value.
    """

    def __init__(
        self,
        code: str,
        message: Translatable,
        hint: Translatable = NO_TEXT,
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


class Slip(NamedTuple):
    """The key that is meant by an unknown one, and what to write instead.

    `for_true` and `for_false` are hints where the value is a flag, which asks for something else.
    """

    key: str
    hint: Translatable
    for_true: Translatable = NO_TEXT
    for_false: Translatable = NO_TEXT

    def advise(self, cell: SourceValue) -> Translatable:
        """Return the hint for a value."""
        return self._read_flag(cell) or self.hint

    def find_meant(self, cell: SourceValue) -> str:
        """Return the key that is meant with a value; empty if it is no key of its own."""
        return "" if self._read_flag(cell) else self.key

    def _read_flag(self, cell: SourceValue) -> Translatable:
        value = str(cell.data).strip().lower()
        if value in ("true", "yes"):
            return self.for_true
        return self.for_false if value in ("false", "no") else NO_TEXT


@dataclass(frozen=True, slots=True)
class Schema:
    """The keys of one type of object, named in messages by `any_object` and `this_object`.

    These are nouns as the subject of a sentence, such as "a post" and "the post". `how` is the
    hint for a missing key, with `%(key)s` as its placeholder. `slips` are unknown keys, each with
    the one that is meant. `otherwise` is added to the hint for any other unknown key.
    """

    any_object: Translatable
    this_object: Translatable
    fields: Mapping[str, Field]
    aliases: Mapping[str, str] = field(default_factory=dict)
    how: Translatable = _('Add a line "%(key)s: …" to the front matter.')  # noqa: RUF009
    slips: Mapping[str, Slip] = field(default_factory=dict)
    otherwise: Translatable = NO_TEXT

    @property
    def shape(self) -> shapes.Shape:
        """The keys and their values as JSON Schema; sites may add keys of their own to some."""
        found = {
            key: shapes.find_shape(it.read) if it.required else shapes.optional(it.read)
            for key, it in self.fields.items()
        }
        found |= {alias: found[key] for alias, key in self.aliases.items()}
        required = {key for key, it in self.fields.items() if it.required}
        required -= set(self.aliases.values())  # either of the two will do
        return shapes.mapping_of(found, required, may_have_others=bool(self.otherwise))

    def read(
        self, cells: Mapping[str, SourceValue], start: SourceLocation, report: Report
    ) -> dict[str, Any]:
        """Return a value for every key; the default for missing or invalid ones.

        An unknown key that a missing one is meant by is one finding, that of the missing key.
        """
        present: dict[str, SourceValue] = {}
        unknown: dict[str, tuple[str, SourceValue]] = {}
        for written, cell in cells.items():
            key = self.aliases.get(written, written)
            if key not in self.fields:
                unknown[key] = self._find_meant(key, cell), cell
            elif key in present:
                message = _('"%(written)s" says the same as another key here', written=written)
                report.error("key-twice", cell.start, message, _('Keep "%(key)s" alone.', key=key))
            else:
                present[key] = cell
        slips: dict[str, tuple[str, SourceValue]] = {}
        self._name_only_missing(present, unknown)
        for written, (meant, cell) in unknown.items():
            if meant and self.fields[meant].required and meant not in present.keys() | slips.keys():
                slips[meant] = written, cell
            else:
                self._report_unknown(written, cell, report)
        for key, (written, cell) in slips.items():
            self._report_slip(key, written, cell, report)
        return {
            key: wanted.default
            if key in slips
            else self._read_field(key, wanted, present.get(key), start, report)
            for key, wanted in self.fields.items()
        }

    def _name_only_missing(
        self, present: Mapping[str, SourceValue], unknown: dict[str, tuple[str, SourceValue]]
    ) -> None:
        """Take the only unknown key for the only missing one, unless sites have keys of their own.

        Both would otherwise be reported, for one slip: `image: {file: a.jpg}`.
        """
        missing = [key for key, it in self.fields.items() if it.required and key not in present]
        if len(unknown) == len(missing) == 1 and not self.otherwise:
            ((written, (_meant, cell)),) = unknown.items()
            if written.lower() not in self.slips:
                unknown[written] = missing[0], cell

    def separate(
        self, cells: Mapping[str, SourceValue], is_own: Callable[[str], bool]
    ) -> tuple[Mapping[str, SourceValue], Mapping[str, SourceValue]]:
        """Return the values of the schema's keys and of slips, and those of a site's own keys.

        `is_own` returns True for an unknown key of the site's own, False for a slip.
        """
        unknown = cells.keys() - self.fields.keys() - self.aliases.keys()
        own = {key: cell for key, cell in cells.items() if key in unknown and is_own(key)}
        return {key: cell for key, cell in cells.items() if key not in own} if own else cells, own

    def _find_meant(self, key: str, cell: SourceValue) -> str:
        """Return the key that is meant by an unknown one, or an empty text."""
        slip = self.slips.get(key.lower())
        return slip.find_meant(cell) if slip else nearest(key, self.fields) or ""

    def _report_unknown(self, key: str, cell: SourceValue, report: Report) -> None:
        known = _("Known: %(known)s.", known=", ".join(sorted(self.fields)))
        slip = self.slips.get(key.lower())
        hint = join_sentences(suggest(key, self.fields, known), self.otherwise)
        message = _('%(object)s has no key "%(key)s"', object=self.any_object, key=shorten(key))
        report.error("key-unknown", cell.start, message, slip.advise(cell) if slip else hint)

    def _report_slip(self, key: str, written: str, cell: SourceValue, report: Report) -> None:
        """Report a required key that is missing, at the unknown one that is meant to be it."""
        slip = self.slips.get(written.lower())
        message = _(
            '%(object)s has no "%(key)s", but "%(written)s"',
            object=self.this_object,
            key=key,
            written=shorten(written),
        )
        hint = slip.advise(cell) if slip else _('Did you mean "%(near)s"?', near=key)
        report.error("key-missing", cell.start, message, hint)

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
                report.error(
                    each.code,
                    place,
                    _("%(key)s: %(message)s", key=key, message=each.message),
                    each.hint,
                )
            return wanted.default

    def _report_missing(
        self, key: str, cell: SourceValue | None, start: SourceLocation, report: Report
    ) -> None:
        if cell is None:
            message = _('%(object)s has no "%(key)s"', object=self.this_object, key=key)
            report.error("key-missing", start, message, self.how.fill(key=key))
        else:
            message = _('%(object)s\'s "%(key)s" is empty', object=self.this_object, key=key)
            report.error("key-empty", cell.start, message, _("Write something after the colon."))
