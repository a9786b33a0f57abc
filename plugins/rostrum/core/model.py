"""What a blog consists of: posts, people, series, pages, comments, as frozen plain values.

Nothing here knows Pelican, files or HTML templates. Texts that are HTML are named `…html`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from rostrum.core.diagnostics import SourceLocation


class Status(StrEnum):
    """Where something stands: `draft` is published nowhere, `hidden` has an address but no list.

    People and series are published or drafts.
    """

    PUBLISHED = "published"
    DRAFT = "draft"
    HIDDEN = "hidden"


class CommentStatus(StrEnum):
    """Whether a post takes comments: `closed` shows the old ones, `off` shows none."""

    OPEN = "open"
    CLOSED = "closed"
    OFF = "off"


class PersonLevel(StrEnum):
    """A person's standing, in the order in which a directory lists them."""

    EXECUTIVE = "executive"
    STAFF = "staff"
    GUEST = "guest"


@dataclass(frozen=True, slots=True)
class Image:
    """A picture: `src` is a path below the content folder, or an address with a scheme."""

    src: str
    alt: str = ""
    credit: str = ""
    license: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A link or picture in a text, as it was written, and where."""

    target: str
    tag: str
    attribute: str
    place: SourceLocation


@dataclass(frozen=True, slots=True)
class Body:
    """A text turned into HTML; its links are still as the author wrote them.

    `digest` is a digest that tells it from every other text, `words` the number of words, `lead`
    the plain text of the first paragraph, `terms` what it is about, as rostrum.markdown.keywords
    has it. Of what lies in the cache, `html` and `lead` are empty here: rostrum.cache.bodies reads
    it.
    """

    html: str = ""
    digest: str = ""
    lead: str = ""
    words: int = 0
    terms: bytes = b""
    references: tuple[Reference, ...] = ()


class Placed:
    """Something read from a file, which knows where in it each front matter key stands."""

    __slots__ = ()

    place: SourceLocation
    places: Mapping[str, SourceLocation]

    def where(self, key: str) -> SourceLocation:
        """Return where a front matter key stands, else the start of the file."""
        return self.places.get(key, self.place)


@dataclass(frozen=True, slots=True)
class Post(Placed):
    """A post. `id` is its stable identity; `authors` are names of people, in byline order.

    `written_with` are those who helped to write it and do not sign it; `related` names posts that
    its author wants read next, by id or path.
    """

    id: str
    path: str
    place: SourceLocation
    title: str
    date: datetime
    authors: tuple[str, ...]
    lang: str
    slug: str
    body: Body
    status: Status = Status.PUBLISHED
    summary: str = ""
    summary_written: bool = False
    modified: datetime | None = None
    canonical: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    series: str = ""
    part: int | None = None
    image: Image | None = None
    comments: CommentStatus = CommentStatus.OPEN
    crosspost: Mapping[str, str | bool] = field(default_factory=dict)
    written_with: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, SourceLocation] = field(default_factory=dict)

    @property
    def changed(self) -> datetime:
        """The moment of the last change: `modified`, else the date."""
        return max(self.modified, self.date) if self.modified else self.date


@dataclass(frozen=True, slots=True)
class Page(Placed):
    """A standing page: imprint, privacy, guidelines."""

    path: str
    place: SourceLocation
    title: str
    lang: str
    slug: str
    body: Body
    status: Status = Status.PUBLISHED
    summary: str = ""
    menu: bool = True
    modified: datetime | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, SourceLocation] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Role:
    """An office and when it was held: from the day `first` to the day `last`, None for no end.

    `since` and `until` are the same as written: a year, a month or a day. `level` is the standing
    that comes with it, None for the person's own.
    """

    title: str
    place: SourceLocation
    unit: str = ""
    level: PersonLevel | None = None
    since: str = ""
    until: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Person(Placed):
    """A person as one language sees them; `name` is the display name, `key` the file's name.

    `roles` are those with dates, in the order of the file. `role`, `unit`, `level` and `former`
    are what holds on the day that is asked for: see rostrum.people.roles.
    """

    key: str
    path: str
    place: SourceLocation
    name: str
    lang: str
    role: str = ""
    unit: str = ""
    level: PersonLevel = PersonLevel.STAFF
    photo: Image | None = None
    profiles: tuple[tuple[str, str], ...] = ()
    summary: str = ""
    former: bool = False
    roles: tuple[Role, ...] = ()
    status: Status = Status.PUBLISHED
    body: Body = Body()
    places: Mapping[str, SourceLocation] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AnnouncedInstallment:
    """An announced installment: only what is written here is ever shown of it."""

    title: str
    date: datetime | None
    part: int | None
    place: SourceLocation


@dataclass(frozen=True, slots=True)
class Series(Placed):
    """A series as one language sees it; `key` is the file's name."""

    key: str
    path: str
    place: SourceLocation
    title: str
    lang: str
    summary: str = ""
    image: Image | None = None
    planned: tuple[AnnouncedInstallment, ...] = ()
    total: int | None = None
    complete: bool = False
    paused: bool = False
    status: Status = Status.PUBLISHED
    body: Body = Body()
    places: Mapping[str, SourceLocation] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Description:
    """What a tag or category is about, in plain text."""

    name: str
    text: str
    place: SourceLocation


@dataclass(frozen=True, slots=True)
class Topics(Placed):
    """What a file says of one language's tags and categories."""

    path: str
    place: SourceLocation
    lang: str
    tags: tuple[Description, ...] = ()
    categories: tuple[Description, ...] = ()
    places: Mapping[str, SourceLocation] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comment(Placed):
    """A comment as its file holds it; `text` is hostile Markdown.

    `namesake` says that its author only shares a name with somebody in `people/`.
    """

    id: str
    post: str
    path: str
    place: SourceLocation
    author: str
    date: datetime
    text: str
    role: str = ""
    url: str = ""
    reply_to: str = ""
    source: str = ""
    namesake: bool = False
    places: Mapping[str, SourceLocation] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """A comment in its thread: sanitised HTML, its person if it has one, the answers to it."""

    comment: Comment
    html: str
    person: Person | None
    by_author: bool
    replies: tuple[Reply, ...] = ()


@dataclass(frozen=True, slots=True)
class Thread:
    """The conversation about one post, oldest first."""

    replies: tuple[Reply, ...] = ()

    @property
    def count(self) -> int:
        """The number of comments on all levels."""
        return sum(1 for _ in self.walk())

    def walk(self) -> tuple[Reply, ...]:
        """Return every comment of the thread, each before the answers to it."""
        return tuple(_walk(self.replies))


def _walk(replies: tuple[Reply, ...]) -> list[Reply]:
    found: list[Reply] = []
    for reply in replies:
        found.append(reply)
        found.extend(_walk(reply.replies))
    return found
