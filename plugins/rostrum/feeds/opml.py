"""The list of feeds and calendars as OPML 2.0 (opml.org/spec2), for import by feed readers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from rostrum.core.document import Document
from rostrum.core.text import clean_line


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed with its HTML page and language, or a calendar without a page."""

    title: str
    feed: str = ""
    page: str = ""
    lang: str = ""
    calendar: str = ""


@dataclass(frozen=True, slots=True)
class Subscriptions(Document):
    """Feeds and calendars in groups: pairs of a heading and its outlines."""

    title: str
    owner: str
    home: str
    changed: datetime
    groups: tuple[tuple[str, tuple[Outline, ...]], ...]

    def write(self) -> bytes:
        """Return the list as UTF-8 XML of type `text/x-opml`."""
        root = Element("opml", version="2.0")
        head = SubElement(root, "head")
        for name, fact in self._list_facts().items():
            SubElement(head, name).text = clean_line(fact)
        body = SubElement(root, "body")
        for heading, outlines in self.groups:
            group = SubElement(body, "outline", text=clean_line(heading))
            for outline in outlines:
                SubElement(group, "outline", _describe(outline))
        indent(root)
        written: bytes = tostring(root, "utf-8", xml_declaration=True)
        return written + b"\n"

    def _list_facts(self) -> dict[str, str]:
        return {
            "title": self.title,
            "dateModified": format_datetime(self.changed.astimezone(UTC), usegmt=True),
            "ownerName": self.owner,
            "ownerId": self.home,
            "docs": "http://opml.org/spec2.opml",
        }


def _describe(outline: Outline) -> dict[str, str]:
    """Return the attributes of an outline; OPML uses the type `rss` for every feed format."""
    title = clean_line(outline.title)
    if outline.calendar:
        return {"type": "link", "text": title, "url": outline.calendar}
    attributes = {"type": "rss", "text": title, "title": title, "xmlUrl": outline.feed}
    return attributes | {"htmlUrl": outline.page, "language": outline.lang}
