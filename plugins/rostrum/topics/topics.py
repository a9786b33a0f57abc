"""Tags and categories: their posts, and their size in a tag cloud."""

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
    """A tag or category: its commonest spelling, the slug shared by all spellings, its posts."""

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
    """Return the topics of posts, sorted by name; spellings with the same slug are one topic.

    Names without a valid slug are omitted. The keys of `descriptions` are slugs.
    """
    members: dict[str, dict[str, Post]] = {}
    spellings: dict[str, Counter[str]] = {}
    for post in posts:
        for name in names_of(post):
            slug = slugify(name)
            members.setdefault(slug, {})[post.id] = post
            spellings.setdefault(slug, Counter())[name] += 1
    topics = [
        Topic(most_used(spellings[slug]), slug, tuple(by_id.values()), descriptions.get(slug, ""))
        for slug, by_id in members.items()
        if 0 < len(slug.encode()) <= LONGEST_SLUG
    ]
    return tuple(sorted(topics, key=_by_name))


def most_used(spellings: Mapping[str, int]) -> str:
    """Return the commonest spelling; of several, the first in code point order."""
    return min(spellings, key=lambda name: (-spellings[name], name))


def choose_cloud(topics: Iterable[Topic], minimum: int, maximum: int) -> tuple[Topic, ...]:
    """Return the topics with most posts, most first: at most `maximum`, each with `minimum`."""
    enough = [topic for topic in topics if topic.count >= minimum]
    return tuple(sorted(enough, key=lambda topic: (-topic.count, _by_name(topic)))[:maximum])


def weigh(count: int, minimum: int, maximum: int, steps: int) -> int:
    """Return the size of a topic in a cloud, 1 to `SIZES`, on a logarithmic scale.

    Use `steps` of the sizes, spread evenly from the smallest to the largest.
    """
    if maximum <= minimum or steps < 2:
        return 1
    share = math.log(count / minimum) / math.log(maximum / minimum)
    step = round(share * (steps - 1))
    return 1 + round(step * (SIZES - 1) / (steps - 1))


def _by_name(topic: Topic) -> tuple[str, str, str]:
    # German dictionary order: ä sorts as a, ß as ss (DIN 5007-1).
    letters = unicodedata.normalize("NFKD", topic.name.casefold())
    plain = "".join(char for char in letters if not unicodedata.combining(char))
    return plain, topic.name, topic.slug
