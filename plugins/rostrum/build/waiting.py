"""Sentences about what waits: scheduled posts and comments, and drafts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from babel.dates import format_datetime

from rostrum.core.model import Comment, Page, Post, Status
from rostrum.core.text import pluralize
from rostrum.site.schedule import Schedule


def tell_waiting(schedule: Schedule) -> str:
    """Return sentences about scheduled posts and comments, and drafts; empty without any.

    Example: `1 post waits until 26 November 23:30. 2 drafts wait.`
    """
    return " ".join(_list_waiting(schedule))


def _list_waiting(schedule: Schedule) -> Iterator[str]:
    site = schedule.site
    if schedule.posts:
        yield _tell_next("post", schedule.posts, site.visibility.moment)
    posts = {post.id for post in (*site.posts, *schedule.posts)}
    comments = [comment for comment in schedule.comments if comment.post in posts]
    if comments:
        yield _tell_next("comment", comments, site.visibility.moment)
    library = site.library
    texts: list[Post | Page] = [*library.posts, *library.pages]
    drafts = sum(text.status is Status.DRAFT for text in texts)
    if drafts and not site.visibility.preview:
        yield f"{pluralize(drafts, 'draft')} {'waits' if drafts == 1 else 'wait'}."


def _tell_next(noun: str, items: Sequence[Post] | Sequence[Comment], now: datetime) -> str:
    """Return a sentence about the next of some scheduled posts or comments."""
    date = min(item.date for item in items)
    pattern = "d MMMM HH:mm" if date.year == now.year else "d MMMM y HH:mm"
    # The site's zone, not the offset of a date kept with it, names the moment.
    moment = format_datetime(date.astimezone(now.tzinfo), pattern, locale="en")
    if len(items) == 1:
        return f"1 {noun} waits until {moment}."
    return f"{pluralize(len(items), noun)} wait, the next until {moment}."
