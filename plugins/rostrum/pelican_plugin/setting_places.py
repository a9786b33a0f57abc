"""Locations of settings, for reports of invalid ones."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from rostrum.config.setting_locations import find_places
from rostrum.core.diagnostics import SourceLocation

SETTINGS_FILE = "ROSTRUM_SETTINGS_FILE"
"""Key of the settings file's path, in the settings."""


class SettingPlaces:
    """Locations of settings, for top-level assignments in the settings file.

    `options` maps a setting to the option of the command that gives its value instead.
    """

    def __init__(
        self, settings: Mapping[str, Any], options: Mapping[str, str] | None = None
    ) -> None:
        self._options = options or {}
        file = settings.get(SETTINGS_FILE)
        self._file = SourceLocation(show_target(Path(file)) if file else "pelicanconf.py")
        self._path = Path(file) if file else None
        self._lines = dict(_find_assignments(Path(file))) if file else {}

    def of(self, key: str) -> SourceLocation:
        """Return the location of a setting; the start of the file if it is not assigned there.

        A setting given by an option of the command is located there.
        """
        if option := self._options.get(key):
            return SourceLocation(option)
        return SourceLocation(self._file.path, self._lines.get(key, 1))

    def of_value(self, key: str) -> SourceLocation:
        """Return the location of a setting's value; that of the setting if it is not a literal."""
        return self.within(key).get((), self.of(key))

    def sets(self, key: str) -> bool:
        """Return True if the settings file assigns a setting at its top level."""
        return key in self._lines

    def within(self, key: str) -> dict[tuple[str, ...], SourceLocation]:
        """Return the locations of the keys in a setting; the empty path is the setting itself."""
        return find_places(self._path, self._file.path, key)


def show_target(path: Path) -> str:
    """Return a path for messages, with symbolic links resolved."""
    path, root = path.resolve(), Path.cwd()
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def _find_assignments(file: Path) -> Iterable[tuple[str, int]]:
    try:
        tree = ast.parse(file.read_text("utf-8"))
    except (OSError, SyntaxError, ValueError):
        return
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else ()
        yield from ((target.id, node.lineno) for target in targets if isinstance(target, ast.Name))
