"""Schemas and readers of the fields of a role in front matter."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from rostrum.core.diagnostics import Report, SourceLocation, shorten
from rostrum.core.model import Person, PersonLevel, Role
from rostrum.core.translatable import gettext_lazy as _
from rostrum.people.roles import _ONE_DAY, _in_time
from rostrum.reading.own_keys import list_slips
from rostrum.schema import shapes, types
from rostrum.schema.schema import Field, Invalid, Reader, Schema
from rostrum.schema.source_value import SourceValue

_PERIOD = re.compile(r"([12]\d{3})(?:-(\d\d)(?:-(\d\d))?)?")
_HOW_TO_DATE = _("Write the year, the month or the day: 2019, 2019-04 or 2019-04-01.")


@dataclass(frozen=True, slots=True)
class _Period:
    """A year, month or day: the written text, its first and last day, and its location."""

    written: str
    first: date
    last: date
    place: SourceLocation


def check_own(person: Person, report: Report) -> None:
    """Report a person's file with both `roles` and `role` or `unit`."""
    if person.roles and (person.role or person.unit):
        key = "role" if person.role else "unit"
        message = _('there is a "%(key)s" beside "roles": which of them holds?', key=key)
        hint = _('Move it into "roles:", and remove the line "%(key)s: …".', key=key)
        report.error("roles-both", person.where(key), message, hint)


def _read_period(cell: SourceValue) -> _Period:
    """Read a year, month or day (ISO 8601 calendar date, also with reduced precision)."""
    written = types.text(cell)
    match = _PERIOD.fullmatch(written)
    try:
        if match is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in match.groups())
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        message = _('"%(written)s" is not a year, month or day', written=shorten(written))
        raise Invalid("date", message, _HOW_TO_DATE) from None
    length = calendar.monthrange(first.year, month)[1] if month else 31
    last = first if day else date(first.year, month or 12, length)
    return _Period(written, first, last, cell.place)


def _make_role(place: SourceLocation, **values: Any) -> Role:
    since, until = values["from"], values["until"]
    if since and until and until.last < since.first:
        message = _(
            "the role ends on %(last)s, before it begins on %(first)s",
            last=str(until.last),
            first=str(since.first),
        )
        raise Invalid("roles-reversed", message, _("Correct one of the two dates."), until.place)
    return Role(
        title=values["title"],
        place=since.place if since else place,
        unit=values["unit"],
        level=values["level"],
        since=since.written if since else "",
        until=until.written if until else "",
        first=since.first if since else None,
        last=until.last if until else None,
    )


_WORDS = {
    "title": Field(types.text, required=True),
    "unit": Field(types.text, default=""),
}
ROLE_FIELDS = _WORDS | {
    "level": Field(types.one_of(PersonLevel, "level")),
    "from": Field(_read_period),
    "until": Field(_read_period),
}
_SLIPS = list_slips(
    {
        "title": ("titel", "rolle", "role", "funktion"),
        "unit": ("abteilung", "bereich"),
        "level": ("ebene", "stufe"),
        "from": ("von", "ab", "seit", "since"),
        "until": ("bis", "to"),
    }
)
_ROLE = types.mapping_of(
    Schema(
        _("a role"),
        _("the role"),
        ROLE_FIELDS,
        how=_('Add "%(key)s" to the role.'),
        slips=_SLIPS,
    ),
    _make_role,
)
_TRANSLATED_ROLE = types.mapping_of(
    Schema(
        _("a translated role"),
        _("the translated role"),
        _WORDS,
        how=_('Add "%(key)s" to the translated role.'),
        slips={word: slip for word, slip in _SLIPS.items() if slip.key in _WORDS},
    ),
    lambda place, **texts: Role(place=place, **texts),
)
read_translated_roles: Reader = types.list_of(_TRANSLATED_ROLE)


@shapes.describe(shapes.list_of(shapes.find_shape(_ROLE)))
def read_roles(cell: SourceValue) -> tuple[Role, ...]:
    """Read a list of roles; raise Invalid if two roles overlap in time."""
    roles: tuple[Role, ...] = types.list_of(_ROLE)(cell)
    ordered = [roles[n] for n in _in_time(roles)]
    overlaps = [
        _overlap(before, after)
        for before, after in pairwise(ordered)
        if after.first is None or before.last is None or after.first <= before.last
    ]
    if overlaps:
        first = overlaps[0]
        raise Invalid(first.code, first.message, first.hint, first.place, overlaps[1:])
    return roles


def _overlap(before: Role, after: Role) -> Invalid:
    later, earlier = shorten(after.title), shorten(before.title)
    message = _('"%(later)s" begins before "%(earlier)s" has ended', later=later, earlier=earlier)
    if after.first is None:
        message = _(
            'neither "%(later)s" nor "%(earlier)s" says when it began', later=later, earlier=earlier
        )
        hint = _('Only the first role may be without "from".')
    elif before.last is None:
        hint = _(
            'Say until when "%(earlier)s" was held; only the present role is without "until".',
            earlier=earlier,
        )
    else:
        hint = _(
            "It may begin on %(date)s at the earliest: until is the last day.",
            date=str(before.last + _ONE_DAY),
        )
    return Invalid("roles-overlap", message, hint, after.place)
