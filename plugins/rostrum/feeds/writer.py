"""Serialize feeds with feedgen: one function per format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator
from feedgen.util import xml_elem

from rostrum.feeds.entries import (
    DC,
    MEDIA,
    SLASH,
    THR,
    WFW,
    EntryCache,
    address,
    author,
    line,
    moment,
)
from rostrum.feeds.model import ATOM_TYPE, RSS_TYPE, Feed

_ATOM = "http://www.w3.org/2005/Atom"


def write_rss(feed: Feed, cache: EntryCache | None = None) -> bytes:
    """Return the feed as RSS 2.0 in UTF-8 (RSS Advisory Board, specification 2.0.11).

    Pass the same cache for several feeds to build the XML of a shared entry only once.
    """
    generator = _generator(feed, RSS_TYPE, cache or EntryCache(len(feed.entries)))
    generator.register_extension("names", RssNames, atom=False)
    generator.names.hub = address(feed.hub) if feed.hub else ""
    written: bytes = generator.rss_str(pretty=True)
    return written


def write_atom(feed: Feed, cache: EntryCache | None = None) -> bytes:
    """Return the feed as Atom 1.0 in UTF-8 (RFC 4287), with threads (RFC 4685).

    Pass the same cache for several feeds to build the XML of a shared entry only once.
    """
    generator = _generator(feed, ATOM_TYPE, cache or EntryCache(len(feed.entries)))
    generator.register_extension("names", AtomNames, rss=False)
    written: bytes = generator.atom_str(pretty=True)
    return written


WRITERS: Mapping[str, Callable[[Feed, EntryCache | None], bytes]] = {
    "RSS": write_rss,
    "Atom": write_atom,
}
"""The write function of each feed format, by format name (see rostrum.feeds.model)."""


class RssNames(BaseExtension):  # type: ignore[misc]
    """The XML namespaces of the extension elements in RSS items, and the hub of the channel.

    feedgen writes no link to a hub in RSS.
    """

    hub = ""

    def extend_rss(self, rss_feed: Any) -> Any:
        """Add the link to the hub before the first item and return the feed."""
        if self.hub:
            (channel,) = rss_feed
            link = xml_elem(f"{{{_ATOM}}}link", href=self.hub, rel="hub")
            channel.insert(0, link)
        return rss_feed

    def extend_ns(self) -> dict[str, str]:
        """Return the namespaces by prefix."""
        return {"dc": DC, "media": MEDIA, "slash": SLASH, "thr": THR, "wfw": WFW}


class AtomNames(BaseExtension):  # type: ignore[misc]
    """The XML namespaces of the extension elements in Atom entries."""

    def extend_ns(self) -> dict[str, str]:
        """Return the namespaces by prefix."""
        return {"media": MEDIA, "thr": THR}


def _generator(feed: Feed, media_type: str, cache: EntryCache) -> Any:
    generator = FeedGenerator()
    generator.generator("Rostrum")
    generator.id(address(feed.id))
    title = line(feed.title) or address(feed.home)
    generator.title(title)
    generator.subtitle(line(feed.subtitle) or title)
    generator.language(line(feed.lang))
    generator.updated(moment(feed.updated, with_fraction=True))
    generator.author(author(feed.author))
    if feed.hub:
        generator.link(href=address(feed.hub), rel="hub")
    # The last link becomes the channel's in RSS, so the page comes last.
    generator.link(href=address(feed.url), rel="self", type=media_type)
    generator.link(href=address(feed.home), rel="alternate", type="text/html")
    if feed.logo:
        generator.logo(address(feed.logo))
    if feed.icon:
        generator.icon(address(feed.icon))
    for entry in feed.entries:
        generator.add_entry(cache.prepare(entry), order="append")
    return generator
