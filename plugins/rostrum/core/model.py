"""Content model: posts, people, series, pages and comments as frozen dataclasses.

This module is independent of Pelican, files and HTML templates. HTML strings are named `…html`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from rostrum.core.diagnostics import SourceLocation
from rostrum.core.ignores import IgnoreComment

LISTS = frozenset({"authors", "written_with", "related", "tags"})
"""Keys of front matter with lists, for which the location of each item is kept."""


class Status(StrEnum):
    """Publication status: a `draft` is unpublished; `hidden` has a page but appears in no list.

    People and series are either published or drafts.
    """

    PUBLISHED = "published"
    DRAFT = "draft"
    HIDDEN = "hidden"


class CommentStatus(StrEnum):
    """Comment status of a post: `closed` shows existing comments only, `off` shows none."""

    OPEN = "open"
    CLOSED = "closed"
    OFF = "off"


class ChangeKind(StrEnum):
    """Kind of a change of a published text: a `correction` of what was wrong, or an `update`."""

    CORRECTION = "correction"
    UPDATE = "update"


class PersonLevel(StrEnum):
    """Level of a person, in the order of a directory."""

    EXECUTIVE = "executive"
    STAFF = "staff"
    GUEST = "guest"


@dataclass(frozen=True, slots=True)
class Image:
    """An image: `src` is a path below the content folder, or a URL with a scheme."""

    src: str
    alt: str = ""
    credit: str = ""
    license: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A link or image in a text, as written, with its location; `alt` is that of an image.

    `is_sized` is True for the `src` of an image to which the author gave no other sizes.
    """

    target: str
    tag: str
    attribute: str
    place: SourceLocation
    alt: str = ""
    is_sized: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """A text converted to HTML, with its links as written by the author.

    `digest` identifies the text, `words` is the number of words (see rostrum.core.text), `lead`
    the plain text of the first paragraph, and `terms` holds its keywords in the format of
    rostrum.markdown.keywords. `ignores` are the comments in its file that ignore findings. For a
    cached text, `html` and `lead` are empty:
    rostrum.cache.bodies loads them.
    """

    html: str = ""
    digest: str = ""
    lead: str = ""
    words: int = 0
    terms: bytes = b""
    references: tuple[Reference, ...] = ()
    ignores: tuple[IgnoreComment, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a text after its publication: when, and what in plain text."""

    date: datetime
    text: str
    kind: ChangeKind
    place: SourceLocation


class Placed:
    """Base of objects read from a file, with the location of each front matter key."""

    __slots__ = ()

    place: SourceLocation
    places: Mapping[str, SourceLocation]

    def where(self, key: str) -> SourceLocation:
        """Return the location of a front matter key, or the start of the file without one."""
        return self.places.get(key, self.place)

    def where_item(self, key: str, item: str) -> SourceLocation:
        """Return the location of an item of a list in LISTS, or that of its key."""
        return self.places.get(f"{key}: {item}") or self.where(key)


@dataclass(frozen=True, slots=True)
class Alias(Placed):
    """A former address of a page: its path below the site, with its location."""

    path: str
    place: SourceLocation

    def where(self, key: str) -> SourceLocation:
        """Return the location of the address."""
        return self.place


@dataclass(frozen=True, slots=True)
class Post(Placed):
    """A post. `id` is its stable identity; `authors` are names of people, in byline order.

    `written_with` names contributors without a byline; `related` lists the recommended posts,
    by id or path. `url` and `save_as` are its address and file if they do not follow the site's
    patterns, `template` is the name of its own template. `own_keys` are the keys of `extra`
    written beside the kit's keys. `shared_id` is the id that translations have in common, empty
    if none has the same; `translation_key` is the same for all of them. `is_undated` is True if
    the date is that of the file. `key_points` are plain text; `contents` asks for a table of
    contents, or for none, and None leaves it to the length of the text. `aliases` are former
    addresses, which lead to the present one.
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
    url: str = ""
    save_as: str = ""
    template: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    own_keys: tuple[str, ...] = ()
    shared_id: str = ""
    translation_key: str = ""
    is_undated: bool = False
    key_points: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    contents: bool | None = None
    aliases: tuple[Alias, ...] = ()
    places: Mapping[str, SourceLocation] = field(default_factory=dict)

    @property
    def changed(self) -> datetime:
        """The time of the last change: the later of `modified` and the date."""
        return max(self.modified, self.date) if self.modified else self.date


@dataclass(frozen=True, slots=True)
class Page(Placed):
    """A static page: imprint, privacy, guidelines.

    `url`, `save_as`, `template`, `own_keys`, `translation_key` and `aliases` are as in a post.
    """

    path: str
    place: SourceLocation
    title: str
    lang: str
    slug: str
    body: Body
    status: Status = Status.PUBLISHED
    summary: str = ""
    summary_written: bool = False
    menu: bool = True
    modified: datetime | None = None
    date: datetime | None = None
    authors: tuple[str, ...] = ()
    category: str = ""
    tags: tuple[str, ...] = ()
    url: str = ""
    save_as: str = ""
    template: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    own_keys: tuple[str, ...] = ()
    translation_key: str = ""
    aliases: tuple[Alias, ...] = ()
    places: Mapping[str, SourceLocation] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Role:
    """A role and its period: from the day `first` to the day `last`, None for an open end.

    `since` and `until` hold the same dates as written: a year, a month or a day. `level` is the
    level of the role, None for the person's own.
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
class WrittenName:
    """A name of a person or title of a series as it stands in a post, with its first place."""

    text: str
    place: SourceLocation


@dataclass(frozen=True, slots=True)
class Person(Placed):
    """One translation of a person; `name` is the display name, `key` the file's name.

    `roles` are the dated roles, in the order of the file. `role`, `unit`, `level` and `former`
    are the values for the requested day: see rostrum.people.roles. `has_file` is False for a
    person known from a byline alone; `path` is then where a file would be, and `spellings` are
    those of other names with the same key.
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
    quote: str = ""
    former: bool = False
    roles: tuple[Role, ...] = ()
    status: Status = Status.PUBLISHED
    has_file: bool = True
    spellings: tuple[WrittenName, ...] = ()
    aliases: tuple[Alias, ...] = ()
    body: Body = Body()
    places: Mapping[str, SourceLocation] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AnnouncedInstallment:
    """An announced installment; nothing but these fields is shown.

    `written_title` is the title as its author wrote it: a part of ids.
    """

    title: str
    date: datetime | None
    part: int | None
    place: SourceLocation
    written_title: str = ""


@dataclass(frozen=True, slots=True)
class Series(Placed):
    """One translation of a series; `key` is the file's name.

    `has_file` is False for a series known from posts alone; `path` is then where a file would be.
    `spellings` are those of other titles with the same key.
    """

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
    newest_first: bool = False
    status: Status = Status.PUBLISHED
    has_file: bool = True
    spellings: tuple[WrittenName, ...] = ()
    aliases: tuple[Alias, ...] = ()
    body: Body = Body()
    places: Mapping[str, SourceLocation] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Description:
    """The description of a tag or category, in plain text."""

    name: str
    text: str
    place: SourceLocation


@dataclass(frozen=True, slots=True)
class Topics(Placed):
    """The descriptions of one language's tags and categories, read from a file.

    The texts of the translations are the names of the same topics in the default language. The
    aliases are pairs of a name and the former addresses of its page.
    """

    path: str
    place: SourceLocation
    lang: str
    tags: tuple[Description, ...] = ()
    categories: tuple[Description, ...] = ()
    tag_translations: tuple[Description, ...] = ()
    category_translations: tuple[Description, ...] = ()
    tag_aliases: tuple[tuple[str, tuple[Alias, ...]], ...] = ()
    category_aliases: tuple[tuple[str, tuple[Alias, ...]], ...] = ()
    places: Mapping[str, SourceLocation] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comment(Placed):
    """A comment as read from its file; `text` is untrusted Markdown.

    `namesake` is True if the author merely shares a name with a person in `people/`. `has_hour` is
    False if `date` was written as a day.
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
    has_hour: bool = True
    places: Mapping[str, SourceLocation] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """A comment in its thread: sanitised HTML, the author's person or None, and the replies."""

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
        """Return all comments of the thread, each before its replies."""
        return tuple(_walk(self.replies))


def _walk(replies: tuple[Reply, ...]) -> list[Reply]:
    flat: list[Reply] = []
    for reply in replies:
        flat.append(reply)
        flat.extend(_walk(reply.replies))
    return flat
