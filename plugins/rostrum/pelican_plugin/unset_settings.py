"""The settings that a settings file leaves unset.

A file with `from rostrum.defaults import *` sets all of them. A file without is that of an
existing site of Pelican: its content is read as Pelican reads it, and what is written takes the
kit's defaults, but no address that the file sets.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from types import ModuleType
from typing import Any

from pelican.settings import DEFAULT_CONFIG

from rostrum import defaults
from rostrum.pelican_plugin.markdown_settings import DEFAULTS
from rostrum.pelican_plugin.other_themes import renders_kit_pages
from rostrum.pelican_plugin.setting_places import SETTINGS_FILE

_PELICANS = frozenset(
    (DEFAULTS, "PLUGINS", "ARTICLE_PATHS", "PAGE_PATHS", "USE_FOLDER_AS_CATEGORY")
)
"""Settings without the kit's default in a file without the kit's defaults."""

MOVED = "ROSTRUM_MOVED"
"""Key of the kinds of pages whose addresses differ from Pelican's, because none is set."""

_KINDS = ("ARTICLE", "PAGE", "CATEGORY", "TAG", "AUTHOR")
"""The kinds of pages that Pelican writes by default, for MOVED."""

_UNDER_ANY_THEME = ("PATH", "OUTPUT_PATH", "TIMEZONE", "DEFAULT_LANG")
_ADDRESS = re.compile(r"(\w+?)(?:_LANG)?_(?:URL|SAVE_AS)")


def fill_unset(written: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Return the settings of a file with the defaults of those it leaves unset.

    `folder` is that of the file. Settings that keep Pelican's default are not added.
    """
    if DEFAULTS in written:
        return dict(written)
    usual = {key: value for key, value in vars(defaults).items() if key.isupper()}
    if renders_kit_pages(written, folder):
        kept = {*_PELICANS, *_list_addresses(written)}
        usual["STATIC_PATHS"] = [*DEFAULT_CONFIG["STATIC_PATHS"], *defaults.STATIC_PATHS]
    else:
        kept = usual.keys() - _UNDER_ANY_THEME
    filled = {key: deepcopy(value) for key, value in usual.items() if key not in kept}
    filled[MOVED] = [kind for kind in _KINDS if f"{kind}_URL" in filled]
    return filled | dict(written)


def fill_bare_folder(content: Path) -> dict[str, Any]:
    """Return the kit's defaults for a content folder without a settings file.

    Without a folder `posts/`, posts are where Pelican finds them.
    """
    settings = {key: value for key, value in vars(defaults).items() if key.isupper()}
    if not any((content / folder).is_dir() for folder in defaults.ARTICLE_PATHS):
        pelicans = ("ARTICLE_PATHS", "USE_FOLDER_AS_CATEGORY")
        settings |= {key: deepcopy(DEFAULT_CONFIG[key]) for key in pelicans}
    return settings


def find_written(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of Pelican's complete settings that a settings file sets.

    They are the values in the module of the file, which Pelican leaves in sys.modules, and the
    path of the file, else the values other than Pelican's default.
    """
    modules = list(_list_settings_modules())
    if not modules:
        return {
            key: value for key, value in settings.items() if value != DEFAULT_CONFIG.get(key, ())
        }
    module = max(modules, key=lambda module: _count_equal(module, settings))
    changed = {
        key
        for key, value in settings.items()
        if key not in DEFAULT_CONFIG or value != DEFAULT_CONFIG[key]
    }
    named = {key for key in vars(module) if key.isupper()}
    written = {key: settings[key] for key in settings if key in named | changed}
    return written | ({SETTINGS_FILE: module.__file__} if module.__file__ else {})


def _list_settings_modules() -> Iterator[ModuleType]:
    for module in [*sys.modules.values()]:
        plugins = getattr(module, "PLUGINS", None)
        if module is not defaults and isinstance(plugins, list | tuple) and "rostrum" in plugins:
            yield module


def _count_equal(module: ModuleType, settings: Mapping[str, Any]) -> int:
    return sum(
        1
        for key, value in vars(module).items()
        if key.isupper() and key in settings and settings[key] is value
    )


def _list_addresses(written: Mapping[str, Any]) -> Iterator[str]:
    """Yield the settings of each kind of address of which the file sets one."""
    kinds = {match[1] for key in written if (match := _ADDRESS.fullmatch(key))}
    for key in DEFAULT_CONFIG:
        match = _ADDRESS.fullmatch(key)
        if match and match[1] in kinds:
            yield key
