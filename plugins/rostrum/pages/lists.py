"""The ways through a language's posts: home, tags, categories, months, archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from rostrum.addresses import Address
from rostrum.conversation.markup import text_of
from rostrum.conversation.threads import latest
from rostrum.model import Post, Reply
from rostrum.pages.frame import ARCHIVE, HOME, TOPICS, Frame, Head
from rostrum.pages.presentation import Presentation
from rostrum.pages.series import SeriesPresenter
from rostrum.site import Month
from rostrum.sources import shorten_words
from rostrum.topics import Topic
from rostrum.views import (
    ArchiveView,
    CategoryView,
    FeedView,
    HomeView,
    LinkView,
    MonthPageView,
    MonthView,
    NotFoundView,
    PageNumberView,
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

Made = tuple[Address, View]


class ListPresenter:
    """Makes the pages that list a language's posts."""

    def __init__(self, show: Presentation, frame: Frame, series: SeriesPresenter) -> None:
        self._show, self._frame, self._series = show, frame, series

    def make_pages(self, lang: str) -> Iterator[Made]:
        """Yield every list page of a language."""
        yield from self.make_home(lang)
        yield from self.make_topics(lang)
        yield from self.make_months(lang)
        yield self.make_not_found(lang)

    def make_home(self, lang: str) -> Iterator[Made]:
        """Yield the home page: the newest post large, the next ones, then all on further pages."""
        show = self._show
        posts = show.site.by_lang.get(lang, ())
        first = show.addresses.folder(HOME, lang)
        size = show.settings.home_posts
        for address, page in show.paginate(posts[1:], first, size):
            is_first = page.number == 1
            head = Head(
                title=self._numbered(show.info.name, page, lang),
                description=show.settings.subtitles.get(lang, show.settings.subtitle),
                others=self._homes(lang) if is_first else None,
                data=self._data(lang) if is_first else None,
            )
            yield (
                address,
                HomeView(
                    lead=show.teaser(posts[0]) if is_first and posts else None,
                    articles_page=page,
                    series=self._series.featured(lang) if is_first else None,
                    talk=self._said(lang) if is_first else (),
                    tags=self._cloud(lang) if is_first else (),
                    months=show.months(lang) if is_first else (),
                    **self._frame.fields(lang, address, head, HOME),
                ),
            )

    def make_topics(self, lang: str) -> Iterator[Made]:
        """Yield the cloud, and the pages of each tag and category."""
        show = self._show
        tags, categories = show.tags(lang), show.categories(lang)
        if not tags and not categories:
            return
        address = show.addresses.folder(TOPICS, lang)
        others = {
            code: show.addresses.folder(TOPICS, code)
            for code in show.site.languages
            if code != lang and (show.site.tags[code] or show.site.categories[code])
        }
        head = Head(show.languages[lang].say("Topics"), others=others)
        fields = self._frame.fields(lang, address, head, TOPICS)
        yield address, TagsView(tags=tags, categories=categories, **fields)
        for topic, view in zip(show.site.tags[lang], tags, strict=True):
            yield from self._topic_pages("tag", TagView, topic, view, lang)
        for topic, view in zip(show.site.categories[lang], categories, strict=True):
            yield from self._topic_pages("category", CategoryView, topic, view, lang)

    def make_months(self, lang: str) -> Iterator[Made]:
        """Yield the archive and the pages of each month."""
        show = self._show
        views = show.months(lang)
        if not views:
            return
        yield self._archive(lang, views)
        for n, (month, view) in enumerate(zip(show.site.months[lang], views, strict=True)):
            newer = _as_link(views[n - 1]) if n else None
            older = _as_link(views[n + 1]) if n + 1 < len(views) else None
            yield from self._month_pages(lang, month, view, older, newer)

    def make_not_found(self, lang: str) -> Made:
        """Return the page for an address that leads nowhere."""
        show = self._show
        address = show.addresses.file("404.html", lang)
        head = Head(show.languages[lang].say("Page not found"), listed=False)
        latest_posts = show.teasers(show.site.by_lang.get(lang, ())[:_LATEST])
        fields = self._frame.fields(lang, address, head)
        return address, NotFoundView(tags=self._cloud(lang), latest=latest_posts, **fields)

    def _topic_pages(
        self,
        kind: str,
        view_class: type[TagView] | type[CategoryView],
        topic: Topic,
        view: TopicView,
        lang: str,
    ) -> Iterator[Made]:
        show, say = self._show, self._show.languages[lang].say
        title = f"{say('Topic') if kind == 'tag' else say('Section')}: {topic.name}"
        place = show.addresses.tag if kind == "tag" else show.addresses.category
        first = place(topic.slug, lang)
        feeds = show.feeds(first, topic.name)
        for address, page in show.paginate(topic.posts, first, show.info.page_size):
            head = Head(self._numbered(title, page, lang), feeds=feeds)
            fields = self._frame.fields(lang, address, head, TOPICS)
            yield address, _topic_view(view_class, view, page, feeds, fields)

    def _archive(self, lang: str, views: Sequence[MonthView]) -> Made:
        show = self._show
        address = show.addresses.folder(ARCHIVE, lang)
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
        return address, ArchiveView(years=years, count=count, **fields)

    def _month_pages(
        self,
        lang: str,
        month: Month,
        view: MonthView,
        older: LinkView | None,
        newer: LinkView | None,
    ) -> Iterator[Made]:
        show = self._show
        first = show.addresses.month(month.date, lang)
        for address, page in show.paginate(month.posts, first, show.info.page_size):
            head = Head(self._numbered(view.name, page, lang))
            yield (
                address,
                MonthPageView(
                    period=view,
                    articles_page=page,
                    older=older,
                    newer=newer,
                    **self._frame.fields(lang, address, head, ARCHIVE),
                ),
            )

    def _numbered(self, title: str, page: PageNumberView, lang: str) -> str:
        if page.number == 1:
            return title
        say = self._show.languages[lang].say
        return say("%(title)s, page %(number)s", title=title, number=page.number)

    def _homes(self, lang: str) -> Mapping[str, Address]:
        show = self._show
        return {
            code: show.addresses.folder(HOME, code)
            for code in show.site.languages
            if code != lang and code in show.site.by_lang
        }

    def _cloud(self, lang: str) -> tuple[TopicView, ...]:
        tags = self._show.tags(lang)
        most = sorted(tags, key=lambda tag: (-tag.count, tag.name))[:_CLOUD]
        chosen = {tag.slug for tag in most}
        return tuple(tag for tag in tags if tag.slug in chosen)

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


def _topic_view(
    view_class: type[TagView] | type[CategoryView],
    view: TopicView,
    page: PageNumberView,
    feeds: tuple[FeedView, ...],
    fields: Mapping[str, object],
) -> View:
    name = "tag" if view_class is TagView else "category"
    make: Callable[..., View] = view_class
    return make(**{name: view}, articles_page=page, feeds=feeds, **fields)


def _as_link(month: MonthView) -> LinkView:
    return LinkView(month.name, month.url)
