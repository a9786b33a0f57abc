"""The formats that feeds come in, one row each; rostrum.feeds.writer writes them.

They stand apart because every page names them, and most builds write no feed.
"""

from __future__ import annotations

from dataclasses import dataclass

RSS_TYPE = "application/rss+xml"
ATOM_TYPE = "application/atom+xml"


@dataclass(frozen=True, slots=True)
class Format:
    """A format of feeds: its name for people, its media type, and the name of its file."""

    name: str
    media_type: str
    filename: str


FORMATS = (
    Format("RSS", RSS_TYPE, "rss.xml"),
    Format("Atom", ATOM_TYPE, "atom.xml"),
)
