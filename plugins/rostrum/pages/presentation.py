"""What all pages need to be made: addresses, words, and views of people, posts and topics."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from babel.support import NullTranslations

from rostrum.addresses import Address, Addresses
from rostrum.feeds.formats import FORMATS
from rostrum.links import LinkResolver
from rostrum.model import Image, Person, Post, Talk
from rostrum.pages.licenses import find_license
from rostrum.pages.networks import name_network
from rostrum.pictures import Pictures
from rostrum.settings import Settings
from rostrum.site import Edition, Site
from rostrum.topics import Topic, weigh
from rostrum.views import (
    FeedView,
    ImageView,
    LinkView,
    MonthView,
    PageNumberView,
    PersonView,
    ProfileView,
    TeaserView,
    TopicView,
)
from rostrum.wording import Wording

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

    def say(self, message: str, **values: object) -> str:
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
    """Makes the views that pages share; each is made once."""

    site: Site
    info: SiteInfo
    settings: Settings
    addresses: Addresses
    links: LinkResolver
    pictures: Pictures
    languages: dict[str, Language]
    _teasers: dict[str, TeaserView] = field(default_factory=dict)
    _people: dict[tuple[str, str], PersonView] = field(default_factory=dict)
    _groups: dict[tuple[tuple[str, ...], str], tuple[PersonView, ...]] = field(default_factory=dict)
    _topics: dict[tuple[str, str], dict[str, TopicView]] = field(default_factory=dict)
    _clouds: dict[tuple[str, str], tuple[TopicView, ...]] = field(default_factory=dict)
    _months: dict[str, tuple[MonthView, ...]] = field(default_factory=dict)

    @property
    def edition(self) -> Edition:
        """Which posts are out."""
        return self.site.edition

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

    def person(self, key: str, lang: str) -> PersonView:
        """Return a person as a language sees them; without a page there, without a `url`."""
        return _once(self._people, (key, lang), lambda: self._person(key, lang))

    def people(self, keys: tuple[str, ...], lang: str) -> tuple[PersonView, ...]:
        """Return several people in the order given."""
        found = (self.person(key, lang) for key in keys)
        return _once(self._groups, (keys, lang), lambda: tuple(found))

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
        return post.talk is Talk.OPEN or self.site.thread(post).count > 0

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

    def _person(self, key: str, lang: str) -> PersonView:
        person = self.site.person(key, lang)
        posts = self.site.by_person.get((key, lang), ())
        has_page = self.site.has_page(key, lang)
        return PersonView(
            key=key,
            name=person.name,
            role=person.role,
            unit=person.unit,
            level=person.level.value,
            former=person.former,
            url=self.href(self.addresses.person(key, lang)) if has_page else "",
            initials=initials(person.name),
            photo=self.image(_photo(person)),
            summary=person.summary,
            profiles=tuple(ProfileView(name_network(key), url) for key, url in person.profiles),
            count=len(posts),
            last=posts[0].date if posts else None,
        )

    def _teaser(self, post: Post) -> TeaserView:
        run = self.site.runs.get((post.series, post.lang))
        category = self.category_of(post)
        return TeaserView(
            title=post.title,
            url=self.href(self.addresses.post(post)),
            date=post.date,
            lang=post.lang,
            summary=post.summary,
            category=LinkView(category.name, category.url) if category else None,
            people=self.people(post.authors, post.lang),
            series=run.series.title if run else "",
            part=self.part_of(post),
            total=run.total if run else None,
            image=self.image(post.image),
            minutes=self.minutes(post.body.words),
            comments=self.site.thread(post).count,
            draft=bool(self.edition.notice(post)),
        )

    def part_of(self, post: Post) -> int | None:
        """Return a post's number in its series."""
        return self.site.parts.get(post.id)

    def _make_months(self, lang: str) -> Iterator[MonthView]:
        words = self.languages[lang].wording
        for month in self.site.months[lang]:
            url = self.href(self.addresses.month(month.date, lang))
            yield MonthView(month.date, words.month(month.date), url, len(month.posts))

    def _topics_by_name(self, kind: str, lang: str) -> tuple[TopicView, ...]:
        views = self._topic_views(kind, lang)
        return _once(self._clouds, (kind, lang), lambda: tuple(views.values()))

    def _topics_of(self, kind: str, names: Sequence[str], lang: str) -> tuple[TopicView, ...]:
        known = self._topic_views(kind, lang)
        slugs = dict.fromkeys(self.addresses.slugify(name) for name in names)
        return tuple(known[slug] for slug in slugs if slug in known)

    def _topic_views(self, kind: str, lang: str) -> dict[str, TopicView]:
        return _once(self._topics, (kind, lang), lambda: self._make_topics(kind, lang))

    def _make_topics(self, kind: str, lang: str) -> dict[str, TopicView]:
        of_lang = self.site.tags if kind == "tag" else self.site.categories
        topics: tuple[Topic, ...] = of_lang.get(lang, ())
        counts = [topic.count for topic in topics]
        place = self.addresses.tag if kind == "tag" else self.addresses.category
        return {
            topic.slug: TopicView(
                name=topic.name,
                url=self.href(place(topic.slug, lang)),
                count=topic.count,
                weight=weigh(topic.count, min(counts), max(counts), self.settings.cloud_steps),
                slug=topic.slug,
            )
            for topic in topics
        }


def initials(name: str) -> str:
    """Return at most two initials of a name, first and last word."""
    words = [word for word in name.split() if word[:1].isalnum()]
    ends = [words[0], words[-1]] if len(words) > 1 else words
    return "".join(word[0] for word in ends).upper() or name[:1]


def _photo(person: Person) -> Image | None:
    if person.photo is None or person.photo.alt:
        return person.photo
    return Image(
        person.photo.src,
        person.name,
        person.photo.credit,
        person.photo.license,
        person.photo.source,
    )


def _near_pages(n: int, total: int) -> list[int]:
    """Return which pages a page number links to: first, last, and two on each side."""
    near = {0, total - 1, *range(n - 2, n + 3)}
    return sorted(k for k in near if 0 <= k < total)


def _once(known: dict[K, V], key: K, make: Callable[[], V]) -> V:
    if key not in known:
        known[key] = make()
    return known[key]
