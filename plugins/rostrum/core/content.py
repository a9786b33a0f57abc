"""The content library and the visibility of posts and comments at a given time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import UTC, datetime

from rostrum.core.model import Comment, Page, Person, Post, Series, Status, Topics

_NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Library:
    """All content read from the source files, published or not."""

    posts: tuple[Post, ...] = ()
    pages: tuple[Page, ...] = ()
    people: tuple[Person, ...] = ()
    series: tuple[Series, ...] = ()
    comments: tuple[Comment, ...] = ()
    topics: tuple[Topics, ...] = ()

    def without(self, paths: Collection[str]) -> Library:
        """Return a copy of the library without the entries read from `paths`."""
        kept = {
            kind.name: tuple(item for item in getattr(self, kind.name) if item.path not in paths)
            for kind in fields(self)
        }
        return Library(**kept)


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
        return not isinstance(item, Post) or modified > item.date

    def shows(self, comment: Comment) -> bool:
        """Return True if a comment is published, even if the page of its post is not."""
        return self.preview or comment.date <= self.moment

    def unpublished_reason(self, post: Post) -> str:
        """Return `draft` or `scheduled` for an unpublished post, otherwise an empty string."""
        if post.status is Status.DRAFT:
            return "draft"
        return "scheduled" if post.date > self.moment else ""
