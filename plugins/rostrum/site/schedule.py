"""The schedule: all changes of a site after its build and without an edit.

Scheduled posts and comments are published, roles of people begin and end. All of these dates are
known in advance. A build can assemble the site of a later day and report its errors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from functools import cached_property, partial

from rostrum.core.content import Visibility
from rostrum.core.model import Comment, Post, Reply, Status, Thread
from rostrum.people.roles import list_turns
from rostrum.site.links import LinkResolver, LinkTarget
from rostrum.site.site import Site, newest_first


@dataclass(frozen=True)
class Schedule:
    """The scheduled changes of a site. Empty for a preview: it shows everything at once."""

    site: Site
    _sites: dict[datetime, Site] = field(default_factory=dict, repr=False)

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """The scheduled posts, the next one first."""
        if self.site.visibility.preview:
            return ()
        posts = (post for post in self.site.library.posts if self.awaits(post))
        return tuple(sorted(posts, key=lambda post: (post.date, post.id)))

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """The comments dated after the moment of the build."""
        now, library = self.site.visibility.moment, self.site.library
        if self.site.visibility.preview:
            return ()
        return tuple(comment for comment in library.comments if comment.date > now)

    @cached_property
    def turns(self) -> tuple[datetime, ...]:
        """The midnights of changes of role, in order."""
        now, library = self.site.visibility.moment, self.site.library
        if self.site.visibility.preview:
            return ()
        days = {day for person in library.people for day in list_turns(person)}
        midnights = (datetime.combine(day, time(), now.tzinfo) for day in days)
        return tuple(sorted(moment for moment in midnights if moment > now))

    @property
    def next_moment(self) -> datetime | None:
        """The moment of the next scheduled change; None without any."""
        moments = [post.date for post in self.posts[:1]]
        moments += [comment.date for comment in self.comments]
        return min([*moments, *self.turns[:1]], default=None)

    def awaits(self, post: Post) -> bool:
        """Return True if a post is scheduled: dated later and not a draft."""
        visibility = self.site.visibility
        is_later = not visibility.preview and post.date > visibility.moment
        return is_later and post.status is not Status.DRAFT

    @cached_property
    def last(self) -> Site:
        """The site after the last scheduled change; the present site if there is none.

        It contains the pages of all earlier days, except filtered views of the directory of
        people: see `turning_points`.
        """
        moments = [post.date for post in self.posts]
        moments += [comment.date for comment in self.comments]
        moments += self.turns
        return self.on(max(moments)) if moments else self.site

    def on(self, moment: datetime) -> Site:
        """Return the site at a future moment.

        A post without published comments gets a thread with one scheduled reply, without text.
        """
        if moment not in self._sites:
            self._sites[moment] = self._make(moment)
        return self._sites[moment]

    def turning_points(self) -> Iterator[Site]:
        """Yield the site at each change of the directory of people, in order."""
        first_dates = (posts[-1].date for posts in self.last.by_hand.values())
        moments = {date for date in first_dates if date > self.site.visibility.moment}
        for moment in sorted({*moments, *self.turns}):
            yield self.on(moment)

    def _make(self, moment: datetime) -> Site:
        published = sorted((post for post in self.posts if post.date <= moment), key=newest_first)
        threads = dict(self.site.threads)
        for comment in self.comments:
            if comment.date <= moment:
                threads.setdefault(comment.post, Thread((Reply(comment, "", None, False),)))
        visibility = Visibility(moment)
        return replace(
            self.site,
            visibility=visibility,
            posts=(*published, *self.site.posts),
            threads=threads,
            _seen={},
        )


@dataclass(frozen=True)
class ScheduledLinks:
    """Resolves the links of each scheduled post as of its publication date.

    `list_pages` returns the addresses of a site's pages.
    """

    links: LinkResolver
    schedule: Schedule
    list_pages: Callable[[Site], frozenset[str]]
    _resolvers: dict[datetime, LinkResolver] = field(default_factory=dict, repr=False)

    def of(self, post: Post) -> Callable[[str], LinkTarget] | None:
        """Return a function to resolve the links of a post, or None if it is not scheduled."""
        return partial(self._resolve, post) if self.schedule.awaits(post) else None

    def _resolve(self, post: Post, target: str) -> LinkTarget:
        last = self._resolver(self.schedule.last.visibility.moment)
        final = last.resolve(target, post.path, post.lang)
        if final.code:  # missing from the last site, so missing from earlier ones
            return final
        return self._resolver(post.date).resolve(target, post.path, post.lang)

    def _resolver(self, moment: datetime) -> LinkResolver:
        """Return the link resolver for a moment."""
        if moment not in self._resolvers:
            site = self.schedule.on(moment)
            pages = self.list_pages(site)
            self._resolvers[moment] = replace(self.links, site=site, pages=pages, _targets={})
        return self._resolvers[moment]
