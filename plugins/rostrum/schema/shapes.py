"""The shape of values as JSON Schema, so that editors can check and complete front matter.

A reader has a shape if `describe` gave it one; any value fits a reader without. Shapes say less
than readers: what an editor marks as wrong is wrong, but not the other way round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

Shape = dict[str, Any]
_R = TypeVar("_R", bound=Callable[..., Any])

TEXT: Shape = {"type": ["string", "number"]}
"""A text; YAML makes a number of `title: 2026`."""

MOMENT: Shape = {"type": "string"}
"""A date, with a time or without."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SHAPES: dict[Callable[..., Any], Shape] = {}


def describe(shape: Shape) -> Callable[[_R], _R]:
    """Return a decorator that gives a reader a shape."""

    def note(reader: _R) -> _R:
        _SHAPES[reader] = shape
        return reader

    return note


def find_shape(reader: Callable[..., Any]) -> Shape:
    """Return the shape of a reader, empty for one without."""
    return _SHAPES.get(reader, {})


def optional(reader: Callable[..., Any]) -> Shape:
    """Return the shape of a reader, or of a key without a value."""
    shape = find_shape(reader)
    return either(shape, {"type": "null"}) if shape else shape


def list_of(item: Shape) -> Shape:
    """Return the shape of a list, or of a text with its items separated by commas."""
    return {"anyOf": [{"type": "array", "items": item}, TEXT]}


def either(*shapes: Shape) -> Shape:
    """Return the shape of what has one of some shapes."""
    return {"anyOf": list(shapes)}


def mapping_of(
    properties: Mapping[str, Shape], required: Iterable[str] = (), *, may_have_others: bool = False
) -> Shape:
    """Return the shape of a mapping with a shape for each key."""
    shape: dict[str, Any] = {"type": "object", "properties": dict(properties)}
    wanted = sorted(required)
    return (
        shape
        | ({"required": wanted} if wanted else {})
        | ({} if may_have_others else {"additionalProperties": False})
    )


def add_dialect(shape: Shape, title: str) -> Shape:
    """Return a shape as a whole document with a title."""
    return {"$schema": _DIALECT, "title": title, **shape}
