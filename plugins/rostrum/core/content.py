"""All content that was read, and what of it is published at a moment."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import UTC, datetime

from rostrum.core.model import Comment, Page, Person, Post, Series, Status, Topics

_NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that was read, out or not."""

    posts: tuple[Post, ...] = ()
    pages: tuple[Page, ...] = ()
    people: tuple[Person, ...] = ()
    series: tuple[Series, ...] = ()
    comments: tuple[Comment, ...] = ()
    topics: tuple[Topics, ...] = ()

    def without(self, paths: Collection[str]) -> Library:
        """Return the library without some files."""
        kept = {
            kind.name: tuple(item for item in getattr(self, kind.name) if item.path not in paths)
            for kind in fields(self)
        }
        return Library(**kept)


@dataclass(frozen=True, slots=True)
class Visibility:
    """Which posts are out: those dated up to `moment`, or all in a preview."""

    moment: datetime
    preview: bool = False

    def is_published(self, post: Post) -> bool:
        """Return whether a post is out."""
        return self.preview or (post.status is not Status.DRAFT and post.date <= self.moment)

    def shows(self, comment: Comment) -> bool:
        """Return whether a comment is out; a draft's page, where it stands, may not be."""
        return self.preview or comment.date <= self.moment

    def unpublished_reason(self, post: Post) -> str:
        """Return `draft` or `scheduled` for what only a preview shows, else an empty text."""
        if post.status is Status.DRAFT:
            return "draft"
        return "scheduled" if post.date > self.moment else ""
