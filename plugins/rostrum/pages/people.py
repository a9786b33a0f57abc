"""People as pages: the directory, and one for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from markupsafe import Markup

from rostrum.addresses import Address
from rostrum.model import Person, Standing
from rostrum.pages.frame import PEOPLE, SERIES, Frame, Head
from rostrum.pages.presentation import Presentation, Stretch
from rostrum.pages.sheets import Sheet
from rostrum.views import LinkView, PeopleView, PersonPageView, PersonView


class PeoplePresenter:
    """Makes the pages of people."""

    def __init__(self, show: Presentation, frame: Frame) -> None:
        self._show, self._frame = show, frame

    def list_sheets(self, lang: str) -> Iterator[Sheet]:
        """Yield the directory of a language and the pages of everyone in it."""
        show, people = self._show, self._show.site.active(lang)
        if not people:
            return
        address = show.addresses.folder(PEOPLE, lang)
        yield Sheet(address.file, partial(self._make_directory, lang, address, people))
        for person in people:
            posts = show.site.by_person.get((person.key, lang), ())
            first = show.addresses.person(person.key, lang)
            for stretch in show.paginate(posts, first, show.info.page_size):
                yield Sheet(stretch.address.file, partial(self._make_person, person, lang, stretch))

    def _make_directory(
        self, lang: str, address: Address, people: tuple[Person, ...]
    ) -> PeopleView:
        show = self._show
        others = {
            code: show.addresses.folder(PEOPLE, code)
            for code in show.site.languages
            if code != lang and show.site.active(code)
        }
        groups = tuple(
            (level.value, self._group(people, level, lang))
            for level in Standing
            if any(person.level is level for person in people)
        )
        head = Head(show.languages[lang].say("People"), others=others)
        fields = self._frame.fields(lang, address, head, PEOPLE)
        return PeopleView(groups=groups, **fields)

    def _group(
        self, people: tuple[Person, ...], level: Standing, lang: str
    ) -> tuple[PersonView, ...]:
        """Return the people of one standing, those in office first, each group by surname."""
        members = [person for person in people if person.level is level]
        ordered = sorted(members, key=lambda person: (person.former, _surname_first(person.name)))
        return tuple(self._show.person(person.key, lang) for person in ordered)

    def _make_person(self, person: Person, lang: str, stretch: Stretch) -> PersonPageView:
        show = self._show
        view = show.person(person.key, lang)
        first = show.addresses.person(person.key, lang)
        feeds = show.feeds(first, person.name)
        head = Head(
            title=person.name,
            description=person.summary or person.role,
            others=self._others(person.key, lang) if stretch.number == 1 else None,
            og_type="profile",
            image=view.photo,
            feeds=feeds,
            data=partial(self._data, view, first),
        )
        return PersonPageView(
            author=view,
            biography=Markup(show.links.render(person.body, person.path, lang)),
            series=self._series(person.key, lang),
            articles_page=show.number_page(stretch),
            feeds=feeds,
            **self._frame.fields(lang, stretch.address, head, PEOPLE),
        )

    def _others(self, key: str, lang: str) -> Mapping[str, Address]:
        return {
            code: self._show.addresses.person(key, code)
            for code in self._show.site.languages
            if code != lang and self._show.site.has_page(key, code)
        }

    def _series(self, key: str, lang: str) -> tuple[LinkView, ...]:
        """Return the series that somebody has written for."""
        posts = self._show.site.by_person.get((key, lang), ())
        keys = dict.fromkeys(post.series for post in posts if post.series)
        runs = [self._show.site.runs[series, lang] for series in keys]
        return tuple(
            self._show.link(
                run.series.title, self._show.addresses.folder(f"{SERIES}{run.series.key}/", lang)
            )
            for run in runs
        )

    def _data(self, person: PersonView, address: Address) -> Mapping[str, Any]:
        """Return a person in schema.org's words (https://schema.org/Person)."""
        data = {
            "@context": "https://schema.org",
            "@type": "Person",
            "name": person.name,
            "jobTitle": person.role,
            "url": self._show.absolute(address),
            "image": person.photo.src_absolute if person.photo else "",
            "sameAs": [profile.url for profile in person.profiles],
            "worksFor": {"@type": "Organization", "name": self._show.info.organisation},
        }
        if person.level == Standing.GUEST:
            del data["worksFor"]
        return {key: value for key, value in data.items() if value}


def _surname_first(name: str) -> tuple[str, str]:
    first, _, last = name.rpartition(" ")
    return last.casefold(), first.casefold()
