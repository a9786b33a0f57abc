"""What else the authors of a post have written, as it stands below the post."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rostrum.core.model import Post
from rostrum.pages.view_makers import ViewMakers
from rostrum.views.components import MoreByAuthorView

MAX_AUTHORS = 2  # authors who each have a list of their own


class MoreByAuthor:
    """Finds the newest other posts of a post's authors."""

    def __init__(self, views: ViewMakers) -> None:
        self._context = views.context
        self._person_views, self._teasers = views.people, views.teasers
        self._newest: dict[tuple[str, str], MoreByAuthorView] = {}

    def find(self, post: Post, related: Collection[str] = ()) -> Iterator[MoreByAuthorView]:
        """Yield posts of one author or both; of more than two, those of any of them.

        `related` are ids of posts that stand there already, and are not shown twice.
        """
        if len(post.authors) > MAX_AUTHORS:
            yield from self._find_of_any(post, related)
            return
        shown: set[str] = set()
        for key in post.authors:
            posts = self._context.site.by_person.get((key, post.lang), ())
            found = self._choose(posts, post, related, shown, self._wanted)
            shown |= {other.id for other in found}
            if found:
                yield self._by(key, post.lang, found)

    def _find_of_any(self, post: Post, related: Collection[str]) -> Iterator[MoreByAuthorView]:
        site, wanted = self._context.site, MAX_AUTHORS * self._wanted
        near = 1 + wanted + len(related)
        own = (site.by_person.get((key, post.lang), ())[:near] for key in post.authors)
        known = {other.id: other for posts in own for other in posts}
        newest = sorted(known.values(), key=lambda other: (other.date, other.id), reverse=True)
        found = self._choose(tuple(newest), post, related, (), wanted)
        if found:
            yield MoreByAuthorView("", "", self._teasers.teasers(found))

    def _choose(
        self,
        posts: tuple[Post, ...],
        post: Post,
        related: Collection[str],
        shown: Collection[str],
        wanted: int,
    ) -> tuple[Post, ...]:
        near = posts[: 1 + wanted + len(related) + len(shown)]
        there = {*shown, *related}
        found = [other for other in near if other is not post and other.id not in there]
        return tuple(found[:wanted])

    def _by(self, key: str, lang: str, found: tuple[Post, ...]) -> MoreByAuthorView:
        """Return an author's posts: one and the same view wherever these are the newest."""
        author = self._person_views.person(key, lang)
        posts = self._context.site.by_person.get((key, lang), ())
        if found != posts[: self._wanted]:
            return MoreByAuthorView(author.name, author.url, self._teasers.teasers(found))
        if (key, lang) not in self._newest:
            view = MoreByAuthorView(author.name, author.url, self._teasers.teasers(found))
            self._newest[key, lang] = view
        return self._newest[key, lang]

    @property
    def _wanted(self) -> int:
        return self._context.settings.more_by
