"""Tags and categories: which posts they hold, and how large they stand in a cloud."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from rostrum.config.setting_types import SIZES
from rostrum.core.model import Post
from rostrum.schema.types import LONGEST_SLUG

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Topic:
    """A tag or category: the spelling most used, the slug that makes spellings one, its posts."""

    name: str
    slug: str
    posts: tuple[Post, ...]
    description: str = ""

    @property
    def count(self) -> int:
        """The number of its posts."""
        return len(self.posts)


def gather_topics(
    posts: Iterable[Post],
    names_of: Callable[[Post], Sequence[str]],
    slugify: Callable[[str], str],
    descriptions: Mapping[str, str] = _NOTHING,
) -> tuple[Topic, ...]:
    """Return the topics of posts by name; spellings with one slug are one topic.

    Names that no address can be made of are left out. `descriptions` are by slug.
    """
    members: dict[str, dict[str, Post]] = {}
    spellings: dict[str, Counter[str]] = {}
    for post in posts:
        for name in names_of(post):
            slug = slugify(name)
            members.setdefault(slug, {})[post.id] = post
            spellings.setdefault(slug, Counter())[name] += 1
    topics = [
        Topic(most_used(spellings[slug]), slug, tuple(found.values()), descriptions.get(slug, ""))
        for slug, found in members.items()
        if 0 < len(slug.encode()) <= LONGEST_SLUG
    ]
    return tuple(sorted(topics, key=_by_name))


def most_used(spellings: Mapping[str, int]) -> str:
    """Return the spelling that is used most, the first by its letters where several are."""
    return min(spellings, key=lambda name: (-spellings[name], name))


def choose_cloud(topics: Iterable[Topic], minimum: int, maximum: int) -> tuple[Topic, ...]:
    """Return the topics with most posts, most first: at most `maximum`, each with `minimum`."""
    enough = [topic for topic in topics if topic.count >= minimum]
    return tuple(sorted(enough, key=lambda topic: (-topic.count, _by_name(topic)))[:maximum])


def weigh(count: int, least: int, most: int, steps: int) -> int:
    """Return the size of a topic in a cloud, 1 to `SIZES`, on a logarithmic scale.

    It takes `steps` of the sizes, from the smallest to the largest.
    """
    if most <= least or steps < 2:
        return 1
    share = math.log(count / least) / math.log(most / least)
    step = round(share * (steps - 1))
    return 1 + round(step * (SIZES - 1) / (steps - 1))


def _by_name(topic: Topic) -> tuple[str, str, str]:
    # As German dictionaries have it: ä stands with a, and ß with ss (DIN 5007-1).
    letters = unicodedata.normalize("NFKD", topic.name.casefold())
    plain = "".join(char for char in letters if not unicodedata.combining(char))
    return plain, topic.name, topic.slug
