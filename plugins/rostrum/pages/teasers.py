"""Views of posts in lists, and pagination of lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rostrum.core.model import Post
from rostrum.pages.context import ViewContext, once
from rostrum.pages.person_views import PersonViews
from rostrum.pages.sections import SERIES
from rostrum.pages.topic_views import TopicViews
from rostrum.series.installments import LocalizedSeries
from rostrum.site.urls import Address
from rostrum.views.components import LinkView, PageNumberView, TeaserView


@dataclass(frozen=True, slots=True)
class PageSlice:
    """One page of a list: its address, its number from 1, its posts; `hrefs` of all pages."""

    address: Address
    number: int
    posts: Sequence[Post]
    hrefs: tuple[str, ...]


class Teasers:
    """Makes the views of posts in lists, each of them once."""

    def __init__(self, context: ViewContext, people: PersonViews, topics: TopicViews) -> None:
        self._context, self._people, self._topics = context, people, topics
        self._teasers: dict[str, TeaserView] = {}

    def teaser(self, post: Post) -> TeaserView:
        """Return the view of a post in a list."""
        return once(self._teasers, post.id, lambda: self._teaser(post))

    def teasers(self, posts: Sequence[Post]) -> tuple[TeaserView, ...]:
        """Return the views of several posts in a list."""
        return tuple(self.teaser(post) for post in posts)

    def paginate(self, posts: Sequence[Post], first: Address, size: int) -> tuple[PageSlice, ...]:
        """Divide a list into pages of `size` posts; return at least one page.

        A list that is not written has no pages.
        """
        if not first.is_written:
            return ()
        total = max(1, -(-len(posts) // size))
        addresses = [
            self._context.addresses.number(first, number) for number in range(1, total + 1)
        ]
        hrefs = tuple(self._context.href(address) for address in addresses)
        return tuple(
            PageSlice(addresses[n], n + 1, posts[n * size : (n + 1) * size], hrefs)
            for n in range(total)
        )

    def number_page(self, page_slice: PageSlice) -> PageNumberView:
        """Return the view of one page of a list."""
        n, hrefs = page_slice.number - 1, page_slice.hrefs
        return PageNumberView(
            object_list=self.teasers(page_slice.posts),
            number=page_slice.number,
            num_pages=len(hrefs),
            previous_url=hrefs[n - 1] if n else "",
            next_url=hrefs[n + 1] if n + 1 < len(hrefs) else "",
            pages=number_links(n, hrefs),
        )

    def _link_series(self, run: LocalizedSeries) -> str:
        path = f"{SERIES}{run.series.key}/"
        return self._context.href(self._context.addresses.folder(path, run.series.lang))

    def _teaser(self, post: Post) -> TeaserView:
        run = self._context.site.series.get((post.series, post.lang))
        category = self._topics.category_of(post)
        return TeaserView(
            title=post.title,
            url=self._context.href(self._context.addresses.post(post)),
            date=post.date,
            lang=post.lang,
            summary=post.summary,
            category=LinkView(category.name, category.url) if category else None,
            people=self._people.writers(post),
            series=run.series.title if run else "",
            part=self._context.part_of(post),
            total=run.total if run else None,
            image=self._context.image(post.image),
            minutes=self._context.minutes(post.body.words),
            comments=self._context.site.thread(post).count,
            draft=bool(self._context.visibility.unpublished_reason(post)),
            written_with=self._people.helpers(post),
            series_url=self._link_series(run) if run else "",
        )


def number_links(n: int, hrefs: Sequence[str]) -> tuple[LinkView, ...]:
    """Return links to the first page, the last page, and two on each side of page `n` from 0.

    A link without a URL stands for the pages left out between two others.
    """
    near = {0, len(hrefs) - 1, *range(n - 2, n + 3)}
    shown = sorted(index for index in near if 0 <= index < len(hrefs))
    links: list[LinkView] = []
    last = -1
    for index in shown:
        if index == last + 2:  # one page takes no more room than the sign for it
            links.append(LinkView(str(index), hrefs[index - 1]))
        elif index > last + 2:
            links.append(LinkView("…", ""))
        links.append(LinkView(str(index + 1), hrefs[index], index == n))
        last = index
    return tuple(links)
