"""The schedule: what will change a site by itself after the moment of its build.

Posts and comments dated later come out, roles of people begin and end. All of that is known now,
so a build can look at the site of a later day and report what will be wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from functools import cached_property, partial

from rostrum.core.content import Visibility
from rostrum.core.model import Comment, Post, Reply, Status, Thread
from rostrum.people.roles import list_turns
from rostrum.site.links import LinkResolver, Target
from rostrum.site.site import Site, newest_first


@dataclass(frozen=True)
class Schedule:
    """What will change a site by itself; empty for a preview, which shows everything at once."""

    site: Site
    _sites: dict[datetime, Site] = field(default_factory=dict, repr=False)

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """The posts that will come out, the next one first."""
        if self.site.visibility.preview:
            return ()
        posts = (post for post in self.site.library.posts if self.awaits(post))
        return tuple(sorted(posts, key=lambda post: (post.date, post.id)))

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """The comments that are dated later."""
        now, library = self.site.visibility.moment, self.site.library
        if self.site.visibility.preview:
            return ()
        return tuple(comment for comment in library.comments if comment.date > now)

    @cached_property
    def turns(self) -> tuple[datetime, ...]:
        """The midnights from which on somebody has another role."""
        now, library = self.site.visibility.moment, self.site.library
        if self.site.visibility.preview:
            return ()
        days = {day for person in library.people for day in list_turns(person)}
        found = (datetime.combine(day, time(), now.tzinfo) for day in days)
        return tuple(sorted(moment for moment in found if moment > now))

    def awaits(self, post: Post) -> bool:
        """Return whether a post is scheduled: it will come out, and has not yet."""
        visibility = self.site.visibility
        is_later = not visibility.preview and post.date > visibility.moment
        return is_later and post.status is not Status.DRAFT

    @cached_property
    def last(self) -> Site:
        """The site once everything has come out; the present one where nothing will.

        A page that is there on any day is there then, but for those that narrow the directory of
        people: see `turning_points`.
        """
        moments = [post.date for post in self.posts]
        moments += [comment.date for comment in self.comments]
        moments += self.turns
        return self.on(max(moments)) if moments else self.site

    def on(self, moment: datetime) -> Site:
        """Return the site as it will be at a moment that is to come.

        Its threads tell who will have answered whom, and hold no text.
        """
        if moment not in self._sites:
            self._sites[moment] = self._make(moment)
        return self._sites[moment]

    def turning_points(self) -> Iterator[Site]:
        """Yield the site at each moment at which the directory of people changes."""
        firsts = (posts[-1].date for posts in self.last.by_hand.values())
        moments = {date for date in firsts if date > self.site.visibility.moment}
        for moment in sorted({*moments, *self.turns}):
            yield self.on(moment)

    def _make(self, moment: datetime) -> Site:
        out = sorted((post for post in self.posts if post.date <= moment), key=newest_first)
        threads = dict(self.site.threads)
        for comment in self.comments:
            if comment.date <= moment:
                threads.setdefault(comment.post, Thread((Reply(comment, "", None, False),)))
        visibility = Visibility(moment)
        return replace(
            self.site,
            visibility=visibility,
            posts=(*out, *self.site.posts),
            threads=threads,
            _seen={},
        )


@dataclass(frozen=True)
class ScheduledLinks:
    """Resolves the links of each scheduled post as of the day on which it comes out.

    `list_pages` returns the addresses that a site makes.
    """

    links: LinkResolver
    schedule: Schedule
    list_pages: Callable[[Site], frozenset[str]]
    _resolvers: dict[datetime, LinkResolver] = field(default_factory=dict, repr=False)

    def of(self, post: Post) -> Callable[[str], Target] | None:
        """Return what resolves the links of a post; None for one that is not scheduled."""
        return partial(self._resolve, post) if self.schedule.awaits(post) else None

    def _resolve(self, post: Post, target: str) -> Target:
        last = self._resolver(self.schedule.last.visibility.moment)
        found = last.resolve(target, post.path, post.lang)
        if found.code:  # what is not there at the end is not there before
            return found
        return self._resolver(post.date).resolve(target, post.path, post.lang)

    def _resolver(self, moment: datetime) -> LinkResolver:
        """Return what resolves links at a moment; it collects files of its own to publish."""
        if moment not in self._resolvers:
            site = self.schedule.on(moment)
            found = replace(
                self.links, site=site, pages=self.list_pages(site), assets=set(), _targets={}
            )
            self._resolvers[moment] = found
        return self._resolvers[moment]
