"""The sections of a site: its generated pages in the menu."""

from __future__ import annotations

from collections.abc import Callable

SERIES, PEOPLE, TOPICS, ARCHIVE, FEEDS = "series/", "people/", "topics/", "archive/", "feeds/"
HOME = ""


def name_section(path: str, gettext: Callable[[str], str]) -> str:
    """Return the translated title of a section; `gettext` is the translation function."""
    names = {
        HOME: gettext("Home"),
        SERIES: gettext("Series"),
        PEOPLE: gettext("People"),
        TOPICS: gettext("Topics"),
        ARCHIVE: gettext("Archive"),
        FEEDS: gettext("Follow"),
    }
    return names[path]
