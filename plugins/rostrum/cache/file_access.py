"""What a site's own code looks at: its files are among those that a build depends on.

Only the standard library is imported here, for the sake of rostrum.cache.up_to_date.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from importlib.util import find_spec, source_from_cache
from types import BuiltinFunctionType, FunctionType
from typing import Any

from rostrum.core.files import PACKAGE

UNTRACKABLE = "?"
"""Stands among files for what is none: another program was asked, or another host."""

_LOOKED_AT = ("open", "os.listdir", "os.scandir")
_ASKED = ("subprocess.Popen", "os.system", "os.posix_spawn", "os.exec", "socket.connect")


@contextmanager
def note_opened(files: set[str]) -> Iterator[None]:
    """Note what is looked at meanwhile, so that settings may read or import what they like.

    Notes files and folders, also those that were looked for and not found, and `UNTRACKABLE`.
    """
    watchers = _watch()
    watchers.append(files)
    try:
        yield
    finally:
        watchers.remove(files)


@cache
def _watch() -> list[set[str]]:
    """Return those who are told what is looked at: one hook, for it can't be taken away again."""
    watchers: list[set[str]] = []

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        if watchers:
            seen = _read_event(event, arguments)
            for files in watchers:
                files.update(seen)

    sys.addaudithook(audit)
    return watchers


def _read_event(event: str, arguments: tuple[Any, ...]) -> list[str]:
    """Return what an event is about (docs.python.org/3/library/audit_events.html)."""
    if event in _ASKED:
        return [UNTRACKABLE]
    if event == "import":
        return _list_modules(arguments[0])
    if event not in _LOOKED_AT or not isinstance(arguments[0], str | os.PathLike):
        return []
    if event != "open" and "importlib" in sys._getframe(2).f_code.co_filename:
        return []  # Python looks for a module: see above
    return [os.path.abspath(os.fsdecode(arguments[0]))]  # noqa: PTH100 - for every open()


def _list_modules(name: str) -> list[str]:
    """Return where a module of a site's own would be found, whether it is there or not."""
    package, _, _ = name.rpartition(".")
    if package in sys.modules:  # a library's part is looked for in the library
        path = name[len(package) + 1 :]
        places = [str(place) for place in getattr(sys.modules[package], "__path__", ())]
    else:
        path, places = name.replace(".", "/"), sys.path
    folders = [os.path.abspath(folder) for folder in places if not _is_library(folder)]  # noqa: PTH100
    return [f"{folder}/{path}{end}" for folder in folders for end in (".py", "/__init__.py")]


def _is_library(path: str) -> bool:
    return (
        path.endswith(("-packages", ".zip"))
        or "-packages/" in path
        or path.startswith(os.path.dirname(os.__file__))  # noqa: PTH120
    )


def select_own(opened: Iterable[str]) -> tuple[str, ...]:
    """Return those files that are a site's own: not Python's, a library's or the kit's."""
    others = [os.path.dirname(os.__file__), str(PACKAGE), "/dev", "/proc"]  # noqa: PTH120
    others += [path for path in sys.path if path.endswith(("-packages", ".zip"))]
    inside = tuple(f"{folder}/" for folder in others)
    found = {_source_of(file) for file in opened}
    return tuple(sorted(file for file in found if not f"{file}/".startswith(inside)))


def _source_of(file: str) -> str:
    try:
        return source_from_cache(file) if file.endswith(".pyc") else file
    except ValueError:
        return file


def is_known(value: Any) -> bool:
    """Say whether plain values, and names of what libraries define, tell all of a value.

    Functions of a site's own may read or ask what they like.
    """
    if isinstance(value, str | int | float | None):
        return True
    if isinstance(value, Mapping):
        return all(map(is_known, value.values()))
    if isinstance(value, list | tuple):
        return all(map(is_known, value))
    if isinstance(value, partial):
        return is_known((value.func, value.args, value.keywords))
    if not isinstance(value, type | FunctionType | BuiltinFunctionType):
        return False
    return "<" not in value.__qualname__ and not is_own_module(value.__module__ or "")


def is_own_module(name: str) -> bool:
    """Say whether a module is a site's own; one that can't be found is."""
    if name in sys.modules:
        file = getattr(sys.modules[name], "__file__", None)
        return bool(file and select_own([file]))
    try:
        spec = find_spec(name)
    except (ImportError, ValueError):
        return True
    return spec is None or spec.origin is None or bool(select_own([spec.origin]))
