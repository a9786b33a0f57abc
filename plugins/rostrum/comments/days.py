"""Give comments dated by day only, without an hour, their place on that day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from rostrum.core.model import Comment, Post

_MAX_STEPS = 100  # from reply to reply of one day


def place_days(comments: Iterable[Comment], posts: Iterable[Post]) -> tuple[Comment, ...]:
    """Return comments with a moment in place of a day without an hour.

    It is that of the post, or of the comment answered, if that is on the same day: a comment is
    never older than what it is about. Otherwise it is the beginning of the day.
    """
    comments = tuple(comments)
    if all(comment.has_hour for comment in comments):
        return comments
    published = {post.id: post.date for post in posts}
    by_id = {(comment.post, comment.id): comment for comment in reversed(comments)}
    return tuple(
        comment
        if comment.has_hour
        else replace(comment, date=_find_moment(comment, by_id, published))
        for comment in comments
    )


def _find_moment(
    comment: Comment,
    by_id: Mapping[tuple[str, str], Comment],
    published: Mapping[str, datetime],
) -> datetime:
    moments, answered = [comment.date], by_id.get((comment.post, comment.reply_to))
    if comment.post in published:
        moments.append(published[comment.post])
    for _ in range(_MAX_STEPS):
        if answered is None:
            break
        moments.append(answered.date)
        if answered.has_hour:
            break
        answered = by_id.get((comment.post, answered.reply_to))
    day = comment.date.date()
    same_day = (it for it in moments if it.astimezone(comment.date.tzinfo).date() == day)
    return max(same_day).astimezone(comment.date.tzinfo)
