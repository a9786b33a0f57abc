"""Locations of settings in a settings file and in the files that it imports.

The files are parsed, never run: a settings file is a program, and has been run by Pelican.
"""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rostrum.cache.inputs import select_own
from rostrum.core.diagnostics import SourceLocation
from rostrum.schema.source_value import SourceValue

Places = dict[tuple[str, ...], SourceLocation]
"""Locations by the path of keys in a setting; the empty path is the setting's value."""


@dataclass(frozen=True)
class Assignment:
    """An assignment of a setting: its location, and those of the keys in its value.

    `length` is the number of items of a list written as a literal, -1 if it is unknown.
    """

    place: SourceLocation
    places: Places = field(default_factory=dict)
    length: int = -1


def show_target(path: Path) -> str:
    """Return a path for messages, with symbolic links resolved."""
    path, root = path.resolve(), Path.cwd()
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


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


def find_assignments(file: Path | None) -> dict[str, Assignment]:
    """Return the last assignment of each name in a settings file, or in a file it imports.

    Imports from libraries and from the kit are passed over, as is a file that can't be parsed.
    """
    return {} if file is None else dict(_Reader(file.absolute().parent).read(file))


class _Reader:
    """Reads the assignments at the top level of files, in the order in which Python runs them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[Path, dict[str, Assignment]] = {}

    def read(self, file: Path) -> Mapping[str, Assignment]:
        """Return the names assigned by a file; those known so far in a circle of imports."""
        file = file.resolve()
        if file not in self._read:
            self._read[file] = {}
            try:
                tree = ast.parse(file.read_bytes())
            except (OSError, SyntaxError, ValueError, RecursionError):
                return {}
            module = _Module(file, self, self._read[file])
            with suppress(RecursionError):  # what is nested so deeply has no location
                for statement in tree.body:
                    module.run(statement)
        return self._read[file]

    def find(self, name: str, level: int, importer: Path) -> Path | None:
        """Return the file of a module of the site's own; None for others.

        It is the file that was imported, else the one that an import finds beside the settings
        file or in the current folder.
        """
        module = None if level else sys.modules.get(name)
        file = getattr(module, "__file__", None)
        if file:
            return Path(file) if select_own([os.path.abspath(file)]) else None  # noqa: PTH100
        folders = [self._folder, Path.cwd()]
        if level:
            folders = [importer.parents[min(level, len(importer.parents)) - 1]]
        steps = name.split(".") if name else []
        for folder in folders:
            path = folder.joinpath(*steps)
            for found in (path / "__init__.py", path.parent / f"{path.name}.py"):
                if found.is_file():
                    return found
        return None


class _Module:
    """The statements of one file that bind names."""

    def __init__(self, file: Path, reader: _Reader, names: dict[str, Assignment]) -> None:
        self._file, self._path = file, show_target(file)
        self._reader, self._names = reader, names
        self._modules: dict[str, Path] = {}

    def run(self, node: ast.stmt) -> None:
        """Record the names that a statement, or one of those in it, binds."""
        if isinstance(node, ast.Assign):
            for target in node.targets:
                self._assign(target, node.value)
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            self._assign(node.target, node.value)
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            self._add(node.target, node.value)
        elif isinstance(node, ast.ImportFrom):
            self._import_from(node)
        elif isinstance(node, ast.Import):
            self._import(node)
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for inner in _list_statements(node):
                self.run(inner)

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self._names[target.id] = self._describe(target, value)
        elif isinstance(target, ast.Tuple | ast.List):
            is_parallel = isinstance(value, ast.Tuple | ast.List)
            values = value.elts if isinstance(value, ast.Tuple | ast.List) else []
            is_parallel = is_parallel and len(values) == len(target.elts)
            for number, part in enumerate(target.elts):
                self._assign(part, values[number] if is_parallel else value)
        elif isinstance(target, ast.Subscript):
            self._assign_key(target, value)

    def _assign_key(self, target: ast.Subscript, value: ast.expr) -> None:
        """Record `NAME["key"] = value`, also of a key in a key."""
        keys: list[str] = []
        inner: ast.expr = target
        while isinstance(inner, ast.Subscript) and isinstance(inner.slice, ast.Constant):
            keys.insert(0, str(inner.slice.value))
            inner = inner.value
        if not isinstance(inner, ast.Name) or inner.id not in self._names:
            return
        known, path = self._names[inner.id], tuple(keys)
        kept = {key: place for key, place in known.places.items() if key[: len(path)] != path}
        places = kept | _below(path, self._walk(value)) | {path: self._place(target)}
        self._names[inner.id] = Assignment(known.place, places, known.length)

    def _add(self, target: ast.Name, value: ast.expr) -> None:
        """Record `NAME += […]` and `NAME |= {…}`."""
        added, known = self._describe(target, value), self._names.get(target.id)
        if known is None or not known.places:
            self._names[target.id] = Assignment(added.place)
            return
        self._names[target.id] = _join(known, added)

    def _import_from(self, node: ast.ImportFrom) -> None:
        file = self._reader.find(node.module or "", node.level, self._file)
        names = self._reader.read(file) if file else {}
        for alias in node.names:
            if alias.name == "*":
                public = {key: found for key, found in names.items() if not key.startswith("_")}
                self._names.update(public)
            elif alias.name in names:
                self._names[alias.asname or alias.name] = names[alias.name]
            else:  # from a library, or a name that only running the file tells
                self._names[alias.asname or alias.name] = Assignment(self._place(node))

    def _import(self, node: ast.Import) -> None:
        for alias in node.names:
            name = alias.name if alias.asname else alias.name.partition(".")[0]
            if file := self._reader.find(name, 0, self._file):
                self._modules[alias.asname or name] = file

    def _describe(self, target: ast.expr, value: ast.expr) -> Assignment:
        places = self._walk(value)
        return Assignment(self._place(target), places, self._measure(value))

    def _place(self, node: ast.expr | ast.stmt) -> SourceLocation:
        return SourceLocation(self._path, node.lineno, node.col_offset + 1)

    def _refer(self, node: ast.expr) -> Assignment | None:
        """Return the assignment of a name, or of a name in an imported file."""
        if isinstance(node, ast.Name):
            return self._names.get(node.id)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            file = self._modules.get(node.value.id)
            return self._reader.read(file).get(node.attr) if file else None
        return None

    def _measure(self, node: ast.expr) -> int:
        """Return the number of items of a list, -1 if it is unknown."""
        if isinstance(node, ast.List | ast.Tuple):
            is_plain = not any(isinstance(item, ast.Starred) for item in node.elts)
            return len(node.elts) if is_plain else -1
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            sizes = (self._measure(node.left), self._measure(node.right))
            return sum(sizes) if min(sizes) >= 0 else -1
        known = self._refer(node)
        return known.length if known else -1

    def _walk(self, node: ast.expr) -> Places:
        """Return the locations in a value."""
        places: Places = {(): self._place(node)}
        if known := self._refer(node):
            return known.places | places
        if isinstance(node, ast.Dict):
            places |= self._walk_dict(node)
        elif isinstance(node, ast.List | ast.Tuple):
            for number, item in enumerate(node.elts):
                if isinstance(item, ast.Starred):  # the numbers behind it are unknown
                    break
                places |= _below((str(number),), self._walk(item))
        elif isinstance(node, ast.BinOp):
            joined = [
                Assignment(self._place(side), self._walk(side), self._measure(side))
                for side in (node.left, node.right)
            ]
            places = {**_join(*joined).places, **places}
        return places

    def _walk_dict(self, node: ast.Dict) -> Places:
        places: Places = {}
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:  # {**other}
                places |= {path: place for path, place in self._walk(value).items() if path}
            elif isinstance(key, ast.Constant):
                inner = (str(key.value),)
                places = {path: at for path, at in places.items() if path[:1] != inner}
                places |= _below(inner, self._walk(value))
                places[inner] = self._place(key)
        return places


def _list_statements(node: ast.AST) -> Iterator[ast.stmt]:
    """Yield the statements directly in another, such as the branches of an `if`."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            yield child
        elif isinstance(child, ast.ExceptHandler | ast.match_case):
            yield from child.body


def _below(path: tuple[str, ...], places: Places) -> Places:
    return {(*path, *inner): place for inner, place in places.items()}


def _join(first: Assignment, second: Assignment) -> Assignment:
    """Return a value with the items of two lists, or the keys of two dictionaries."""
    places = {path: place for path, place in second.places.items() if path}
    length = -1
    if second.length >= 0:  # a list: its items come behind those of the first one
        if first.length < 0:
            return first
        length = first.length + second.length
        places = {
            (str(first.length + int(path[0])), *path[1:]): place
            for path, place in places.items()
            if path[0].isdecimal()
        }
    return Assignment(first.place, {**first.places, **places}, length)
