"""What templates see: one frozen view for each kind of page, plain values only.

The names in capitals and `article`, `articles_page`, `category`, `tag`, `author`, `page`
are those that Pelican documents for themes. `docs/templates.md` is checked against this file.
Addresses named `url` are ready for `href`: rooted at the site's path, e.g. `/blog/2026/11/x/`;
those named `…_absolute` carry scheme and host. Moments are aware `datetime`s.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from markupsafe import Markup

from rostrum.core.lazy_html import LazyHtml


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link with its words; `current` marks the page that is shown, `lang` its language."""

    title: str
    url: str
    current: bool = False
    lang: str = ""


@dataclass(frozen=True, slots=True)
class FeedView:
    """A feed: its words, address and media type (`application/rss+xml`, `…/atom+xml`)."""

    title: str
    url: str
    type: str
    name: str


@dataclass(frozen=True, slots=True)
class CalendarView:
    """A calendar: `url` leads to the file, `webcal` makes a calendar program subscribe to it."""

    title: str
    url: str
    webcal: str


@dataclass(frozen=True, slots=True)
class FollowView:
    """A thing to follow: its name, and its feed in each format."""

    title: str
    feeds: tuple[FeedView, ...]


@dataclass(frozen=True, slots=True)
class ImageView:
    """A picture; `width` and `height` in pixels, 0 where unknown; `license_url` may be empty.

    `asset` is its path below the content folder; empty for a picture elsewhere.
    """

    src: str
    src_absolute: str
    alt: str
    credit: str
    license: str
    license_url: str
    source: str
    width: int
    height: int
    asset: str = ""


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A person's account elsewhere: the network's name, the address, and the account in short."""

    network: str
    url: str
    account: str = ""


@dataclass(frozen=True, slots=True)
class RoleView:
    """An office: `period` is when it was held, in words; `since` and `until` as ISO 8601 has it.

    `current` says that it is held now. What lies in the future is left out.
    """

    title: str
    unit: str
    period: str
    since: str
    until: str
    current: bool


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person; `initials` stand in for a missing photo; `level` as in the front matter.

    `role`, `unit`, `level` and `former` are those of the moment that it is shown for, such as a
    post's date; `now` is the present or last office where that is another one. `count` is the
    number of posts, `helped` that of those written with somebody, `last` the newest of either.
    """

    key: str
    name: str
    role: str
    unit: str
    level: str
    former: bool
    url: str
    initials: str
    photo: ImageView | None
    summary: str
    profiles: tuple[ProfileView, ...]
    count: int
    last: datetime | None
    helped: int = 0
    now: RoleView | None = None


@dataclass(frozen=True, slots=True)
class TopicView:
    """A tag or category: `weight` is its size in the cloud, 1 to 10; `count` its posts."""

    name: str
    url: str
    count: int
    weight: int
    slug: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month of the archive: its first moment, words like `November 2026`, count of posts."""

    date: datetime
    name: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class ArchiveYearView:
    """A year of the archive: its first moment, the year in digits, count of posts, its months."""

    date: datetime
    name: str
    url: str
    count: int
    months: tuple[MonthView, ...]


@dataclass(frozen=True, slots=True)
class TitleView:
    """A post in a list of titles alone; `names` are its authors', joined in its language."""

    title: str
    url: str
    date: datetime
    names: str


@dataclass(frozen=True, slots=True)
class StepView:
    """One installment in a series' list and rail.

    `state` is `out`, `here` or `soon`; an announced one has no `url`; `part` may be None.
    `lang` is that of its post, which may lack a translation; `anchor` its id on the series' page.
    """

    state: str
    part: int | None
    title: str
    url: str
    date: datetime | None
    summary: str
    authors: str
    lang: str = ""
    minutes: int = 0
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class SeriesView:
    """A series: its steps in order, how many are out, how many there will be.

    `status` is `running`, `paused` or `complete`; `own` counts what is out in its own language.
    On an installment of a very long series, `steps` are those around it, of `count` in all.
    """

    key: str
    title: str
    url: str
    summary: str
    image: ImageView | None
    steps: tuple[StepView, ...]
    count: int
    out: int
    total: int
    own: int
    status: str
    complete: bool
    start: StepView | None
    start_url: str
    next: StepView | None
    first: datetime | None
    latest: datetime | None
    minutes: int
    feeds: tuple[FeedView, ...]
    calendar: CalendarView | None = None
    whole: str = ""
    book: str = ""


@dataclass(frozen=True, slots=True)
class PartsView:
    """One part of a series, or several in a row: their numbers, and where the first one stands."""

    first: int
    last: int
    url: str


@dataclass(frozen=True, slots=True)
class WriterView:
    """Someone who writes in a series, and which parts."""

    person: PersonView
    parts: tuple[PartsView, ...]


@dataclass(frozen=True, slots=True)
class InstallmentView:
    """A post's place in its series: `part` of `total`, neighbours, what is left to read.

    `upcoming` stands where readers wait for it, `days` after this post, 0 where it has no day.
    """

    series: SeriesView
    part: int
    total: int
    previous: StepView | None
    next: StepView | None
    skipped: int
    left: int
    minutes_left: int
    upcoming: StepView | None
    days: int


@dataclass(frozen=True, slots=True)
class ReplyView:
    """A comment: sanitised `html`, `by_author` when the post's author speaks."""

    id: str
    name: str
    role: str
    url: str
    initials: str
    photo: ImageView | None
    date: datetime
    source: str
    by_author: bool
    executive: bool
    html: Markup
    replies: tuple[ReplyView, ...]


@dataclass(frozen=True, slots=True)
class ThreadView:
    """The conversation about a post: `state` is open, closed or off.

    `sources` are where replies came from, empty words for this blog; `mail` is a `mailto:`
    address for answers, or empty.
    """

    state: str
    count: int
    by_author: int
    sources: tuple[str, ...]
    replies: tuple[ReplyView, ...]
    feeds: tuple[FeedView, ...]
    embed: EmbedView | None
    mail: str


@dataclass(frozen=True, slots=True)
class EmbedView:
    """A comment system behind a click: `host` is told to readers, `attributes` go to its script.

    `url` is the discussion's own page there, the way in without JavaScript; may be empty.
    """

    system: str
    host: str
    url: str
    script: str
    attributes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TeaserView:
    """A post in a list; `written_with` are those who helped to write it."""

    title: str
    url: str
    date: datetime
    lang: str
    summary: str
    category: LinkView | None
    people: tuple[PersonView, ...]
    series: str
    part: int | None
    total: int | None
    image: ImageView | None
    minutes: int
    comments: int
    draft: bool
    written_with: tuple[PersonView, ...] = ()


@dataclass(frozen=True, slots=True)
class MoreByAuthorView:
    """Further posts by an author of a post; `name` is empty for posts by any of several."""

    name: str
    url: str
    posts: tuple[TeaserView, ...]


@dataclass(frozen=True, slots=True)
class ArticleView:
    """A whole post. `notice` is `draft` or `scheduled` in a preview, else empty.

    `written_with` are those who helped to write it and do not sign it.
    """

    title: str
    url: str
    url_absolute: str
    date: datetime
    modified: datetime | None
    lang: str
    slug: str
    summary: str
    text: LazyHtml
    category: TopicView | None
    tags: tuple[TopicView, ...]
    authors: tuple[PersonView, ...]
    image: ImageView | None
    minutes: int
    words: int
    installment: InstallmentView | None
    translations: tuple[LinkView, ...]
    thread: ThreadView
    related: tuple[TeaserView, ...]
    more: tuple[MoreByAuthorView, ...]
    notice: str
    hidden: bool
    written_with: tuple[PersonView, ...] = ()

    @property
    def content(self) -> Markup:
        """The text as HTML, which is read when it is asked for."""
        return Markup(self.text)


@dataclass(frozen=True, slots=True)
class PageTextView:
    """A standing page's text."""

    title: str
    url: str
    lang: str
    summary: str
    text: LazyHtml
    notice: str

    @property
    def content(self) -> Markup:
        """The text as HTML, which is read when it is asked for."""
        return Markup(self.text)


@dataclass(frozen=True, slots=True)
class PageNumberView:
    """One page of a long list, under the names of Pelican's paginator."""

    object_list: tuple[TeaserView, ...]
    number: int
    num_pages: int
    previous_url: str
    next_url: str
    pages: tuple[LinkView, ...]


@dataclass(frozen=True, slots=True)
class RecentCommentView:
    """A comment shown away from its post: plain text, cut; the post that it is about."""

    name: str
    role: str
    text: str
    url: str
    post: LinkView
    date: datetime
    answered_by: str


@dataclass(frozen=True, slots=True)
class SidebarView:
    """Small lists for any page, empty on those that don't get them: see docs/related.md."""

    discussed: tuple[TeaserView, ...]
    recent_comments: tuple[RecentCommentView, ...]
    executives: tuple[TeaserView, ...]


@dataclass(frozen=True, slots=True)
class HeadView:
    """What a page says of itself in `<head>`; `json_ld` is safe inside a script element."""

    title: str
    description: str
    canonical: str
    robots: str
    og_type: str
    image: ImageView | None
    published: str
    changed: str
    data: LazyHtml | None
    trail: LazyHtml | None
    feeds: tuple[FeedView, ...]
    alternates: tuple[LinkView, ...]

    @property
    def json_ld(self) -> Markup:
        """The page in schema.org's words, made when it is asked for."""
        return Markup(self.data or "")

    @property
    def trail_ld(self) -> Markup:
        """The page's breadcrumbs in schema.org's words, made when they are asked for."""
        return Markup(self.trail or "")


@dataclass(frozen=True, slots=True)
class SiteView:
    """What all pages of one language share."""

    name: str
    subtitle: str
    organisation: str
    lang: str
    home: str
    menu: tuple[LinkView, ...]
    footer: tuple[LinkView, ...]
    feeds: tuple[FeedView, ...]
    theme: str
    stylesheet: str
    comments_script: str
    logo: ImageView | None
    preview: bool


@dataclass(frozen=True, slots=True)
class View:
    """What every page has; `template` names the file that renders it."""

    template: ClassVar[str] = ""

    site: SiteView
    head: HeadView
    crumbs: tuple[LinkView, ...]
    lists: SidebarView
    SITENAME: str
    SITEURL: str
    DEFAULT_LANG: str
    output_file: str


@dataclass(frozen=True, slots=True)
class HomeView(View):
    """The first page of a language."""

    template: ClassVar[str] = "index.html"

    lead: TeaserView | None
    articles_page: PageNumberView
    series: SeriesView | None
    tags: tuple[TopicView, ...]
    months: tuple[MonthView, ...]
    archive: LinkView | None


@dataclass(frozen=True, slots=True)
class PostView(View):
    """A post."""

    template: ClassVar[str] = "article.html"

    article: ArticleView


@dataclass(frozen=True, slots=True)
class PageView(View):
    """A standing page."""

    template: ClassVar[str] = "page.html"

    page: PageTextView


@dataclass(frozen=True, slots=True)
class TagView(View):
    """The posts of one tag."""

    template: ClassVar[str] = "topic.html"

    tag: TopicView
    articles_page: PageNumberView
    feeds: tuple[FeedView, ...]


@dataclass(frozen=True, slots=True)
class TagsView(View):
    """The tag cloud, all tags, and the categories."""

    template: ClassVar[str] = "tags.html"

    cloud: tuple[TopicView, ...]
    tags: tuple[TopicView, ...]
    categories: tuple[TopicView, ...]


@dataclass(frozen=True, slots=True)
class CategoryView(View):
    """The posts of one category."""

    template: ClassVar[str] = "topic.html"

    category: TopicView
    articles_page: PageNumberView
    feeds: tuple[FeedView, ...]


@dataclass(frozen=True, slots=True)
class MonthPageView(View):
    """The posts of one month."""

    template: ClassVar[str] = "period_archives.html"

    period: MonthView
    year: LinkView
    articles_page: PageNumberView
    older: LinkView | None
    newer: LinkView | None


@dataclass(frozen=True, slots=True)
class YearPageView(View):
    """A year: its months, and the titles of its posts by month."""

    template: ClassVar[str] = "year_archives.html"

    period: ArchiveYearView
    titles: tuple[tuple[MonthView, tuple[TitleView, ...]], ...]
    older: LinkView | None
    newer: LinkView | None


@dataclass(frozen=True, slots=True)
class ArchiveView(View):
    """The list of years and months, newest first."""

    template: ClassVar[str] = "archives.html"

    years: tuple[ArchiveYearView, ...]
    count: int


@dataclass(frozen=True, slots=True)
class YearPostsView:
    """The posts of a year on one page of a list; `count` are those on all of its pages."""

    year: int
    count: int
    posts: tuple[TeaserView, ...]


@dataclass(frozen=True, slots=True)
class ShareView:
    """A series that somebody writes for, and how many of its parts."""

    title: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class PersonPageView(View):
    """One person: roles, biography, series, posts by year."""

    template: ClassVar[str] = "author.html"

    author: PersonView
    roles: tuple[RoleView, ...]
    biography: LazyHtml
    series: tuple[ShareView, ...]
    articles_page: PageNumberView
    years: tuple[YearPostsView, ...]
    feeds: tuple[FeedView, ...]


@dataclass(frozen=True, slots=True)
class FilterView:
    """A page of the directory with some of its people, and how many these are."""

    title: str
    url: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class FiltersView:
    """Ways of one kind to narrow the directory: by standing, by unit, by network."""

    kind: str
    title: str
    filters: tuple[FilterView, ...]
    current: bool


@dataclass(frozen=True, slots=True)
class GroupView:
    """People below one heading; `url` is the page of a unit, and may be empty."""

    kind: str
    title: str
    url: str
    people: tuple[PersonView, ...]


@dataclass(frozen=True, slots=True)
class PeopleView(View):
    """The directory, or those of its people whom a filter leaves, executives first.

    `count` are the people on all pages. `network` is the name of the network whose accounts the
    page shows; `is_long` says that there are too many people for their pictures.
    """

    template: ClassVar[str] = "authors.html"

    title: str
    count: int
    filters: tuple[FiltersView, ...]
    groups: tuple[GroupView, ...]
    network: str
    is_narrowed: bool
    is_long: bool
    pages: tuple[LinkView, ...]
    json_url: str


@dataclass(frozen=True, slots=True)
class SeriesPageView(View):
    """One series: introduction, writers and installments."""

    template: ClassVar[str] = "series.html"

    series: SeriesView
    introduction: LazyHtml
    writers: tuple[WriterView, ...]


@dataclass(frozen=True, slots=True)
class SeriesIndexView(View):
    """All series, running ones first."""

    template: ClassVar[str] = "series_index.html"

    all_series: tuple[SeriesView, ...]


@dataclass(frozen=True, slots=True)
class FeedsView(View):
    """All feeds: each group has a heading and what there is to follow; `opml` has all of them."""

    template: ClassVar[str] = "feeds.html"

    groups: tuple[tuple[str, tuple[FollowView, ...]], ...]
    calendars: tuple[CalendarView, ...]
    opml: FeedView


@dataclass(frozen=True, slots=True)
class ChapterView:
    """An installment on the page that has all of a series; `anchor` is its id there."""

    anchor: str
    part: int
    title: str
    url: str
    date: datetime
    modified: datetime | None
    lang: str
    summary: str
    people: tuple[PersonView, ...]
    image: ImageView | None
    minutes: int
    text: LazyHtml

    @property
    def content(self) -> Markup:
        """The text as HTML for this page, made when it is asked for."""
        return Markup(self.text)


@dataclass(frozen=True, slots=True)
class FullSeriesView(View):
    """All of a series to read and print: `elsewhere` are parts in other languages."""

    template: ClassVar[str] = "series_full.html"

    series: SeriesView
    introduction: LazyHtml
    chapters: tuple[ChapterView, ...]
    elsewhere: tuple[StepView, ...]
    people: tuple[PersonView, ...]
    minutes: int


@dataclass(frozen=True, slots=True)
class NotFoundView(View):
    """The page for an address that leads nowhere."""

    template: ClassVar[str] = "404.html"

    tags: tuple[TopicView, ...]
    latest: tuple[TeaserView, ...]
