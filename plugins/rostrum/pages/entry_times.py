"""The times of feed entries, different for posts of the same day or minute.

Feed readers order entries by `atom:updated`, and the W3C's validator reports equal ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from hashlib import blake2b

from rostrum.core.model import Post

_DAY_SPAN = 600
"""Seconds over which the posts of a day without an hour are spread."""

_MINUTE_SPAN = 60
_LAST_PART = 59


def tell_apart(posts: Iterable[Post]) -> Mapping[str, datetime]:
    """Return the time of the last change of each post for feeds, by id.

    No two posts of a language have the same: a feed has one language.

    On a day without an hour, the time is later by up to ten minutes. It depends on the post alone,
    so that another post of the day never changes it. It rises with the part in a series; the rest
    follows from the id.

    A time with an hour stays as it is. Of posts with the same one, the first by part and id keeps
    it, and the others are later by some seconds.
    """
    times: dict[str, datetime] = {}
    taken: set[tuple[str, datetime]] = set()
    for post in sorted(posts, key=lambda post: (post.part or 0, post.id)):
        moment = post.changed
        if moment.time() == time():
            moment += _spread_over_day(post)
        elif (post.lang, moment) in taken:
            moment += timedelta(seconds=_choose_second(post))
        while (post.lang, moment) in taken:
            moment += timedelta(seconds=1)
        taken.add((post.lang, moment))
        times[post.id] = moment
    return times


def _spread_over_day(post: Post) -> timedelta:
    number = _number(post)
    if post.part is None:
        seconds = number % _DAY_SPAN
    else:
        step = _DAY_SPAN // (_LAST_PART + 1)
        seconds = min(post.part, _LAST_PART) * step + number % step
    return timedelta(seconds=seconds, milliseconds=number // _DAY_SPAN % 1000)


def _choose_second(post: Post) -> int:
    if post.part is not None:
        return min(post.part, _LAST_PART)
    return 1 + _number(post) % (_MINUTE_SPAN - 1)


def _number(post: Post) -> int:
    """Return a number that is the same in each build, from the id of a post."""
    return int.from_bytes(blake2b(post.id.encode("utf-8", "replace"), digest_size=8).digest())
