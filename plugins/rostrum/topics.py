"""Tags and categories: which posts they hold, and how large they stand in a cloud."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rostrum.model import Post
from rostrum.schema import LONGEST_SLUG


@dataclass(frozen=True, slots=True)
class Topic:
    """A tag or category: the spelling most used, the slug that makes spellings one, its posts."""

    name: str
    slug: str
    posts: tuple[Post, ...]

    @property
    def count(self) -> int:
        """The number of its posts."""
        return len(self.posts)


def gather_topics(
    posts: Iterable[Post], names_of: Callable[[Post], Sequence[str]], slugify: Callable[[str], str]
) -> tuple[Topic, ...]:
    """Return the topics of posts by name; spellings with one slug are one topic.

    Names that no address can be made of are left out.
    """
    members: dict[str, dict[str, Post]] = {}
    spellings: dict[str, Counter[str]] = {}
    for post in posts:
        for name in names_of(post):
            slug = slugify(name)
            members.setdefault(slug, {})[post.id] = post
            spellings.setdefault(slug, Counter())[name] += 1
    topics = [
        Topic(_most_used(spellings[slug]), slug, tuple(found.values()))
        for slug, found in members.items()
        if 0 < len(slug.encode()) <= LONGEST_SLUG
    ]
    return tuple(sorted(topics, key=lambda topic: (topic.name.casefold(), topic.slug)))


def _most_used(spellings: Counter[str]) -> str:
    return min(spellings, key=lambda name: (-spellings[name], name))


def weigh(count: int, least: int, most: int, steps: int) -> int:
    """Return the size of a topic in a cloud, 1 to `steps`, on a logarithmic scale."""
    if most <= least:
        return 1
    share = math.log(count / least) / math.log(most / least)
    return 1 + round(share * (steps - 1))
