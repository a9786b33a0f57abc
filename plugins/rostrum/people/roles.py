"""Roles: which office somebody held on a day, and how a person's file says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rostrum.core.model import Person, Role

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RoleAt:
    """What somebody is on a day: the number of the role to show, None for none, and if it is over.

    The number counts the roles in the order of the file, from 0.
    """

    number: int | None = None
    former: bool = False


NO_ROLE = RoleAt()


def find_role(person: Person, day: date) -> RoleAt:
    """Return which of somebody's roles is to be shown of them on a day.

    That is the one held then, else the last one once all are over; between two roles, and before
    the first, there is none. What begins later is never told.
    """
    held = [n for n, role in enumerate(person.roles) if _covers(role, day)]
    if held:
        return RoleAt(held[-1])
    over = _list_over(person.roles, day)
    if not over or len(over) < len(person.roles):
        return NO_ROLE
    return RoleAt(over[-1], former=True)


def find_last_role(person: Person, day: date) -> RoleAt:
    """Return the role that somebody who has left held last, as far as a day tells."""
    begun = [n for n in _in_time(person.roles) if _has_begun(person.roles[n], day)]
    return RoleAt(begun[-1] if begun else None, former=True)


def with_role(person: Person, office: RoleAt) -> Person:
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


def person_at(person: Person, day: date) -> Person:
    """Return a person in the role held on a day."""
    return with_role(person, find_role(person, day))


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
