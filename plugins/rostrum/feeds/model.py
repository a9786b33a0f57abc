"""What a feed holds, as plain values: every address absolute, every moment aware."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rostrum.core.lazy_html import LazyHtml

RSS_TYPE = "application/rss+xml"
ATOM_TYPE = "application/atom+xml"


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody who wrote an entry, and the address of their page where they have one."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed: a post or a comment.

    `id` is a URI that never changes (`tag:…`, `urn:…`, or the permalink itself). `html` is the
    full text, `summary` plain text. `published` and `updated` are aware moments. `contributors`
    helped to write it.

    Of a post: `comments_url` is where its comments are read, `comments_feed` the RSS feed of
    them, `comments` their number, None where the post has no conversation. Of a comment:
    `reply_to` is the id of what it answers, `reply_to_url` where that is read.
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
    """A feed: `url` is its own address, `home` the page that it follows.

    `entries` are in the order in which they are written, newest first. `author` speaks for
    entries that name nobody. `logo` is a GIF, JPEG or PNG; `icon` a small square picture.
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
