"""The sections of a site: the pages of the kit's own that its menu leads to."""

from __future__ import annotations

from collections.abc import Callable

SERIES, PEOPLE, TOPICS, ARCHIVE, FEEDS = "series/", "people/", "topics/", "archive/", "feeds/"
HOME = ""


def name_section(path: str, say: Callable[[str], str]) -> str:
    """Return what a section is called in a language; `say` translates."""
    names = {
        HOME: say("Home"),
        SERIES: say("Series"),
        PEOPLE: say("People"),
        TOPICS: say("Topics"),
        ARCHIVE: say("Archive"),
        FEEDS: say("Follow"),
    }
    return names[path]
