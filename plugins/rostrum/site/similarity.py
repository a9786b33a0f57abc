"""Likeness: which posts of a language have most in common, told by plain numbers.

What posts have in common are features: tags, series, words of texts and titles, people and
categories. A feature counts the more, the fewer posts have it, in bits: half as many posts, one
bit more. Lists of who has which feature lead from a post to those worth comparing with it; of
a list that is long only the part around the post's own date is looked at, so that a post costs
no more work in a site of 100,000 than in one of 1,000.
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
"""Posts by their places in the list of a language's posts, newest first; in order."""

# Points for a bit of rarity. People and categories only decide between posts that share more.
_TAG, _SERIES, _WORD, _TITLE, _PERSON, _CATEGORY = 6, 4, 4, 3, 2, 1
_PLAIN = 2  # bits that a word must have before it counts: chance brings a few together
_STOP = 20  # a word that one post in so many has tells nothing, as "with" or "company"
_STOP_FROM = 5  # posts, in a site too small to tell
_REACH = 48  # posts with the same feature that are looked at, half of them newer
_LOOKS = 240  # posts that are looked at in such lists, all together
_CLOSEST = 8  # posts whose features are compared one by one
_ENOUGH = 3  # words of texts and titles that make up for a topic in common
_WORTH = 3  # a post that has less than such a part of the best one's points is left out
_TITLES = 1 << 32  # from here on the words of titles; below, those of texts
_TOPICS = 1 << 33  # from here on tags and series; people and categories are below 0


@dataclass(frozen=True, slots=True)
class Features:
    """All that counts of a language's posts: the words of each, and which of them share what."""

    titles: tuple[str, ...]
    terms: tuple[bytes, ...]
    tags: tuple[Positions, ...]
    series: tuple[Positions, ...]
    people: tuple[Positions, ...]
    categories: tuple[Positions, ...]


@dataclass(frozen=True)
class Index:
    """The features of each post, those that weigh most first, and who has which.

    `lists` are of features that lead to other posts; the rest only adds weight. `sizes` are the
    sums of each post's weights, `usual` is the mean of them. `series` are the posts of each one's.
    """

    features: Sequence[Sequence[int]]
    weights: Mapping[int, int]
    lists: Mapping[int, Sequence[int]]
    sizes: Sequence[int]
    usual: int
    series: Mapping[int, Set[int]]

    def rank(self, here: int, left_out: Set[int]) -> Iterator[int]:
        """Yield the posts that have most in common with one, the newer one first where equal.

        Of the post's own series it is one at most: its page lists all of them elsewhere.
        """
        mine = frozenset(self.features[here])
        close = self._find_close(here, left_out)
        shared = {n: mine.intersection(self.features[n]) for n in close}
        ranked = sorted((-self.weigh(features, here, n), n) for n, features in shared.items())
        best = 0
        for score, n in ranked:
            if -score * _WORTH < best:
                return
            if _is_sure(shared[n]):
                best = best or -score
                yield n

    def weigh(self, shared: Set[int], one: int, other: int) -> int:
        """Return how much two posts have in common, in thousandths of what both hold, and more.

        Else those who have every tag would be close to everything.
        """
        points = sum(map(self.weights.__getitem__, shared))
        return 1000 * points // (2 * self.usual + self.sizes[one] + self.sizes[other])

    def _find_close(self, here: int, left_out: Set[int]) -> list[int]:
        """Return the posts that a first look finds close: by how many features they share.

        Where that is equal, those were counted first that share the rarer ones.
        """
        shared = Counter(chain.from_iterable(self._look_around(here)))
        for n in (here, *left_out):
            shared.pop(n, None)
        siblings = sorted(self.series.get(here, frozenset()) & shared.keys())
        apart = Counter({n: shared.pop(n) for n in siblings})
        return [n for n, _ in shared.most_common(_CLOSEST) + apart.most_common(1)]

    def _look_around(self, here: int) -> Iterator[Sequence[int]]:
        """Yield lists of posts that share a feature with one, rare ones first, not without end."""
        left = _LOOKS
        for feature in self.features[here]:
            members = self.lists.get(feature, ())
            if len(members) > _REACH:
                middle = bisect_left(members, here)
                members = members[max(0, middle - _REACH // 2) : middle + _REACH // 2]
            yield members
            left -= len(members)
            if left < 0:
                return


def _is_sure(shared: Set[int]) -> bool:
    """Say whether two posts share a topic, or so many words that it can't be chance."""
    return max(shared) >= _TOPICS or sum(number >= 0 for number in shared) >= _ENOUGH


# `serve` builds again and again, and most changes of a text leave what it is about as it was.
@lru_cache(maxsize=8)
def make_index(traits: Features) -> Index:
    """Return the index of a language's posts."""
    draft = _IndexBuilder(len(traits.titles))
    draft.add_words(traits)
    draft.add_groups(traits.tags, _TAG, _TOPICS)
    draft.add_groups(traits.series, _SERIES, _TOPICS + len(traits.tags))
    aside = len(traits.people) + len(traits.categories)
    draft.add_groups(traits.people, _PERSON, -aside)
    draft.add_groups(traits.categories, _CATEGORY, len(traits.people) - aside)
    return draft.finish({n: frozenset(group) for group in traits.series for n in group})


class _IndexBuilder:
    """An index in the making, of `total` posts."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._features: list[list[int]] = [[] for _ in range(total)]
        self._weights: dict[int, int] = {}
        self._lists: dict[int, Sequence[int]] = {}

    def add_groups(self, groups: Iterable[Positions], points: int, first: int) -> None:
        """Add what several posts share as features that are numbered from `first` on."""
        for number, members in enumerate(groups, first):
            weight = self._weigh(points, len(members), 0)
            if len(members) > 1 and weight:
                self._weights[number] = weight
                if number >= 0:
                    self._lists[number] = members
                for n in members:
                    self._features[n].append(number)

    def add_words(self, traits: Features) -> None:
        """Add the words that several posts use, and not so many that they tell nothing."""
        texts = [read_terms(terms) for terms in traits.terms]
        most = max(_STOP_FROM, self._total // _STOP)
        counts = Counter(chain.from_iterable(texts))
        # Equal numbers are made one object, which saves memory.
        known = {
            number: number
            for number, times in counts.items()
            if 1 < times <= most and self._weigh(_WORD, times, _PLAIN)
        }
        lists: dict[int, list[int]] = {}
        for number in known:
            times = counts[number]
            self._weights[number] = self._weigh(_WORD, times, _PLAIN)
            self._weights[number + _TITLES] = self._weigh(_TITLE, times, _PLAIN)
            if times <= _REACH:
                lists[number] = []
        for n, (text, title) in enumerate(zip(texts, traits.titles, strict=True)):
            mine = [number for number in map(known.get, text) if number is not None]
            for number in mine:
                if number in lists:
                    lists[number].append(n)
            in_title = number_words(title.split()) & known.keys()
            self._features[n] += mine
            self._features[n] += [number + _TITLES for number in in_title]
        self._lists.update(lists)

    def finish(self, series: Mapping[int, Set[int]]) -> Index:
        """Return the index."""
        weights = self._weights
        for mine in self._features:
            mine.sort(key=weights.__getitem__, reverse=True)
        sizes = [sum(map(weights.__getitem__, mine)) for mine in self._features]
        usual = sum(sizes) // len(sizes) + 1
        return Index(self._features, weights, self._lists, sizes, usual, series)

    def _weigh(self, points: int, count: int, plain: int) -> int:
        """Return what a feature weighs that so many posts have, `plain` bits of it for nothing.

        How rare it is, is held against a power of two: what a post that is added changes for
        others should be little.
        """
        bits = log2((1 << self._total.bit_length()) / max(1, count)) - plain
        return max(0, round(points * bits))
