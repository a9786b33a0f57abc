"""The ways through a language's posts: home, tags, categories, months, archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from rostrum.core.model import Post
from rostrum.pages.context import Presentation, Stretch
from rostrum.pages.layout import ARCHIVE, HOME, TOPICS, Head, PageLayout
from rostrum.pages.output_file import OutputFile
from rostrum.pages.series import SeriesPresenter
from rostrum.site.urls import Address
from rostrum.topics.topics import Topic
from rostrum.views.components import (
    ArchiveView,
    ArchiveYearView,
    CategoryView,
    HomeView,
    LinkView,
    MonthPageView,
    MonthView,
    NotFoundView,
    TagsView,
    TagView,
    TitleView,
    TopicView,
    View,
    YearPageView,
)

HOME_MONTHS = 12  # on the home page
MAX_YEAR_TITLES = 500  # posts of a year whose titles its page lists; of more, the months' pages do
NOT_FOUND_POSTS = 5  # posts on the page for a lost reader


class ListPresenter:
    """Makes the pages that list a language's posts."""

    def __init__(self, show: Presentation, frame: PageLayout, series: SeriesPresenter) -> None:
        self._show, self._layout, self._series = show, frame, series
        self._months: dict[str, tuple[MonthView, ...]] = {}

    def iter_files(self, lang: str) -> Iterator[OutputFile]:
        """Yield every list page of a language."""
        yield from self._list_home(lang)
        yield from self._list_topics(lang)
        yield from self._list_months(lang)
        address = self._show.addresses.file("404.html", lang)
        yield OutputFile(address.file, partial(self._make_not_found, lang, address))

    def _list_home(self, lang: str) -> Iterator[OutputFile]:
        """Yield the home page: the newest post large, the next ones, then all on further pages."""
        show = self._show
        posts = show.site.by_lang.get(lang, ())
        first = show.addresses.folder(HOME, lang)
        for stretch in show.paginate(posts[1:], first, show.settings.home_posts):
            yield OutputFile(stretch.address.file, partial(self._make_home, lang, stretch))

    def _make_home(self, lang: str, stretch: Stretch) -> HomeView:
        show = self._show
        is_first, posts = stretch.number == 1, show.site.by_lang.get(lang, ())
        head = Head(
            title=self._numbered(show.info.name, stretch, lang),
            description=show.settings.subtitles.get(lang, show.settings.subtitle),
            others=self._homes(lang) if is_first else None,
            data=partial(self._data, lang) if is_first else None,
        )
        return HomeView(
            lead=show.teaser(posts[0]) if is_first and posts else None,
            articles_page=show.number_page(stretch),
            series=self._series.featured(lang) if is_first else None,
            tags=show.cloud(lang) if is_first else (),
            months=self._recent_months(lang) if is_first else (),
            archive=self._whole_archive(lang) if is_first else None,
            **self._layout.fields(lang, stretch.address, head, HOME, lists=is_first),
        )

    def _list_topics(self, lang: str) -> Iterator[OutputFile]:
        """Yield the cloud, and the pages of each tag and category."""
        site, addresses = self._show.site, self._show.addresses
        if not site.tags[lang] and not site.categories[lang]:
            return
        address = addresses.folder(TOPICS, lang)
        yield OutputFile(address.file, partial(self._make_topics, lang, address))
        for n, topic in enumerate(site.tags[lang]):
            make = partial(self._make_tag, lang, n)
            yield from self._list_topic(topic, addresses.tag(topic.slug, lang), make)
        for n, topic in enumerate(site.categories[lang]):
            category = partial(self._make_category, lang, n)
            yield from self._list_topic(topic, addresses.category(topic.slug, lang), category)

    def _list_topic(
        self, topic: Topic, first: Address, make: Callable[[Address, Stretch], View]
    ) -> Iterator[OutputFile]:
        for stretch in self._show.paginate(topic.posts, first, self._show.info.page_size):
            yield OutputFile(stretch.address.file, partial(make, first, stretch))

    def _list_months(self, lang: str) -> Iterator[OutputFile]:
        """Yield the archive and the pages of each year and month."""
        show, months = self._show, self._show.site.months[lang]
        if not months:
            return
        address = show.addresses.folder(ARCHIVE, lang)
        yield OutputFile(address.file, partial(self._make_archive, lang, address))
        for n, year in enumerate(show.site.years[lang]):
            place = show.addresses.year(year.date, lang)
            yield OutputFile(place.file, partial(self._make_year, lang, n, place))
        for n, month in enumerate(months):
            first = show.addresses.month(month.date, lang)
            for stretch in show.paginate(month.posts, first, show.info.page_size):
                yield OutputFile(stretch.address.file, partial(self._make_month, lang, n, stretch))

    def _make_not_found(self, lang: str, address: Address) -> NotFoundView:
        """Return the page for an address that leads nowhere."""
        show = self._show
        head = Head(show.languages[lang].gettext("Page not found"), listed=False, above=())
        latest_posts = show.teasers(show.site.by_lang.get(lang, ())[:NOT_FOUND_POSTS])
        fields = self._layout.fields(lang, address, head, lists=True)
        return NotFoundView(tags=show.cloud(lang), latest=latest_posts, **fields)

    def _make_topics(self, lang: str, address: Address) -> TagsView:
        show = self._show
        others = {
            code: show.addresses.folder(TOPICS, code)
            for code in show.site.languages
            if code != lang and (show.site.tags[code] or show.site.categories[code])
        }
        head = Head(show.languages[lang].gettext("Topics"), others=others)
        fields = self._layout.fields(lang, address, head, TOPICS)
        return TagsView(
            cloud=show.cloud(lang),
            tags=show.tags(lang),
            categories=show.categories(lang),
            **fields,
        )

    def _make_tag(self, lang: str, n: int, first: Address, stretch: Stretch) -> TagView:
        tag = self._show.tags(lang)[n]
        title = f"{self._show.languages[lang].gettext('Topic')}: {tag.name}"
        return TagView(tag=tag, **self._topic_fields(title, tag, lang, first, stretch))

    def _make_category(self, lang: str, n: int, first: Address, stretch: Stretch) -> CategoryView:
        category = self._show.categories(lang)[n]
        title = f"{self._show.languages[lang].gettext('Section')}: {category.name}"
        fields = self._topic_fields(title, category, lang, first, stretch)
        return CategoryView(category=category, **fields)

    def _topic_fields(
        self, title: str, topic: TopicView, lang: str, first: Address, stretch: Stretch
    ) -> dict[str, Any]:
        feeds = self._show.feeds(first, topic.name)
        trails, is_first = self._layout.trails, stretch.number == 1
        head = Head(
            self._numbered(title, stretch, lang),
            topic.description if is_first else "",
            feeds=feeds,
            above=None if is_first else trails.topic(topic, lang),
        )
        fields = self._layout.fields(lang, stretch.address, head, TOPICS)
        return {"articles_page": self._show.number_page(stretch), "feeds": feeds, **fields}

    def _make_archive(self, lang: str, address: Address) -> ArchiveView:
        show, years = self._show, self._show.years(lang)
        others = {
            code: show.addresses.folder(ARCHIVE, code)
            for code in show.site.languages
            if code != lang and show.site.months[code]
        }
        head = Head(show.languages[lang].gettext("Archive"), others=others)
        count = sum(year.count for year in years)
        fields = self._layout.fields(lang, address, head, ARCHIVE, lists=True)
        return ArchiveView(years=years, count=count, **fields)

    def _make_month(self, lang: str, n: int, stretch: Stretch) -> MonthPageView:
        views, trails = self._show.months(lang), self._layout.trails
        number = views[n].date.year
        year = next(year for year in self._show.years(lang) if year.date.year == number)
        above = trails.year(number, lang)
        if stretch.number > 1:
            above = trails.month(stretch.posts[0])
        head = Head(self._numbered(views[n].name, stretch, lang), above=above)
        return MonthPageView(
            period=views[n],
            year=LinkView(year.name, year.url),
            articles_page=self._show.number_page(stretch),
            older=_as_link(views[n + 1]) if n + 1 < len(views) else None,
            newer=_as_link(views[n - 1]) if n else None,
            **self._layout.fields(lang, stretch.address, head, ARCHIVE),
        )

    def _make_year(self, lang: str, n: int, address: Address) -> YearPageView:
        views = self._show.years(lang)
        above = self._layout.trails.section(ARCHIVE, lang)
        fields = self._layout.fields(lang, address, Head(views[n].name, above=above), ARCHIVE)
        return YearPageView(
            period=views[n],
            titles=tuple(self._list_titles(lang, n)) if views[n].count <= MAX_YEAR_TITLES else (),
            older=_as_link(views[n + 1]) if n + 1 < len(views) else None,
            newer=_as_link(views[n - 1]) if n else None,
            **fields,
        )

    def _list_titles(self, lang: str, n: int) -> Iterator[tuple[MonthView, tuple[TitleView, ...]]]:
        """Yield each month of a year with the titles of its posts."""
        year = self._show.site.years[lang][n]
        for month, view in zip(year.months, self._show.years(lang)[n].months, strict=True):
            yield view, tuple(self._title(post) for post in month.posts)

    def _title(self, post: Post) -> TitleView:
        show = self._show
        people = show.people(post.authors, post.lang)
        names = show.languages[post.lang].wording.join(person.name for person in people)
        return TitleView(post.title, show.href(show.addresses.post(post)), post.date, names)

    def _recent_months(self, lang: str) -> tuple[MonthView, ...]:
        """Return the newest months, the same object each time: they are rendered once."""
        if lang not in self._months:
            self._months[lang] = self._show.months(lang)[:HOME_MONTHS]
        return self._months[lang]

    def _whole_archive(self, lang: str) -> LinkView | None:
        """Return the way to all months where a home page does not show them."""
        show = self._show
        if len(show.months(lang)) <= HOME_MONTHS:
            return None
        return show.link(
            show.languages[lang].gettext("All months"), show.addresses.folder(ARCHIVE, lang)
        )

    def _numbered(self, title: str, stretch: Stretch, lang: str) -> str:
        if stretch.number == 1:
            return title
        gettext = self._show.languages[lang].gettext
        return gettext("%(title)s, page %(number)s", title=title, number=stretch.number)

    def _homes(self, lang: str) -> Mapping[str, Address]:
        show = self._show
        return {
            code: show.addresses.folder(HOME, code)
            for code in show.site.languages
            if code != lang and code in show.site.by_lang
        }

    def _data(self, lang: str) -> Mapping[str, object]:
        """Return the blog in schema.org's words (https://schema.org/Blog)."""
        show = self._show
        return {
            "@context": "https://schema.org",
            "@type": "Blog",
            "name": show.info.name,
            "url": show.absolute(show.addresses.folder(HOME, lang)),
            "inLanguage": lang,
            "publisher": {"@type": "Organization", "name": show.info.organisation},
        }


def _as_link(period: MonthView | ArchiveYearView) -> LinkView:
    return LinkView(period.name, period.url)
