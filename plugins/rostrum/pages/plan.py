"""All pages of a site: what there is to render, in an order that is always the same."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from xml.sax.saxutils import escape

from rostrum.addresses import Address, Addresses
from rostrum.diagnostics import Place, Report
from rostrum.inventory import FileEntry
from rostrum.manifest import Kind
from rostrum.model import Page as StandingPage
from rostrum.model import Post, Status
from rostrum.pages.directory import DirectoryPresenter
from rostrum.pages.feeds import FeedPresenter
from rostrum.pages.following import FollowingPresenter
from rostrum.pages.frame import ARCHIVE, FEEDS, HOME, PEOPLE, SERIES, TOPICS, Frame
from rostrum.pages.lists import ListPresenter
from rostrum.pages.people import PeoplePresenter
from rostrum.pages.posts import PostPresenter
from rostrum.pages.presentation import Presentation
from rostrum.pages.register import FILE as PEOPLE_FILE
from rostrum.pages.series import SeriesPresenter
from rostrum.pages.sheets import Sheet
from rostrum.pages.ways import Ways
from rostrum.pages.whole import WholePresenter
from rostrum.settings import Settings
from rostrum.site import Site


class Plan:
    """Everything that a site consists of besides pictures and static files."""

    def __init__(self, show: Presentation) -> None:
        self._show = show
        frame = Frame(show)
        series = SeriesPresenter(show, frame)
        self._series, self._posts = series, PostPresenter(show, frame, series)
        self._people = PeoplePresenter(show, frame)
        self._directory = DirectoryPresenter(show, frame)
        self._lists = ListPresenter(show, frame, series)
        self._feeds = FeedPresenter(show, frame, series)
        self._following = FollowingPresenter(show, self._feeds)
        self._whole = WholePresenter(show, frame, series)

    def list_sheets(self) -> Iterator[Sheet]:
        """Yield every page and feed; what is on it is made, and can be forgotten, one at a time."""
        addresses = self._show.addresses
        for post in self._show.site.posts:
            entry = FileEntry(Kind.POST, post.path)
            yield Sheet(addresses.post(post).file, partial(self._posts.make_post, post), "", entry)
        for page in self._show.site.pages:
            entry = FileEntry(Kind.PAGE, page.path)
            yield Sheet(addresses.page(page).file, partial(self._posts.make_page, page), "", entry)
        for lang in self._show.site.languages:
            yield from self._lists.list_sheets(lang)
            yield from self._series.list_sheets(lang)
            yield from self._directory.list_sheets(lang)
            yield from self._people.list_sheets(lang)
            yield self._feeds.list_page(lang)
            yield from self._following.list_sheets(lang)
            yield from self._whole.list_sheets(lang)
        yield from self._feeds.list_sheets()


def list_addresses(site: Site, addresses: Addresses, settings: Settings) -> frozenset[str]:
    """Return the address of every first page of the site, for links to be checked against."""
    ways = Ways(addresses, settings)
    found = [addresses.post(post) for post in site.posts]
    found += [addresses.page(page) for page in site.pages]
    for lang in site.languages:
        found += _addresses_of(site, addresses, lang)
        found += _ways_of(site, ways, lang)
    return frozenset(address.url for address in found)


def _addresses_of(site: Site, addresses: Addresses, lang: str) -> Iterator[Address]:
    yield addresses.folder(HOME, lang)
    yield addresses.folder(FEEDS, lang)
    runs = [key for key, code in site.runs if code == lang]
    folders = {
        SERIES: runs,
        PEOPLE: site.active(lang),
        TOPICS: site.tags[lang] or site.categories[lang],
        ARCHIVE: site.months[lang],
    }
    yield from (addresses.folder(path, lang) for path, things in folders.items() if things)
    yield from (addresses.folder(f"{SERIES}{key}/", lang) for key in runs)
    yield from (addresses.person(person.key, lang) for person in site.active(lang))
    for selection in site.directories[lang].selections:
        yield addresses.folder(f"{PEOPLE}{selection.path}", lang)
    yield from (addresses.tag(topic.slug, lang) for topic in site.tags[lang])
    yield from (addresses.category(topic.slug, lang) for topic in site.categories[lang])
    yield from (addresses.year(year.date, lang) for year in site.years[lang])
    yield from (addresses.month(month.date, lang) for month in site.months[lang])


def _ways_of(site: Site, ways: Ways, lang: str) -> Iterator[Address]:
    """Yield what can be linked to, and is the same as other pages in another form."""
    yield ways.subscriptions(lang)
    if site.directories[lang].people:
        yield ways.addresses.file(PEOPLE_FILE, lang)
    for (_, code), run in site.runs.items():
        if code == lang:
            yield from ways.beyond(run)


def check_addresses(site: Site, addresses: Addresses, settings: Settings, report: Report) -> None:
    """Report posts and pages whose file another page of the site writes."""
    owners: dict[str, Place] = {}
    items: list[Post | StandingPage] = [*site.posts, *site.pages]
    said = {found.place for found in report if found.code in ("slug-twice", "id-twice")}
    for item in items:
        file = addresses.of(item).file
        places = {item.where("slug"), item.where("id"), owners.get(file, item.place)}
        if file in owners and not said & places:
            words = f"another page is written to {file} as well"
            report.error("address-taken", item.where("slug"), words, f"{owners[file]} has it.")
        owners.setdefault(file, item.where("slug"))
    ways = Ways(addresses, settings)
    own = {
        address.file
        for lang in site.languages
        for address in (*_addresses_of(site, addresses, lang), *_ways_of(site, ways, lang))
    }
    for file in sorted(own & owners.keys()):
        words = f"{file} is a page that the kit makes"
        report.error("address-taken", owners[file], words, "Choose another slug.")


def make_sitemap(site: Site, addresses: Addresses) -> bytes:
    """Return the sitemap of what search engines may list (https://www.sitemaps.org/protocol.html).

    Hidden posts and pages are left out, and so is the whole of a preview.
    """
    rows = [
        (addresses.absolute(addresses.post(post).url), post.changed.isoformat(timespec="seconds"))
        for post in site.listed
    ]
    pages = [page for page in site.pages if page.status is Status.PUBLISHED]
    rows += [(addresses.absolute(addresses.page(page).url), "") for page in pages]
    known = {url for url, _ in rows}
    for lang in site.languages:
        urls = [addresses.absolute(place.url) for place in _addresses_of(site, addresses, lang)]
        rows += [(url, "") for url in urls if url not in known]
    return _write_sitemap(sorted(rows))


def _write_sitemap(rows: list[tuple[str, str]]) -> bytes:
    lines = ['<?xml version="1.0" encoding="utf-8"?>']
    lines.append('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">')
    for url, changed in rows:
        last = f"<lastmod>{changed}</lastmod>" if changed else ""
        lines.append(f"<url><loc>{escape(url)}</loc>{last}</url>")
    return "\n".join([*lines, "</urlset>", ""]).encode()
