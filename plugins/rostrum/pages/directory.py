"""The pages of the directory of people, one list for each filter, and its JSON file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from rostrum.core.model import Person
from rostrum.pages.context import ViewContext
from rostrum.pages.layout import PEOPLE, Head, PageLayout
from rostrum.pages.output_file import OutputFile
from rostrum.pages.people_json import FILE, make_register
from rostrum.pages.profile_links import name_network
from rostrum.pages.teasers import number_links
from rostrum.pages.view_makers import ViewMakers
from rostrum.people.directory import (
    Directory,
    Group,
    Selection,
    find_letter,
    group_people,
    sort_by_surname,
)
from rostrum.site.urls import Address
from rostrum.views.components import (
    FiltersView,
    FilterView,
    GroupView,
    LetterView,
    LinkView,
    PersonView,
)
from rostrum.views.pages import PeopleView

LEAN_LIST_FROM = 120  # a page with more people omits their pictures
SEARCHABLE_FROM = 25  # a list with as many people has a filter box
MOST_ACTIVE = 12  # people with pictures at the top of a long directory


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the directory or of a selection: its people, and the addresses of all pages."""

    lang: str
    selection: Selection | None
    number: int
    people: tuple[Person, ...]
    places: tuple[Address, ...]

    @property
    def address(self) -> Address:
        """The address of this page."""
        return self.places[self.number - 1]


class DirectoryPresenter:
    """Makes the pages of the directory."""

    def __init__(self, views: ViewMakers, frame: PageLayout) -> None:
        self._views, self._context, self._layout = views, views.context, frame
        self._person_views, self._descriptions = views.people, views.descriptions

    def iter_files(self, lang: str) -> Iterator[OutputFile]:
        """Yield the pages of a language's directory and of each filter, and the JSON file."""
        directory = self._context.site.directories[lang]
        if not directory.people:
            return
        for selection in (None, *directory.selections):
            for part in self._divide(selection, lang):
                if part.address.is_written:
                    yield OutputFile(part.address.file, partial(self._make_page, part))
        address = self._context.addresses.file(FILE, lang)
        make = partial(make_register, self._views, lang, address)
        yield OutputFile(address.file, make, format="people")

    def _divide(self, selection: Selection | None, lang: str) -> Iterator[Part]:
        people = selection.people if selection else self._directory(lang).people
        first, size = self._place(selection, lang), self._context.settings.people_per_page
        numbers = range(1, -(-len(people) // size) + 1)
        places = tuple(self._context.addresses.number(first, number) for number in numbers)
        for number in numbers:
            members = people[(number - 1) * size : number * size]
            yield Part(lang, selection, number, members, places)

    def _make_page(self, part: Part) -> PeopleView:
        context, lang, chosen = self._context, part.lang, part.selection
        title = self._title(chosen, lang)
        people = context.languages[lang].gettext("People")
        head = Head(
            title=f"{people}: {title}" if chosen else people,
            description=self._describe(part),
            translations=self._find_translations(part) if part.number == 1 else None,
        )
        is_long = len(part.people) > LEAN_LIST_FROM
        everyone = chosen.people if chosen else self._directory(lang).people
        return PeopleView(
            title=title,
            count=len(everyone),
            filters=tuple(self._list_filters(chosen, lang)),
            groups=self._groups(part.people, lang),
            network=self._name(chosen, lang) if chosen and chosen.kind == "on" else "",
            is_narrowed=chosen is not None,
            is_long=is_long,
            active=self._list_active(lang) if is_long and part.number == 1 and not chosen else (),
            letters=self._letters(part.people, lang) if is_long else (),
            is_searchable=len(part.places) == 1 and len(everyone) >= SEARCHABLE_FROM,
            pages=_number(part, context),
            json_url=context.href(context.addresses.file(FILE, lang)),
            **self._layout.fields(lang, part.address, head, PEOPLE),
        )

    def _describe(self, part: Part) -> str:
        chosen, lang, people = part.selection, part.lang, part.people
        if chosen is None:
            return self._descriptions.people(lang, len(self._directory(lang).people), people)
        name, is_network = self._name(chosen, lang), chosen.kind == "on"
        return self._descriptions.selected_people(lang, name, people, is_network=is_network)

    def _find_translations(self, part: Part) -> Mapping[str, Address]:
        """Return the addresses of the same page in other languages."""
        chosen = part.selection
        addresses = {}
        for code in self._context.site.languages:
            keys = {
                (selection.kind, selection.key) for selection in self._directory(code).selections
            }
            exists = (chosen.kind, chosen.key) in keys if chosen else self._directory(code).people
            if code != part.lang and exists:
                addresses[code] = self._place(chosen, code)
        return addresses

    def _list_filters(self, chosen: Selection | None, lang: str) -> Iterator[FiltersView]:
        """Yield the groups of filters, "Everyone" first. The filter of the page is current."""
        directory, gettext = self._directory(lang), self._context.languages[lang].gettext
        if not directory.selections:
            return
        titles = {"as": gettext("Who"), "in": gettext("Unit"), "on": gettext("Network")}
        for kind, title in titles.items():
            selections = [selection for selection in directory.selections if selection.kind == kind]
            links = [self._filter(selection, chosen, lang) for selection in selections]
            if kind == "as":
                links.insert(0, self._filter(None, chosen, lang))
            if links:
                is_current = any(link.current for link in links)
                yield FiltersView(kind, title, tuple(links), is_current)

    def _filter(
        self, selection: Selection | None, chosen: Selection | None, lang: str
    ) -> FilterView:
        gettext = self._context.languages[lang].gettext
        people = selection.people if selection else self._directory(lang).people
        title = gettext("Everyone") if selection is None else self._name(selection, lang)
        url = self._context.href(self._place(selection, lang))
        return FilterView(title, url, len(people), current=selection is chosen)

    def _list_active(self, lang: str) -> tuple[PersonView, ...]:
        """Return those with most posts, the latest first among equals."""
        people = [self._person_views.person(one.key, lang) for one in self._directory(lang).people]
        writers = [view for view in people if view.last and not view.former]
        writers.sort(key=_by_activity, reverse=True)
        return tuple(writers[:MOST_ACTIVE])

    def _letters(self, people: tuple[Person, ...], lang: str) -> tuple[LetterView, ...]:
        """Return the index of a page: its people by the first letter of their surname."""
        by_letter: dict[str, list[LinkView]] = {}
        for person in sort_by_surname(people):
            view = self._person_views.person(person.key, lang)
            by_letter.setdefault(find_letter(person), []).append(LinkView(view.name, view.url))
        return tuple(LetterView(letter, tuple(by_letter[letter])) for letter in sorted(by_letter))

    def _groups(self, people: tuple[Person, ...], lang: str) -> tuple[GroupView, ...]:
        context, directory = self._context, self._directory(lang)
        pages = {
            selection.key: selection for selection in directory.selections if selection.kind == "in"
        }
        groups = []
        for group in group_people(people, context.site.slugify):
            unit = pages.get(group.slug) if group.slug else None
            url = context.href(self._place(unit, lang)) if unit else ""
            views = tuple(self._person_views.person(person.key, lang) for person in group.people)
            groups.append(GroupView(group.kind, self._heading(group, directory, lang), url, views))
        return tuple(groups)

    def _heading(self, group: Group, directory: Directory, lang: str) -> str:
        gettext = self._context.languages[lang].gettext
        has_units = any(selection.kind == "in" for selection in directory.selections)
        titles = {
            "executive": gettext("Leadership"),
            "staff": gettext("Other staff") if has_units else gettext("Staff"),
            "guest": gettext("Guests"),
            "former": gettext("Former colleagues"),
        }
        return group.name or titles[group.kind]

    def _title(self, chosen: Selection | None, lang: str) -> str:
        gettext = self._context.languages[lang].gettext
        if chosen is None:
            return gettext("People")
        name = self._name(chosen, lang)
        return gettext("On %(network)s", network=name) if chosen.kind == "on" else name

    def _name(self, selection: Selection, lang: str) -> str:
        """Return the title of a filter."""
        gettext = self._context.languages[lang].gettext
        if selection.kind == "on":
            return name_network(selection.name, gettext)
        titles = {
            "executives": gettext("Leadership"),
            "staff": gettext("Staff"),
            "guests": gettext("Guests"),
            "former": gettext("Former colleagues"),
        }
        return titles[selection.key] if selection.kind == "as" else selection.name

    def _directory(self, lang: str) -> Directory:
        return self._context.site.directories[lang]

    def _place(self, selection: Selection | None, lang: str) -> Address:
        below = selection.path if selection else ""
        return self._context.addresses.folder(f"{PEOPLE}{below}", lang)


def _by_activity(view: PersonView) -> tuple[int, float]:
    return view.count + view.helped, view.last.timestamp() if view.last else 0.0


def _number(part: Part, context: ViewContext) -> tuple[LinkView, ...]:
    """Return links to all pages of a list, or () for a single page."""
    if len(part.places) == 1:
        return ()
    return number_links(part.number - 1, [context.href(address) for address in part.places])
