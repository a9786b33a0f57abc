"""The sidebar: the most discussed posts, recent comments, and posts by executives."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from itertools import islice

from rostrum.comments.sanitizer import plain_line
from rostrum.comments.threads import latest
from rostrum.core.model import PersonLevel, Post, Reply, Status
from rostrum.core.text import shorten_words
from rostrum.html.text import html_text
from rostrum.pages.view_makers import ViewMakers
from rostrum.views.components import RecentCommentView, SidebarView

NO_LISTS = SidebarView((), (), ())
MAX_COMMENT_CHARACTERS = 160  # characters of the excerpt of a comment


def leave_out(lists: SidebarView, urls: Collection[str]) -> SidebarView:
    """Return the small lists without the posts at some addresses; comments remain."""
    discussed, executives = (
        tuple(item for item in items if item.url not in urls)
        for items in (lists.discussed, lists.executives)
    )
    return SidebarView(discussed, lists.recent_comments, executives)


class Sidebar:
    """Makes the small lists of each language once, for all its pages."""

    def __init__(self, views: ViewMakers) -> None:
        self._context = views.context
        self._person_views, self._teasers = views.people, views.teasers
        self._sidebars: dict[str, SidebarView] = {}

    def of(self, lang: str) -> SidebarView:
        """Return a language's lists, the same object each time."""
        if lang not in self._sidebars:
            self._sidebars[lang] = self._make(lang)
        return self._sidebars[lang]

    def _make(self, lang: str) -> SidebarView:
        context, limit = self._context, self._context.settings.small_lists
        posts = context.site.by_lang.get(lang, ())
        spoken = context.site.spoken.get(lang, ())
        listed = [post for post in spoken if post.status is not Status.HIDDEN]
        return SidebarView(
            discussed=self._teasers.teasers(self._find_discussed(listed, posts)[:limit]),
            recent_comments=tuple(self._find_comments(listed, limit)),
            executives=self._teasers.teasers(
                tuple(islice(filter(self._is_executives, posts), limit))
            ),
        )

    def _find_discussed(self, spoken: Sequence[Post], posts: Sequence[Post]) -> list[Post]:
        """Return posts sorted by number of comments, newest first where equal.

        The period ends at the newest post, not today. Otherwise pages would change from day to
        day without a change of content.
        """
        site, days = self._context.site, self._context.settings.discussed_days
        if days and posts:
            since = posts[0].date - timedelta(days=days)
            spoken = [post for post in spoken if post.date >= since]
        return sorted(spoken, key=lambda post: -site.thread(post).count)

    def _find_comments(self, spoken: Sequence[Post], maximum: int) -> list[RecentCommentView]:
        """Return the newest comments. Authors' replies are listed with the comment they answer."""
        posts = {post.id: post for post in spoken}
        threads = [self._context.site.thread(post) for post in spoken]
        replies = (reply for reply in latest(threads, maximum * 5) if not reply.by_author)
        return [self._said(reply, posts[reply.comment.post]) for reply in islice(replies, maximum)]

    def _said(self, reply: Reply, post: Post) -> RecentCommentView:
        context, comment = self._context, reply.comment
        person = (
            self._person_views.person(reply.person.key, post.lang, comment.date)
            if reply.person
            else None
        )
        address = context.addresses.post(post)
        answers = [answer for answer in reply.replies if answer.by_author and answer.person]
        return RecentCommentView(
            name=person.name if person else comment.author,
            role=comment.role or (person.role if person else ""),
            text=shorten_words(plain_line(html_text(reply.html)), MAX_COMMENT_CHARACTERS),
            url=f"{context.href(address)}#comment-{comment.id}",
            post=context.link(post.title, address),
            date=comment.date,
            answered_by=answers[0].person.name if answers and answers[0].person else "",
        )

    def _is_executives(self, post: Post) -> bool:
        """Return True if an author of a post was an executive at its date."""
        people = (self._context.site.person(key, post.lang, post.date) for key in post.authors)
        return any(person.level is PersonLevel.EXECUTIVE for person in people)
