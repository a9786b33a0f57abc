"""The feeds of a site and their entries, and the page with links to all feeds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from rostrum.comments.sanitizer import plain_line
from rostrum.core.model import Post, Reply, Status
from rostrum.core.text import shorten_words
from rostrum.feeds.model import FORMATS, Entry, Feed, Writer
from rostrum.html.absolute_urls import absolute_html
from rostrum.html.feed_content import feed_text
from rostrum.html.text import html_text
from rostrum.output.inventory import FileEntry
from rostrum.output.manifest import FileKind
from rostrum.pages import feed_selection as kinds
from rostrum.pages.complete_text import complete_text
from rostrum.pages.entry_times import date_entry, date_reply
from rostrum.pages.feed_selection import has_feed, has_tag_feed
from rostrum.pages.layout import COMMENTS, FEEDS, HOME, Head, PageLayout
from rostrum.pages.output_file import OutputFile
from rostrum.pages.series import SeriesPresenter
from rostrum.pages.series_urls import OPML_TYPE, SeriesUrls
from rostrum.pages.view_makers import ViewMakers
from rostrum.site.shown_images import ImageMarkup
from rostrum.site.urls import Address
from rostrum.views.components import FeedView, FollowView, PersonView
from rostrum.views.pages import FeedsView

MAX_TITLE_CHARACTERS = 80  # characters of a comment in the title of its entry


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed to make: its title, its page, its posts or replies.

    The feed is written to the folder of `page`; `home` is the page described by it.
    `source` is the source file of the post, for a feed of comments on one post.
    """

    title: str
    lang: str
    page: Address
    home: Address
    kind: str
    posts: tuple[Post, ...] = ()
    replies: tuple[tuple[Reply, Post], ...] = ()
    subtitle: str = ""
    source: str = ""


class FeedPresenter:
    """Makes the feeds and their page."""

    def __init__(self, views: ViewMakers, frame: PageLayout, series: SeriesPresenter) -> None:
        self._context, self._layout, self._series = views.context, frame, series
        self._person_views, self._topic_views = views.people, views.topics
        self._descriptions = views.descriptions
        self._entries: dict[str, Entry] = {}
        self._ways = SeriesUrls(views.context.addresses, views.context.settings)

    def iter_files(self) -> Iterator[OutputFile]:
        """Yield all feeds of the site in all formats."""
        site = self._context.site
        hidden = sorted({post.lang for post in site.posts} - {*site.languages})
        channels = [self.list_channels(lang) for lang in site.languages]
        for channel in chain(*channels, *map(self._thread_channels, hidden)):
            for format in FORMATS:
                address = self._context.addresses.beside(channel.page, format.filename)
                make = partial(self._make_feed, channel, address)
                entry = FileEntry(FileKind.FILE, channel.source) if channel.source else None
                yield OutputFile(address.file, make, format.name, entry)

    def list_page(self, lang: str) -> OutputFile:
        """Return the page with all feeds of a language."""
        address = self._context.addresses.folder(FEEDS, lang)
        return OutputFile(address.file, partial(self._make_page, lang, address))

    def _make_page(self, lang: str, address: Address) -> FeedsView:
        context, gettext = self._context, self._context.languages[lang].gettext
        translations = {
            code: context.addresses.folder(FEEDS, code)
            for code in context.site.languages
            if code != lang
        }
        subscriptions_url = context.href(self._ways.subscriptions(lang))
        opml = FeedView(gettext("All feeds and calendars"), subscriptions_url, OPML_TYPE, "OPML")
        groups = self.list_groups(lang)
        head = Head(
            gettext("Follow"),
            self._descriptions.feeds(lang, (title for title, _ in groups)),
            translations=translations,
            feeds=(opml,),
        )
        views = tuple((title, self._follow_views(channels)) for title, channels in groups)
        runs = [run for (_, code), run in context.site.series.items() if code == lang]
        calendars = tuple(filter(None, (self._ways.view_calendar(run) for run in runs)))
        fields = self._layout.fields(lang, address, head, FEEDS)
        return FeedsView(groups=views, calendars=calendars, opml=opml, **fields)

    def list_groups(self, lang: str) -> tuple[tuple[str, tuple[Channel, ...]], ...]:
        """Return the feeds of a language in groups with headings, without those of one post."""
        gettext = self._context.languages[lang].gettext
        everything = (*self._site_channels(lang), *self._comments_channels(lang))
        groups = (
            (gettext("Everything"), everything),
            (gettext("Series"), tuple(self._series_channels(lang))),
            (gettext("People"), tuple(self._person_channels(lang))),
            (gettext("Topics"), tuple(self._tag_channels(lang))),
            (gettext("Sections"), tuple(self._category_channels(lang))),
        )
        return tuple((title, channels) for title, channels in groups if channels)

    def list_channels(self, lang: str) -> Iterator[Channel]:
        """Yield all feeds of a language."""
        yield from self._site_channels(lang)
        yield from self._comments_channels(lang)
        yield from self._series_channels(lang)
        yield from self._person_channels(lang)
        yield from self._tag_channels(lang)
        yield from self._category_channels(lang)
        yield from self._thread_channels(lang)

    def _has(self, kind: str) -> bool:
        return has_feed(self._context.settings, kind)

    def _site_channels(self, lang: str) -> Iterator[Channel]:
        if not self._has(kinds.BLOG):
            return
        home = self._context.addresses.folder(HOME, lang)
        subtitle = self._context.subtitle(lang)
        posts = self._context.site.by_lang.get(lang, ())
        name = self._context.name(lang)
        yield Channel(name, lang, home, home, kinds.BLOG, posts, subtitle=subtitle)

    def _comments_channels(self, lang: str) -> Iterator[Channel]:
        if not self._has(kinds.COMMENTS):
            return
        context = self._context
        title = context.languages[lang].gettext("Comments on %(title)s", title=context.name(lang))
        replies = [
            (reply, post)
            for post in context.site.spoken.get(lang, ())
            if post.status is not Status.HIDDEN
            for reply in context.site.thread(post).walk()
        ]
        page = context.addresses.folder(COMMENTS, lang)
        home = context.addresses.folder(HOME, lang)
        yield Channel(title, lang, page, home, kinds.COMMENTS, replies=_newest(replies))

    def _series_channels(self, lang: str) -> Iterator[Channel]:
        for (_, code), run in self._context.site.series.items():
            if code == lang and self._has(kinds.SERIES):
                page = self._series.address(run)
                posts = tuple(item.post for item in run.installments)
                posts = tuple(sorted(posts, key=lambda post: post.date, reverse=True))
                title, summary = run.series.title, run.series.summary
                yield Channel(title, lang, page, page, kinds.SERIES, posts, subtitle=summary)

    def _person_channels(self, lang: str) -> Iterator[Channel]:
        for person in self._context.site.active(lang) if self._has(kinds.PEOPLE) else ():
            page = self._context.addresses.person(person.key, lang)
            posts = self._context.site.by_hand.get((person.key, lang), ())
            summary = person.summary
            if page.is_written:
                yield Channel(person.name, lang, page, page, kinds.PEOPLE, posts, subtitle=summary)

    def _tag_channels(self, lang: str) -> Iterator[Channel]:
        site, settings = self._context.site, self._context.settings
        for topic in site.tags.get(lang, ()):
            page = self._context.addresses.tag(topic.slug, lang)
            if page.is_written and has_tag_feed(settings, topic.count, site, lang):
                yield Channel(topic.name, lang, page, page, kinds.TAGS, topic.posts)

    def _category_channels(self, lang: str) -> Iterator[Channel]:
        categories = self._context.site.categories.get(lang, ())
        for topic in categories if self._has(kinds.CATEGORIES) else ():
            page = self._context.addresses.category(topic.slug, lang)
            if page.is_written:
                yield Channel(topic.name, lang, page, page, kinds.CATEGORIES, topic.posts)

    def _thread_channels(self, lang: str) -> Iterator[Channel]:
        context = self._context
        for post in context.site.spoken.get(lang, ()) if self._has(kinds.COMMENTS) else ():
            home = context.addresses.post(post)
            title = context.languages[lang].gettext("Comments on “%(title)s”", title=post.title)
            replies = [(reply, post) for reply in context.site.thread(post).walk()]
            page = context.addresses.beside(home, COMMENTS)
            latest = _newest(replies)
            yield Channel(title, lang, page, home, kinds.COMMENTS, replies=latest, source=post.path)

    def _follow_views(self, channels: Iterable[Channel]) -> tuple[FollowView, ...]:
        return tuple(
            FollowView(
                channel.title, self._context.feeds(channel.page, channel.title, channel.kind)
            )
            for channel in channels
        )

    def _make_feed(self, channel: Channel, place: Address) -> Feed:
        entries = self._make_entries(channel)
        updated = max((entry.updated for entry in entries), default=self._context.site.oldest)
        name = self._context.name(channel.lang)
        title = channel.title if name in channel.title else f"{channel.title} · {name}"
        home = self._context.absolute(channel.home)
        return Feed(
            id=self._context.identify(f"feed/{channel.page.url}"),
            title=title,
            url=self._context.absolute(place),
            home=home,
            lang=channel.lang,
            updated=updated,
            author=Writer(self._context.info.organisation, home),
            subtitle=channel.subtitle,
            entries=entries,
            hub=self._context.settings.hub,
        )

    def _make_entries(self, channel: Channel) -> tuple[Entry, ...]:
        limit = self._context.settings.feed_items
        posts = tuple(self._post_entry(post) for post in channel.posts[:limit])
        # The page of a conversation says what it is on; the feed of all has to.
        title = self._name_reply if not channel.source else self._author_of
        replies = channel.replies[:limit]
        return posts + tuple(self._reply_entry(*pair, title(*pair)) for pair in replies)

    def _author_of(self, reply: Reply, _: Post) -> str:
        return reply.person.name if reply.person else reply.comment.author

    def _name_reply(self, reply: Reply, post: Post) -> str:
        """Return who writes on what post, and to whom: `Anna on “Courage”, to Ben`."""
        gettext = self._context.languages[post.lang].gettext
        name, parent = self._author_of(reply, post), reply.comment.reply_to
        thread = self._context.site.thread(post).walk()
        answered = next((other for other in thread if other.comment.id == parent), None)
        if not parent or answered is None:
            return gettext("%(name)s on “%(title)s”", name=name, title=post.title)
        addressee = self._author_of(answered, post)
        return gettext(
            "%(name)s on “%(title)s”, to %(addressee)s",
            name=name,
            title=post.title,
            addressee=addressee,
        )

    def _post_entry(self, post: Post) -> Entry:
        if post.id not in self._entries:
            self._entries[post.id] = self._make_post_entry(post)
        return self._entries[post.id]

    def _make_post_entry(self, post: Post) -> Entry:
        context = self._context
        address = context.addresses.post(post)
        url = context.absolute(address)
        has_comments, count = context.has_comments(post), context.site.thread(post).count
        comments = context.addresses.beside(context.addresses.beside(address, COMMENTS), "rss.xml")
        image = context.image(post.image)
        prepared = context.links.prepare(post.body, post.path, post.lang, ImageMarkup.SINGLE)
        text = complete_text(prepared, post, context.languages[post.lang])
        return Entry(
            id=self._context.identify(post.id),
            title=post.title,
            url=url,
            html=feed_text(text, url).with_assets(
                (*text.assets, image.asset) if image and image.asset else text.assets
            ),
            published=post.date,
            updated=date_entry(post),
            summary=post.summary,
            authors=tuple(map(self._writer, self._person_views.writers(post))),
            contributors=tuple(map(self._writer, self._person_views.helpers(post))),
            categories=self._categories(post),
            lang=post.lang,
            image_url=image.src_absolute if image else "",
            comments_url=f"{url}#comments" if has_comments else "",
            comments_feed=context.absolute(comments) if count and self._has(kinds.COMMENTS) else "",
            comments=count if has_comments else None,
        )

    def _reply_entry(self, reply: Reply, post: Post, title: str) -> Entry:
        comment, url = reply.comment, self._context.absolute(self._context.addresses.post(post))
        parent = f"{post.id}#{comment.reply_to}" if comment.reply_to else post.id
        parent_url = f"{url}#comment-{comment.reply_to}" if comment.reply_to else url
        text = shorten_words(plain_line(html_text(reply.html)), MAX_TITLE_CHARACTERS)
        return Entry(
            id=self._context.identify(f"{post.id}#{comment.id}"),
            title=f"{title}: {text}" if text else title,
            url=f"{url}#comment-{comment.id}",
            html=absolute_html(reply.html, url),
            published=comment.date,
            updated=date_reply(comment),
            authors=(Writer(self._author_of(reply, post)),),
            lang=post.lang,
            reply_to=self._context.identify(parent),
            reply_to_url=parent_url,
        )

    def _writer(self, person: PersonView) -> Writer:
        return Writer(
            person.name, self._context.addresses.site_root + person.url if person.url else ""
        )

    def _categories(self, post: Post) -> tuple[str, ...]:
        category = self._topic_views.category_of(post)
        names = [category.name] if category else []
        return tuple(
            dict.fromkeys([*names, *(tag.name for tag in self._topic_views.tags_of(post))])
        )


def _newest(replies: Sequence[tuple[Reply, Post]]) -> tuple[tuple[Reply, Post], ...]:
    return tuple(
        sorted(replies, key=lambda pair: (pair[0].comment.date, pair[0].comment.id), reverse=True)
    )
