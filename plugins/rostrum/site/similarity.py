"""Similarity of posts in the same language, computed from shared features.

Features are tags, series, words of texts and titles, people and categories. Rare features weigh
more, in bits: half as many posts, one bit more. An inverted index maps each feature to its posts
and yields the candidates for a comparison. Only the part of a long list around the post's own
date is used. The cost per post is therefore the same in a site of 100,000 posts as in one of
1,000.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import log2

from rostrum.markdown.keywords import number_words, read_terms

Positions = tuple[int, ...]
"""Ascending indexes into the list of a language's posts, newest first."""

# Points per bit of rarity. People and categories only rank posts with other shared features.
_TAG, _SERIES, _WORD, _TITLE, _PERSON, _CATEGORY = 6, 4, 4, 3, 2, 1
_PLAIN = 2  # bits subtracted from a word: a few are shared by chance
_STOP = 20  # ignore words in more than one post in so many, such as "with" or "company"
_STOP_FROM = 5  # posts: minimum of the _STOP limit, for small sites
_REACH = 48  # maximum posts to examine per feature, half of them newer
_LOOKS = 240  # maximum posts to examine for all features of a post
_CLOSEST = 8  # posts to compare feature by feature
_ENOUGH = 3  # shared words to accept in place of a shared topic
_WORTH = 3  # omit posts with less than 1/_WORTH of the best score
_TITLES = 1 << 32  # first number for words of titles; lower ones are for words of texts
_TOPICS = 1 << 33  # first number for tags and series; people and categories are below 0


@dataclass(frozen=True, slots=True)
class Features:
    """The features of a language's posts: titles and terms by post, and groups of posts."""

    titles: tuple[str, ...]
    terms: tuple[bytes, ...]
    tags: tuple[Positions, ...]
    series: tuple[Positions, ...]
    people: tuple[Positions, ...]
    categories: tuple[Positions, ...]


@dataclass(frozen=True)
class Index:
    """The features of each post, in descending order of weight, and the posts of each feature.

    `lists` holds the posts of features used to find candidates; all others only add weight.
    `sizes` are the sums of each post's weights, `usual` is their mean. `series` maps each post to
    all posts of its series.
    """

    features: Sequence[Sequence[int]]
    weights: Mapping[int, int]
    lists: Mapping[int, Sequence[int]]
    sizes: Sequence[int]
    usual: int
    series: Mapping[int, Set[int]]

    def rank(self, position: int, left_out: Set[int]) -> Iterator[int]:
        """Yield the posts most similar to a post, best first; of equal ones, the newer first.

        At most one is from the post's own series: its page already lists the whole series.
        """
        own_features = frozenset(self.features[position])
        close = self._find_close(position, left_out)
        shared = {n: own_features.intersection(self.features[n]) for n in close}
        ranked = sorted((-self.weigh(features, position, n), n) for n, features in shared.items())
        best = 0
        for score, n in ranked:
            if -score * _WORTH < best:
                return
            if _is_sure(shared[n]):
                best = best or -score
                yield n

    def weigh(self, shared: Set[int], one: int, other: int) -> int:
        """Return the similarity of two posts, in thousandths: shared weight relative to sizes.

        Twice the usual size is added to the divisor. Dividing by size keeps posts with many
        tags from being similar to everything.
        """
        points = sum(map(self.weights.__getitem__, shared))
        return 1000 * points // (2 * self.usual + self.sizes[one] + self.sizes[other])

    def _find_close(self, position: int, left_out: Set[int]) -> list[int]:
        """Return the candidates with the most shared features, without regard to weight.

        Among equals, posts with the rarer shared features are counted first. At most one post of
        the same series is included.
        """
        shared = Counter(chain.from_iterable(self._look_around(position)))
        for n in (position, *left_out):
            shared.pop(n, None)
        siblings = sorted(self.series.get(position, frozenset()) & shared.keys())
        apart = Counter({n: shared.pop(n) for n in siblings})
        return [n for n, _ in shared.most_common(_CLOSEST) + apart.most_common(1)]

    def _look_around(self, position: int) -> Iterator[Sequence[int]]:
        """Yield the list of posts for each feature of a post, rare ones first, up to `_LOOKS`."""
        remaining = _LOOKS
        for feature in self.features[position]:
            members = self.lists.get(feature, ())
            if len(members) > _REACH:
                middle = bisect_left(members, position)
                members = members[max(0, middle - _REACH // 2) : middle + _REACH // 2]
            yield members
            remaining -= len(members)
            if remaining < 0:
                return


def _is_sure(shared: Set[int]) -> bool:
    """Return True if two posts share a tag, a series or at least `_ENOUGH` words."""
    return max(shared) >= _TOPICS or sum(number >= 0 for number in shared) >= _ENOUGH


# Cached for `serve`: most edits leave the features of posts unchanged.
@lru_cache(maxsize=8)
def make_index(traits: Features) -> Index:
    """Return the index of a language's posts."""
    builder = _IndexBuilder(len(traits.titles))
    builder.add_words(traits)
    builder.add_groups(traits.tags, _TAG, _TOPICS)
    builder.add_groups(traits.series, _SERIES, _TOPICS + len(traits.tags))
    aside = len(traits.people) + len(traits.categories)
    builder.add_groups(traits.people, _PERSON, -aside)
    builder.add_groups(traits.categories, _CATEGORY, len(traits.people) - aside)
    return builder.finish({n: frozenset(group) for group in traits.series for n in group})


class _IndexBuilder:
    """Builds the index of `total` posts."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._features: list[list[int]] = [[] for _ in range(total)]
        self._weights: dict[int, int] = {}
        self._lists: dict[int, Sequence[int]] = {}

    def add_groups(self, groups: Iterable[Positions], points: int, first: int) -> None:
        """Add each group of several posts as a feature, numbered from `first`."""
        for number, members in enumerate(groups, first):
            weight = self._weigh(points, len(members), 0)
            if len(members) > 1 and weight:
                self._weights[number] = weight
                if number >= 0:
                    self._lists[number] = members
                for n in members:
                    self._features[n].append(number)

    def add_words(self, traits: Features) -> None:
        """Add the words used by at least two posts, and not too common to be significant."""
        texts = [read_terms(terms) for terms in traits.terms]
        limit = max(_STOP_FROM, self._total // _STOP)
        counts = Counter(chain.from_iterable(texts))
        # Share one object among equal numbers, to save memory.
        known = {
            number: number
            for number, times in counts.items()
            if 1 < times <= limit and self._weigh(_WORD, times, _PLAIN)
        }
        lists: dict[int, list[int]] = {}
        for number in known:
            times = counts[number]
            self._weights[number] = self._weigh(_WORD, times, _PLAIN)
            self._weights[number + _TITLES] = self._weigh(_TITLE, times, _PLAIN)
            if times <= _REACH:
                lists[number] = []
        for n, (text, title) in enumerate(zip(texts, traits.titles, strict=True)):
            in_text = [number for number in map(known.get, text) if number is not None]
            for number in in_text:
                if number in lists:
                    lists[number].append(n)
            in_title = number_words(title.split()) & known.keys()
            self._features[n] += in_text
            self._features[n] += [number + _TITLES for number in in_title]
        self._lists.update(lists)

    def finish(self, series: Mapping[int, Set[int]]) -> Index:
        """Return the index."""
        weights = self._weights
        for features in self._features:
            features.sort(key=weights.__getitem__, reverse=True)
        sizes = [sum(map(weights.__getitem__, features)) for features in self._features]
        usual = sum(sizes) // len(sizes) + 1
        return Index(self._features, weights, self._lists, sizes, usual, series)

    def _weigh(self, points: int, count: int, plain: int) -> int:
        """Return the weight of a feature of `count` posts, after subtracting `plain` bits.

        Rarity is relative to the number of posts rounded up to a power of two. A new post thus
        seldom changes the weights for others.
        """
        bits = log2((1 << self._total.bit_length()) / max(1, count)) - plain
        return max(0, round(points * bits))
