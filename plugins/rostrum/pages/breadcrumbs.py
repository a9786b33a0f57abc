"""Trails: the pages that stand above a page, from the first one down, for its breadcrumbs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property

from rostrum.core.model import Post
from rostrum.pages.sections import ARCHIVE, HOME, PEOPLE, SERIES, TOPICS, name_section
from rostrum.pages.view_makers import ViewMakers
from rostrum.site.urls import Address
from rostrum.views.components import LinkView, TopicView

Trail = tuple[LinkView, ...]


class Breadcrumbs:
    """Makes trails; those that pages share are one and the same object.

    A page that has not been made stands in no trail.
    """

    def __init__(self, views: ViewMakers) -> None:
        self._context = views.context
        self._person_views, self._topic_views, self._periods = (
            views.people,
            views.topics,
            views.periods,
        )
        self._made: dict[tuple[str, ...], Trail] = {}

    def home(self, lang: str) -> Trail:
        """Return the way to a page that stands right below the first one."""
        return self._once(("", lang), lambda: (self._section(HOME, lang),))

    def section(self, path: str, lang: str) -> Trail:
        """Return the way to what stands below one of the sections, such as a person."""
        key = (path, lang)
        return self._once(key, lambda: (*self.home(lang), self._section(path, lang)))

    def below(self, path: str, address: Address, lang: str) -> Trail:
        """Return the way to a page of a section, by the series or person that it is part of."""
        site, addresses = self._context.site, self._context.addresses
        key, _, rest = address.url.removeprefix(addresses.folder(path, lang).url).partition("/")
        run = site.series.get((key, lang))
        if rest and path == SERIES and run:
            return self._series(key, run.series.title, lang)
        if rest and path == PEOPLE and site.has_page(key, lang):
            return self._person(key, lang)
        return self.section(path, lang)

    def topic(self, topic: TopicView, lang: str) -> Trail:
        """Return the way to what stands below a tag or category."""
        link = LinkView(topic.name, topic.url)
        return self._once(("topic", topic.url), lambda: (*self.section(TOPICS, lang), link))

    def year(self, number: int, lang: str) -> Trail:
        """Return the way to what stands below a year: a month."""
        return self._once(("year", str(number), lang), lambda: self._to_year(number, lang))

    def month(self, post: Post) -> Trail:
        """Return the way to what stands below a month: a post."""
        key = ("month", f"{post.date:%Y-%m}", post.lang)
        return self._once(key, lambda: self._to_month(post))

    def post(self, post: Post) -> Trail:
        """Return the way to a post: by its series, else its category, else its month.

        It is the way to the page above, and that page; a hidden post is in no list.
        """
        site = self._context.site
        if post.lang not in site.languages or post.id not in self._listed:
            return self.home(post.lang)
        run = site.series.get((post.series, post.lang))
        if run and post.id in site.parts:
            return self._series(run.series.key, run.series.title, post.lang)
        category = self._topic_views.category_of(post)
        return self.topic(category, post.lang) if category else self.month(post)

    @cached_property
    def _listed(self) -> frozenset[str]:
        return frozenset(post.id for post in self._context.site.listed)

    def _section(self, path: str, lang: str) -> LinkView:
        """Return a section's page: the default language's, in its words, where it has none."""
        host = self._context.site.host_of(lang)
        link = self._folder(name_section(path, self._context.languages[host].gettext), path, host)
        return link if host == lang else replace(link, lang=host)

    def _series(self, key: str, title: str, lang: str) -> Trail:
        place = f"{SERIES}{key}/"
        return self._once(
            (place, lang),
            lambda: (*self.section(SERIES, lang), self._folder(title, place, lang)),
        )

    def _person(self, key: str, lang: str) -> Trail:
        return self._once(
            ("person", key, lang),
            lambda: (*self.section(PEOPLE, lang), self._name(key, lang)),
        )

    def _name(self, key: str, lang: str) -> LinkView:
        person = self._person_views.person(key, lang)
        return LinkView(person.name, person.url)

    def _to_year(self, number: int, lang: str) -> Trail:
        year = next(view for view in self._periods.years(lang) if view.date.year == number)
        return (*self.section(ARCHIVE, lang), LinkView(year.name, year.url))

    def _to_month(self, post: Post) -> Trail:
        date = post.date
        month = next(
            view
            for view in self._periods.months(post.lang)
            if (view.date.year, view.date.month) == (date.year, date.month)
        )
        return (*self.year(date.year, post.lang), LinkView(month.name, month.url))

    def _folder(self, title: str, path: str, lang: str) -> LinkView:
        return self._context.link(title, self._context.addresses.folder(path, lang))

    def _once(self, key: tuple[str, ...], make: Callable[[], Trail]) -> Trail:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]


def describe(trail: Trail, title: str, address: str, site_root: str) -> Mapping[str, object]:
    """Return a trail and the page at its end as schema.org has it (schema.org/BreadcrumbList)."""
    links = [(link.title, site_root + link.url) for link in trail]
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": name, "item": item}
            for n, (name, item) in enumerate([*links, (title, address)], 1)
        ],
    }
