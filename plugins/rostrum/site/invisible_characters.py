"""Check titles, names, addresses and alt texts for invisible characters that were left in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rostrum.core.content import Library
from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.invisible_characters import describe_character, find_misplaced
from rostrum.core.model import Alias, Body, Image, Page, Post, Series
from rostrum.core.translatable import gettext_lazy as _

_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MOST_LINES = 20  # of a value, in which its character is looked for


def check_invisible(
    library: Library, read_lines: Callable[[str], list[str]], report: Report
) -> None:
    """Report the first misplaced invisible character of each value, at its own place.

    `read_lines` returns the lines of the file with a path as in a location.
    """
    for text, place in _list_values(library):
        at = find_misplaced(text)
        if at is not None:
            message = _("%(character)s can't be seen here", character=describe_character(text[at]))
            hint = _("Delete it: it came in with a copied text, and searches do not find the word.")
            if text[at] in _TURNING:
                hint = _("Delete it: it came in with a copied text, and turns letters around.")
            found = _locate(text[at], place, read_lines(place.path))
            report.warning("invisible-character", found, message, hint)


def _locate(char: str, place: SourceLocation, lines: list[str]) -> SourceLocation:
    """Return the location of a character at or after a place; the place if it is not found.

    A character is not found where it is written in another way, such as `\\u202e`.
    """
    for number in range(place.line, place.line + _MOST_LINES):
        line = lines[number - 1] if number <= len(lines) else ""
        start = place.column - 1 if number == place.line else 0
        column = line.find(char, start)
        if column >= 0:
            return SourceLocation(place.path, number, column + 1)
    return place


def _list_values(library: Library) -> Iterator[tuple[str, SourceLocation]]:
    texts: list[Post | Page] = [*library.posts, *library.pages]
    for item in texts:
        yield item.title, item.where("title")
        for key in ("slug", "url", "save_as", "category"):
            if key in item.places:
                yield getattr(item, key), item.where(key)
        for tag in item.tags:
            yield tag, item.where_item("tags", tag)
        yield from _list_aliases(item.aliases)
        yield from _list_alts(item.body)
        if isinstance(item, Post):
            yield from _list_alt(item.image, item.where("image"))
    for person in library.people:
        yield person.name, person.where("name")
        for role in person.roles:
            yield role.title, role.place
        yield from _list_aliases(person.aliases)
        yield from _list_alts(person.body)
    for series in library.series:
        yield from _list_series(series)


def _list_series(series: Series) -> Iterator[tuple[str, SourceLocation]]:
    yield series.title, series.where("title")
    for planned in series.planned:
        yield planned.title, planned.place
    yield from _list_alt(series.image, series.where("image"))
    yield from _list_aliases(series.aliases)
    yield from _list_alts(series.body)


def _list_aliases(aliases: tuple[Alias, ...]) -> Iterator[tuple[str, SourceLocation]]:
    return ((alias.path, alias.place) for alias in aliases)


def _list_alt(image: Image | None, place: SourceLocation) -> Iterator[tuple[str, SourceLocation]]:
    if image is not None:
        yield image.alt, place


def _list_alts(body: Body) -> Iterator[tuple[str, SourceLocation]]:
    """Yield the alt texts of a body; in Markdown, they begin before the address of the picture."""
    for reference in body.references:
        if reference.alt:
            yield reference.alt, SourceLocation(reference.place.path, reference.place.line)
