"""Resolve the names in bylines: the name of a file in `people/`, or the name that readers see.

Comments are not resolved: there, only the name of a file stands for a person of the blog.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from rostrum.core.diagnostics import Report, Severity, SourceLocation, list_known, nearest, shorten
from rostrum.core.model import Page, Person, Post, Status, WrittenName
from rostrum.core.translatable import Translatable, join_sentences, ngettext_lazy
from rostrum.core.translatable import gettext_lazy as _
from rostrum.people.merged_names import collect_spellings, report_merged
from rostrum.schema.keys import Slugify, fold_name, is_slip, looks_like_key, make_key

if TYPE_CHECKING:
    from rostrum.core.content import Library

FOLDER = "people"
_FILES = 3  # maximum number of files listed in a hint
_AND = re.compile(r"\s+(?:and|et|und|&|\+)\s+|\s*[/;]\s*")
T = TypeVar("T", Post, Page)


@dataclass(frozen=True)
class PersonNames:
    """The names of people: keys by displayed name, and the spellings to compare slips with."""

    keys: frozenset[str]
    by_name: Mapping[str, tuple[str, ...]]
    spellings: Mapping[str, str]
    slugify: Slugify

    def find(self, name: str) -> tuple[str, ...]:
        """Return the keys of the people with a name; more than one if they share it."""
        return (name,) if name in self.keys else self.by_name.get(fold_name(name), ())

    def find_near(self, name: str) -> str:
        """Return the key of a person whose key or name is one slip away; empty without one."""
        if flipped := self._find_flipped(name):
            return flipped
        written = dict.fromkeys((fold_name(name), self.slugify(name)))
        for spelling, key in self.spellings.items():
            if any(text == spelling or is_slip(text, spelling) for text in written):
                return key
        return ""

    def find_joined(self, name: str) -> list[str]:
        """Return the keys of several people written as one name, "Anna and Ben"; else nothing."""
        parts = _AND.split(name)
        keys = [key for part in parts for key in self.find(part)[:1]]
        return keys if len(keys) == len(parts) > 1 else []

    def join_flipped(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return names with those in one that a comma separates: "Kovač", "Ben" is "Kovač, Ben"."""
        joined: list[str] = []
        for name in names:
            pair = ", ".join((*joined[-1:], name))
            is_known = self.find(name) or (joined and self.find(joined[-1]))
            if joined and not is_known and self._find_flipped(pair):
                joined[-1] = pair
            else:
                joined.append(name)
        return tuple(joined)

    def _find_flipped(self, name: str) -> str:
        """Return the key of a person whose name is written with the last name first."""
        last, comma, first = name.partition(",")
        keys = self.by_name.get(fold_name(f"{first} {last}"), ()) if comma else ()
        return keys[0] if keys else ""


def index_names(people: Iterable[Person], slugify: Slugify) -> PersonNames:
    """Return the index of the names of people with a file."""
    by_name: dict[str, dict[str, None]] = {}
    spellings: dict[str, str] = {}
    keys: set[str] = set()
    for person in people:
        if not person.has_file:
            continue
        keys.add(person.key)
        spellings.setdefault(person.key.casefold(), person.key)
        if person.name:
            by_name.setdefault(fold_name(person.name), {})[person.key] = None
            spellings.setdefault(fold_name(person.name), person.key)
            spellings.setdefault(slugify(person.name), person.key)
    names = {name: tuple(sorted(found)) for name, found in by_name.items()}
    return PersonNames(frozenset(keys), names, spellings, slugify)


def resolve_bylines(library: Library, slugify: Slugify, default_lang: str) -> Library:
    """Return a library with the keys of people in place of the names in posts and pages.

    A name without a file becomes a person without a file, except what looks like a slip or like
    the name of a file in a site that has people: `check_bylines` reports these.
    """
    resolver = _BylineResolver(library.people, slugify, default_lang)
    posts = tuple(map(resolver.resolve_post, _in_order(library.posts)))
    pages = tuple(map(resolver.resolve_page, _in_order(library.pages)))
    if not resolver.is_needed:
        return library
    known = tuple(person for person in library.people if person.has_file)
    return replace(
        library,
        posts=_restore(library.posts, posts),
        pages=_restore(library.pages, pages),
        people=(*known, *resolver.list_new()),
    )


class _BylineResolver:
    """Finds the people of bylines; `new` are those without a file, by key."""

    def __init__(self, people: Iterable[Person], slugify: Slugify, default_lang: str) -> None:
        self._people, self._slugify, self._lang = tuple(people), slugify, default_lang
        self.new = {person.key: person for person in self._people if not person.has_file}
        self._keys = {person.key: person.key for person in self._people}
        self._written: dict[str, list[WrittenName]] = {}
        self.is_needed = False

    @cached_property
    def _names(self) -> PersonNames:
        return index_names(self._people, self._slugify)

    def list_new(self) -> Iterator[Person]:
        """Yield the people without a file, with the other spellings of their names."""
        for person in self.new.values():
            spellings = collect_spellings(
                self._written.get(person.key, ()), person.name, person.key
            )
            yield replace(person, spellings=spellings or person.spellings)

    def resolve_post(self, post: Post) -> Post:
        authors = self._resolve(post, "authors", post.authors)
        helpers = self._resolve(post, "written_with", post.written_with)
        if authors == post.authors and helpers == post.written_with:
            return post
        return replace(post, authors=authors, written_with=helpers)

    def resolve_page(self, page: Page) -> Page:
        authors = self._resolve(page, "authors", page.authors)
        return page if authors == page.authors else replace(page, authors=authors)

    def _resolve(self, item: Post | Page, key: str, names: tuple[str, ...]) -> tuple[str, ...]:
        if all(self._keys.get(name) == name for name in names):
            return names
        self.is_needed = True
        names = self._names.join_flipped(names)
        return tuple(dict.fromkeys(self._find(name, item.where_item(key, name)) for name in names))

    def _find(self, name: str, place: SourceLocation) -> str:
        if name not in self._keys:
            self._keys[name] = self._find_or_make(name, place)
        return self._keys[name]

    def _find_or_make(self, name: str, place: SourceLocation) -> str:
        known = self._names.find(name)
        if known:
            return known[0] if len(known) == 1 else name
        if is_refused(name, self._names):
            return name
        key = make_key(name, self._names.slugify)
        self._written.setdefault(key, []).append(WrittenName(name, place))
        first = self.new.get(key)
        if key and (first is None or (looks_like_key(first.name) and not looks_like_key(name))):
            path = f"{FOLDER}/{key}.md"
            self.new[key] = Person(key, path, place, name, self._lang, has_file=False)
        return key or name


def is_refused(name: str, names: PersonNames) -> bool:
    """Return True if a name without a person is taken for an error, in a site that has people."""
    return bool(names.keys) and (
        looks_like_key(name) or bool(names.find_near(name)) or bool(names.find_joined(name))
    )


def check_authors(posts: Iterable[Post], report: Report) -> None:
    """Report the posts without an author once, except drafts and those with errors."""
    faulty = {found.place.path for found in report if found.level is Severity.ERROR}
    places = sorted(
        post.where("authors")
        for post in posts
        if not post.authors and post.status is not Status.DRAFT and post.place.path not in faulty
    )
    if places:
        message = ngettext_lazy(
            "the post has no author", "%(count)s posts have no author", len(places)
        )
        hint = _('Name the author of all posts in AUTHOR, or add "author: …" to each post.')
        others = [place.path for place in places[1:]]
        if others:
            files: str | Translatable = ", ".join(others[:_FILES])
            if len(others) > _FILES:
                number = len(others) - _FILES
                files = _("%(files)s, %(number)s more", files=files, number=number)
            hint = join_sentences(_("The others are %(files)s.", files=files), hint)
        report.warning("author-missing", places[0], message, hint)


def check_bylines(library: Library, slugify: Slugify, report: Report) -> None:
    """Report names of nobody in bylines, and each person without a file once."""
    known = {person.key for person in library.people}
    items: list[Post | Page] = [*library.posts, *library.pages]
    unknown = [
        (written, item.where_item(key, written))
        for item in items
        for key, written in _list_written(item)
        if written not in known and not library.has_unread("person", written)
    ]
    if unknown:
        names = index_names(library.people, slugify)
        for written, place in unknown:
            _report_unknown(written, names, place, report)
    for person in library.people:
        if not person.has_file:
            message = _('"%(name)s" has no file in people/', name=shorten(person.name))
            hint = _(
                "Readers see the name, without picture and role. rostrum check --write-people "
                "writes %(path)s.",
                path=person.path,
            )
            report.warning("person-without-file", person.place, message, hint)
        if person.spellings:
            message = _('%(names)s are one person, "%(key)s"')
            hint = _(
                "Write one name everywhere. If these are several people, give each a file in "
                "people/ with its name."
            )
            report_merged(person, person.name, message, hint, report)


def _list_written(item: Post | Page) -> Iterator[tuple[str, str]]:
    yield from (("authors", name) for name in item.authors)
    if isinstance(item, Post):
        yield from (("written_with", name) for name in item.written_with)


def _report_unknown(name: str, names: PersonNames, place: SourceLocation, report: Report) -> None:
    sharing = names.find(name)
    if sharing:
        message = _('"%(name)s" is the name of several people', name=shorten(name))
        hint = _("Write the name of the file: %(keys)s.", keys=" or ".join(sharing))
        report.error("person-ambiguous", place, message, hint)
        return
    message = _('there is no person "%(name)s"', name=shorten(name))
    report.error("person-unknown", place, message, _advise(name, names))


def _advise(name: str, names: PersonNames) -> Translatable:
    """Return the hint for the name of nobody."""
    if joined := names.find_joined(name):
        return _("Write a list: [%(keys)s].", keys=", ".join(joined))
    key = make_key(name, names.slugify)
    if not key:
        return _("Add a file to people/, and write its name here.")
    path = f"{FOLDER}/{key}.md"
    near = names.find_near(name) or nearest(name, names.keys)
    if key in names.keys:
        return _('Did you mean "%(near)s"?', near=near or key)
    if near:
        return _(
            'Did you mean "%(near)s"? If not, rostrum check --write-people writes %(path)s.',
            near=near,
            path=path,
        )
    hint = _("Add a file %(path)s, or let rostrum check --write-people write it.", path=path)
    known = list_known(names.keys)
    return _("%(hint)s %(known)s", hint=hint, known=known) if known else hint


def list_unwritten(library: Library, slugify: Slugify) -> dict[str, str]:
    """Return the names of people without a file by key: those of bylines, errors included."""
    names = index_names(library.people, slugify)
    unwritten = {person.key: person.name for person in library.people if not person.has_file}
    items: list[Post | Page] = [*library.posts, *library.pages]
    for item in items:
        for _field, written in _list_written(item):
            key = make_key(written, slugify)
            is_person = names.find(written) or names.find_joined(written)
            if key and not is_person and written not in unwritten:
                unwritten.setdefault(key, _spell(written))
    return {key: name for key, name in unwritten.items() if key not in names.keys}


def _spell(written: str) -> str:
    """Return the name to display for a name in a byline, which may be that of a file."""
    return written.replace("-", " ").title() if looks_like_key(written) else written


def _in_order(items: Iterable[T]) -> list[T]:
    return sorted(items, key=lambda item: item.path)


def _restore(items: Iterable[T], resolved: Iterable[T]) -> tuple[T, ...]:
    """Return resolved items in the order of the given ones."""
    by_path = {item.path: item for item in resolved}
    return tuple(by_path[item.path] for item in items)
