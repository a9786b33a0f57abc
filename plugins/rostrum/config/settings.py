"""The kit's own settings: one `ROSTRUM = {…}`, checked whole before any work."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rostrum.core.diagnostic_codes import CHANGEABLE, FIXED
from rostrum.core.diagnostics import Place, Report, shorten, suggest
from rostrum.schema import schema, types
from rostrum.schema.schema import Field, Invalid, Schema
from rostrum.schema.source_value import Cell
from rostrum.schema.types import MOST_DAYS, MOST_JOBS

CODES = (*FIXED, *CHANGEABLE)
LEVELS = ("error", "warning", "off")
NETWORKS = ("linkedin", "x", "mastodon", "bluesky")
DIALECTS = ("python-markdown", "gfm")
ORDERS = ("name", "weight")
PROCESSES, SERIAL = "processes", "serial"


@dataclass(frozen=True, slots=True)
class Giscus:
    """Where giscus keeps a site's discussions; the values come from giscus.app."""

    repo: str
    repo_id: str
    category: str
    category_id: str
    host: str = "giscus.app"


@dataclass(frozen=True, slots=True)
class Settings:
    """The kit's settings; each field is a key of `ROSTRUM` and documented in docs/settings.md."""

    organisation: str = ""
    subtitle: str = ""
    subtitles: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ("de", "en")
    home_posts: int = 9
    feed_items: int = 20
    feed_authority: str = ""
    more_by: int = 3
    related: int = 3
    small_lists: int = 5
    discussed_days: int = 365
    lists_everywhere: bool = False
    cloud_steps: int = 6
    cloud_minimum: int = 1
    cloud_maximum: int = 40
    cloud_order: str = ORDERS[0]
    logo: str = ""
    picture_credits: bool = True
    featured: str = ""
    whole_series: bool = True
    epub: bool = True
    giscus: Giscus | None = None
    reply_mail: str = ""
    networks: tuple[str, ...] = NETWORKS
    crosspost_days: int = 14
    levels: Mapping[str, str] = field(default_factory=dict)
    strict: bool = False
    render: bool = True
    markdown: str = DIALECTS[0]
    jobs: int = 0
    executor: str | Callable[[int], Executor] = PROCESSES
    cache_megabytes: int = 2000
    largest_removal: float = 0.5
    cpu_seconds: int = 20
    inputs: tuple[str, ...] = ()


def _levels(cell: Cell) -> tuple[tuple[str, str], ...]:
    """Read the level of each code that a site may change."""
    found: tuple[tuple[str, str], ...] = types.mapping_to(_one_of(LEVELS), CODES)(cell)
    fixed = [code for code, _ in found if code not in CHANGEABLE]
    if fixed:
        words = f'"{fixed[0]}" is always an error: without it something written would be missing'
        raise Invalid("setting", words, f"These can be changed: {', '.join(sorted(CHANGEABLE))}.")
    return found


def _authority(cell: Cell) -> str:
    """Read who names a feed's entries: a host and a year in which it was ours (RFC 4151, 2.1)."""
    found = types.text(cell)
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]*,[0-9]{4}(-[0-9]{2}){0,2}", found):
        hint = 'Write a host and a year in which it was yours: "blog.example,2026".'
        raise Invalid("setting", f'"{found}" names nobody', hint)
    return found


def _one_of(known: Iterable[str]) -> schema.Reader:
    words = tuple(known)

    def read_word(cell: Cell) -> str:
        found = types.text(cell)
        if found not in words:
            message = f'"{found}" is not one of {", ".join(words)}'
            raise Invalid("setting", message, suggest(found, words))
        return found

    return read_word


def _mail(cell: Cell) -> str:
    """Read an address for mail, as far as a link to it needs it to be one (RFC 6068)."""
    found = types.text(cell)
    if not re.fullmatch(r"[^@\s<>\"?&]+@[^@\s<>\"?&]+", found):
        hint = 'It looks like "blog@company.example".'
        raise Invalid("setting", f'"{found}" is not an address for mail', hint)
    return found


def _executor(cell: Cell) -> str | Callable[[int], Executor]:
    """Read who shares the work: one of our words, or what makes an executor of a size."""
    if callable(cell.plain):
        made: Callable[[int], Executor] = cell.plain
        return made
    word: str = _one_of((PROCESSES, SERIAL))(cell)
    return word


def _count(cell: Cell) -> int:
    """Read a whole number from 0 to 999,999."""
    found = types.text(cell)
    if not re.fullmatch(r"[0-9]{1,6}", found):
        words = f'"{shorten(found)}" is not a whole number from 0 to 999999'
        raise Invalid("setting", words, "Write it in digits: 3.")
    return int(found)


def _share(cell: Cell) -> float:
    """Read a part of a whole: a number from 0 to 1."""
    found = types.text(cell)
    if not re.fullmatch(r"[01](\.[0-9]{1,6})?", found) or float(found) > 1:
        words = f'"{shorten(found)}" is not a number from 0 to 1'
        raise Invalid("setting", words, "Half of the pages is 0.5.")
    return float(found)


def _at_most(most: int, read: schema.Reader) -> schema.Reader:
    """Return a reader of numbers that refuses larger ones."""

    def read_number(cell: Cell) -> int:
        found: int = read(cell)
        if found > most:
            raise Invalid("setting", f"{found} is too much", f"It may be up to {most}.")
        return found

    return read_number


def _steps(cell: Cell) -> int:
    """Read how many sizes of words a cloud has."""
    found = types.number(cell)
    if found > SIZES:
        raise Invalid("setting", f"{found} sizes are more than readers can tell apart", _STEPS)
    return found


def _make_giscus(place: Place, **values: str) -> Giscus:
    return Giscus(**values)


SIZES = 10
"""How many sizes of words a stylesheet has for a cloud, which takes as many of them as it likes."""
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_MOST = 10**15
_STEPS = f"Write a number from 1 to {SIZES}."
_DEFAULT = Settings()
_GISCUS = types.mapping_of(
    "giscus setting",
    {
        "repo": Field(types.text, required=True),
        "repo_id": Field(types.text, required=True),
        "category": Field(types.text, required=True),
        "category_id": Field(types.text, required=True),
        "host": Field(types.text, default="giscus.app"),
    },
    _make_giscus,
)

SETTINGS = Schema(
    "ROSTRUM setting",
    {
        "organisation": Field(types.text, default=_DEFAULT.organisation),
        "subtitle": Field(types.text, default=_DEFAULT.subtitle),
        "subtitles": Field(types.mapping_to(types.text), default=()),
        "languages": Field(types.list_of(types.name), default=_DEFAULT.languages),
        "home_posts": Field(types.number, default=_DEFAULT.home_posts),
        "feed_items": Field(types.number, default=_DEFAULT.feed_items),
        "feed_authority": Field(_authority, default=_DEFAULT.feed_authority),
        "more_by": Field(_count, default=_DEFAULT.more_by),
        "related": Field(_count, default=_DEFAULT.related),
        "small_lists": Field(_count, default=_DEFAULT.small_lists),
        "discussed_days": Field(_at_most(MOST_DAYS, _count), default=_DEFAULT.discussed_days),
        "lists_everywhere": Field(types.flag, default=_DEFAULT.lists_everywhere),
        "cloud_steps": Field(_steps, default=_DEFAULT.cloud_steps),
        "cloud_minimum": Field(types.number, default=_DEFAULT.cloud_minimum),
        "cloud_maximum": Field(_count, default=_DEFAULT.cloud_maximum),
        "cloud_order": Field(_one_of(ORDERS), default=_DEFAULT.cloud_order),
        "logo": Field(types.text, default=_DEFAULT.logo),
        "picture_credits": Field(types.flag, default=_DEFAULT.picture_credits),
        "featured": Field(types.name, default=_DEFAULT.featured),
        "whole_series": Field(types.flag, default=_DEFAULT.whole_series),
        "epub": Field(types.flag, default=_DEFAULT.epub),
        "giscus": Field(_GISCUS, default=_DEFAULT.giscus),
        "reply_mail": Field(_mail, default=_DEFAULT.reply_mail),
        "networks": Field(types.list_of(_one_of(NETWORKS)), default=_DEFAULT.networks),
        "crosspost_days": Field(_at_most(MOST_DAYS, types.number), default=_DEFAULT.crosspost_days),
        "levels": Field(_levels, default=()),
        "strict": Field(types.flag, default=_DEFAULT.strict),
        "render": Field(types.flag, default=_DEFAULT.render),
        "markdown": Field(_one_of(DIALECTS), default=_DEFAULT.markdown),
        "jobs": Field(_at_most(MOST_JOBS, _count), default=_DEFAULT.jobs),
        "executor": Field(_executor, default=_DEFAULT.executor),
        "cache_megabytes": Field(types.number, default=_DEFAULT.cache_megabytes),
        "largest_removal": Field(_share, default=_DEFAULT.largest_removal),
        "cpu_seconds": Field(_count, default=_DEFAULT.cpu_seconds),
        "inputs": Field(types.list_of(types.text), default=_DEFAULT.inputs),
    },
)


def read_settings(written: Any, file: Path | None, shown: str, report: Report) -> Settings:
    """Return the kit's settings; every wrong one is reported at its place in the settings file."""
    places = find_places(file, shown)
    try:
        written = _clear(written, (), places, Place(shown), report)
    except RecursionError:
        report.error("setting", Place(shown), "ROSTRUM is nested too deeply, or holds itself")
        return Settings()
    cell = to_cell(written, (), places, Place(shown))
    if not isinstance(cell.data, dict):
        report.error(
            "setting",
            cell.place,
            "ROSTRUM must be a dictionary",
            'Write ROSTRUM = {"languages": ["de", "en"]}.',
        )
        return Settings()
    values = SETTINGS.read(cell.data, cell.place, report)
    for key in ("subtitles", "levels"):
        values[key] = dict(values[key])
    return Settings(**values)


def find_place(file: Path | None, shown: str, key: str) -> Place:
    """Return where a key of ROSTRUM stands, as far as the settings file spells it out."""
    places = find_places(file, shown)
    return places.get((key,), places.get((), Place(shown)))


def _clear(
    value: Any,
    path: tuple[str, ...],
    places: Mapping[tuple[str, ...], Place],
    start: Place,
    report: Report,
) -> Any:
    """Return settings without what none can be, such as bytes or a set; that is reported."""
    place = places.get(path, start)
    if isinstance(value, Mapping):
        return {
            key: _clear(item, (*path, str(key)), places, place, report)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [_clear(item, path, places, place, report) for item in value]
    if wrong := _find_wrong(value, path):
        report.error("setting", place, f"{'.'.join(path) or 'ROSTRUM'} {wrong}")
        return None
    return os.fspath(value) if isinstance(value, os.PathLike) else value


def _find_wrong(value: Any, path: tuple[str, ...]) -> str:
    """Return why a single value can be no setting's, in words; empty if it can be."""
    if isinstance(value, os.PathLike):
        value = os.fspath(value)
    if isinstance(value, str) and (found := _NO_TEXT.search(value)):
        return f"holds a character that is no text (U+{ord(found[0]):04X})"
    if isinstance(value, int) and abs(value) > _MOST:  # it may have too many digits to be shown
        return "is too large a number"
    is_plain = value is None or isinstance(value, str | int | float)
    if not is_plain and not (callable(value) and path == ("executor",)):
        return f"can't be {type(value).__name__}"
    return ""


def to_cell(
    value: Any, path: tuple[str, ...], places: Mapping[tuple[str, ...], Place], start: Place
) -> Cell:
    """Return a setting's value as a cell; `places` tells where its parts stand, by path."""
    place = places.get(path, start)
    if isinstance(value, Mapping):
        items = {
            str(key): to_cell(item, (*path, str(key)), places, place) for key, item in value.items()
        }
        return Cell(items, place)
    if isinstance(value, set | frozenset):
        value = sorted(value, key=str)
    if isinstance(value, list | tuple):
        return Cell([to_cell(item, path, places, place) for item in value], place)
    return Cell(None if value is None else str(value), place, value)


def find_places(
    file: Path | None, shown: str, name: str = "ROSTRUM"
) -> dict[tuple[str, ...], Place]:
    """Return where each key of a setting stands, as far as the settings file spells it out."""
    if file is None:
        return {}
    try:
        tree = ast.parse(file.read_text("utf-8"))
    except (OSError, SyntaxError, ValueError):
        return {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and _assigns(node, name):
            return dict(_walk_places(node.value, (), shown))
    return {}


def _assigns(node: ast.Assign, name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in node.targets)


def _walk_places(
    node: ast.expr, path: tuple[str, ...], shown: str
) -> list[tuple[tuple[str, ...], Place]]:
    found = [(path, Place(shown, node.lineno, node.col_offset + 1))]
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant):
                inner = (*path, str(key.value))
                found += _walk_places(value, inner, shown)
                found.append((inner, Place(shown, key.lineno, key.col_offset + 1)))
    return found
