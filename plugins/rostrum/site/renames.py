"""Find the post that an id belonged to before its file was renamed.

A post without `id` has an id derived from the path of its file. After a renaming, its comments and
its entries in the ledger name a post that does not exist any more.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from difflib import SequenceMatcher

from rostrum.core.model import Post

_ALIKE = 0.8  # ratio of equal characters


def find_renamed(old_id: str, posts: Iterable[Post], taken: Collection[str]) -> Post | None:
    """Return the post that had an id before, if exactly one may be meant.

    `taken` are the ids with comments or ledger entries: a post with its own is no renamed one,
    and neither is a post with `id` in its front matter.
    """
    free = [post for post in posts if post.id not in taken and "id" not in post.places]
    name = _name_of(old_id)
    for is_meant in (_has_same_name, _has_similar_name):
        candidates = [post for post in free if is_meant(post, name)]
        if candidates:
            originals = {(post.slug, post.series, post.part) for post in candidates}
            return candidates[0] if len(candidates) == 1 or len(originals) == 1 else None
    return None


def _has_same_name(post: Post, name: str) -> bool:
    return name in (post.slug.casefold(), _name_of(post.id))


def _has_similar_name(post: Post, name: str) -> bool:
    now = _name_of(post.id)
    if min(len(name), len(now)) < 3:
        return False
    return (
        name in now
        or now in name
        or SequenceMatcher(None, name, now, autojunk=False).ratio() >= _ALIKE
    )


def _name_of(post_id: str) -> str:
    """Return the last part of an id, without a date at its start and in lower case."""
    last = post_id.rpartition("/")[2].casefold()
    return re.sub(r"^\d{4}(-\d\d){0,2}[-_]", "", last) or last
