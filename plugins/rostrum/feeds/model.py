"""The data model of feeds: plain values with absolute URLs and aware datetimes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rostrum.core.lazy_html import LazyHtml

RSS_TYPE = "application/rss+xml"
ATOM_TYPE = "application/atom+xml"


@dataclass(frozen=True, slots=True)
class Writer:
    """An author of an entry and the URL of their page, empty without one."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed: a post or a comment.

    `id` is a URI that never changes (`tag:…`, `urn:…`, or the permalink itself). `html` is the
    full text, `summary` plain text. `published` and `updated` are aware datetimes.
    `contributors` are further people who worked on it.

    For a post: `comments_url` is the URL of its comments, `comments_feed` of their RSS feed,
    `comments` their number, or None without comments on the post. For a comment: `reply_to` is
    the id of the parent entry, `reply_to_url` its URL.
    """

    id: str
    title: str
    url: str
    html: str | LazyHtml
    published: datetime
    updated: datetime
    summary: str = ""
    authors: tuple[Writer, ...] = ()
    contributors: tuple[Writer, ...] = ()
    categories: tuple[str, ...] = ()
    lang: str = ""
    image_url: str = ""
    comments_url: str = ""
    comments_feed: str = ""
    comments: int | None = None
    reply_to: str = ""
    reply_to_url: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: `url` is its own address, `home` the address of its HTML page.

    `entries` are in output order, newest first. `author` is the default for entries without
    authors. `logo` is a GIF, JPEG or PNG; `icon` a small square image. `hub` is the address of
    the hub that tells subscribers of changes (WebSub, W3C Recommendation), empty for none.
    """

    id: str
    title: str
    url: str
    home: str
    lang: str
    updated: datetime
    author: Writer
    subtitle: str = ""
    entries: tuple[Entry, ...] = ()
    icon: str = ""
    logo: str = ""
    hub: str = ""


@dataclass(frozen=True, slots=True)
class Format:
    """A feed format: its display name, media type and file name."""

    name: str
    media_type: str
    filename: str


FORMATS = (
    Format("RSS", RSS_TYPE, "rss.xml"),
    Format("Atom", ATOM_TYPE, "atom.xml"),
)
