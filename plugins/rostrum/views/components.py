"""Components of views: links, people, posts, series, comments and the other parts of pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from rostrum.core.assets import Asset
from rostrum.core.lazy_html import LazyHtml
from rostrum.html.responsive import ImageSource
from rostrum.html.sections import list_sections


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link: its text, URL and language. `current` marks a link to the page itself.

    In a choice of languages, `is_twin` marks a link to the same page in another language.
    """

    title: str
    url: str
    current: bool = False
    lang: str = ""
    is_twin: bool = False


@dataclass(frozen=True, slots=True)
class FeedView:
    """A feed: its title, URL, media type (`application/rss+xml`, `…/atom+xml`) and format."""

    title: str
    url: str
    type: str
    name: str


@dataclass(frozen=True, slots=True)
class CalendarView:
    """A calendar: `url` downloads the file, `webcal` subscribes to it in a calendar program."""

    title: str
    url: str
    webcal: str


@dataclass(frozen=True, slots=True)
class FollowView:
    """A subscription: its title, and its feed in each format."""

    title: str
    feeds: tuple[FeedView, ...]


@dataclass(frozen=True, slots=True)
class ImageView:
    """A picture. `width` and `height` in pixels are 0 if unknown; `license_url` may be empty.

    `asset` is the content file, or the picture in several sizes, to publish with it; empty for a
    picture elsewhere. `sources` are its files in better formats, `srcset` those in the format of
    `src`, which is the one for whoever does not choose.
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
    asset: Asset = ""
    sources: tuple[ImageSource, ...] = ()
    srcset: str = ""


@dataclass(frozen=True, slots=True)
class IconView:
    """An icon of the site: `rel` of its link, URL, media type, and `sizes` as in HTML."""

    rel: str
    url: str
    type: str
    sizes: str


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A person's account on a network: the network's name, the URL, and the short account name."""

    network: str
    url: str
    account: str = ""


@dataclass(frozen=True, slots=True)
class RoleView:
    """A role: `period` is its period in words, `since` and `until` are its dates in ISO 8601.

    `current` is True for a present role. Future dates are omitted.
    """

    title: str
    unit: str
    period: str
    since: str
    until: str
    current: bool


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person. `initials` replace a missing photo; `level` is as in the front matter.

    `role`, `unit`, `level` and `former` are as of a moment such as a post's date; `now` is the
    present or last role if different. `count` is the number of posts by the person, `helped` the
    number of posts written with the person, `last` the date of the newest of both.
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
    """A month of the archive: its first moment, a name like `November 2026`, number of posts.

    `short` is the name without the year, for a list below a heading with the year.
    """

    date: datetime
    name: str
    url: str
    count: int
    short: str = ""


@dataclass(frozen=True, slots=True)
class ArchiveYearView:
    """A year of the archive: its first moment, name in digits, number of posts, its months."""

    date: datetime
    name: str
    url: str
    count: int
    months: tuple[MonthView, ...]


@dataclass(frozen=True, slots=True)
class TitleView:
    """A post in a list of titles. `names` are its authors, joined in the language of the post."""

    title: str
    url: str
    date: datetime
    names: str


@dataclass(frozen=True, slots=True)
class StepView:
    """One installment in the list and progress bar of a series.

    `state` is `out`, `here` or `soon`. An announced installment has no `url`. `part` may be None.
    `lang` is the language of the post, another language if it is not translated. `anchor` is the
    id of the step on the page of the series. `is_late` is True for an announced installment whose
    day is over.
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
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class SeriesPartView:
    """One installment on the page of its series, with its authors.

    In a long series `title` is without the name of the series.
    """

    step: StepView
    title: str
    people: tuple[PersonView, ...] = ()


@dataclass(frozen=True, slots=True)
class PartGroupView:
    """The installments of a year of a long series; of a shorter series, all of them.

    `title` is the year, or the month in a long series of a single year, or empty. `anchor` is the
    id of the list. `is_open` is True for the group that is unfolded at first.
    """

    title: str
    anchor: str
    count: int
    is_open: bool
    parts: tuple[SeriesPartView, ...]


@dataclass(frozen=True, slots=True)
class SeriesView:
    """A series: its steps in order, the number of published and of planned installments.

    `status` is `running`, `paused` or `complete`. `own` counts the published installments in the
    language of the series. On an installment of a very long series, `steps` contains only the
    steps around it, and `count` the number of all.
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
    """One part of a series, or a range of parts: their numbers, and a link to the first."""

    first: int
    last: int
    url: str


@dataclass(frozen=True, slots=True)
class WriterView:
    """An author of a series, and their parts. `count` is the number of these parts."""

    person: PersonView
    parts: tuple[PartsView, ...]
    count: int = 0


@dataclass(frozen=True, slots=True)
class InstallmentView:
    """The position of a post in its series: `part` of `total`, neighbours, remaining parts.

    `upcoming` is the next announced installment, on the last and the newest installment only.
    `days` is the time from this post to its date, 0 without a date.
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
    """A comment with sanitised `html`; `by_author` is True for a comment by the post's author.

    `has_hour` is False if only the day of `date` is known.
    """

    id: str
    name: str
    role: str
    url: str
    initials: str
    photo: ImageView | None
    date: datetime
    has_hour: bool
    source: str
    by_author: bool
    executive: bool
    html: Markup
    replies: tuple[ReplyView, ...]


@dataclass(frozen=True, slots=True)
class ThreadView:
    """The comments on a post: `state` is open, closed or off.

    `sources` are the networks of the comments, with "" for this blog. `mail` is a `mailto:`
    address for replies, or empty.
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
    """A comment system loaded by a click: `host` is displayed, `attributes` are the script's.

    `url` is the discussion's page on the system, for use without JavaScript; may be empty.
    """

    system: str
    host: str
    url: str
    script: str
    attributes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TeaserView:
    """A post in a list; `written_with` are its contributors, `series_url` is its series' page."""

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
    series_url: str = ""


@dataclass(frozen=True, slots=True)
class MoreByAuthorView:
    """More posts by an author of a post; `name` is empty for a list of several authors."""

    name: str
    url: str
    posts: tuple[TeaserView, ...]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change of a post after its publication; `is_correction` marks what was wrong before."""

    date: datetime
    text: str
    is_correction: bool


@dataclass(frozen=True, slots=True)
class ShareLinkView:
    """A way to pass a post on: `kind` is as in the setting `share`, `url` the link."""

    kind: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section in the contents of a post: its title, the link to it, and its subsections."""

    title: str
    url: str
    parts: tuple[LinkView, ...]


@dataclass(frozen=True, slots=True)
class ArticleView:
    """A complete post. `notice` is `draft` or `scheduled` in a preview, else empty.

    `written_with` are contributors not listed as authors. `contents_from` is the number of headings
    from which the post has contents; None for a post without.
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
    template: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    key_points: tuple[str, ...] = ()
    changes: tuple[ChangeView, ...] = ()
    share: tuple[ShareLinkView, ...] = ()
    contents_from: int | None = None

    @property
    def content(self) -> Markup:
        """The text as HTML, read on demand."""
        return Markup(self.text)

    @property
    def contents(self) -> tuple[SectionView, ...]:
        """The sections of the text, made on demand; empty for a text with few headings."""
        if self.contents_from is None:
            return ()
        found = list_sections(str(self.text))
        if len(found) < self.contents_from:
            return ()
        sections: list[SectionView] = []
        for level, id, title in found:
            link = LinkView(title, f"#{quote(id)}")
            if level == 2 or not sections:
                sections.append(SectionView(title, link.url, ()))
            else:
                last = sections.pop()
                sections.append(replace(last, parts=(*last.parts, link)))
        return tuple(sections)


@dataclass(frozen=True, slots=True)
class PageTextView:
    """The text of a static page."""

    title: str
    url: str
    lang: str
    summary: str
    text: LazyHtml
    notice: str
    date: datetime | None = None
    authors: tuple[PersonView, ...] = ()
    category: str = ""
    tags: tuple[str, ...] = ()
    template: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def content(self) -> Markup:
        """The text as HTML, which is read when it is asked for."""
        return Markup(self.text)


@dataclass(frozen=True, slots=True)
class PageNumberView:
    """One page of a list, with the field names of Pelican's paginator.

    In `pages`, a link without `url` stands for the pages left out.
    """

    object_list: tuple[TeaserView, ...]
    number: int
    num_pages: int
    previous_url: str
    next_url: str
    pages: tuple[LinkView, ...]


@dataclass(frozen=True, slots=True)
class RecentCommentView:
    """A comment outside the page of its post: shortened plain text, and a link to the post."""

    name: str
    role: str
    text: str
    url: str
    post: LinkView
    date: datetime
    answered_by: str


@dataclass(frozen=True, slots=True)
class SidebarView:
    """The small lists of the sidebar, empty on pages without them: see docs/related.md."""

    discussed: tuple[TeaserView, ...]
    recent_comments: tuple[RecentCommentView, ...]
    executives: tuple[TeaserView, ...]


@dataclass(frozen=True, slots=True)
class YearPostsView:
    """The posts of a year on one page of a list. `count` includes all pages of the list."""

    year: int
    count: int
    posts: tuple[TeaserView, ...]


@dataclass(frozen=True, slots=True)
class ShareView:
    """A series with parts by a person, and the number of these parts."""

    title: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class FilterView:
    """A filtered page of the directory, and its number of people."""

    title: str
    url: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class FiltersView:
    """The filters of one kind for the directory: by level, by unit, by network."""

    kind: str
    title: str
    filters: tuple[FilterView, ...]
    current: bool


@dataclass(frozen=True, slots=True)
class GroupView:
    """People below one heading. `url` is the page of a unit, and may be empty."""

    kind: str
    title: str
    url: str
    people: tuple[PersonView, ...]


@dataclass(frozen=True, slots=True)
class LetterView:
    """The people of a long directory whose surnames begin with a letter, `#` for another sign."""

    letter: str
    people: tuple[LinkView, ...]


@dataclass(frozen=True, slots=True)
class ChapterView:
    """An installment on the full-series page; `anchor` is its id on the page.

    `written_with` are the people who helped to write it.
    """

    anchor: str
    part: int
    title: str
    url: str
    date: datetime
    modified: datetime | None
    lang: str
    summary: str
    people: tuple[PersonView, ...]
    written_with: tuple[PersonView, ...]
    image: ImageView | None
    minutes: int
    text: LazyHtml

    @property
    def content(self) -> Markup:
        """The text as HTML for the full-series page, made on demand."""
        return Markup(self.text)
