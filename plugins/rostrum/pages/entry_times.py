"""The times of feed entries, different for posts of the same minute or day.

Feed readers order entries by `atom:updated`, and the W3C's validator reports equal ones. The time
of an entry depends on its post alone: another post of the same day never changes it.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from hashlib import blake2b

from rostrum.core.model import Post

_MINUTE = 60
_TEN_MINUTES = 10 * _MINUTE
_LAST_PART = 59


def tell_apart(post: Post) -> datetime:
    """Return the time of a post's last change for feeds, later by some seconds.

    The seconds are below 60, or below 600 for a day without an hour. They rise with the part of
    the post in its series; without a part, and among equal ones, they and the fraction of a second
    follow from its id.
    """
    changed = post.changed
    # Seconds that an author has written, or a program, are as different as they can be.
    if changed.second or changed.microsecond:
        return changed
    span = _TEN_MINUTES if changed.time() == time() else _MINUTE
    number = int.from_bytes(blake2b(post.id.encode("utf-8", "replace"), digest_size=8).digest())
    if post.part is None:
        seconds = number % span
    else:
        step = span // _MINUTE
        seconds = min(post.part, _LAST_PART) * step + number % step
    milliseconds = number // span % 1000
    return changed + timedelta(seconds=seconds, milliseconds=milliseconds)
