"""Tell a theme for the kit from a theme for Pelican alone."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pelican

from rostrum.config.settings import Settings
from rostrum.core.diagnostics import Report, shorten
from rostrum.core.translatable import gettext_lazy as _
from rostrum.pelican_plugin.markdown_settings import DEFAULTS
from rostrum.pelican_plugin.setting_places import SettingPlaces
from rostrum.schema.renames import SETTING, FormerNames, rename_settings

_KIT_TEMPLATES = ("series_full.html", "series_index.html", "year_archives.html")
"""Templates of the kit whose names no theme of Pelican uses."""


def is_kit_theme(theme: Path, overrides: Iterable[Path] = ()) -> bool:
    """Return True if a theme, or the folders of overrides, has templates for the kit's views."""
    folders = (theme / "templates", *overrides)
    return any((folder / name).is_file() for folder in folders for name in _KIT_TEMPLATES)


def find_theme(written: str, folder: Path) -> Path:
    """Return the folder of a theme: relative to the settings file, else a theme of Pelican."""
    theme = Path(os.path.normpath(folder / written))
    return theme if theme.exists() else Path(pelican.__file__).parent / "themes" / written


def renders_kit_pages(settings: Mapping[str, Any], folder: Path) -> bool:
    """Return True if the kit makes the pages of a site, by `render` and THEME in its settings.

    `folder` is that of the settings file. Without THEME, the theme is the kit's.
    """
    written = settings.get("ROSTRUM")
    kit_settings = written if isinstance(written, Mapping) else {}
    kit_settings, _former = rename_settings(kit_settings, FormerNames().of(SETTING))
    if kit_settings.get("render") is not None:
        return bool(kit_settings["render"])
    if DEFAULTS in settings or not settings.get("THEME"):
        return True
    overrides = settings.get("THEME_TEMPLATES_OVERRIDES") or ()
    return is_kit_theme(
        find_theme(str(settings["THEME"]), folder), [folder / path for path in overrides]
    )


def choose_renderer(
    settings: Mapping[str, Any], kit_settings: Settings, places: SettingPlaces, report: Report
) -> Settings:
    """Return the kit's settings, with `render` off under a theme for Pelican alone.

    Report such a theme; it is an error if the site has the kit's defaults, or sets `render`.
    """
    theme = Path(settings["THEME"])
    overrides = [Path(path) for path in settings["THEME_TEMPLATES_OVERRIDES"]]
    if not kit_settings.render or is_kit_theme(theme, overrides):
        return kit_settings
    name, written = shorten(theme.name), settings.get("ROSTRUM")
    is_asked = isinstance(written, Mapping) and written.get("render") is not None
    if is_asked or DEFAULTS in settings:
        report.error(
            "setting",
            places.of("THEME"),
            _(
                'the theme "%(theme)s" is not made for the kit: it lacks templates for its pages',
                theme=name,
            ),
            _(
                "Take THEME out for the kit's own theme. "
                'To keep this one, write "render": False in ROSTRUM: then Pelican makes the pages.'
            ),
        )
        return kit_settings
    report.warning(
        "theme-foreign",
        places.of("THEME"),
        _(
            'the theme "%(theme)s" is not made for the kit: Pelican makes the pages with it, '
            "and those of the kit are left out",
            theme=name,
        ),
        _(
            "Take THEME out for the kit's own theme. "
            'To keep this one, write ROSTRUM = {"render": False}.'
        ),
    )
    return replace(kit_settings, render=False)
