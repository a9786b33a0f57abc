"""The directory of people: in which order and groups they stand, and the ways to narrow it."""

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
"""Profiles that are no place where people meet."""


@dataclass(frozen=True, slots=True)
class Group:
    """People below one heading: `kind` is executive, unit, staff, guest or former.

    Of a unit there is a `name`; its `slug` is empty where no address can be made of that.
    """

    kind: str
    people: tuple[Person, ...]
    name: str = ""
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """Those of the directory who have something in common, in its order.

    `kind` is `as` (a standing, or former), `in` (a unit) or `on` (a network); `key` names it in
    the address, `name` as it is written in people's files.
    """

    kind: str
    key: str
    name: str
    people: tuple[Person, ...]

    @property
    def path(self) -> str:
        """Where its page stands below the directory's."""
        return f"{self.kind}/{self.key}/"


@dataclass(frozen=True, slots=True)
class Directory:
    """Everyone, executives first, then by unit, guests and former people last; and selections."""

    people: tuple[Person, ...]
    selections: tuple[Selection, ...]


def make_directory(people: Iterable[Person], slugify: Callable[[str], str]) -> Directory:
    """Return the directory of some people, each as they are now."""
    ordered = tuple(person for group in group_people(people, slugify) for person in group.people)
    found = [*_by_standing(ordered), *_by_unit(ordered, slugify), *_by_network(ordered, slugify)]
    return Directory(ordered, tuple(found))


def group_people(people: Iterable[Person], slugify: Callable[[str], str]) -> tuple[Group, ...]:
    """Return people in the groups of the directory, each by surname; none is empty."""
    ordered = sorted(people, key=_surname_first)
    units = _find_units(ordered, slugify)
    here = [person for person in ordered if not person.former]
    staff = [person for person in here if person.level is PersonLevel.STAFF]
    others = tuple(person for person in staff if not person.unit)
    groups = [
        Group("executive", _of_level(here, PersonLevel.EXECUTIVE)),
        *(Group("unit", unit.select(staff), unit.name, unit.slug) for unit in units),
        Group("staff", others),
        Group("guest", _of_level(here, PersonLevel.GUEST)),
        Group("former", tuple(person for person in ordered if person.former)),
    ]
    return tuple(group for group in groups if group.people)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit: one of its spellings, the slug that makes them one, and all of them."""

    name: str
    slug: str
    spellings: frozenset[str]

    def select(self, people: Iterable[Person]) -> tuple[Person, ...]:
        return tuple(person for person in people if person.unit in self.spellings)


def _find_units(people: Iterable[Person], slugify: Callable[[str], str]) -> list[_Unit]:
    """Return the units of people of the house by name; a guest's is another house."""
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


def _by_standing(people: tuple[Person, ...]) -> Iterator[Selection]:
    here = [person for person in people if not person.former]
    found = {name: _of_level(here, level) for level, name in LEVELS.items()}
    found[FORMER] = tuple(person for person in people if person.former)
    for name, members in found.items():
        if 0 < len(members) < len(people):
            yield Selection("as", name, name, members)


def _by_unit(people: tuple[Person, ...], slugify: Callable[[str], str]) -> Iterator[Selection]:
    members = [person for person in people if _has_unit(person)]
    for unit in _find_units(people, slugify):
        found = unit.select(members)
        if unit.slug and len(found) < len(people):
            yield Selection("in", unit.slug, unit.name, found)


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


def _surname_first(person: Person) -> tuple[str, str, str]:
    first, _, last = person.name.rpartition(" ")
    return _fold(last), _fold(first), person.key


def _fold(name: str) -> str:
    """Return a name as dictionaries sort it: Ö as O (DIN 5007-1), Č as C, capitals as small."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
