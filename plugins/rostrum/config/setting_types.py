"""Readers of the kit's own settings, like those of rostrum.schema.types."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass

from rostrum.core.diagnostic_codes import CHANGEABLE, FIXED
from rostrum.core.diagnostics import SourceLocation, shorten, suggest
from rostrum.schema import schema, types
from rostrum.schema.schema import Field, Invalid
from rostrum.schema.source_value import SourceValue

CODES = (*FIXED, *CHANGEABLE)
LEVELS = ("error", "warning", "off")
NETWORKS = ("linkedin", "x", "mastodon", "bluesky")
DIALECTS: Mapping[str, str] = {
    "gfm": "GitHub's Markdown (gfm)",
    "python-markdown": "Python-Markdown (python-markdown)",
}
"""Names of the dialects for messages."""
ORDERS = ("name", "weight")
PROCESSES, SERIAL = "processes", "serial"
SIZES = 10
"""Number of word sizes for a tag cloud in a stylesheet; a cloud may use fewer."""


@dataclass(frozen=True, slots=True)
class Giscus:
    """The giscus repository of a site's discussions; giscus.app supplies the values."""

    repo: str
    repo_id: str
    category: str
    category_id: str
    host: str = "giscus.app"


def levels(cell: SourceValue) -> tuple[tuple[str, str], ...]:
    """Read the level of each configurable diagnostic code."""
    value: tuple[tuple[str, str], ...] = types.mapping_to(word_of(LEVELS), CODES)(cell)
    fixed = [code for code, _ in value if code not in CHANGEABLE]
    if fixed:
        message = f'"{fixed[0]}" is always an error: without it something written would be missing'
        raise Invalid("setting", message, f"These can be changed: {', '.join(sorted(CHANGEABLE))}.")
    return value


def feed_authority(cell: SourceValue) -> str:
    """Read the tagging authority of feed ids: a host and a year of ownership (RFC 4151, 2.1)."""
    value = types.text(cell)
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]*,[0-9]{4}(-[0-9]{2}){0,2}", value):
        hint = 'Write a host and a year in which it was yours: "blog.example,2026".'
        raise Invalid("setting", f'"{value}" names nobody', hint)
    return value


def word_of(known: Iterable[str]) -> schema.Reader:
    """Return a reader accepting one of the known words."""
    known_words = tuple(known)

    def read_word(cell: SourceValue) -> str:
        value = types.text(cell)
        if value not in known_words:
            message = f'"{value}" is not one of {", ".join(known_words)}'
            raise Invalid("setting", message, suggest(value, known_words))
        return value

    return read_word


def mail_address(cell: SourceValue) -> str:
    """Read an email address, checked as far as a mailto link requires (RFC 6068)."""
    value = types.text(cell)
    if not re.fullmatch(r"[^@\s<>\"?&]+@[^@\s<>\"?&]+", value):
        hint = 'It looks like "blog@company.example".'
        raise Invalid("setting", f'"{value}" is not an address for mail', hint)
    return value


def executor(cell: SourceValue) -> str | Callable[[int], Executor]:
    """Read the executor: `processes`, `serial`, or a callable from a size to an executor."""
    if callable(cell.plain):
        factory: Callable[[int], Executor] = cell.plain
        return factory
    word: str = word_of((PROCESSES, SERIAL))(cell)
    return word


def host_path(cell: SourceValue) -> str:
    """Read a path of the site's host, such as `/blog/`."""
    value = types.text(cell)
    if not value.startswith("/") or value.startswith("//"):
        message = f'"{shorten(value)}" is not a path of the host'
        raise Invalid("setting", message, 'It begins with a slash: "/blog/".')
    return value


def count(cell: SourceValue) -> int:
    """Read a whole number from 0 to 999,999."""
    value = types.text(cell)
    if not re.fullmatch(r"[0-9]{1,6}", value):
        message = f'"{shorten(value)}" is not a whole number from 0 to 999999'
        raise Invalid("setting", message, "Write it in digits: 3.")
    return int(value)


def ratio(cell: SourceValue) -> float:
    """Read a ratio: a number from 0 to 1."""
    value = types.text(cell)
    if not re.fullmatch(r"[01](\.[0-9]{1,6})?", value) or float(value) > 1:
        message = f'"{shorten(value)}" is not a number from 0 to 1'
        raise Invalid("setting", message, "Half of the pages is 0.5.")
    return float(value)


def at_most(maximum: int, read: schema.Reader) -> schema.Reader:
    """Return a reader of numbers up to `maximum`; raises Invalid for larger ones."""

    def read_number(cell: SourceValue) -> int:
        value: int = read(cell)
        if value > maximum:
            raise Invalid("setting", f"{value} is too much", f"It may be up to {maximum}.")
        return value

    return read_number


def cloud_steps(cell: SourceValue) -> int:
    """Read the number of word sizes in a tag cloud, at most SIZES."""
    value = types.number(cell)
    if value > SIZES:
        raise Invalid(
            "setting",
            f"{value} sizes are more than readers can tell apart",
            f"Write a number from 1 to {SIZES}.",
        )
    return value


def _make_giscus(place: SourceLocation, **values: str) -> Giscus:
    return Giscus(**values)


giscus = types.mapping_of(
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
