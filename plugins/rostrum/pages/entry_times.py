"""The times of feed entries, different for posts and comments of the same day or minute.

Feed readers order entries by `atom:updated`, and the W3C's validator reports equal ones.
See docs/decisions/0026-the-time-of-an-entry-depends-on-its-post.md.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from hashlib import blake2b

from rostrum.core.model import Comment, Post

_DAY = 600_000_000
_MINUTE = 60_000_000
_SECOND = 1_000_000
"""Microseconds over which posts of the same day, minute or second are spread."""

_LAST_PART = 59


def date_entry(post: Post) -> datetime:
    """Return the time of the last change of a post for feeds.

    It depends on the post alone, so another post never changes it. It is later than written: by up
    to ten minutes on a day without a time, by up to a minute after a time without seconds, else by
    up to a second. It rises with the part in a series, up to part 59; the rest follows from the id.

    There are two limits. Two posts of the same minute may share a second, and, very rarely, the
    microsecond too. A feed built within these minutes has an entry that far in the future: a time
    that waited for the clock would change after publication.
    """
    return _spread(post.changed, post.id, post.part)


def date_reply(comment: Comment) -> datetime:
    """Return the time of a comment for feeds; it depends on the comment alone."""
    return _spread(comment.date, f"{comment.post}#{comment.id}", None)


def _spread(moment: datetime, id: str, part: int | None) -> datetime:
    if moment.microsecond:
        return moment
    span = _find_span(moment)
    number = int.from_bytes(blake2b(id.encode("utf-8", "replace"), digest_size=8).digest())
    if part is None:
        return moment + timedelta(microseconds=number % span)
    step = span // (_LAST_PART + 1)
    return moment + timedelta(microseconds=min(part, _LAST_PART) * step + number % step)


def _find_span(moment: datetime) -> int:
    if moment.time() == time():
        return _DAY
    return _SECOND if moment.second else _MINUTE
