"""The output files of a site, their origins, and conflicts between them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from rostrum.admin.page import CONFIG, FOLDER, PAGE
from rostrum.config.settings import Settings
from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.model import Page, Placed, Post
from rostrum.core.portable_names import fold
from rostrum.core.translatable import gettext_lazy as _
from rostrum.core.translatable import join_sentences
from rostrum.feeds.model import FORMATS
from rostrum.pages import feed_selection as feed_kinds
from rostrum.pages import robots
from rostrum.pages.feed_selection import has_feed, has_tag_feed
from rostrum.pages.indexnow import name_key_file
from rostrum.pages.layout import ARCHIVE, COMMENTS, FEEDS, HOME, PEOPLE, SERIES, TOPICS
from rostrum.pages.people_json import FILE as PEOPLE_FILE
from rostrum.pages.redirects import (
    Redirect,
    RedirectLister,
    check_redirects,
    has_page,
    list_rule_files,
)
from rostrum.pages.series_urls import SeriesUrls
from rostrum.pages.server_headers import list_header_files
from rostrum.renditions.plan import FOLDER as PICTURES
from rostrum.site.schedule import Schedule
from rostrum.site.site import Site
from rostrum.site.urls import Address, Addresses

SITEMAP = "sitemap.xml"

LONGEST_NAME = 255
"""The maximum length of a file name in bytes (NAME_MAX in Linux' limits.h; also APFS, NTFS)."""

_OUTSIDE = re.compile(r"\A/|/\Z|(?:\A|/)\.\.(?:/|\Z)|[\\\0\n]")
_MADE = re.compile(rf"{PICTURES}(?:card-)?[0-9a-f]{{16}}(?:-\d+)?\.[a-z0-9]+(?:/.*)?")
"""The pictures that the kit makes, and what would be below them: their names have a digest."""

_LONG = re.compile(rf"[^/]{{{LONGEST_NAME // 4},}}")  # UTF-8 needs at most four bytes a character


class Origin(NamedTuple):
    """The origin of a file: an item with a location, and the key with its address.

    `text` is True for the page of a post or static page, False for a file made from several
    items, such as the page of a tag.
    """

    item: Placed
    key: str
    text: bool = False

    @property
    def place(self) -> SourceLocation:
        """The location of the value with the address."""
        return self.item.where(self.key)


def find_address_key(item: Post | Page) -> str:
    """Return the key in front matter that decides on the address of a post or page."""
    return "save_as" if item.save_as else "url" if item.url else "slug"


class FileRole(Enum):
    """The role of a file for readers. The sitemap lists only TEXT and PAGE."""

    TEXT = "a post or page"
    PAGE = "the first page of a list, and a person's or series' page"
    ALTERNATE = "the same as a page in another form, such as a calendar or an e-book"
    REDIRECT = "a page at a former address, and a list of all of them for a server"
    EXTRA = "a further page of a list, a feed, and what only programs read"


class SiteFile(NamedTuple):
    """An output file: its address, and its origin.

    `origin` is None for the files of every site, such as the home page.
    """

    address: Address
    origin: Origin | None
    role: FileRole = FileRole.EXTRA


@dataclass(frozen=True)
class FileLister:
    """Lists the files of a build. `page_size` is the number of posts on a page of a list."""

    addresses: Addresses
    settings: Settings
    page_size: int

    @cached_property
    def _ways(self) -> SeriesUrls:
        return SeriesUrls(self.addresses, self.settings)

    def list_files(self, schedule: Schedule) -> Iterator[SiteFile]:
        """Yield all files of a site after the publication of all scheduled content.

        Include each file of the directory of people at any time until then.
        """
        known = set()
        for file in self.list_site(schedule.last):
            known.add(file.address)
            yield file
        later = map(self._list_directories, schedule.turning_points())
        for file in chain.from_iterable(later):
            if file.address.is_written and file.address not in known:
                known.add(file.address)
                yield file

    def list_site(self, site: Site) -> Iterator[SiteFile]:
        """Yield all files of a site at the moment of its visibility, without rendering.

        If Pelican writes the pages, yield only the files common to Pelican and the kit.
        """
        files = (file for file in self._list_site(site) if file.address.is_written)
        if self.settings.render:
            return files
        return (file for file in files if file.role is not FileRole.EXTRA)

    def list_urls(self, site: Site) -> frozenset[str]:
        """Return the addresses of all files of a site, and all former ones, for the link check."""
        former = (redirect.former.url for redirect in self.list_redirects(site))
        homes = (self.addresses.folder(HOME, lang).url for lang in site.languages)
        return frozenset((*(file.address.url for file in self.list_site(site)), *homes, *former))

    def list_redirects(self, site: Site) -> Iterator[Redirect]:
        """Yield all redirects from former addresses to pages of a site."""
        return RedirectLister(self.addresses, self._ways).list_redirects(site)

    def _list_site(self, site: Site) -> Iterator[SiteFile]:
        yield from self.list_texts(site)
        yield from self._list_threads(site)
        for lang in site.languages:
            yield from self._list_fixed(site, lang)
            yield from self._list_topics(site, lang)
            yield from self._list_archive(site, lang)
            yield from self._list_series(site, lang)
            yield from self._list_people(site, lang)
        yield from self._list_directories(site)
        if not site.visibility.preview:
            yield SiteFile(Address(SITEMAP, SITEMAP), None)
        yield SiteFile(Address(robots.FILE, robots.FILE), None)
        if key := self.settings.indexnow:
            yield SiteFile(Address(name_key_file(key), name_key_file(key)), None)
        if self.settings.admin:
            yield SiteFile(Address(FOLDER, PAGE), None)
            yield SiteFile(Address(FOLDER + CONFIG, FOLDER + CONFIG), None)
        yield from self._list_former(site)

    def _list_former(self, site: Site) -> Iterator[SiteFile]:
        kinds = self.settings.redirects
        files = {*list_rule_files(kinds).values()}
        if self.settings.render:
            files |= {*list_header_files(self.settings.headers).values()}
        for file in sorted(files):
            yield SiteFile(Address(file, file), None, FileRole.REDIRECT)
        for redirect in self.list_redirects(site):
            if has_page(redirect, kinds):
                origin = Origin(redirect.alias, "aliases")
                yield SiteFile(redirect.former, origin, FileRole.REDIRECT)

    def list_texts(self, site: Site) -> Iterator[SiteFile]:
        """Yield the file of each post and static page."""
        for post in site.posts:
            origin = Origin(post, find_address_key(post), text=True)
            yield SiteFile(self.addresses.post(post), origin, FileRole.TEXT)
        for page in site.pages:
            origin = Origin(page, find_address_key(page), text=True)
            yield SiteFile(self.addresses.page(page), origin, FileRole.TEXT)

    def _list_threads(self, site: Site) -> Iterator[SiteFile]:
        if not has_feed(self.settings, feed_kinds.COMMENTS):
            return
        for posts in site.spoken.values():
            for post in posts:
                page = self.addresses.beside(self.addresses.post(post), COMMENTS)
                yield from self._beside(page, Origin(post, find_address_key(post)))

    def _list_fixed(self, site: Site, lang: str) -> Iterator[SiteFile]:
        addresses = self.addresses
        home, posts = addresses.folder(HOME, lang), site.by_lang.get(lang, ())
        not_found, written = addresses.file("404.html", lang), list_written(site, addresses)
        numbered = self._number(home, len(posts) - 1, self.settings.home_posts, None)
        yield from (file for file in numbered if file.address.file not in written)
        if has_feed(self.settings, feed_kinds.BLOG):
            yield from self._beside(home, None)
        if has_feed(self.settings, feed_kinds.COMMENTS):
            yield from self._beside(addresses.folder(COMMENTS, lang), None)
        if not_found.file not in written:
            yield SiteFile(not_found, None)
        yield SiteFile(addresses.folder(FEEDS, lang), None, FileRole.PAGE)
        yield SiteFile(self._ways.subscriptions(lang), None, FileRole.ALTERNATE)

    def _list_topics(self, site: Site, lang: str) -> Iterator[SiteFile]:
        addresses = self.addresses
        if site.tags[lang] or site.categories[lang]:
            yield SiteFile(addresses.folder(TOPICS, lang), None, FileRole.PAGE)
        for topic in site.tags[lang]:
            page, origin = addresses.tag(topic.slug, lang), Origin(topic.posts[0], "tags")
            yield from self._number(page, topic.count, self.page_size, origin)
            if has_tag_feed(self.settings, topic.count, site, lang):
                yield from self._beside(page, origin)
        for topic in site.categories[lang]:
            page, origin = addresses.category(topic.slug, lang), Origin(topic.posts[0], "category")
            yield from self._number(page, topic.count, self.page_size, origin)
            if has_feed(self.settings, feed_kinds.CATEGORIES):
                yield from self._beside(page, origin)

    def _list_archive(self, site: Site, lang: str) -> Iterator[SiteFile]:
        addresses = self.addresses
        if site.months[lang]:
            yield SiteFile(addresses.folder(ARCHIVE, lang), None, FileRole.PAGE)
        for year in site.years[lang]:
            origin = Origin(year.months[0].posts[0], "date")
            yield SiteFile(addresses.year(year.date, lang), origin, FileRole.PAGE)
        for month in site.months[lang]:
            origin, page = Origin(month.posts[0], "date"), addresses.month(month.date, lang)
            yield from self._number(page, len(month.posts), self.page_size, origin)

    def _list_series(self, site: Site, lang: str) -> Iterator[SiteFile]:
        runs = [run for (_, code), run in site.series.items() if code == lang]
        if runs:
            yield SiteFile(self.addresses.folder(SERIES, lang), None, FileRole.PAGE)
        for run in runs:
            origin, page = Origin(run.series, "title"), self._ways.page(run)
            yield SiteFile(page, origin, FileRole.PAGE)
            if has_feed(self.settings, feed_kinds.SERIES):
                yield from self._beside(page, origin)
            for address in self._ways.beyond(run):
                yield SiteFile(address, origin, FileRole.ALTERNATE)

    def _list_people(self, site: Site, lang: str) -> Iterator[SiteFile]:
        people = site.active(lang)
        if people:
            address = self.addresses.file(PEOPLE_FILE, lang)
            yield SiteFile(address, None, FileRole.ALTERNATE)
        for person in people:
            origin, page = Origin(person, "name"), self.addresses.person(person.key, lang)
            posts = site.by_hand.get((person.key, lang), ())
            yield from self._number(page, len(posts), self.page_size, origin)
            if has_feed(self.settings, feed_kinds.PEOPLE):
                yield from self._beside(page, origin)

    def _list_directories(self, site: Site) -> Iterator[SiteFile]:
        size = self.settings.people_per_page
        for lang in site.languages:
            directory = site.directories[lang]
            if directory.people:
                page = self.addresses.folder(PEOPLE, lang)
                yield from self._number(page, len(directory.people), size, None)
            for selection in directory.selections:
                page = self.addresses.folder(f"{PEOPLE}{selection.path}", lang)
                origin = Origin(selection.people[0], _KEYS[selection.kind])
                count = len(selection.people)
                yield from self._number(page, count, size, origin)

    def _number(
        self, first: Address, count: int, size: int, origin: Origin | None
    ) -> Iterator[SiteFile]:
        """Yield the pages of a list of `count` items with `size` items on each page."""
        yield SiteFile(first, origin, FileRole.PAGE)
        for number in range(2, -(-count // size) + 1):
            yield SiteFile(self.addresses.number(first, number), origin)

    def _beside(self, page: Address, origin: Origin | None) -> Iterator[SiteFile]:
        if not page.is_written:
            return
        folder = self.addresses.beside(page, "").file
        for format in FORMATS:
            path = folder + format.filename
            yield SiteFile(Address(path, path), origin)


_REPLACEABLE = frozenset(("index.html", "404.html"))


def list_written(site: Site, addresses: Addresses) -> frozenset[str]:
    """Return those of the home and 404 page that a static page takes the place of."""
    return frozenset(addresses.page(page).file for page in site.pages) & _REPLACEABLE


_KEYS: Mapping[str, str] = {"as": "level", "in": "unit", "on": "profiles"}
"""The key of a person's file behind each kind of selection."""


def check_files(
    files: Iterable[SiteFile],
    statics: Mapping[str, SourceLocation],
    fixed: Collection[str],
    report: Report,
    redirects: Iterable[Redirect] = (),
) -> None:
    """Report output paths with two origins, and paths invalid on common file systems.

    `statics` are the files of the content to be copied, by their path below the output folder,
    `fixed` the files of the theme and the kit there. `redirects` lead from former addresses, which
    must not be in use.
    """
    reported = {
        diagnostic.place for diagnostic in report if diagnostic.code in ("slug-twice", "id-twice")
    }
    owners: dict[str, Origin | None] = dict.fromkeys(fixed)
    for address, origin, role in files:
        file = address.file
        if role is FileRole.REDIRECT and origin:
            continue
        if file in owners:
            _report_taken(file, owners[file], origin, reported, report)
        else:
            owners[file] = origin
            if origin:
                _check_path(file, origin, report)
    _check_statics(owners, statics, report)
    places = {file: place.path for file, place in statics.items()}
    places |= {file: str(origin.place) if origin else "" for file, origin in owners.items()}
    former = {
        file: Origin(alias, "aliases")
        for file, alias in check_redirects(redirects, places, report).items()
    }
    for file, origin in former.items():
        _check_path(file, origin, report)
    _check_made({**former, **owners}, report)
    _check_folders({**former, **dict.fromkeys(statics), **owners}, former, report)


def _report_taken(
    file: str,
    first: Origin | None,
    second: Origin | None,
    reported: set[SourceLocation],
    report: Report,
) -> None:
    """Report a file with two origins, at a location editable by an author."""
    if first and second and first.text and second.text:
        places = {first.place, *(second.item.where(key) for key in ("slug", "id", second.key))}
        if not reported & places:
            message = _("another page is written to %(file)s as well", file=file)
            report.error(
                "address-taken",
                second.place,
                message,
                _("%(place)s has it.", place=str(first.place)),
            )
        return
    text = next((origin for origin in (first, second) if origin and origin.text), None)
    if text:
        message = _("%(file)s is a page that the kit makes", file=file)
        hint = _('Choose another "%(key)s".', key=text.key)
        report.error("address-taken", text.place, message, hint)
    elif origin := second or first:
        other = first if origin is second else second
        message = _("two pages that the kit makes are written to %(file)s", file=file)
        hint = _("Choose another name.")
        if other:
            comes_from = _("The other one comes from %(place)s.", place=str(other.place))
            hint = join_sentences(comes_from, hint)
        report.error("address-taken", origin.place, message, hint)


def _check_path(file: str, origin: Origin, report: Report) -> None:
    if not file or _OUTSIDE.search(file):
        message = _('"%(file)s" would be written outside the output folder', file=file)
        hint = _("An address begins with a name: is the category empty that it is made of?")
        report.error("address-outside", origin.place, message, hint)
    elif _LONG.search(file) and any(_is_too_long(part) for part in file.split("/")):
        message = _(
            "a name in %(file)s… is longer than the %(maximum)s bytes that a disk takes",
            file=file[:40],
            maximum=LONGEST_NAME,
        )
        report.error("address-long", origin.place, message, _("Shorten it."))


def _is_too_long(part: str) -> bool:
    return len(part.encode("utf-8", "surrogateescape")) > LONGEST_NAME


def _check_statics(
    owners: Mapping[str, Origin | None], statics: Mapping[str, SourceLocation], report: Report
) -> None:
    for file in sorted(statics.keys() & owners.keys() - {robots.FILE}):
        origin, location = owners[file], statics[file]
        if origin and origin.text:
            message = _("a file of the site is copied to %(file)s as well", file=file)
            report.error(
                "address-taken", origin.place, message, _("%(path)s has it.", path=location.path)
            )
        else:
            message = _("%(file)s is a page that the kit makes", file=file)
            report.error("address-taken", location, message, _("Rename this file, or move it."))


def _check_made(owners: Mapping[str, Origin | None], report: Report) -> None:
    """Report a path that a picture made by the kit may have, or that is below such a picture."""
    for file, origin in owners.items():
        if origin and _MADE.fullmatch(fold(file)):
            message = _("%(file)s has the name of a picture that the kit makes", file=file)
            hint = _("Choose another slug or name.")
            report.error("address-taken", origin.place, message, hint)


def _check_folders(
    owners: Mapping[str, Origin | None], former: Collection[str], report: Report
) -> None:
    """Report a path required both as a file and as a folder.

    Capitals are ignored if one of both is a former address, as some hosts do.
    """
    folders: dict[str, list[str]] = {}
    for file in owners:
        folder = fold(file).rpartition("/")[0]
        while folder:
            folders.setdefault(folder, []).append(file)
            folder = folder.rpartition("/")[0]
    for file in sorted(owners):
        inside = next((it for it in folders.get(fold(file), ()) if _clash(file, it, former)), "")
        candidates = [owners[file], owners[inside]] if inside else []
        origins = sorted(filter(None, candidates), key=_rank_written)
        if origins:
            message = _(
                "%(folder)s is to be both a file and a folder, of %(file)s",
                folder=file,
                file=inside,
            )
            hint = _("Choose another slug or name for one.")
            report.error("address-taken", origins[0].place, message, hint)


def _rank_written(origin: Origin) -> tuple[bool, bool]:
    """Return the sort key by which an address that an author has written comes first."""
    return origin.key != "aliases", not origin.text


def _clash(file: str, inside: str, former: Collection[str]) -> bool:
    """Return True if a file can't be beside another one that would be inside of it."""
    return inside.startswith(f"{file}/") or file in former or inside in former
