"""Breadcrumb trails: the ancestors of a page, from the home page down."""

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
    """Makes breadcrumb trails. Pages with the same trail share one object.

    A trail contains only pages of the site.
    """

    def __init__(self, views: ViewMakers) -> None:
        self._context = views.context
        self._person_views, self._topic_views, self._periods = (
            views.people,
            views.topics,
            views.periods,
        )
        self._trails: dict[tuple[str, ...], Trail] = {}

    def home(self, lang: str) -> Trail:
        """Return the trail of a page directly below the home page."""
        return self._once(("", lang), lambda: (self._section(HOME, lang),))

    def section(self, path: str, lang: str) -> Trail:
        """Return the trail of a page below a section, such as a person's page."""
        key = (path, lang)
        return self._once(key, lambda: (*self.home(lang), self._section(path, lang)))

    def below(self, path: str, address: Address, lang: str) -> Trail:
        """Return the trail of a page in a section, including its series or person if any."""
        site, addresses = self._context.site, self._context.addresses
        key, _, rest = address.url.removeprefix(addresses.folder(path, lang).url).partition("/")
        localized = site.series.get((key, lang))
        if rest and path == SERIES and localized:
            return self._series(key, localized.series.title, lang)
        if rest and path == PEOPLE and site.has_page(key, lang):
            return self._person(key, lang)
        return self.section(path, lang)

    def topic(self, topic: TopicView, lang: str) -> Trail:
        """Return the trail of a page below a tag or category."""
        link = LinkView(topic.name, topic.url)
        return self._once(("topic", topic.url), lambda: (*self.section(TOPICS, lang), link))

    def year(self, number: int, lang: str) -> Trail:
        """Return the trail of a page below a year: a month."""
        return self._once(("year", str(number), lang), lambda: self._to_year(number, lang))

    def month(self, post: Post) -> Trail:
        """Return the trail of a page below a month: a post."""
        key = ("month", f"{post.date:%Y-%m}", post.lang)
        return self._once(key, lambda: self._to_month(post))

    def post(self, post: Post) -> Trail:
        """Return the trail of a post: through its series, else its category, else its month.

        It ends with the parent page. The trail of an unlisted post is the home page alone.
        """
        site = self._context.site
        if post.lang not in site.languages or post.id not in self._listed:
            return self.home(post.lang)
        localized = site.series.get((post.series, post.lang))
        if localized and post.id in site.parts:
            return self._series(localized.series.key, localized.series.title, post.lang)
        category = self._topic_views.category_of(post)
        has_page = category is not None and category.url
        return self.topic(category, post.lang) if category and has_page else self.month(post)

    @cached_property
    def _listed(self) -> frozenset[str]:
        return frozenset(post.id for post in self._context.site.listed)

    def _section(self, path: str, lang: str) -> LinkView:
        """Return a link to a section, of the default language if `lang` has no lists."""
        host = self._context.site.host_of(lang)
        link = self._folder(name_section(path, self._context.languages[host].gettext), path, host)
        return link if host == lang else replace(link, lang=host)

    def _series(self, key: str, title: str, lang: str) -> Trail:
        path = f"{SERIES}{key}/"
        return self._once(
            (path, lang),
            lambda: (*self.section(SERIES, lang), self._folder(title, path, lang)),
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
        if key not in self._trails:
            self._trails[key] = tuple(link for link in make() if link.url)
        return self._trails[key]


def describe(trail: Trail, title: str, address: str, site_root: str) -> Mapping[str, object]:
    """Return a trail and its page as structured data (https://schema.org/BreadcrumbList)."""
    links = [(link.title, site_root + link.url) for link in trail]
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": name, "item": item}
            for n, (name, item) in enumerate([*links, (title, address)], 1)
        ],
    }
