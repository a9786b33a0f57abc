"""Locations of settings, for reports of invalid ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from rostrum.config.setting_locations import find_assignments, show_target
from rostrum.core.diagnostics import SourceLocation

SETTINGS_FILE = "ROSTRUM_SETTINGS_FILE"
"""Key of the settings file's path, in the settings."""


class SettingPlaces:
    """Locations of settings, for top-level assignments in the settings file and those it imports.

    `options` maps a setting to the option of the command that gives its value instead.
    """

    def __init__(
        self, settings: Mapping[str, Any], options: Mapping[str, str] | None = None
    ) -> None:
        self._options = options or {}
        file = settings.get(SETTINGS_FILE)
        self._file = SourceLocation(show_target(Path(file)) if file else "pelicanconf.py")
        self._assignments = find_assignments(Path(file) if file else None)

    def of(self, key: str) -> SourceLocation:
        """Return the location of a setting; the start of the settings file if none assigns it.

        A setting given by an option of the command is located there.
        """
        if option := self._options.get(key):
            return SourceLocation(option)
        found = self._assignments.get(key)
        return found.place if found else self._file

    def of_value(self, key: str) -> SourceLocation:
        """Return the location of a setting's value; that of the setting if it is not a literal."""
        if key in self._options:
            return self.of(key)
        return self.within(key).get((), self.of(key))

    def of_kit(self, key: str) -> SourceLocation:
        """Return the location of a key of ROSTRUM, if it is written as a literal."""
        places = self.within("ROSTRUM")
        return places.get((key,), places.get((), self.of("ROSTRUM")))

    def rename(self, key: str, former: tuple[str, ...], present: tuple[str, ...]) -> None:
        """Locate what stands under a former path of keys in a setting under its present one."""
        found = self._assignments.get(key)
        if found:
            renamed = {
                (*present, *path[len(former) :]): place
                for path, place in found.places.items()
                if path[: len(former)] == former
            }
            self._assignments[key] = replace(found, places={**renamed, **found.places})

    def sets(self, key: str) -> bool:
        """Return True if the settings file, or one that it imports, assigns a setting."""
        return key in self._assignments

    def within(self, key: str) -> Mapping[tuple[str, ...], SourceLocation]:
        """Return the locations of the keys in a setting; the empty path is the setting itself."""
        found = self._assignments.get(key)
        return found.places if found else {}
