"""All that can be followed, as one list that feed readers take in (OPML 2.0, opml.org/spec2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from rostrum.core.document import Document
from rostrum.core.text import clean_line


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed, the page that it follows and its language; or a calendar, which has no page."""

    title: str
    feed: str = ""
    page: str = ""
    lang: str = ""
    calendar: str = ""


@dataclass(frozen=True, slots=True)
class Subscriptions(Document):
    """A list of feeds and calendars in groups, each a heading and what stands below it."""

    title: str
    owner: str
    home: str
    changed: datetime
    groups: tuple[tuple[str, tuple[Outline, ...]], ...]

    def write(self) -> bytes:
        """Return the list as a file of type `text/x-opml`."""
        root = Element("opml", version="2.0")
        head = SubElement(root, "head")
        for name, words in self._list_facts().items():
            SubElement(head, name).text = clean_line(words)
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
    """Return an outline's attributes: `rss` is what OPML calls every kind of feed."""
    title = clean_line(outline.title)
    if outline.calendar:
        return {"type": "link", "text": title, "url": outline.calendar}
    found = {"type": "rss", "text": title, "title": title, "xmlUrl": outline.feed}
    return found | {"htmlUrl": outline.page, "language": outline.lang}
