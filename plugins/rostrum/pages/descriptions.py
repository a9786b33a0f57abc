"""What a page without words of an author says of itself to search engines, in a sentence.

Each description names what is on the page, so no two pages have the same one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rostrum.core.model import Page, Person, Post, Series
from rostrum.core.text import shorten_words
from rostrum.pages.context import Language, ViewContext
from rostrum.views.components import ArchiveYearView

MOST_CHARS = 110
"""Characters of the titles or names in a description; search engines show some 160 in all."""


class Descriptions:
    """Words the descriptions of generated pages, in the language of the page."""

    def __init__(self, context: ViewContext) -> None:
        self._context = context

    def home(self, lang: str, posts: Iterable[Post], *, is_first: bool) -> str:
        """Return the description of the home page, or of a later page of its posts."""
        subtitle = self._context.subtitle(lang)
        if is_first and subtitle:
            return subtitle
        gettext, site = self._context.languages[lang].gettext, self._context.name(lang)
        titles = join_titles(post.title for post in posts)
        if not titles:
            return subtitle or site
        if is_first:
            return gettext("New in %(site)s: %(titles)s", site=site, titles=titles)
        return gettext("Older posts in %(site)s: %(titles)s", site=site, titles=titles)

    def not_found(self, lang: str) -> str:
        """Return the description of the 404 page."""
        gettext = self._context.languages[lang].gettext
        return gettext("There is no page here in %(site)s.", site=self._context.name(lang))

    def topics(self, lang: str, names: Iterable[str]) -> str:
        """Return the description of the list of topics."""
        gettext = self._context.languages[lang].gettext
        site, topics = self._context.name(lang), join_names(dict.fromkeys(names))
        return gettext("What %(site)s is about: %(topics)s", site=site, topics=topics)

    def topic(self, lang: str, name: str, count: int, posts: Iterable[Post]) -> str:
        """Return the description of a tag; `count` are its posts, `posts` those on the page."""
        language = self._context.languages[lang]
        return language.messages.ngettext(
            "%(number)s post on %(topic)s: %(titles)s",
            "%(number)s posts on %(topic)s: %(titles)s",
            count,
            topic=name,
            **_list_values(language, count, posts),
        )

    def section(self, lang: str, name: str, count: int, posts: Iterable[Post]) -> str:
        """Return the description of a category; see `topic`."""
        language = self._context.languages[lang]
        return language.messages.ngettext(
            "%(number)s post in the section %(section)s: %(titles)s",
            "%(number)s posts in the section %(section)s: %(titles)s",
            count,
            section=name,
            **_list_values(language, count, posts),
        )

    def period(self, lang: str, name: str, count: int, posts: Iterable[Post]) -> str:
        """Return the description of a month or year; see `topic`."""
        language = self._context.languages[lang]
        return language.messages.ngettext(
            "%(number)s post from %(period)s: %(titles)s",
            "%(number)s posts from %(period)s: %(titles)s",
            count,
            period=name,
            **_list_values(language, count, posts),
        )

    def archive(self, lang: str, years: Sequence[ArchiveYearView], count: int) -> str:
        """Return the description of the archive, which has at least one year."""
        language = self._context.languages[lang]
        return language.messages.ngettext(
            "%(number)s post in %(site)s, from %(first)s.",
            "All %(number)s posts in %(site)s since %(first)s, by year and month.",
            count,
            number=language.wording.number(count),
            site=self._context.name(lang),
            first=years[-1].months[-1].name,
        )

    def all_series(self, lang: str, series: Iterable[Series]) -> str:
        """Return the description of the index of series."""
        gettext, site = self._context.languages[lang].gettext, self._context.name(lang)
        titles = join_titles(one.title for one in series)
        return gettext("The series in %(site)s: %(titles)s", site=site, titles=titles)

    def series(self, series: Series, titles: Iterable[str]) -> str:
        """Return the description of a series: its summary, or the titles of its parts."""
        gettext = self._context.languages[series.lang].gettext
        return series.summary or gettext(
            "A series in %(site)s: %(titles)s",
            site=self._context.name(series.lang),
            titles=join_titles(titles) or series.title,
        )

    def full_series(self, series: Series, posts: Iterable[Post]) -> str:
        """Return the description of the page with all parts of a series."""
        gettext = self._context.languages[series.lang].gettext
        return gettext(
            "All parts of “%(series)s” on one page: %(titles)s",
            series=series.title,
            titles=join_titles(post.title for post in posts),
        )

    def feeds(self, lang: str, groups: Iterable[str]) -> str:
        """Return the description of the page of feeds; `groups` are its headings."""
        gettext, site = self._context.languages[lang].gettext, self._context.name(lang)
        return gettext("Feeds of %(site)s: %(groups)s", site=site, groups=join_names(groups))

    def people(self, lang: str, count: int, people: Iterable[Person]) -> str:
        """Return the description of the directory; `count` are all, `people` those on the page."""
        language = self._context.languages[lang]
        return language.messages.ngettext(
            "%(number)s person in %(site)s: %(names)s",
            "%(number)s people in %(site)s: %(names)s",
            count,
            number=language.wording.number(count),
            site=self._context.name(lang),
            names=join_names(person.name for person in people),
        )

    def selected_people(
        self, lang: str, name: str, people: Iterable[Person], *, is_network: bool
    ) -> str:
        """Return the description of a list of people: a unit, a level or a network."""
        gettext, site = self._context.languages[lang].gettext, self._context.name(lang)
        names = join_names(person.name for person in people)
        if is_network:
            return gettext(
                "People in %(site)s who are on %(network)s: %(names)s",
                site=site,
                network=name,
                names=names,
            )
        return gettext("%(group)s in %(site)s: %(names)s", group=name, site=site, names=names)

    def person(self, person: Person, lang: str, posts: Iterable[Post], *, is_first: bool) -> str:
        """Return the description of a person's page: the sentence about them, or their posts."""
        if is_first and person.summary:
            return person.summary
        gettext, site = self._context.languages[lang].gettext, self._context.name(lang)
        titles = join_titles(post.title for post in posts)
        name = ", ".join(filter(None, (person.name, person.role, person.unit)))
        if not titles:
            return f"{name} · {site}"
        return gettext("%(person)s in %(site)s: %(titles)s", person=name, site=site, titles=titles)

    def post(self, post: Post, names: Iterable[str]) -> str:
        """Return the summary of a post; of one without words: its title, authors and date."""
        wording = self._context.languages[post.lang].wording
        facts = (post.title, wording.join(names), wording.date(post.date))
        return post.summary or " · ".join(filter(None, facts))

    def page(self, page: Page) -> str:
        """Return the summary of a static page; of one without words: its title and the site."""
        return page.summary or f"{page.title} · {self._context.name(page.lang)}"


def _list_values(language: Language, count: int, posts: Iterable[Post]) -> Mapping[str, str]:
    """Return what each description of a list of posts says: their number, and titles of some."""
    titles = join_titles(post.title for post in posts)
    return {"number": language.wording.number(count), "titles": titles}


def join_titles(titles: Iterable[str]) -> str:
    """Return as many titles as fit, separated by semicolons; the first is cut if it is longer."""
    return _join(titles, "; ")


def join_names(names: Iterable[str]) -> str:
    """Return as many names as fit, separated by commas; the first is cut if it is longer."""
    return _join(names, ", ")


def _join(texts: Iterable[str], separator: str) -> str:
    joined = ""
    for text in texts:
        longer = f"{joined}{separator}{text}" if joined else shorten_words(text, MOST_CHARS)
        if len(longer) > MOST_CHARS:
            return f"{joined}{separator}…"
        joined = longer
    return joined
