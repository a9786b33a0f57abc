"""The lists of a language's posts: home page, tags, categories, months, years, archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from rostrum.core.model import Post
from rostrum.pages import feed_selection as kinds
from rostrum.pages.feed_selection import has_tag_feed
from rostrum.pages.layout import ARCHIVE, HOME, TOPICS, Head, PageLayout
from rostrum.pages.output_file import OutputFile
from rostrum.pages.series import SeriesPresenter
from rostrum.pages.sidebar import leave_out
from rostrum.pages.site_files import list_written
from rostrum.pages.teasers import PageSlice
from rostrum.pages.view_makers import ViewMakers
from rostrum.site.urls import Address
from rostrum.topics.checks import CATEGORIES, TAGS
from rostrum.topics.topics import Topic
from rostrum.views.components import (
    ArchiveYearView,
    FeedView,
    LinkView,
    MonthView,
    TitleView,
    TopicView,
)
from rostrum.views.pages import (
    ArchiveView,
    CategoryView,
    HomeView,
    MonthPageView,
    NotFoundView,
    TagsView,
    TagView,
    View,
    YearPageView,
)

HOME_FEATURES = 2  # large cards on the home page, after the lead
HOME_CARDS = 3  # cards below them; further posts are a list of titles
HOME_MONTHS = 12  # months on the home page
MAX_YEAR_TITLES = 500  # with more posts, the page of a year links to its months without titles
NOT_FOUND_POSTS = 5  # posts on the 404 page


class ListPresenter:
    """Makes the list pages of each language."""

    def __init__(self, views: ViewMakers, frame: PageLayout, series: SeriesPresenter) -> None:
        self._context, self._layout, self._series = views.context, frame, series
        self._person_views, self._topic_views, self._teasers, self._periods = (
            views.people,
            views.topics,
            views.teasers,
            views.periods,
        )
        self._descriptions = views.descriptions
        self._months: dict[str, tuple[MonthView, ...]] = {}
        self._written = list_written(views.context.site, views.context.addresses)

    def iter_files(self, lang: str) -> Iterator[OutputFile]:
        """Yield all list pages of a language, and its 404 page."""
        yield from self._list_home(lang)
        yield from self._list_topics(lang)
        yield from self._list_months(lang)
        address = self._context.addresses.file("404.html", lang)
        if address.file not in self._written:
            yield OutputFile(address.file, partial(self._make_not_found, lang, address))

    def _list_home(self, lang: str) -> Iterator[OutputFile]:
        """Yield the home page, led by the newest post, and its further pages."""
        context = self._context
        posts = context.site.by_lang.get(lang, ())
        first = context.addresses.folder(HOME, lang)
        for page_slice in self._teasers.paginate(posts[1:], first, context.settings.home_posts):
            file = page_slice.address.file
            if file not in self._written:
                yield OutputFile(file, partial(self._make_home, lang, page_slice))

    def _make_home(self, lang: str, page_slice: PageSlice) -> HomeView:
        context = self._context
        is_first, posts = page_slice.number == 1, context.site.by_lang.get(lang, ())
        head = Head(
            title=self._numbered(context.name(lang), page_slice, lang),
            description=self._descriptions.home(
                lang, posts if is_first else page_slice.posts, is_first=is_first
            ),
            translations=self._homes(lang) if is_first else None,
            data=partial(self._data, lang) if is_first else None,
        )
        page = self._teasers.number_page(page_slice)
        ends = (
            (HOME_FEATURES, HOME_FEATURES + HOME_CARDS) if is_first else (0, len(page.object_list))
        )
        lead = self._teasers.teaser(posts[0]) if is_first and posts else None
        fields = self._layout.fields(lang, page_slice.address, head, HOME, lists=is_first)
        if is_first:
            shown = {item.url for item in (lead, *page.object_list) if item}
            fields["lists"] = leave_out(fields["lists"], shown)
        return HomeView(
            lead=lead,
            features=page.object_list[: ends[0]],
            cards=page.object_list[slice(*ends)],
            titles=tuple(map(self._title, page_slice.posts[ends[1] :])),
            articles_page=page,
            series=self._series.featured(lang) if is_first else None,
            tags=self._topic_views.cloud(lang) if is_first else (),
            months=self._recent_months(lang) if is_first else (),
            archive=self._whole_archive(lang) if is_first else None,
            **fields,
        )

    def _list_topics(self, lang: str) -> Iterator[OutputFile]:
        """Yield the topics page, and the pages of each tag and category."""
        site, addresses = self._context.site, self._context.addresses
        if not site.tags[lang] and not site.categories[lang]:
            return
        address = addresses.folder(TOPICS, lang)
        if address.is_written:
            yield OutputFile(address.file, partial(self._make_topics, lang, address))
        for n, topic in enumerate(site.tags[lang]):
            make = partial(self._make_tag, lang, n)
            yield from self._list_topic(topic, addresses.tag(topic.slug, lang), make)
        for n, topic in enumerate(site.categories[lang]):
            category = partial(self._make_category, lang, n)
            yield from self._list_topic(topic, addresses.category(topic.slug, lang), category)

    def _list_topic(
        self, topic: Topic, first: Address, make: Callable[[Address, PageSlice], View]
    ) -> Iterator[OutputFile]:
        for page_slice in self._teasers.paginate(topic.posts, first, self._context.info.page_size):
            yield OutputFile(page_slice.address.file, partial(make, first, page_slice))

    def _list_months(self, lang: str) -> Iterator[OutputFile]:
        """Yield the archive, and the pages of each year and month."""
        context, months = self._context, self._context.site.months[lang]
        if not months:
            return
        address = context.addresses.folder(ARCHIVE, lang)
        if address.is_written:
            yield OutputFile(address.file, partial(self._make_archive, lang, address))
        for n, year in enumerate(context.site.years[lang]):
            year_address = context.addresses.year(year.date, lang)
            if year_address.is_written:
                yield OutputFile(year_address.file, partial(self._make_year, lang, n, year_address))
        for n, month in enumerate(months):
            first = context.addresses.month(month.date, lang)
            for page_slice in self._teasers.paginate(month.posts, first, context.info.page_size):
                yield OutputFile(
                    page_slice.address.file, partial(self._make_month, lang, n, page_slice)
                )

    def _make_not_found(self, lang: str, address: Address) -> NotFoundView:
        """Return the 404 page of a language."""
        context = self._context
        title = context.languages[lang].gettext("Page not found")
        head = Head(title, self._descriptions.not_found(lang), listed=False, above=())
        latest_posts = self._teasers.teasers(context.site.by_lang.get(lang, ())[:NOT_FOUND_POSTS])
        fields = self._layout.fields(lang, address, head, lists=True)
        return NotFoundView(tags=self._topic_views.cloud(lang), latest=latest_posts, **fields)

    def _make_topics(self, lang: str, address: Address) -> TagsView:
        context = self._context
        translations = {
            code: context.addresses.folder(TOPICS, code)
            for code in context.site.languages
            if code != lang and (context.site.tags[code] or context.site.categories[code])
        }
        topics = (*self._topic_views.categories(lang), *self._topic_views.tags(lang))
        head = Head(
            context.languages[lang].gettext("Topics"),
            self._descriptions.topics(lang, (topic.name for topic in topics)),
            translations=translations,
        )
        fields = self._layout.fields(lang, address, head, TOPICS)
        return TagsView(
            cloud=self._topic_views.cloud(lang),
            tags=self._topic_views.tags(lang),
            categories=self._topic_views.categories(lang),
            **fields,
        )

    def _make_tag(self, lang: str, n: int, first: Address, page_slice: PageSlice) -> TagView:
        tag = self._topic_views.tags(lang)[n]
        title = f"{self._context.languages[lang].gettext('Topic')}: {tag.name}"
        context = self._context
        is_followed = has_tag_feed(context.settings, tag.count, context.site, lang)
        feeds = context.feeds(first, tag.name, kinds.TAGS) if is_followed else ()
        twins = context.site.topic_twins[TAGS.key].get((lang, tag.slug), {})
        translations = {code: context.addresses.tag(slug, code) for code, slug in twins.items()}
        words = self._descriptions.topic(lang, tag.name, tag.count, page_slice.posts)
        fields = self._topic_fields(title, words, tag, lang, feeds, page_slice, translations)
        return TagView(tag=tag, **fields)

    def _make_category(
        self, lang: str, n: int, first: Address, page_slice: PageSlice
    ) -> CategoryView:
        category = self._topic_views.categories(lang)[n]
        title = f"{self._context.languages[lang].gettext('Section')}: {category.name}"
        feeds = self._context.feeds(first, category.name, kinds.CATEGORIES)
        twins = self._context.site.topic_twins[CATEGORIES.key].get((lang, category.slug), {})
        translations = {
            code: self._context.addresses.category(slug, code) for code, slug in twins.items()
        }
        words = self._descriptions.section(lang, category.name, category.count, page_slice.posts)
        fields = self._topic_fields(title, words, category, lang, feeds, page_slice, translations)
        return CategoryView(category=category, **fields)

    def _topic_fields(
        self,
        title: str,
        words: str,
        topic: TopicView,
        lang: str,
        feeds: tuple[FeedView, ...],
        page_slice: PageSlice,
        translations: Mapping[str, Address],
    ) -> dict[str, Any]:
        trails, is_first = self._layout.trails, page_slice.number == 1
        head = Head(
            self._numbered(title, page_slice, lang),
            (topic.description if is_first else "") or words,
            translations=_keep_written(translations) if is_first else None,
            feeds=feeds,
            above=None if is_first else trails.topic(topic, lang),
        )
        fields = self._layout.fields(lang, page_slice.address, head, TOPICS)
        return {"articles_page": self._teasers.number_page(page_slice), "feeds": feeds, **fields}

    def _make_archive(self, lang: str, address: Address) -> ArchiveView:
        context, years = self._context, self._periods.years(lang)
        translations = {
            code: context.addresses.folder(ARCHIVE, code)
            for code in context.site.languages
            if code != lang and context.site.months[code]
        }
        count = sum(year.count for year in years)
        head = Head(
            context.languages[lang].gettext("Archive"),
            self._descriptions.archive(lang, years, count),
            translations=translations,
        )
        fields = self._layout.fields(lang, address, head, ARCHIVE, lists=True)
        return ArchiveView(years=years, count=count, **fields)

    def _make_month(self, lang: str, n: int, page_slice: PageSlice) -> MonthPageView:
        views, trails = self._periods.months(lang), self._layout.trails
        number = views[n].date.year
        year = next(year for year in self._periods.years(lang) if year.date.year == number)
        above = trails.year(number, lang)
        if page_slice.number > 1:
            above = trails.month(page_slice.posts[0])
        day = views[n].date
        translations = {
            code: self._context.addresses.month(day, code)
            for code, months in self._context.site.months.items()
            if code != lang and any(_is_month(month.date, day) for month in months)
        }
        head = Head(
            self._numbered(views[n].name, page_slice, lang),
            self._descriptions.period(lang, views[n].name, views[n].count, page_slice.posts),
            translations=_keep_written(translations) if page_slice.number == 1 else None,
            above=above,
        )
        return MonthPageView(
            period=views[n],
            year=LinkView(year.name, year.url),
            articles_page=self._teasers.number_page(page_slice),
            older=_as_link(views[n + 1]) if n + 1 < len(views) else None,
            newer=_as_link(views[n - 1]) if n else None,
            **self._layout.fields(lang, page_slice.address, head, ARCHIVE),
        )

    def _make_year(self, lang: str, n: int, address: Address) -> YearPageView:
        views = self._periods.years(lang)
        above = self._layout.trails.section(ARCHIVE, lang)
        day = views[n].date
        translations = {
            code: self._context.addresses.year(day, code)
            for code, years in self._context.site.years.items()
            if code != lang and any(year.date.year == day.year for year in years)
        }
        months = self._context.site.years[lang][n].months
        words = self._descriptions.period(
            lang, views[n].name, views[n].count, (post for month in months for post in month.posts)
        )
        head = Head(views[n].name, words, translations=_keep_written(translations), above=above)
        fields = self._layout.fields(lang, address, head, ARCHIVE)
        return YearPageView(
            period=views[n],
            titles=tuple(self._list_titles(lang, n)) if views[n].count <= MAX_YEAR_TITLES else (),
            older=_as_link(views[n + 1]) if n + 1 < len(views) else None,
            newer=_as_link(views[n - 1]) if n else None,
            **fields,
        )

    def _list_titles(self, lang: str, n: int) -> Iterator[tuple[MonthView, tuple[TitleView, ...]]]:
        """Yield each month of a year and the titles of its posts."""
        year = self._context.site.years[lang][n]
        for month, view in zip(year.months, self._periods.years(lang)[n].months, strict=True):
            yield view, tuple(self._title(post) for post in month.posts)

    def _title(self, post: Post) -> TitleView:
        context = self._context
        people = self._person_views.people(post.authors, post.lang)
        names = context.languages[post.lang].wording.join(person.name for person in people)
        return TitleView(post.title, context.href(context.addresses.post(post)), post.date, names)

    def _recent_months(self, lang: str) -> tuple[MonthView, ...]:
        """Return the newest months, the same object each time, to be rendered once."""
        if lang not in self._months:
            linked = [month for month in self._periods.months(lang) if month.url]
            self._months[lang] = tuple(linked[:HOME_MONTHS])
        return self._months[lang]

    def _whole_archive(self, lang: str) -> LinkView | None:
        """Return a link to the archive, or None if the home page shows all months."""
        context = self._context
        if len(self._periods.months(lang)) <= HOME_MONTHS:
            return None
        if not context.addresses.folder(ARCHIVE, lang).is_written:
            return None
        return context.link(
            context.languages[lang].gettext("All months"), context.addresses.folder(ARCHIVE, lang)
        )

    def _numbered(self, title: str, page_slice: PageSlice, lang: str) -> str:
        if page_slice.number == 1:
            return title
        gettext = self._context.languages[lang].gettext
        return gettext("%(title)s, page %(number)s", title=title, number=page_slice.number)

    def _homes(self, lang: str) -> Mapping[str, Address]:
        context = self._context
        return {
            code: context.addresses.folder(HOME, code)
            for code in context.site.languages
            if code != lang and code in context.site.by_lang
        }

    def _data(self, lang: str) -> Mapping[str, object]:
        """Return the structured data of the blog (https://schema.org/Blog)."""
        context = self._context
        return {
            "@context": "https://schema.org",
            "@type": "Blog",
            "name": context.name(lang),
            "url": context.absolute(context.addresses.folder(HOME, lang)),
            "inLanguage": lang,
            "publisher": {"@type": "Organization", "name": context.info.organisation},
        }


def _keep_written(translations: Mapping[str, Address]) -> Mapping[str, Address]:
    """Return the addresses of pages that are written: a setting may leave some out."""
    return {code: address for code, address in translations.items() if address.is_written}


def _is_month(one: datetime, other: datetime) -> bool:
    return (one.year, one.month) == (other.year, other.month)


def _as_link(period: MonthView | ArchiveYearView) -> LinkView:
    return LinkView(period.name, period.url)
