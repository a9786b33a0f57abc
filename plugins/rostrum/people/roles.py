"""Roles: which office somebody held on a day, and how a person's file says so."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from rostrum.core.diagnostics import Place, Report, shorten
from rostrum.core.model import Person, Role, Standing
from rostrum.schema import schema
from rostrum.schema.schema import Field, Invalid, Reader
from rostrum.schema.source_value import Cell

_ONE_DAY = timedelta(days=1)
_PERIOD = re.compile(r"([12]\d{3})(?:-(\d\d)(?:-(\d\d))?)?")
_HOW_TO_DATE = "Write the year, the month or the day: 2019, 2019-04 or 2019-04-01."


@dataclass(frozen=True, slots=True)
class Office:
    """What somebody is on a day: the number of the role to show, None for none, and if it is over.

    The number counts the roles in the order of the file, from 0.
    """

    number: int | None = None
    former: bool = False


NO_OFFICE = Office()


@dataclass(frozen=True, slots=True)
class _Period:
    """A year, month or day as it is written, its first and last day, and where it stands."""

    written: str
    first: date
    last: date
    place: Place


def find_office(person: Person, day: date) -> Office:
    """Return which of somebody's roles is to be shown of them on a day.

    That is the one held then, else the last one once all are over; between two roles, and before
    the first, there is none. What begins later is never told.
    """
    held = [n for n, role in enumerate(person.roles) if _covers(role, day)]
    if held:
        return Office(held[-1])
    over = _list_over(person.roles, day)
    if not over or len(over) < len(person.roles):
        return NO_OFFICE
    return Office(over[-1], former=True)


def find_last_office(person: Person, day: date) -> Office:
    """Return the role that somebody who has left held last, as far as a day tells."""
    begun = [n for n in _in_time(person.roles) if _has_begun(person.roles[n], day)]
    return Office(begun[-1] if begun else None, former=True)


def hold_office(person: Person, office: Office) -> Person:
    """Return a person as they are in an office; one without dated roles is always the same."""
    if not person.roles:
        return person
    role = person.roles[office.number] if office.number is not None else Role("", person.place)
    return replace(
        person,
        role=role.title,
        unit=role.unit,
        level=role.level or person.level,
        former=office.former,
    )


def see_person(person: Person, day: date) -> Person:
    """Return a person in the role held on a day."""
    return hold_office(person, find_office(person, day))


def list_begun(person: Person, day: date) -> tuple[int, ...]:
    """Return the numbers of the roles that had begun by a day, the latest first."""
    ordered = _in_time(person.roles)
    return tuple(n for n in reversed(ordered) if _has_begun(person.roles[n], day))


def is_to_come(person: Person, day: date) -> bool:
    """Say whether somebody has roles, and the first of them is yet to begin."""
    return bool(person.roles) and not list_begun(person, day)


def list_turns(person: Person) -> Iterator[date]:
    """Yield the days on which somebody's role begins, or is over."""
    for role in person.roles:
        if role.first:
            yield role.first
        if role.last:
            yield role.last + _ONE_DAY


def check_own(person: Person, report: Report) -> None:
    """Report a file that says what somebody does in both ways."""
    if person.roles and (person.role or person.unit):
        key = "role" if person.role else "unit"
        words = f'there is a "{key}" beside "roles": which of them holds?'
        hint = f'Move it into "roles:", and remove the line "{key}: …".'
        report.error("roles-both", person.where(key), words, hint)


def _covers(role: Role, day: date) -> bool:
    return _has_begun(role, day) and not _is_over(role, day)


def _has_begun(role: Role, day: date) -> bool:
    return role.first is None or role.first <= day


def _is_over(role: Role, day: date) -> bool:
    return role.last is not None and role.last < day


def _list_over(roles: Sequence[Role], day: date) -> list[int]:
    return [n for n in _in_time(roles) if _is_over(roles[n], day)]


def _in_time(roles: Sequence[Role]) -> list[int]:
    return sorted(range(len(roles)), key=lambda n: roles[n].first or date.min)


def _read_period(cell: Cell) -> _Period:
    """Read a year, month or day (ISO 8601, with the precision of a calendar date reduced)."""
    written = schema.text(cell)
    found = _PERIOD.fullmatch(written)
    try:
        if found is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in found.groups())
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        words = f'"{shorten(written)}" is not a year, month or day'
        raise Invalid("date", words, _HOW_TO_DATE) from None
    length = calendar.monthrange(first.year, month)[1] if month else 31
    last = first if day else date(first.year, month or 12, length)
    return _Period(written, first, last, cell.place)


def _make_role(place: Place, **values: Any) -> Role:
    since, until = values["from"], values["until"]
    if since and until and until.last < since.first:
        words = f"the role ends on {until.last}, before it begins on {since.first}"
        raise Invalid("roles-reversed", words, "Correct one of the two dates.", until.place)
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
    "title": Field(schema.text, required=True),
    "unit": Field(schema.text, default=""),
}
ROLE_FIELDS = _WORDS | {
    "level": Field(schema.one_of(Standing, "level")),
    "from": Field(_read_period),
    "until": Field(_read_period),
}
_ROLE = schema.mapping_of("role", ROLE_FIELDS, _make_role)
_TRANSLATED_ROLE = schema.mapping_of(
    "translated role", _WORDS, lambda place, **words: Role(place=place, **words)
)
read_translated_roles: Reader = schema.list_of(_TRANSLATED_ROLE)


def read_roles(cell: Cell) -> tuple[Role, ...]:
    """Read a list of roles; raises Invalid for two that are held at once."""
    roles: tuple[Role, ...] = schema.list_of(_ROLE)(cell)
    ordered = [roles[n] for n in _in_time(roles)]
    wrong = [
        _overlap(before, after)
        for before, after in pairwise(ordered)
        if after.first is None or before.last is None or after.first <= before.last
    ]
    if wrong:
        first = wrong[0]
        raise Invalid(first.code, first.message, first.hint, first.place, wrong[1:])
    return roles


def _overlap(before: Role, after: Role) -> Invalid:
    both = shorten(after.title), shorten(before.title)
    words = f'"{both[0]}" begins before "{both[1]}" has ended'
    if after.first is None:
        words = f'neither "{both[0]}" nor "{both[1]}" says when it began'
        hint = 'Only the first role may be without "from".'
    elif before.last is None:
        hint = f'Say until when "{both[1]}" was held; only the present role is without "until".'
    else:
        hint = f"It may begin on {before.last + _ONE_DAY} at the earliest: until is the last day."
    return Invalid("roles-overlap", words, hint, after.place)
