"""What all pages need to be made: addresses, words, and views of people, posts and topics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import islice
from typing import TypeVar
from urllib.parse import quote, urlsplit

from babel.support import NullTranslations

from rostrum.config.settings import Settings
from rostrum.core.content import Visibility
from rostrum.core.locale_formats import Wording
from rostrum.core.model import CommentStatus, Image, Post
from rostrum.feeds.model import FORMATS
from rostrum.pages.creative_commons import find_license
from rostrum.pages.person_views import Portraits
from rostrum.series.installments import LocalizedSeries
from rostrum.site.images import Pictures
from rostrum.site.links import LinkResolver
from rostrum.site.site import Site
from rostrum.site.urls import Address, Addresses
from rostrum.topics.topics import Topic, choose_cloud, weigh
from rostrum.views.components import (
    ArchiveYearView,
    FeedView,
    ImageView,
    LinkView,
    MonthView,
    PageNumberView,
    PersonView,
    TeaserView,
    TopicView,
)

_WORDS_A_MINUTE = 200

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True)
class SiteInfo:
    """What a site says of itself, from Pelican's settings."""

    name: str
    url: str
    default_lang: str
    page_size: int
    organisation: str
    stylesheet: str = "theme/css/rostrum.css"
    talk_script: str = "theme/js/talk.js"
    theme: str = "theme/"


@dataclass(frozen=True)
class Language:
    """The words of one language: translated messages, and dates and lists in words."""

    code: str
    name: str
    messages: NullTranslations
    wording: Wording

    def gettext(self, message: str, **values: object) -> str:
        """Return a message in this language, its `%(name)s` filled in."""
        return self.messages.gettext(message) % values if values else self.messages.gettext(message)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One page of a long list: its address, number from 1 and posts; `hrefs` are all pages'."""

    address: Address
    number: int
    posts: Sequence[Post]
    hrefs: tuple[str, ...]


@dataclass
class Presentation:
    """Makes the views that pages share; each is made once.

    `began` is when the run began at the latest, as
    rostrum.cache.fingerprints.digest_file asks for it.
    """

    site: Site
    info: SiteInfo
    settings: Settings
    addresses: Addresses
    links: LinkResolver
    pictures: Pictures
    languages: dict[str, Language]
    began: int = 0
    _teasers: dict[str, TeaserView] = field(default_factory=dict)
    _people: dict[tuple[str, str, int], PersonView] = field(default_factory=dict)
    _groups: dict[tuple[int, ...], tuple[PersonView, ...]] = field(default_factory=dict)
    _by_day: dict[tuple[tuple[str, ...], str, date | None], tuple[PersonView, ...]] = field(
        default_factory=dict
    )
    _shares: dict[tuple[str, str], tuple[tuple[LocalizedSeries, int], ...]] = field(
        default_factory=dict
    )
    _topics: dict[tuple[str, str], dict[str, TopicView]] = field(default_factory=dict)
    _lists: dict[tuple[str, str], tuple[TopicView, ...]] = field(default_factory=dict)
    _clouds: dict[str, tuple[TopicView, ...]] = field(default_factory=dict)
    _years: dict[str, tuple[ArchiveYearView, ...]] = field(default_factory=dict)
    _months: dict[str, tuple[MonthView, ...]] = field(default_factory=dict)

    @property
    def visibility(self) -> Visibility:
        """Which posts are out."""
        return self.site.visibility

    def href(self, address: Address) -> str:
        """Return an address as links write it."""
        return self.addresses.href(address.url)

    def absolute(self, address: Address) -> str:
        """Return an address with scheme and host."""
        return self.addresses.absolute(address.url)

    def link(self, title: str, address: Address, current: bool = False, lang: str = "") -> LinkView:
        """Return a link with its words."""
        return LinkView(title, self.href(address), current, lang)

    def image(self, image: Image | None) -> ImageView | None:
        """Return a picture's view, and have its file published."""
        if image is None:
            return None
        src = self.links.publish(image.src)
        width, height = self.pictures.measure(image.src.lstrip("/"))
        name, url = find_license(image.license)
        absolute = src if "://" in src else self.addresses.absolute(image.src.lstrip("/"))
        return ImageView(
            src, absolute, image.alt, image.credit, name, url, image.source, width, height
        )

    @cached_property
    def portraits(self) -> Portraits:
        """What makes the views of people."""
        return Portraits(self)

    def person(self, key: str, lang: str, moment: datetime | None = None) -> PersonView:
        """Return a person as a language sees them, in the role held at a moment, or as of now.

        Without a page there, without a `url`. The same role gives the same view.
        """
        person = self.site.person(key, lang, moment)
        office = id(person)  # the site keeps one for each role, as long as it lives
        return _once(
            self._people, (key, lang, office), lambda: self.portraits.make_portrait(person, lang)
        )

    def people(
        self, keys: tuple[str, ...], lang: str, moment: datetime | None = None
    ) -> tuple[PersonView, ...]:
        """Return several people in the order given, in the roles held at a moment.

        The same people in the same roles are the same object.
        """
        day = moment.date() if moment else None
        known = self._by_day.get((keys, lang, day))
        if known is None:
            views = tuple(self.person(key, lang, moment) for key in keys)
            known = _once(self._groups, tuple(map(id, views)), lambda: views)
            self._by_day[keys, lang, day] = known
        return known

    def writers(self, post: Post) -> tuple[PersonView, ...]:
        """Return a post's authors in the order given, in the roles that they held then."""
        return self.people(post.authors, post.lang, post.date)

    def helpers(self, post: Post) -> tuple[PersonView, ...]:
        """Return those who helped to write a post and are none of its authors."""
        keys = tuple(key for key in post.written_with if key not in post.authors)
        return self.people(keys, post.lang, post.date) if keys else ()

    def shares(self, key: str, lang: str) -> tuple[tuple[LocalizedSeries, int], ...]:
        """Return the series that somebody writes for, the newest first, and how many parts each."""
        return _once(self._shares, (key, lang), lambda: self._make_shares(key, lang))

    def _make_shares(self, key: str, lang: str) -> tuple[tuple[LocalizedSeries, int], ...]:
        posts, runs = self.site.by_person.get((key, lang), ()), self.site.series
        counts = Counter(post.series for post in posts if post.id in self.site.parts)
        return tuple((runs[name, lang], n) for name, n in counts.items() if (name, lang) in runs)

    def teaser(self, post: Post) -> TeaserView:
        """Return a post as lists show it."""
        return _once(self._teasers, post.id, lambda: self._teaser(post))

    def teasers(self, posts: Sequence[Post]) -> tuple[TeaserView, ...]:
        """Return several posts as lists show them."""
        return tuple(self.teaser(post) for post in posts)

    def tags(self, lang: str) -> tuple[TopicView, ...]:
        """Return a language's tags by name."""
        return self._topics_by_name("tag", lang)

    def categories(self, lang: str) -> tuple[TopicView, ...]:
        """Return a language's categories by name."""
        return self._topics_by_name("category", lang)

    def cloud(self, lang: str) -> tuple[TopicView, ...]:
        """Return the tags in a language's cloud, in the order in which it shows them."""
        return _once(self._clouds, lang, lambda: self._make_cloud(lang))

    def tags_of(self, post: Post) -> tuple[TopicView, ...]:
        """Return a post's tags in its author's order."""
        return self._topics_of("tag", post.tags, post.lang)

    def category_of(self, post: Post) -> TopicView | None:
        """Return a post's category."""
        names = (post.category,) if post.category else ()
        return next(iter(self._topics_of("category", names, post.lang)), None)

    def months(self, lang: str) -> tuple[MonthView, ...]:
        """Return a language's months, newest first."""
        return _once(self._months, lang, lambda: tuple(self._make_months(lang)))

    def identify(self, name: str) -> str:
        """Return a tag URI (RFC 4151) of a post, comment, feed or event: it outlives addresses."""
        host = urlsplit(self.info.url).hostname or "localhost"
        authority = self.settings.feed_authority or f"{host},2026"
        return f"tag:{authority}:{quote(name.replace('#', '/comment/'), safe='/')}"

    def years(self, lang: str) -> tuple[ArchiveYearView, ...]:
        """Return a language's years, newest first, each with its months."""
        return _once(self._years, lang, lambda: tuple(self._make_years(lang)))

    def feeds(self, page: Address, title: str) -> tuple[FeedView, ...]:
        """Return the feeds that stand beside a page."""
        return tuple(
            FeedView(
                title,
                self.href(self.addresses.beside(page, format.filename)),
                format.media_type,
                format.name,
            )
            for format in FORMATS
        )

    def has_talk(self, post: Post) -> bool:
        """Say whether a post's page shows a conversation: one that closed empty is none."""
        return post.comments is CommentStatus.OPEN or self.site.thread(post).count > 0

    def minutes(self, words: int) -> int:
        """Return how long a text takes to read, in whole minutes from 1."""
        return max(1, round(words / _WORDS_A_MINUTE))

    def paginate(self, posts: Sequence[Post], first: Address, size: int) -> tuple[Stretch, ...]:
        """Return a long list in stretches of `size` posts, at least one."""
        total = max(1, -(-len(posts) // size))
        places = [self.addresses.number(first, number) for number in range(1, total + 1)]
        hrefs = tuple(self.href(place) for place in places)
        return tuple(
            Stretch(places[n], n + 1, posts[n * size : (n + 1) * size], hrefs) for n in range(total)
        )

    def number_page(self, stretch: Stretch) -> PageNumberView:
        """Return a stretch of a list as its page shows it."""
        n, hrefs = stretch.number - 1, stretch.hrefs
        return PageNumberView(
            object_list=self.teasers(stretch.posts),
            number=stretch.number,
            num_pages=len(hrefs),
            previous_url=hrefs[n - 1] if n else "",
            next_url=hrefs[n + 1] if n + 1 < len(hrefs) else "",
            pages=tuple(LinkView(str(k + 1), hrefs[k], k == n) for k in _near_pages(n, len(hrefs))),
        )

    def _teaser(self, post: Post) -> TeaserView:
        run = self.site.series.get((post.series, post.lang))
        category = self.category_of(post)
        return TeaserView(
            title=post.title,
            url=self.href(self.addresses.post(post)),
            date=post.date,
            lang=post.lang,
            summary=post.summary,
            category=LinkView(category.name, category.url) if category else None,
            people=self.writers(post),
            series=run.series.title if run else "",
            part=self.part_of(post),
            total=run.total if run else None,
            image=self.image(post.image),
            minutes=self.minutes(post.body.words),
            comments=self.site.thread(post).count,
            draft=bool(self.visibility.unpublished_reason(post)),
            written_with=self.helpers(post),
        )

    def part_of(self, post: Post) -> int | None:
        """Return a post's number in its series."""
        return self.site.parts.get(post.id)

    def _make_months(self, lang: str) -> Iterator[MonthView]:
        words = self.languages[lang].wording
        for month in self.site.months[lang]:
            url = self.href(self.addresses.month(month.date, lang))
            yield MonthView(month.date, words.month(month.date), url, len(month.posts))

    def _make_years(self, lang: str) -> Iterator[ArchiveYearView]:
        months = iter(self.months(lang))
        for year in self.site.years[lang]:
            url = self.href(self.addresses.year(year.date, lang))
            in_year = tuple(islice(months, len(year.months)))
            yield ArchiveYearView(year.date, str(year.date.year), url, year.count, in_year)

    def _make_cloud(self, lang: str) -> tuple[TopicView, ...]:
        views, chosen = self._topic_views("tag", lang), self._choose_cloud(lang)
        if self.settings.cloud_order == "weight":
            return tuple(views[topic.slug] for topic in chosen)
        slugs = {topic.slug for topic in chosen}
        return tuple(view for view in views.values() if view.slug in slugs)

    def _choose_cloud(self, lang: str) -> tuple[Topic, ...]:
        settings, tags = self.settings, self.site.tags.get(lang, ())
        return choose_cloud(tags, settings.cloud_minimum, settings.cloud_maximum)

    def _topics_by_name(self, kind: str, lang: str) -> tuple[TopicView, ...]:
        views = self._topic_views(kind, lang)
        return _once(self._lists, (kind, lang), lambda: tuple(views.values()))

    def _topics_of(self, kind: str, names: Sequence[str], lang: str) -> tuple[TopicView, ...]:
        known = self._topic_views(kind, lang)
        slugs = dict.fromkeys(self.addresses.slugify(name) for name in names)
        return tuple(known[slug] for slug in slugs if slug in known)

    def _topic_views(self, kind: str, lang: str) -> dict[str, TopicView]:
        return _once(self._topics, (kind, lang), lambda: self._make_topics(kind, lang))

    def _make_topics(self, kind: str, lang: str) -> dict[str, TopicView]:
        of_lang = self.site.tags if kind == "tag" else self.site.categories
        topics: tuple[Topic, ...] = of_lang.get(lang, ())
        sized = self._choose_cloud(lang) if kind == "tag" else topics
        counts = [topic.count for topic in sized or topics]
        least, most = min(counts, default=1), max(counts, default=1)
        place = self.addresses.tag if kind == "tag" else self.addresses.category
        return {
            topic.slug: TopicView(
                name=topic.name,
                url=self.href(place(topic.slug, lang)),
                count=topic.count,
                weight=weigh(max(topic.count, least), least, most, self.settings.cloud_steps),
                slug=topic.slug,
                description=topic.description,
            )
            for topic in topics
        }


def _near_pages(n: int, total: int) -> list[int]:
    """Return which pages a page number links to: first, last, and two on each side."""
    near = {0, total - 1, *range(n - 2, n + 3)}
    return sorted(k for k in near if 0 <= k < total)


def _once(known: dict[K, V], key: K, make: Callable[[], V]) -> V:
    if key not in known:
        known[key] = make()
    return known[key]
