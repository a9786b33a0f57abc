"""People as pages: one for each, with roles, biography, series and posts by year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import groupby
from typing import Any

from markupsafe import Markup

from rostrum.core.model import Person
from rostrum.pages.context import Presentation, Stretch
from rostrum.pages.layout import PEOPLE, SERIES, Head, PageLayout
from rostrum.pages.output_file import OutputFile
from rostrum.site.urls import Address
from rostrum.views.components import PersonPageView, PersonView, RoleView, ShareView, YearPostsView


class PeoplePresenter:
    """Makes the pages of people."""

    def __init__(self, show: Presentation, frame: PageLayout) -> None:
        self._show, self._layout = show, frame
        self._counts: dict[tuple[str, str], Counter[int]] = {}

    def iter_files(self, lang: str) -> Iterator[OutputFile]:
        """Yield the pages of everyone in a language's directory."""
        show = self._show
        for person in show.site.active(lang):
            posts = show.site.by_hand.get((person.key, lang), ())
            first = show.addresses.person(person.key, lang)
            for stretch in show.paginate(posts, first, show.info.page_size):
                yield OutputFile(
                    stretch.address.file, partial(self._make_person, person, lang, stretch)
                )

    def _make_person(self, person: Person, lang: str, stretch: Stretch) -> PersonPageView:
        show = self._show
        view = show.person(person.key, lang)
        roles = show.portraits.list_roles(person.key, lang)
        first = show.addresses.person(person.key, lang)
        feeds = show.feeds(first, person.name)
        head = Head(
            title=person.name,
            description=person.summary or person.role,
            others=self._others(person.key, lang) if stretch.number == 1 else None,
            og_type="profile",
            image=view.photo,
            feeds=feeds,
            data=partial(self._data, view, roles, lang, first),
        )
        return PersonPageView(
            author=view,
            roles=roles,
            biography=Markup(show.links.render(person.body, person.path, lang)),
            series=self._series(person.key, lang),
            articles_page=show.number_page(stretch),
            years=tuple(self._years(person.key, lang, stretch)),
            feeds=feeds,
            **self._layout.fields(lang, stretch.address, head, PEOPLE),
        )

    def _others(self, key: str, lang: str) -> Mapping[str, Address]:
        return {
            code: self._show.addresses.person(key, code)
            for code in self._show.site.languages
            if code != lang and self._show.site.has_page(key, code)
        }

    def _series(self, key: str, lang: str) -> tuple[ShareView, ...]:
        """Return the series that somebody writes for."""
        show = self._show
        return tuple(
            ShareView(
                run.series.title,
                show.href(show.addresses.folder(f"{SERIES}{run.series.key}/", lang)),
                parts,
            )
            for run, parts in show.shares(key, lang)
        )

    def _years(self, key: str, lang: str, stretch: Stretch) -> Iterator[YearPostsView]:
        """Yield one page's posts by year; the counts are those of all pages."""
        if (key, lang) not in self._counts:
            posts = self._show.site.by_hand.get((key, lang), ())
            self._counts[key, lang] = Counter(post.date.year for post in posts)
        counts = self._counts[key, lang]
        for year, members in groupby(stretch.posts, lambda post: post.date.year):
            yield YearPostsView(year, counts[year], self._show.teasers(tuple(members)))

    def _data(
        self, person: PersonView, roles: tuple[RoleView, ...], lang: str, address: Address
    ) -> Mapping[str, Any]:
        """Return a person's page in schema.org's words (https://schema.org/ProfilePage)."""
        url = self._show.absolute(address)
        about = {
            **self._show.portraits.describe(person),
            "description": person.summary,
            "image": person.photo.src_absolute if person.photo else "",
            "sameAs": [profile.url for profile in person.profiles],
            "hasOccupation": [_describe_role(role) for role in roles],
        }
        return {
            "@context": "https://schema.org",
            "@type": "ProfilePage",
            "url": url,
            "inLanguage": lang,
            "mainEntity": {key: value for key, value in about.items() if value},
        }


def _describe_role(role: RoleView) -> Mapping[str, str]:
    """Return an office as schema.org has it (https://schema.org/Role)."""
    data = {
        "@type": "Role",
        "roleName": ", ".join(filter(None, (role.title, role.unit))),
        "startDate": role.since,
        "endDate": role.until,
    }
    return {key: value for key, value in data.items() if value}
