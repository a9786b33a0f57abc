"""The values available to templates: one frozen view for each kind of page, plain values only.

The parts of pages are in rostrum.views.components.

The names in capitals and `article`, `articles_page`, `category`, `tag`, `author`, `page` are
documented by Pelican for themes. A test compares `docs/templates.md` with this file.
Fields named `url` are ready for `href`: they begin with the site's path, as `/blog/2026/11/x/`.
Fields named `…_absolute` include scheme and host. All `datetime` values have a time zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from rostrum.core.lazy_html import LazyHtml
from rostrum.views.components import (
    ArchiveYearView,
    ArticleView,
    CalendarView,
    ChapterView,
    FeedView,
    FiltersView,
    FollowView,
    GroupView,
    IconView,
    ImageView,
    LetterView,
    LinkView,
    MonthView,
    PageNumberView,
    PageTextView,
    PartGroupView,
    PersonView,
    RoleView,
    SeriesPartView,
    SeriesView,
    ShareView,
    SidebarView,
    StepView,
    TeaserView,
    TitleView,
    TopicView,
    WriterView,
    YearPostsView,
)


@dataclass(frozen=True, slots=True)
class HeadView:
    """The metadata in `<head>`. `json_ld` is safe inside a script element."""

    title: str
    name: str
    description: str
    canonical: str
    robots: str
    og_type: str
    image: ImageView | None
    card: str
    published: str
    changed: str
    data: LazyHtml | None
    trail: LazyHtml | None
    feeds: tuple[FeedView, ...]
    alternates: tuple[LinkView, ...]
    locale: str = ""
    locales: tuple[str, ...] = ()
    section: str = ""
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()

    @property
    def json_ld(self) -> Markup:
        """The structured data of the page (schema.org), made on demand."""
        return Markup(self.data or "")

    @property
    def trail_ld(self) -> Markup:
        """The breadcrumbs of the page as structured data (schema.org), made on demand."""
        return Markup(self.trail or "")


@dataclass(frozen=True, slots=True)
class SiteView:
    """The values common to all pages of a language.

    `menu` are its sections, `languages` the page in each other language, or else its home page,
    which `is_twin` of LinkView tells apart. `footer` are the standing pages, `links` further links
    of the footer, `social` the company's accounts. `fonts` are font files to load early.
    """

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
    direction: str = "ltr"
    languages: tuple[LinkView, ...] = ()
    logo_dark: ImageView | None = None
    fonts: tuple[str, ...] = ()
    links: tuple[LinkView, ...] = ()
    company_url: str = ""
    people_script: str = ""
    social: tuple[LinkView, ...] = ()
    icons: tuple[IconView, ...] = ()
    manifest: str = ""
    theme_color: str = ""
    theme_color_dark: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """The fields of every page; `template` is the file name of its template."""

    template: ClassVar[str] = ""

    site: SiteView
    head: HeadView
    crumbs: tuple[LinkView, ...]
    lists: SidebarView
    SITENAME: str
    SITEURL: str
    DEFAULT_LANG: str
    output_file: str

    def find_template(self) -> str:
        """Return the file name of the page's template, which front matter may name."""
        return self.template


@dataclass(frozen=True, slots=True)
class HomeView(View):
    """The home page of a language.

    The posts of `articles_page` are shown as `features` in large, `cards`, and `titles`; further
    pages have cards alone.
    """

    template: ClassVar[str] = "index.html"

    lead: TeaserView | None
    features: tuple[TeaserView, ...]
    cards: tuple[TeaserView, ...]
    titles: tuple[TitleView, ...]
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

    def find_template(self) -> str:
        """Return the file name of the post's template."""
        return f"{self.article.template}.html" if self.article.template else self.template


@dataclass(frozen=True, slots=True)
class PageView(View):
    """A static page."""

    template: ClassVar[str] = "page.html"

    page: PageTextView

    def find_template(self) -> str:
        """Return the file name of the page's template."""
        return f"{self.page.template}.html" if self.page.template else self.template


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
    """All years and months with posts, newest first."""

    template: ClassVar[str] = "archives.html"

    years: tuple[ArchiveYearView, ...]
    count: int


@dataclass(frozen=True, slots=True)
class PersonPageView(View):
    """One person: roles, biography, series, posts by year. `quote` is a sentence of theirs.

    `portrait` is the photo in the sizes of this page.
    """

    template: ClassVar[str] = "author.html"

    author: PersonView
    portrait: ImageView | None
    quote: str
    roles: tuple[RoleView, ...]
    biography: LazyHtml
    series: tuple[ShareView, ...]
    articles_page: PageNumberView
    years: tuple[YearPostsView, ...]
    feeds: tuple[FeedView, ...]


@dataclass(frozen=True, slots=True)
class PeopleView(View):
    """The directory of people or a filtered part of it, executives first.

    `count` is the number of people on all pages. `network` is the name of the network on a page
    with accounts. `is_long` is True for a page with too many people for pictures: their groups
    fold, and `letters` are an index of the page. `active` are those who have written most lately,
    on the first page of a long directory. `is_searchable` is True for a list worth a filter box.
    """

    template: ClassVar[str] = "authors.html"

    title: str
    count: int
    filters: tuple[FiltersView, ...]
    groups: tuple[GroupView, ...]
    network: str
    is_narrowed: bool
    is_long: bool
    active: tuple[PersonView, ...]
    letters: tuple[LetterView, ...]
    is_searchable: bool
    pages: tuple[LinkView, ...]
    json_url: str


@dataclass(frozen=True, slots=True)
class SeriesPageView(View):
    """One series: installments, introduction and authors.

    `timeline` is empty for a long series (`is_long`), whose installments are grouped by year.
    `latest` is the newest installment in the language, None if it is the first one.
    """

    template: ClassVar[str] = "series.html"

    series: SeriesView
    introduction: LazyHtml
    writers: tuple[WriterView, ...]
    timeline: tuple[SeriesPartView, ...]
    groups: tuple[PartGroupView, ...]
    latest: StepView | None
    is_long: bool
    newest_first: bool


@dataclass(frozen=True, slots=True)
class SeriesIndexView(View):
    """All series, running ones first."""

    template: ClassVar[str] = "series_index.html"

    all_series: tuple[SeriesView, ...]


@dataclass(frozen=True, slots=True)
class FeedsView(View):
    """All feeds in groups with a heading. `opml` is the file with all feeds."""

    template: ClassVar[str] = "feeds.html"

    groups: tuple[tuple[str, tuple[FollowView, ...]], ...]
    calendars: tuple[CalendarView, ...]
    opml: FeedView


@dataclass(frozen=True, slots=True)
class FullSeriesView(View):
    """A complete series on one page. `elsewhere` are its parts in other languages."""

    template: ClassVar[str] = "series_full.html"

    series: SeriesView
    introduction: LazyHtml
    chapters: tuple[ChapterView, ...]
    elsewhere: tuple[StepView, ...]
    people: tuple[PersonView, ...]
    minutes: int


@dataclass(frozen=True, slots=True)
class NotFoundView(View):
    """The 404 page."""

    template: ClassVar[str] = "404.html"

    tags: tuple[TopicView, ...]
    latest: tuple[TeaserView, ...]
