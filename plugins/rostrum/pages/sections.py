"""The sections of a site: the pages of the kit's own that its menu leads to."""

from __future__ import annotations

from collections.abc import Callable

SERIES, PEOPLE, TOPICS, ARCHIVE, FEEDS = "series/", "people/", "topics/", "archive/", "feeds/"
HOME = ""


def name_section(path: str, gettext: Callable[[str], str]) -> str:
    """Return what a section is called in a language; `gettext` translates."""
    names = {
        HOME: gettext("Home"),
        SERIES: gettext("Series"),
        PEOPLE: gettext("People"),
        TOPICS: gettext("Topics"),
        ARCHIVE: gettext("Archive"),
        FEEDS: gettext("Follow"),
    }
    return names[path]
