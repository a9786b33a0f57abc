"""The page of each person, with roles, biography, series and posts by year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import groupby
from typing import Any

from rostrum.core.model import Person
from rostrum.pages import feed_selection as feed_kinds
from rostrum.pages.layout import PEOPLE, SERIES, Head, PageLayout
from rostrum.pages.output_file import OutputFile
from rostrum.pages.teasers import PageSlice
from rostrum.pages.view_makers import ViewMakers
from rostrum.site.urls import Address
from rostrum.views.components import (
    ImageView,
    PersonView,
    RoleView,
    ShareView,
    YearPostsView,
)
from rostrum.views.pages import PersonPageView


class PeoplePresenter:
    """Makes the pages of people."""

    def __init__(self, views: ViewMakers, frame: PageLayout) -> None:
        self._context, self._layout = views.context, frame
        self._person_views, self._teasers = views.people, views.teasers
        self._cards, self._descriptions = views.cards, views.descriptions
        self._counts: dict[tuple[str, str], Counter[int]] = {}

    def iter_files(self, lang: str) -> Iterator[OutputFile]:
        """Yield the pages of all people in a language's directory."""
        context = self._context
        for person in context.site.active(lang):
            posts = context.site.by_hand.get((person.key, lang), ())
            first = context.addresses.person(person.key, lang)
            for page_slice in self._teasers.paginate(posts, first, context.info.page_size):
                yield OutputFile(
                    page_slice.address.file, partial(self._make_person, person, lang, page_slice)
                )

    def _make_person(self, person: Person, lang: str, page_slice: PageSlice) -> PersonPageView:
        context = self._context
        view = self._person_views.person(person.key, lang)
        portrait = self._person_views.portrait(person.key, lang)
        roles = self._person_views.list_roles(person.key, lang)
        first = context.addresses.person(person.key, lang)
        feeds = context.feeds(first, person.name, feed_kinds.PEOPLE)
        is_first = page_slice.number == 1
        head = Head(
            title=person.name,
            description=self._descriptions.person(
                person, lang, page_slice.posts, is_first=is_first
            ),
            translations=self._find_translations(person.key, lang) if is_first else None,
            og_type="profile",
            image=self._cards.make_person(view, lang) or portrait,
            feeds=feeds,
            data=partial(self._data, view, portrait, roles, lang, first),
        )
        return PersonPageView(
            author=view,
            portrait=portrait,
            quote=person.quote,
            roles=roles,
            biography=context.links.prepare(person.body, person.path, lang),
            series=self._series(person.key, lang),
            articles_page=self._teasers.number_page(page_slice),
            years=tuple(self._years(person.key, lang, page_slice)),
            feeds=feeds,
            **self._layout.fields(lang, page_slice.address, head, PEOPLE),
        )

    def _find_translations(self, key: str, lang: str) -> Mapping[str, Address]:
        return {
            code: self._context.addresses.person(key, code)
            for code in self._context.site.languages
            if code != lang and self._context.site.has_page(key, code)
        }

    def _series(self, key: str, lang: str) -> tuple[ShareView, ...]:
        """Return the series with posts by a person."""
        context = self._context
        return tuple(
            ShareView(
                run.series.title,
                context.href(context.addresses.folder(f"{SERIES}{run.series.key}/", lang)),
                parts,
            )
            for run, parts in self._person_views.shares(key, lang)
        )

    def _years(self, key: str, lang: str, page_slice: PageSlice) -> Iterator[YearPostsView]:
        """Yield the posts of one page by year. The counts include all pages."""
        if (key, lang) not in self._counts:
            posts = self._context.site.by_hand.get((key, lang), ())
            self._counts[key, lang] = Counter(post.date.year for post in posts)
        counts = self._counts[key, lang]
        for year, members in groupby(page_slice.posts, lambda post: post.date.year):
            yield YearPostsView(year, counts[year], self._teasers.teasers(tuple(members)))

    def _data(
        self,
        person: PersonView,
        portrait: ImageView | None,
        roles: tuple[RoleView, ...],
        lang: str,
        address: Address,
    ) -> Mapping[str, Any]:
        """Return the structured data of a person's page (https://schema.org/ProfilePage)."""
        url = self._context.absolute(address)
        about = {
            **self._person_views.describe(person),
            "description": person.summary,
            "image": self._context.describe_image(portrait) if portrait else "",
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
    """Return the structured data of a role (https://schema.org/Role)."""
    data = {
        "@type": "Role",
        "roleName": ", ".join(filter(None, (role.title, role.unit))),
        "startDate": role.since,
        "endDate": role.until,
    }
    return {key: value for key, value in data.items() if value}
