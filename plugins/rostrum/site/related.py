"""Select related posts: first the author's own choice, then the most similar posts."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from rostrum.core.diagnostics import Report, list_known, nearest, shorten
from rostrum.core.model import Post, Status
from rostrum.core.portable_names import compose
from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.site.renames import find_renamed
from rostrum.site.similarity import Features, Index, Positions, make_index

if TYPE_CHECKING:
    from rostrum.site.site import Site


@dataclass(frozen=True)
class RelatedPosts:
    """Finds the related posts of a post.

    Returns at most `maximum` posts, or more if the author names more. If `maximum` is 0, only posts
    named by authors are returned.
    """

    site: Site
    maximum: int
    _indexes: dict[str, Index] = field(default_factory=dict)
    _positions: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.maximum:
            return
        for lang, posts in self.site.by_lang.items():  # before workers are forked
            self._positions.update({post.id: n for n, post in enumerate(posts)})
            self._indexes[lang] = make_index(self._list_traits(lang))

    def find(self, post: Post) -> tuple[Post, ...]:
        """Return the posts related to `post`, first those named by its author, in order."""
        pinned = self._find_pinned(post)
        # A hidden post is absent from all lists, and its features are not counted.
        if len(pinned) >= self.maximum or post.id not in self._positions:
            return pinned
        left_out = {other.id for other in pinned} | self._neighbours.get(post.id, set())
        positions = {self._positions[key] for key in left_out if key in self._positions}
        posts = self.site.by_lang[post.lang]
        ranked = self._indexes[post.lang].rank(self._positions[post.id], positions)
        return (*pinned, *(posts[n] for n in islice(ranked, self.maximum - len(pinned))))

    def _find_pinned(self, post: Post) -> tuple[Post, ...]:
        if not post.related:
            return ()
        named = (find_named(name, post, self._known) for name in post.related)
        pinned = {other.id: other for other in named if other and other.id in self._listed}
        pinned.pop(post.id, None)
        return tuple(pinned.values())

    @cached_property
    def _known(self) -> Mapping[str, Post]:
        return name_posts(self.site.library.posts)

    @cached_property
    def _listed(self) -> Set[str]:
        return {post.id for post in self.site.listed}

    @cached_property
    def _neighbours(self) -> Mapping[str, Set[str]]:
        """The ids of the previous and next installments of each installment, by id."""
        neighbours: defaultdict[str, set[str]] = defaultdict(set)
        for localized in self.site.series.values():
            for previous, following in pairwise(item.post.id for item in localized.installments):
                neighbours[previous].add(following)
                neighbours[following].add(previous)
        return neighbours

    def _list_traits(self, lang: str) -> Features:
        site, posts = self.site, self.site.by_lang[lang]
        series: defaultdict[str, list[Post]] = defaultdict(list)
        for post in posts:
            series[post.series].append(post)
        series.pop("", None)
        people = (group for (_, code), group in site.by_person.items() if code == lang)
        return Features(
            titles=tuple(post.title for post in posts),
            terms=tuple(post.body.terms for post in posts),
            tags=self._place(topic.posts for topic in site.tags[lang]),
            series=self._place(series.values()),
            people=self._place(people),
            categories=self._place(topic.posts for topic in site.categories[lang]),
        )

    def _place(self, groups: Iterable[Iterable[Post]]) -> tuple[Positions, ...]:
        positions = self._positions
        return tuple(tuple(sorted(positions[post.id] for post in group)) for group in groups)


def name_posts(posts: Iterable[Post]) -> Mapping[str, Post]:
    """Return posts by all names accepted in front matter: path and id."""
    posts = tuple(posts)
    return {compose(post.path): post for post in posts} | {post.id: post for post in posts}


def find_named(name: str, post: Post, known: Mapping[str, Post]) -> Post | None:
    """Return the post named by another one: by id, or by path as in `{filename}`.

    A path is relative to the content folder, or to the folder of the naming post's file.
    """
    name = compose(name)
    path = name.removeprefix("{filename}").lstrip("/")
    sibling = posixpath.normpath(posixpath.join(posixpath.dirname(compose(post.path)), path))
    return known.get(name) or known.get(path) or known.get(sibling)


def check_related(site: Site, report: Report) -> None:
    """Report related posts named in front matter but missing, unpublished or hidden."""
    naming = [post for post in site.library.posts if post.related]
    known = name_posts(site.library.posts) if naming else {}
    listed = {post.id for post in site.listed} if naming else set()
    for post in naming:
        for name in post.related:
            _check_name(name, post, known, listed, report)


def _check_name(
    name: str, post: Post, known: Mapping[str, Post], listed: Set[str], report: Report
) -> None:
    other, location = find_named(name, post, known), post.where_item("related", name)
    if other is None:
        hint = _suggest(name, known)
        message = _('there is no post "%(name)s" that could be related', name=shorten(name))
        report.warning("related-unknown", location, message, hint)
    elif other.id == post.id:
        message = _("a post can't be related to itself")
        report.warning("related-unknown", location, message, _("Name another one."))
    elif other.id not in listed and not _comes_first(other, post):
        message = _('"%(path)s" is not out yet, or hidden', path=other.path)
        hint = _("Until readers may find it, they are led to other posts.")
        report.warning("related-unpublished", location, message, hint)


def _suggest(name: str, known: Mapping[str, Post]) -> Translatable:
    """Return a hint with the name of the post that is meant; the folder counts for nothing."""
    last = {key.rpartition("/")[2]: key for key in sorted(known, key=len, reverse=True)}
    if near := nearest(name.rpartition("/")[2], last):
        return _('Did you mean "%(near)s"?', near=last[near])
    if renamed := find_renamed(name, {post.id: post for post in known.values()}.values(), ()):
        return _('Did you mean "%(near)s"?', near=renamed.id)
    return list_known(known)


def _comes_first(other: Post, post: Post) -> bool:
    """Return True if `other` will be listed by the publication date of `post`."""
    is_listed = other.status is Status.PUBLISHED and other.date <= post.date
    return is_listed and post.status is not Status.DRAFT
