"""Views of people in their present or an earlier role, and of their roles."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

from rostrum.comments.names import drop_titles
from rostrum.core.model import Image, Person, PersonLevel, Post, Role
from rostrum.pages.context import ViewContext, once
from rostrum.pages.profile_links import name_account, name_network
from rostrum.people.roles import list_begun
from rostrum.renditions.plan import Shape
from rostrum.series.installments import LocalizedSeries
from rostrum.views.components import ImageView, PersonView, ProfileView, RoleView


class PersonViews:
    """Makes the views of people, one for each person and displayed role."""

    def __init__(self, context: ViewContext) -> None:
        self._context = context
        self._people: dict[tuple[str, str, int], PersonView] = {}
        self._groups: dict[tuple[int, ...], tuple[PersonView, ...]] = {}
        self._by_day: dict[tuple[tuple[str, ...], str, date | None], tuple[PersonView, ...]] = {}
        self._shares: dict[tuple[str, str], tuple[tuple[LocalizedSeries, int], ...]] = {}

    def person(self, key: str, lang: str, moment: datetime | None = None) -> PersonView:
        """Return the view of a person in a language, in the role held at `moment`, or now.

        `url` is empty if the person has no page in the language. The same role returns the same
        object.
        """
        person = self._context.site.person(key, lang, moment)
        role_id = id(person)  # the site keeps one object for each role, so the id is stable
        return once(self._people, (key, lang, role_id), lambda: self._make_person(person, lang))

    def people(
        self, keys: tuple[str, ...], lang: str, moment: datetime | None = None
    ) -> tuple[PersonView, ...]:
        """Return the views of several people in the given order, in their roles at `moment`.

        The same people in the same roles return the same object.
        """
        day = moment.date() if moment else None
        group = self._by_day.get((keys, lang, day))
        if group is None:
            views = tuple(self.person(key, lang, moment) for key in keys)
            group = once(self._groups, tuple(map(id, views)), lambda: views)
            self._by_day[keys, lang, day] = group
        return group

    def writers(self, post: Post) -> tuple[PersonView, ...]:
        """Return a post's authors in the given order, in their roles at its date."""
        return self.people(post.authors, post.lang, post.date)

    def helpers(self, post: Post) -> tuple[PersonView, ...]:
        """Return the people in `written_with` of a post, without its authors."""
        keys = tuple(key for key in post.written_with if key not in post.authors)
        return self.people(keys, post.lang, post.date) if keys else ()

    def shares(self, key: str, lang: str) -> tuple[tuple[LocalizedSeries, int], ...]:
        """Return the series with posts by a person, newest first, and the number of these posts."""
        return once(self._shares, (key, lang), lambda: self._make_shares(key, lang))

    def _make_shares(self, key: str, lang: str) -> tuple[tuple[LocalizedSeries, int], ...]:
        posts, runs = self._context.site.by_person.get((key, lang), ()), self._context.site.series
        counts = Counter(post.series for post in posts if post.id in self._context.site.parts)
        return tuple((runs[name, lang], n) for name, n in counts.items() if (name, lang) in runs)

    def _make_person(self, person: Person, lang: str) -> PersonView:
        context, site = self._context, self._context.site
        wrote = site.by_person.get((person.key, lang), ())
        either = site.by_hand.get((person.key, lang), ())
        has_page = site.has_page(person.key, lang)
        gettext = context.languages[lang].gettext
        return PersonView(
            key=person.key,
            name=person.name,
            role=person.role,
            unit=person.unit,
            level=person.level.value,
            former=person.former,
            url=context.href(context.addresses.person(person.key, lang)) if has_page else "",
            initials=initials(person.name),
            photo=context.image(_photo(person), Shape.FACE),
            summary=person.summary,
            profiles=tuple(
                ProfileView(name_network(key, gettext), url, name_account(url))
                for key, url in person.profiles
            ),
            count=len(wrote),
            last=either[0].date if either else None,
            helped=len(either) - len(wrote),
            now=self._now(person, lang),
        )

    def portrait(self, key: str, lang: str) -> ImageView | None:
        """Return the photo of a person in the sizes of their page, None without one."""
        person = self._context.site.person(key, lang)
        return self._context.image(_photo(person), Shape.PORTRAIT)

    def list_roles(self, key: str, lang: str) -> tuple[RoleView, ...]:
        """Return the dated roles of a person without future ones, the latest first."""
        person = self._context.site.person(key, lang)
        begun = list_begun(person, self._today)
        return tuple(self._role(person, n, lang) for n in begun)

    def describe(self, person: PersonView) -> dict[str, Any]:
        """Return the structured data of a person (https://schema.org/Person).

        The employer is the organisation, or for a guest their unit. It is `worksFor` of a present
        and `alumniOf` of a former employee.
        """
        organisation = (
            person.unit if person.level == PersonLevel.GUEST else self._context.info.organisation
        )
        employer = {"@type": "Organization", "name": organisation} if organisation else None
        url = self._context.addresses.site_root + person.url if person.url else ""
        data = {
            "@type": "Person",
            "name": person.name,
            "url": url,
            "jobTitle": "" if person.former else person.role,
            "alumniOf" if person.former else "worksFor": employer,
        }
        return {key: value for key, value in data.items() if value}

    def _now(self, person: Person, lang: str) -> RoleView | None:
        """Return the present or last role of a person displayed in an earlier role, else None."""
        present = self._context.site.person(person.key, lang)
        if present is person or not present.role:
            return None
        begun = list_begun(present, self._today)
        return self._role(present, begun[0], lang)

    def _role(self, person: Person, number: int, lang: str) -> RoleView:
        role = person.roles[number]
        today = self._today
        is_over = role.last is not None and role.last < today
        is_left = person.former and number == list_begun(person, today)[0]
        return RoleView(
            title=role.title,
            unit=role.unit,
            period=self._word_period(role, lang, is_over=is_over),
            since=role.since,
            until=role.until if is_over else "",
            current=not (is_over or is_left),
        )

    def _word_period(self, role: Role, lang: str, *, is_over: bool) -> str:
        """Return the period of a role, such as `since 2023`. A future end is omitted."""
        gettext = self._context.languages[lang].gettext
        since, until = self._word(role.since, lang), self._word(role.until, lang)
        if is_over and since == until:
            return since
        if is_over and since:
            return gettext("from %(since)s to %(until)s", since=since, until=until)
        if is_over:
            return gettext("until %(until)s", until=until)
        return gettext("since %(since)s", since=since) if since else ""

    def _word(self, written: str, lang: str) -> str:
        return self._context.languages[lang].wording.period(written) if written else ""

    @property
    def _today(self) -> date:
        return self._context.visibility.moment.date()


def initials(name: str) -> str:
    """Return the initials of the first and last word of a name, at most two, without titles."""
    parts = [word for word in drop_titles(name) if word[:1].isalnum()]
    ends = [parts[0], parts[-1]] if len(parts) > 1 else parts
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
