"""Report names of people, or titles of series, that give one key: one of them is shown for all."""

from __future__ import annotations

from collections.abc import Iterable

from rostrum.core.diagnostics import Report, shorten
from rostrum.core.model import Person, Series, WrittenName
from rostrum.core.translatable import Translatable, join_names, join_sentences
from rostrum.core.translatable import gettext_lazy as _
from rostrum.schema.keys import fold_name


def collect_spellings(
    written: Iterable[WrittenName], shown: str, key: str
) -> tuple[WrittenName, ...]:
    """Return the names that differ from the one shown in more than capitals and blanks.

    The key is no other name: it says which person or series is meant.
    """
    names: dict[str, WrittenName] = {}
    for name in written:
        if name.text != key and fold_name(name.text) != fold_name(shown):
            names.setdefault(fold_name(name.text), name)
    return tuple(names.values())


def report_merged(
    owner: Person | Series, shown: str, message: Translatable, hint: Translatable, report: Report
) -> None:
    """Report the names of a person or series once, at the first one that is not shown."""
    place = owner.place if isinstance(owner, Person) or not owner.has_file else owner.where("title")
    names = (WrittenName(shown, place), *owner.spellings)
    first, *others = (f'"{shorten(name.text)}"' for name in names)
    places = [
        _('"%(name)s" stands in %(place)s.', name=shorten(name.text), place=str(name.place))
        for name in names
        if name is not owner.spellings[0]
    ]
    message = message.fill(names=join_names([first, *others]), key=owner.key)
    report.warning("names-merged", owner.spellings[0].place, message, join_sentences(*places, hint))
