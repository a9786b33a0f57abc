"""The directory of people: order, groups and selections."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from rostrum.core.model import Person, PersonLevel
from rostrum.schema.types import LONGEST_SLUG

LEVELS = {
    PersonLevel.EXECUTIVE: "executives",
    PersonLevel.STAFF: "staff",
    PersonLevel.GUEST: "guests",
}
FORMER = "former"
NOT_NETWORKS = frozenset({"website"})
"""Profile keys without a selection of their own."""


@dataclass(frozen=True, slots=True)
class Group:
    """People under one heading: `kind` is executive, unit, staff, guest or former.

    Only a unit has a `name`; its `slug` is empty if the name gives no valid address.
    """

    kind: str
    people: tuple[Person, ...]
    name: str = ""
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """A subset of the directory, in the same order.

    `kind` is `as` (a level, or former), `in` (a unit) or `on` (a network). `key` is the part of
    the address, `name` the spelling in people's files.
    """

    kind: str
    key: str
    name: str
    people: tuple[Person, ...]

    @property
    def path(self) -> str:
        """The path of the page, relative to the directory's."""
        return f"{self.kind}/{self.key}/"


@dataclass(frozen=True, slots=True)
class Directory:
    """All people and the selections: executives, units, other staff, guests, former people."""

    people: tuple[Person, ...]
    selections: tuple[Selection, ...]


def make_directory(people: Iterable[Person], slugify: Callable[[str], str]) -> Directory:
    """Return the directory of people, given in their current roles."""
    ordered = tuple(person for group in group_people(people, slugify) for person in group.people)
    selections = [*_by_level(ordered), *_by_unit(ordered, slugify), *_by_network(ordered, slugify)]
    return Directory(ordered, tuple(selections))


def group_people(people: Iterable[Person], slugify: Callable[[str], str]) -> tuple[Group, ...]:
    """Return the non-empty groups of the directory, each sorted by surname."""
    ordered = sort_by_surname(people)
    units = _find_units(ordered, slugify)
    current = [person for person in ordered if not person.former]
    staff = [person for person in current if person.level is PersonLevel.STAFF]
    without_unit = tuple(person for person in staff if not person.unit)
    groups = [
        Group("executive", _of_level(current, PersonLevel.EXECUTIVE)),
        *(Group("unit", unit.select(staff), unit.name, unit.slug) for unit in units),
        Group("staff", without_unit),
        Group("guest", _of_level(current, PersonLevel.GUEST)),
        Group("former", tuple(person for person in ordered if person.former)),
    ]
    return tuple(group for group in groups if group.people)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit: its name, the slug shared by all spellings, and the spellings."""

    name: str
    slug: str
    spellings: frozenset[str]

    def select(self, people: Iterable[Person]) -> tuple[Person, ...]:
        return tuple(person for person in people if person.unit in self.spellings)


def _find_units(people: Iterable[Person], slugify: Callable[[str], str]) -> list[_Unit]:
    """Return the units of current staff and executives by name; guests belong elsewhere."""
    spellings: dict[str, set[str]] = {}
    for unit in {person.unit for person in people if _has_unit(person)}:
        slug = slugify(unit)
        is_address = 0 < len(slug.encode()) <= LONGEST_SLUG
        spellings.setdefault(slug if is_address else f" {unit}", set()).add(unit)
    units = [
        _Unit(min(names), "" if slug.startswith(" ") else slug, frozenset(names))
        for slug, names in spellings.items()
    ]
    return sorted(units, key=lambda unit: (_fold(unit.name), unit.name))


def _has_unit(person: Person) -> bool:
    return bool(person.unit) and not person.former and person.level is not PersonLevel.GUEST


def _by_level(people: tuple[Person, ...]) -> Iterator[Selection]:
    current = [person for person in people if not person.former]
    by_level = {name: _of_level(current, level) for level, name in LEVELS.items()}
    by_level[FORMER] = tuple(person for person in people if person.former)
    for name, members in by_level.items():
        if 0 < len(members) < len(people):
            yield Selection("as", name, name, members)


def _by_unit(people: tuple[Person, ...], slugify: Callable[[str], str]) -> Iterator[Selection]:
    members = [person for person in people if _has_unit(person)]
    for unit in _find_units(people, slugify):
        unit_members = unit.select(members)
        if unit.slug and len(unit_members) < len(people):
            yield Selection("in", unit.slug, unit.name, unit_members)


def _by_network(people: tuple[Person, ...], slugify: Callable[[str], str]) -> Iterator[Selection]:
    names: dict[str, str] = {}
    members: dict[str, dict[str, Person]] = {}
    for person in people:
        for network, _ in person.profiles if not person.former else ():
            slug = slugify(network)
            if 0 < len(slug.encode()) <= LONGEST_SLUG and slug not in NOT_NETWORKS:
                names.setdefault(slug, network)
                members.setdefault(slug, {})[person.key] = person
    for slug in sorted(members):
        yield Selection("on", slug, names[slug], tuple(members[slug].values()))


def _of_level(people: Iterable[Person], level: PersonLevel) -> tuple[Person, ...]:
    return tuple(person for person in people if person.level is level)


def sort_by_surname(people: Iterable[Person]) -> list[Person]:
    """Return people sorted by surname, then by the names before it."""
    return sorted(people, key=_surname_first)


def find_letter(person: Person) -> str:
    """Return the first letter of a person's surname for an index, `#` for another sign."""
    letter = _surname_first(person)[0][:1].upper()
    return letter if letter.isalpha() else "#"


def _surname_first(person: Person) -> tuple[str, str, str]:
    first, _, last = person.name.rpartition(" ")
    return _fold(last), _fold(first), person.key


def _fold(name: str) -> str:
    """Return a sort key for a name: Ö as O (DIN 5007-1), Č as C, case-folded."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
