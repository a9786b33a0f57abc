"""Find the role of a person on a given day from the dated roles in their file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rostrum.core.model import Person, Role

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RoleAt:
    """A person's role on a day: its index, None without a role, and whether they have left.

    The index counts the roles in the order of the file, from 0.
    """

    number: int | None = None
    former: bool = False


NO_ROLE = RoleAt()


def find_role(person: Person, day: date) -> RoleAt:
    """Return the role to show for a person on a day.

    This is the current role, or the last one (as former) once all roles have ended. Return
    NO_ROLE between two roles and before the first. Future roles are never shown.
    """
    held = [n for n, role in enumerate(person.roles) if _covers(role, day)]
    if held:
        return RoleAt(held[-1])
    over = _list_over(person.roles, day)
    if not over or len(over) < len(person.roles):
        return NO_ROLE
    return RoleAt(over[-1], former=True)


def find_last_role(person: Person, day: date) -> RoleAt:
    """Return the last role begun by a day, as the former role of a person."""
    begun = [n for n in _in_time(person.roles) if _has_begun(person.roles[n], day)]
    return RoleAt(begun[-1] if begun else None, former=True)


def with_role(person: Person, role_at: RoleAt) -> Person:
    """Return a copy of a person in a role; return a person without dated roles unchanged."""
    if not person.roles:
        return person
    role = person.roles[role_at.number] if role_at.number is not None else Role("", person.place)
    return replace(
        person,
        role=role.title,
        unit=role.unit,
        level=role.level or person.level,
        former=role_at.former,
    )


def person_at(person: Person, day: date) -> Person:
    """Return a person in their role on a day."""
    return with_role(person, find_role(person, day))


def list_begun(person: Person, day: date) -> tuple[int, ...]:
    """Return the indexes of the roles begun by a day, latest first."""
    ordered = _in_time(person.roles)
    return tuple(n for n in reversed(ordered) if _has_begun(person.roles[n], day))


def is_to_come(person: Person, day: date) -> bool:
    """Return True if a person has roles and none has begun by a day."""
    return bool(person.roles) and not list_begun(person, day)


def list_turns(person: Person) -> Iterator[date]:
    """Yield the first day of each role and the day after its last day."""
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
