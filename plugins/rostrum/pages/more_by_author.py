"""More posts by the authors of a post, for the list below the post."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rostrum.core.model import Post
from rostrum.pages.view_makers import ViewMakers
from rostrum.views.components import MoreByAuthorView

MAX_AUTHORS = 2  # authors of a post with one list each; more share a single list


class MoreByAuthor:
    """Finds the newest other posts by the authors of a post."""

    def __init__(self, views: ViewMakers) -> None:
        self._context = views.context
        self._person_views, self._teasers = views.people, views.teasers
        self._newest: dict[tuple[str, str], MoreByAuthorView] = {}

    def find(self, post: Post, related: Collection[str] = ()) -> Iterator[MoreByAuthorView]:
        """Yield a list for each author, or one common list for more than MAX_AUTHORS authors.

        `related` are ids of posts already listed on the page; they are not repeated, and a list
        of a single post is left out if one of them is by the same author.
        """
        if len(post.authors) > MAX_AUTHORS:
            yield from self._find_of_any(post, related)
            return
        listed: set[str] = set()
        for key in post.authors:
            posts = self._context.site.by_person.get((key, post.lang), ())
            chosen = self._choose(posts, post, related, listed, self._wanted)
            listed |= {other.id for other in chosen}
            if len(chosen) > 1 or (chosen and not _is_listed(posts, related)):
                yield self._by(key, post.lang, chosen)

    def _find_of_any(self, post: Post, related: Collection[str]) -> Iterator[MoreByAuthorView]:
        site, limit = self._context.site, MAX_AUTHORS * self._wanted
        per_author = 1 + limit + len(related)
        newest_by_author = (
            site.by_person.get((key, post.lang), ())[:per_author] for key in post.authors
        )
        posts_by_id = {other.id: other for posts in newest_by_author for other in posts}
        newest = sorted(
            posts_by_id.values(), key=lambda other: (other.date, other.id), reverse=True
        )
        chosen = self._choose(tuple(newest), post, related, (), limit)
        if chosen:
            yield MoreByAuthorView("", "", self._teasers.teasers(chosen))

    def _choose(
        self,
        posts: tuple[Post, ...],
        post: Post,
        related: Collection[str],
        listed: Collection[str],
        wanted: int,
    ) -> tuple[Post, ...]:
        candidates = posts[: 1 + wanted + len(related) + len(listed)]
        excluded = {*listed, *related}
        chosen = [other for other in candidates if other is not post and other.id not in excluded]
        return tuple(chosen[:wanted])

    def _by(self, key: str, lang: str, chosen: tuple[Post, ...]) -> MoreByAuthorView:
        """Return the list of an author's posts. Lists of the newest posts share one view."""
        author = self._person_views.person(key, lang)
        posts = self._context.site.by_person.get((key, lang), ())
        if chosen != posts[: self._wanted]:
            return MoreByAuthorView(author.name, author.url, self._teasers.teasers(chosen))
        if (key, lang) not in self._newest:
            view = MoreByAuthorView(author.name, author.url, self._teasers.teasers(chosen))
            self._newest[key, lang] = view
        return self._newest[key, lang]

    @property
    def _wanted(self) -> int:
        return self._context.settings.more_by


def _is_listed(posts: tuple[Post, ...], ids: Collection[str]) -> bool:
    return bool(ids) and any(post.id in ids for post in posts)
