"""Decide whether a build needs the compatibility mode, in which Pelican runs all its components.

Without it, the kit reads, renders and writes by itself. It is needed for other plugins, another
theme, and settings that change Pelican's own readers, generators or writers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from pelican.settings import DEFAULT_CONFIG

from rostrum import defaults
from rostrum.build.config import Config

# Settings that the kit uses itself, or that have no effect on its pages (docs/pelican.md).
_HANDLED_ENDINGS = ("_URL", "_SAVE_AS", "_EXCLUDES", "_PATHS", "_PERMALINK_STRUCTURE", "_ORDER_BY")
_HANDLED = frozenset((
    *("PATH", "OUTPUT_PATH", "OUTPUT_RETENTION", "DELETE_OUTPUT_DIRECTORY", "IGNORE_FILES"),
    *("SITENAME", "SITEURL", "RELATIVE_URLS", "DEFAULT_LANG", "DEFAULT_PAGINATION"),
    *("DEFAULT_METADATA", "EXTRA_PATH_METADATA", "FILENAME_METADATA", "AUTHOR", "DEFAULT_DATE"),
    *("ARTICLE_TRANSLATION_ID", "PAGE_TRANSLATION_ID"),
    *("PATH_METADATA", "USE_FOLDER_AS_CATEGORY", "DEFAULT_CATEGORY", "WITH_FUTURE_DATES"),
    *("MARKDOWN", "DOCUTILS_SETTINGS", "PYGMENTS_RST_OPTIONS", "INTRASITE_LINK_REGEX"),
    *("SLUGIFY_SOURCE", "SLUGIFY_USE_UNICODE", "SLUGIFY_PRESERVE_CASE"),
    *("SLUG_REGEX_SUBSTITUTIONS", "SUMMARY_MAX_LENGTH"),
    *("SUMMARY_END_SUFFIX", "PLUGINS", "PLUGIN_PATHS", "THEME", "THEME_STATIC_DIR", "CSS_FILE"),
    *("THEME_TEMPLATES_OVERRIDES", "TEMPLATE_EXTENSIONS", "JINJA_ENVIRONMENT", "JINJA_FILTERS"),
    *("JINJA_GLOBALS", "PAGINATED_TEMPLATES", "PAGINATION_PATTERNS", "DEFAULT_ORPHANS"),
    *("NEWEST_FIRST_ARCHIVES", "REVERSE_CATEGORY_ORDER", "DISPLAY_CATEGORIES_ON_MENU"),
    *("DISPLAY_PAGES_ON_MENU", "FEED_APPEND_REF", "FEED_MAX_ITEMS", "RSS_FEED_SUMMARY_ONLY"),
    *("DIRECT_TEMPLATES", "DEFAULT_DATE_FORMAT"),
    *("STATIC_CHECK_IF_MODIFIED", "STATIC_CREATE_LINKS", "STATIC_EXCLUDE_SOURCES"),
    *("OUTPUT_SOURCES_EXTENSION", "TYPOGRIFY_DASHES", "TYPOGRIFY_IGNORE_TAGS"),
    *("TYPOGRIFY_OMIT_FILTERS", "CACHE_CONTENT", "CACHE_PATH", "LOAD_CONTENT_CACHE"),
    *("CHECK_MODIFIED_METHOD", "CONTENT_CACHING_LAYER", "GZIP_CACHE", "LOG_FILTER", "BIND", "PORT"),
))  # fmt: skip
_FEED = re.compile(r"(?:\w+_)?FEED_(?:ALL_)?(?:ATOM|RSS)")
_DEFAULTS = deepcopy(DEFAULT_CONFIG) | {
    key: value for key, value in vars(defaults).items() if key.isupper()
}


def needs_pelican(settings: Mapping[str, Any], config: Config) -> bool:
    """Return True if a build needs the compatibility mode."""
    return (
        list(settings["PLUGINS"]) != ["rostrum"]
        or not config.settings.render
        or settings["ARTICLE_EXCLUDES"] not in ([], settings["PAGE_PATHS"])
        or settings["PAGE_EXCLUDES"] not in ([], settings["ARTICLE_PATHS"])
        or any(True for _ in list_changed(settings))
    )


def list_changed(settings: Mapping[str, Any]) -> Iterator[str]:
    """Yield the settings with a value for Pelican alone, other than the default.

    These are all settings of Pelican that the kit does not handle, so that a setting of a later
    release of Pelican is among them.
    """
    for key, value in settings.items():
        is_handled = key in _HANDLED or key.endswith(_HANDLED_ENDINGS) or _FEED.fullmatch(key)
        if key in DEFAULT_CONFIG and not is_handled and value != _DEFAULTS.get(key):
            yield key
