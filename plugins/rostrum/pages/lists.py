"""The ways through a language's posts: home, tags, categories, months, archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import groupby
from typing import Any

from rostrum.addresses import Address
from rostrum.conversation.markup import text_of
from rostrum.conversation.threads import latest
from rostrum.model import Post, Reply
from rostrum.pages.frame import ARCHIVE, HOME, TOPICS, Frame, Head
from rostrum.pages.presentation import Presentation, Stretch
from rostrum.pages.series import SeriesPresenter
from rostrum.pages.sheets import Sheet
from rostrum.sources import shorten_words
from rostrum.topics import Topic
from rostrum.views import (
    ArchiveView,
    CategoryView,
    HomeView,
    LinkView,
    MonthPageView,
    MonthView,
    NotFoundView,
    SaidView,
    TagsView,
    TagView,
    TopicView,
    View,
)

_SAID = 2  # comments on the home page
_SAID_LENGTH = 160  # characters of each
_CLOUD = 40  # tags on the home page
_LATEST = 5  # posts on the page for a lost reader


class ListPresenter:
    """Makes the pages that list a language's posts."""

    def __init__(self, show: Presentation, frame: Frame, series: SeriesPresenter) -> None:
        self._show, self._frame, self._series = show, frame, series
        self._clouds: dict[str, tuple[TopicView, ...]] = {}

    def list_sheets(self, lang: str) -> Iterator[Sheet]:
        """Yield every list page of a language."""
        yield from self._list_home(lang)
        yield from self._list_topics(lang)
        yield from self._list_months(lang)
        address = self._show.addresses.file("404.html", lang)
        yield Sheet(address.file, partial(self._make_not_found, lang, address))

    def _list_home(self, lang: str) -> Iterator[Sheet]:
        """Yield the home page: the newest post large, the next ones, then all on further pages."""
        show = self._show
        posts = show.site.by_lang.get(lang, ())
        first = show.addresses.folder(HOME, lang)
        for stretch in show.paginate(posts[1:], first, show.settings.home_posts):
            yield Sheet(stretch.address.file, partial(self._make_home, lang, stretch))

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
            talk=self._said(lang) if is_first else (),
            tags=self._cloud(lang) if is_first else (),
            months=show.months(lang) if is_first else (),
            **self._frame.fields(lang, stretch.address, head, HOME),
        )

    def _list_topics(self, lang: str) -> Iterator[Sheet]:
        """Yield the cloud, and the pages of each tag and category."""
        site, addresses = self._show.site, self._show.addresses
        if not site.tags[lang] and not site.categories[lang]:
            return
        address = addresses.folder(TOPICS, lang)
        yield Sheet(address.file, partial(self._make_topics, lang, address))
        for n, topic in enumerate(site.tags[lang]):
            make = partial(self._make_tag, lang, n)
            yield from self._list_topic(topic, addresses.tag(topic.slug, lang), make)
        for n, topic in enumerate(site.categories[lang]):
            category = partial(self._make_category, lang, n)
            yield from self._list_topic(topic, addresses.category(topic.slug, lang), category)

    def _list_topic(
        self, topic: Topic, first: Address, make: Callable[[Address, Stretch], View]
    ) -> Iterator[Sheet]:
        for stretch in self._show.paginate(topic.posts, first, self._show.info.page_size):
            yield Sheet(stretch.address.file, partial(make, first, stretch))

    def _list_months(self, lang: str) -> Iterator[Sheet]:
        """Yield the archive and the pages of each month."""
        show, months = self._show, self._show.site.months[lang]
        if not months:
            return
        address = show.addresses.folder(ARCHIVE, lang)
        yield Sheet(address.file, partial(self._make_archive, lang, address))
        for n, month in enumerate(months):
            first = show.addresses.month(month.date, lang)
            for stretch in show.paginate(month.posts, first, show.info.page_size):
                yield Sheet(stretch.address.file, partial(self._make_month, lang, n, stretch))

    def _make_not_found(self, lang: str, address: Address) -> NotFoundView:
        """Return the page for an address that leads nowhere."""
        show = self._show
        head = Head(show.languages[lang].say("Page not found"), listed=False)
        latest_posts = show.teasers(show.site.by_lang.get(lang, ())[:_LATEST])
        fields = self._frame.fields(lang, address, head)
        return NotFoundView(tags=self._cloud(lang), latest=latest_posts, **fields)

    def _make_topics(self, lang: str, address: Address) -> TagsView:
        show = self._show
        others = {
            code: show.addresses.folder(TOPICS, code)
            for code in show.site.languages
            if code != lang and (show.site.tags[code] or show.site.categories[code])
        }
        head = Head(show.languages[lang].say("Topics"), others=others)
        fields = self._frame.fields(lang, address, head, TOPICS)
        return TagsView(tags=show.tags(lang), categories=show.categories(lang), **fields)

    def _make_tag(self, lang: str, n: int, first: Address, stretch: Stretch) -> TagView:
        tag = self._show.tags(lang)[n]
        title = f"{self._show.languages[lang].say('Topic')}: {tag.name}"
        return TagView(tag=tag, **self._topic_fields(title, tag, lang, first, stretch))

    def _make_category(self, lang: str, n: int, first: Address, stretch: Stretch) -> CategoryView:
        category = self._show.categories(lang)[n]
        title = f"{self._show.languages[lang].say('Section')}: {category.name}"
        fields = self._topic_fields(title, category, lang, first, stretch)
        return CategoryView(category=category, **fields)

    def _topic_fields(
        self, title: str, topic: TopicView, lang: str, first: Address, stretch: Stretch
    ) -> dict[str, Any]:
        feeds = self._show.feeds(first, topic.name)
        head = Head(self._numbered(title, stretch, lang), feeds=feeds)
        fields = self._frame.fields(lang, stretch.address, head, TOPICS)
        return {"articles_page": self._show.number_page(stretch), "feeds": feeds, **fields}

    def _make_archive(self, lang: str, address: Address) -> ArchiveView:
        show, views = self._show, self._show.months(lang)
        years = tuple(
            (year, tuple(group)) for year, group in groupby(views, lambda view: view.date.year)
        )
        others = {
            code: show.addresses.folder(ARCHIVE, code)
            for code in show.site.languages
            if code != lang and show.site.months[code]
        }
        head = Head(show.languages[lang].say("Archive"), others=others)
        count = sum(view.count for view in views)
        fields = self._frame.fields(lang, address, head, ARCHIVE)
        return ArchiveView(years=years, count=count, **fields)

    def _make_month(self, lang: str, n: int, stretch: Stretch) -> MonthPageView:
        views = self._show.months(lang)
        head = Head(self._numbered(views[n].name, stretch, lang))
        return MonthPageView(
            period=views[n],
            articles_page=self._show.number_page(stretch),
            older=_as_link(views[n + 1]) if n + 1 < len(views) else None,
            newer=_as_link(views[n - 1]) if n else None,
            **self._frame.fields(lang, stretch.address, head, ARCHIVE),
        )

    def _numbered(self, title: str, stretch: Stretch, lang: str) -> str:
        if stretch.number == 1:
            return title
        say = self._show.languages[lang].say
        return say("%(title)s, page %(number)s", title=title, number=stretch.number)

    def _homes(self, lang: str) -> Mapping[str, Address]:
        show = self._show
        return {
            code: show.addresses.folder(HOME, code)
            for code in show.site.languages
            if code != lang and code in show.site.by_lang
        }

    def _cloud(self, lang: str) -> tuple[TopicView, ...]:
        if lang not in self._clouds:
            tags = self._show.tags(lang)
            most = sorted(tags, key=lambda tag: (-tag.count, tag.name))[:_CLOUD]
            chosen = {tag.slug for tag in most}
            self._clouds[lang] = tuple(tag for tag in tags if tag.slug in chosen)
        return self._clouds[lang]

    def _said(self, lang: str) -> tuple[SaidView, ...]:
        """Return the newest comments of readers on a language's posts."""
        show = self._show
        posts = {post.id: post for post in show.site.by_lang.get(lang, ())}
        threads = [show.site.thread(post) for post in posts.values()]
        replies = [reply for reply in latest(threads, _SAID * 5) if not reply.by_author][:_SAID]
        return tuple(self._said_view(reply, posts[reply.comment.post]) for reply in replies)

    def _said_view(self, reply: Reply, post: Post) -> SaidView:
        show, comment = self._show, reply.comment
        person = show.person(reply.person.key, post.lang) if reply.person else None
        place = show.addresses.post(post)
        answers = [answer for answer in reply.replies if answer.by_author and answer.person]
        return SaidView(
            name=person.name if person else comment.author,
            role=comment.role or (person.role if person else ""),
            text=shorten_words(text_of(reply.html), _SAID_LENGTH),
            url=f"{show.href(place)}#comment-{comment.id}",
            post=show.link(post.title, place),
            date=comment.date,
            answered_by=answers[0].person.name if answers and answers[0].person else "",
        )

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


def _as_link(month: MonthView) -> LinkView:
    return LinkView(month.name, month.url)
