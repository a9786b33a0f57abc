"""The content library and the visibility of posts and comments at a given time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from rostrum.core.model import Comment, Page, Person, Post, Series, Status, Topics

_NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Library:
    """All content read from the source files, published or not.

    `unread` are the source files that can't be read because of an error, as kinds by path. What
    refers to them is no error of its own.
    """

    posts: tuple[Post, ...] = ()
    pages: tuple[Page, ...] = ()
    people: tuple[Person, ...] = ()
    series: tuple[Series, ...] = ()
    comments: tuple[Comment, ...] = ()
    topics: tuple[Topics, ...] = ()
    unread: Mapping[str, str] = field(default_factory=dict)

    def without(self, paths: Collection[str]) -> Library:
        """Return a copy of the library without the entries read from `paths`.

        What depends on one of these files is an error again, also where the file can't be read.
        """
        kinds = ("posts", "pages", "people", "series", "comments", "topics")
        kept: dict[str, Any] = {
            kind: tuple(item for item in getattr(self, kind) if item.path not in paths)
            for kind in kinds
        }
        unread = {path: kind for path, kind in self.unread.items() if path not in paths}
        return replace(self, **kept, unread=unread)

    def has_unread(self, kind: str, name: str = "") -> bool:
        """Return True if a file of a kind, and of a name if it is given, can't be read."""
        stems = [PurePosixPath(path).stem for path, of in self.unread.items() if of == kind]
        if not name:
            return bool(stems)
        return any(name in (stem, stem.rpartition(".")[0]) for stem in stems)


@dataclass(frozen=True, slots=True)
class Visibility:
    """Visibility of posts: those dated up to `moment` are published; a preview shows all."""

    moment: datetime
    preview: bool = False

    def is_published(self, post: Post) -> bool:
        """Return True if a post is published."""
        return self.preview or (post.status is not Status.DRAFT and post.date <= self.moment)

    def is_changed(self, item: Post | Page) -> bool:
        """Return True if the change in `modified` counts: it is past, and after the publication.

        A change on the day of the publication without an hour, or before, is none.
        """
        modified = item.modified
        if modified is None or modified > self.moment:
            return False
        return item.date is None or modified > item.date

    def shows(self, comment: Comment) -> bool:
        """Return True if a comment is published, even if the page of its post is not."""
        return self.preview or comment.date <= self.moment

    def unpublished_reason(self, post: Post) -> str:
        """Return `draft` or `scheduled` for an unpublished post, otherwise an empty string."""
        if post.status is Status.DRAFT:
            return "draft"
        return "scheduled" if post.date > self.moment else ""
