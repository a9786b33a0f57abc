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

from rostrum.texts import Text


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
class FollowView:
    """A thing to follow: its name, and its feed in each format."""

    title: str
    feeds: tuple[FeedView, ...]


@dataclass(frozen=True, slots=True)
class ImageView:
    """A picture; `width` and `height` in pixels, 0 where unknown; `license_url` may be empty."""

    src: str
    src_absolute: str
    alt: str
    credit: str
    license: str
    license_url: str
    source: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A person's account elsewhere: the network's name and the address."""

    network: str
    url: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person; `initials` stand in for a missing photo; `level` as in the front matter."""

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


@dataclass(frozen=True, slots=True)
class TopicView:
    """A tag or category: `weight` is its size in the cloud, 1 to 6; `count` its posts."""

    name: str
    url: str
    count: int
    weight: int
    slug: str


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month of the archive: its first moment, words like `November 2026`, count of posts."""

    date: datetime
    name: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class StepView:
    """One installment in a series' list and rail.

    `state` is `out`, `here` or `soon`; an announced one has no `url`; `part` may be None.
    """

    state: str
    part: int | None
    title: str
    url: str
    date: datetime | None
    summary: str
    authors: str


@dataclass(frozen=True, slots=True)
class SeriesView:
    """A series: its steps in order, how many are out, how many there will be."""

    key: str
    title: str
    url: str
    summary: str
    image: ImageView | None
    steps: tuple[StepView, ...]
    out: int
    total: int
    complete: bool
    start_url: str
    next: StepView | None
    latest: datetime | None
    feeds: tuple[FeedView, ...]


@dataclass(frozen=True, slots=True)
class InstallmentView:
    """A post's place in its series: `part` of `total`, neighbours, what comes next."""

    series: SeriesView
    part: int
    total: int
    previous: StepView | None
    next: StepView | None


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
    """A post in a list."""

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


@dataclass(frozen=True, slots=True)
class ArticleView:
    """A whole post. `notice` is `draft` or `scheduled` in a preview, else empty."""

    title: str
    url: str
    url_absolute: str
    date: datetime
    modified: datetime | None
    lang: str
    slug: str
    summary: str
    text: Text
    category: TopicView | None
    tags: tuple[TopicView, ...]
    authors: tuple[PersonView, ...]
    image: ImageView | None
    minutes: int
    words: int
    installment: InstallmentView | None
    translations: tuple[LinkView, ...]
    thread: ThreadView
    more: tuple[TeaserView, ...]
    more_by: str
    notice: str
    hidden: bool

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
    content: Markup
    notice: str


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
class SaidView:
    """A comment shown away from its post: plain text, cut; the post that it is about."""

    name: str
    role: str
    text: str
    url: str
    post: LinkView
    date: datetime
    answered_by: str


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
    data: Text | None
    feeds: tuple[FeedView, ...]
    alternates: tuple[LinkView, ...]

    @property
    def json_ld(self) -> Markup:
        """The page in schema.org's words, made when it is asked for."""
        return Markup(self.data or "")


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
    talk_script: str
    logo: ImageView | None
    preview: bool


@dataclass(frozen=True, slots=True)
class View:
    """What every page has; `template` names the file that renders it."""

    template: ClassVar[str] = ""

    site: SiteView
    head: HeadView
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
    talk: tuple[SaidView, ...]
    tags: tuple[TopicView, ...]
    months: tuple[MonthView, ...]


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

    template: ClassVar[str] = "tag.html"

    tag: TopicView
    articles_page: PageNumberView
    feeds: tuple[FeedView, ...]


@dataclass(frozen=True, slots=True)
class TagsView(View):
    """The tag cloud and the categories."""

    template: ClassVar[str] = "tags.html"

    tags: tuple[TopicView, ...]
    categories: tuple[TopicView, ...]


@dataclass(frozen=True, slots=True)
class CategoryView(View):
    """The posts of one category."""

    template: ClassVar[str] = "category.html"

    category: TopicView
    articles_page: PageNumberView
    feeds: tuple[FeedView, ...]


@dataclass(frozen=True, slots=True)
class MonthPageView(View):
    """The posts of one month."""

    template: ClassVar[str] = "period_archives.html"

    period: MonthView
    articles_page: PageNumberView
    older: LinkView | None
    newer: LinkView | None


@dataclass(frozen=True, slots=True)
class ArchiveView(View):
    """The list of months, by year, newest first."""

    template: ClassVar[str] = "archives.html"

    years: tuple[tuple[int, tuple[MonthView, ...]], ...]
    count: int


@dataclass(frozen=True, slots=True)
class PersonPageView(View):
    """One person: biography, series, posts."""

    template: ClassVar[str] = "author.html"

    author: PersonView
    biography: Markup
    series: tuple[LinkView, ...]
    articles_page: PageNumberView
    feeds: tuple[FeedView, ...]


@dataclass(frozen=True, slots=True)
class PeopleView(View):
    """The directory: groups of people, executives first; each group is level and people."""

    template: ClassVar[str] = "authors.html"

    groups: tuple[tuple[str, tuple[PersonView, ...]], ...]


@dataclass(frozen=True, slots=True)
class SeriesPageView(View):
    """One series: introduction and installments."""

    template: ClassVar[str] = "series.html"

    series: SeriesView
    introduction: Markup
    people: tuple[PersonView, ...]


@dataclass(frozen=True, slots=True)
class SeriesIndexView(View):
    """All series, running ones first."""

    template: ClassVar[str] = "series_index.html"

    all_series: tuple[SeriesView, ...]


@dataclass(frozen=True, slots=True)
class FeedsView(View):
    """All feeds: each group has a heading and what there is to follow."""

    template: ClassVar[str] = "feeds.html"

    groups: tuple[tuple[str, tuple[FollowView, ...]], ...]


@dataclass(frozen=True, slots=True)
class NotFoundView(View):
    """The page for an address that leads nowhere."""

    template: ClassVar[str] = "404.html"

    tags: tuple[TopicView, ...]
    latest: tuple[TeaserView, ...]
