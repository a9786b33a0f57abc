"""Locations of settings in a settings file, and their values with these locations."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rostrum.core.diagnostics import SourceLocation
from rostrum.schema.source_value import SourceValue


def find_place(file: Path | None, display_path: str, key: str) -> SourceLocation:
    """Return the location of a key of ROSTRUM, if the settings file has it as a literal."""
    places = find_places(file, display_path)
    return places.get((key,), places.get((), SourceLocation(display_path)))


def to_cell(
    value: Any,
    path: tuple[str, ...],
    places: Mapping[tuple[str, ...], SourceLocation],
    start: SourceLocation,
) -> SourceValue:
    """Return a setting as a source value; `places` maps the path of each part to its location."""
    place = places.get(path, start)
    if isinstance(value, Mapping):
        items = {
            str(key): to_cell(item, (*path, str(key)), places, place) for key, item in value.items()
        }
        return SourceValue(items, place)
    if isinstance(value, set | frozenset):
        value = sorted(value, key=str)
    if isinstance(value, list | tuple):
        parts = [to_cell(item, (*path, str(n)), places, place) for n, item in enumerate(value)]
        return SourceValue(parts, place)
    return SourceValue(None if value is None else str(value), place, value)


def find_places(
    file: Path | None, display_path: str, name: str = "ROSTRUM"
) -> dict[tuple[str, ...], SourceLocation]:
    """Return the location of each key of a setting written as a literal in the file."""
    if file is None:
        return {}
    try:
        tree = ast.parse(file.read_text("utf-8"))
    except (OSError, SyntaxError, ValueError):
        return {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and _assigns(node, name):
            return dict(_walk_places(node.value, (), display_path))
    return {}


def _assigns(node: ast.Assign, name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in node.targets)


def _walk_places(
    node: ast.expr, path: tuple[str, ...], display_path: str
) -> list[tuple[tuple[str, ...], SourceLocation]]:
    places = [(path, SourceLocation(display_path, node.lineno, node.col_offset + 1))]
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant):
                inner = (*path, str(key.value))
                places += _walk_places(value, inner, display_path)
                places.append((inner, SourceLocation(display_path, key.lineno, key.col_offset + 1)))
    elif isinstance(node, ast.List | ast.Tuple):
        for number, item in enumerate(node.elts):
            places += _walk_places(item, (*path, str(number)), display_path)
    return places
