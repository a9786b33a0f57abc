"""Feed entries in feedgen's form: RSS items and Atom entries, shared between feeds."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import quote

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension
from feedgen.util import xml_elem

from rostrum.core.hosts import write_ascii_host
from rostrum.core.text import clean, clean_line
from rostrum.feeds.model import Entry, Writer

DC = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
SLASH = "http://purl.org/rss/1.0/modules/slash/"
THR = "http://purl.org/syndication/thread/1.0"
WFW = "http://wellformedweb.org/CommentAPI/"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_TAG_START = re.compile(r"<(?=[a-zA-Z/!?])")
_UNRESERVED = "!#$%&'()*+,/:;=?@[]~"


class EntryCache:
    """A cache of the entries of one build in feedgen's form, shared between feeds.

    It keeps the `size` most recently used entries. Each holds two XML trees, with a size of about
    three times the entry's text.
    """

    def __init__(self, size: int = 1000) -> None:
        self._prepared: Callable[[Entry], FeedEntry] = lru_cache(maxsize=size)(PreparedEntry)

    def prepare(self, entry: Entry) -> FeedEntry:
        """Return the entry in feedgen's form, from the cache if possible."""
        return self._prepared(entry)


class PreparedEntry(FeedEntry):  # type: ignore[misc]
    """A feedgen entry with cached XML: each call returns a copy."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self._item: Any = None
        self._entry: Any = None
        self.guid(address(entry.id), permalink=entry.id == entry.url)
        self.title(line(entry.title) or address(entry.url))
        self.link(href=address(entry.url))
        self.published(moment(entry.published))
        self.updated(moment(entry.updated, with_fraction=True))
        self.author([author(writer) for writer in named(entry.authors)])
        self.contributor([author(writer) for writer in named(entry.contributors)])
        self.category([{"term": term} for term in map(line, entry.categories) if term])
        self._describe(clean(str(entry.html)), " ".join(clean(entry.summary).split()))
        self.register_extension("rostrum", lambda: EntryExtension(entry))

    def _describe(self, html: str, summary: str) -> None:
        # Use type HTML: RSS descriptions are HTML, and feedgen keeps one text for both formats.
        if html.strip():
            self.content(html, type="html")
        else:
            summary = summary or str(self.title())
        if summary:
            self.summary(escape(summary, quote=False), type="html")

    def rss_entry(self, extensions: bool = True) -> Any:
        """Return a new copy of the RSS item."""
        if self._item is None:
            self._item = super().rss_entry(extensions)
        return copy.deepcopy(self._item)

    def atom_entry(self, extensions: bool = True) -> Any:
        """Return a new copy of the Atom entry."""
        if self._entry is None:
            self._entry = super().atom_entry(extensions)
        return copy.deepcopy(self._entry)


class EntryExtension(BaseEntryExtension):  # type: ignore[misc]
    """Elements without support in feedgen: all authors and the language in RSS, and comments."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry

    def extend_rss(self, item: Any) -> Any:
        """Add Dublin Core, Slash, wfw, Media RSS and threading elements, and return the item."""
        entry = self._entry
        for writer in named(entry.authors):
            xml_elem(f"{{{DC}}}creator", item).text = line(writer.name)
        for writer in named(entry.contributors):
            xml_elem(f"{{{DC}}}contributor", item).text = line(writer.name)
        if entry.lang:
            xml_elem(f"{{{DC}}}language", item).text = line(entry.lang)
        if entry.comments_url:
            xml_elem("comments", item).text = address(entry.comments_url)
        if entry.comments is not None:
            xml_elem(f"{{{SLASH}}}comments", item).text = str(entry.comments)
        if entry.comments_feed:
            xml_elem(f"{{{WFW}}}commentRss", item).text = address(entry.comments_feed)
        _extend_both(item, entry)
        return item

    def extend_atom(self, element: Any) -> Any:
        """Add the language, Media RSS and threading elements (RFC 4685), and return the entry."""
        entry = self._entry
        if entry.lang:
            element.set(_XML_LANG, line(entry.lang))
        for href, media_type in (
            (entry.comments_url, "text/html"),
            (entry.comments_feed, "application/rss+xml"),
        ):
            if href:
                xml_elem("link", element, href=address(href), rel="replies", type=media_type)
        if entry.comments is not None:
            xml_elem(f"{{{THR}}}total", element).text = str(entry.comments)
        _extend_both(element, entry)
        return element


def _extend_both(element: Any, entry: Entry) -> None:
    if entry.image_url:
        xml_elem(f"{{{MEDIA}}}content", element, url=address(entry.image_url), medium="image")
    if entry.reply_to:
        answered = xml_elem(f"{{{THR}}}in-reply-to", element, ref=address(entry.reply_to))
        if entry.reply_to_url:
            answered.set("href", address(entry.reply_to_url))
            answered.set("type", "text/html")


def author(writer: Writer) -> dict[str, str]:
    """Return a writer as a dictionary for feedgen: `name`, and `uri` if known."""
    fields = {"name": line(writer.name)}
    return fields | {"uri": address(writer.url)} if writer.url else fields


def named(writers: tuple[Writer, ...]) -> Iterator[Writer]:
    """Yield the writers with a visible name."""
    return (writer for writer in writers if line(writer.name))


def line(text: str) -> str:
    """Return the text on one line, valid in XML and without HTML tags.

    RSS does not specify whether a title is text or HTML, and feed readers differ. A zero-width
    space after the `<` of `<b>` turns the tag into text for both: no text is lost, and injected
    tags have no effect.
    """
    return _TAG_START.sub("<\N{ZERO WIDTH SPACE}", clean_line(text))


def address(url: str) -> str:
    """Return the URL, percent-encoding all characters not allowed in a URI (RFC 3986).

    The host is written in ASCII.
    """
    return quote(write_ascii_host(clean(url).strip()), safe=_UNRESERVED)


def moment(date: datetime, *, with_fraction: bool = False) -> datetime:
    """Return the date in whole seconds, with a UTC offset valid in RFC 822 and RFC 3339.

    Dates with seconds in their offset are converted to UTC. RFC 3339 has fractions of a second,
    RFC 822 has none.
    """
    offset = date.utcoffset()
    if offset is not None and offset.seconds % 60:
        date = date.astimezone(UTC)
    return date if with_fraction else date.replace(microsecond=0)
