"""All pages of a site: what there is to render, in an order that is always the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from rostrum.config.settings import Settings
from rostrum.core.diagnostics import Place, Report
from rostrum.core.portable_names import check_published
from rostrum.output.inventory import FileEntry
from rostrum.output.manifest import Kind
from rostrum.pages.context import ViewContext
from rostrum.pages.directory import DirectoryPresenter
from rostrum.pages.feeds import FeedPresenter
from rostrum.pages.full_series import WholePresenter
from rostrum.pages.layout import ARCHIVE, FEEDS, HOME, PEOPLE, SERIES, TOPICS, Frame
from rostrum.pages.listings import ListPresenter
from rostrum.pages.output_file import Sheet
from rostrum.pages.people import PeoplePresenter
from rostrum.pages.people_json import FILE as PEOPLE_FILE
from rostrum.pages.posts import PostPresenter
from rostrum.pages.series import SeriesPresenter
from rostrum.pages.series_urls import Ways
from rostrum.pages.site_files import File, FileLister, check_files
from rostrum.pages.subscriptions import FollowingPresenter
from rostrum.pages.view_makers import ViewMakers
from rostrum.site.schedule import Schedule
from rostrum.site.site import Site
from rostrum.site.urls import Address, Addresses


class Plan:
    """Everything that a site consists of besides pictures and static files."""

    def __init__(self, context: ViewContext) -> None:
        self._context, views = context, ViewMakers(context)
        frame = Frame(views)
        series = SeriesPresenter(views, frame)
        self._series, self._posts = series, PostPresenter(views, frame, series)
        self._people = PeoplePresenter(views, frame)
        self._directory = DirectoryPresenter(views, frame)
        self._lists = ListPresenter(views, frame, series)
        self._feeds = FeedPresenter(views, frame, series)
        self._following = FollowingPresenter(views, self._feeds)
        self._whole = WholePresenter(views, frame, series)

    def list_sheets(self) -> Iterator[Sheet]:
        """Yield every page and feed; what is on it is made, and can be forgotten, one at a time."""
        addresses = self._context.addresses
        for post in self._context.site.posts:
            entry = FileEntry(Kind.POST, post.path)
            yield Sheet(addresses.post(post).file, partial(self._posts.make_post, post), "", entry)
        for page in self._context.site.pages:
            entry = FileEntry(Kind.PAGE, page.path)
            yield Sheet(addresses.page(page).file, partial(self._posts.make_page, page), "", entry)
        for lang in self._context.site.languages:
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


def check_addresses(
    schedule: Schedule, files: FileLister, statics: Mapping[str, Place], report: Report
) -> None:
    """Report what is written to a file that is taken, now or once something else has come out.

    `statics` are the site's own files, by their place below the output folder.
    """
    is_ours = files.settings.render  # else Pelican writes the pages, at the same addresses
    found = files.list_files(schedule) if is_ours else _list_pages(schedule.last, files)
    check_files(found, statics, report)
    said = {found.place for found in report if found.code in ("slug-twice", "id-twice")}
    texts = [(file, it.place) for file, it in files.list_texts(schedule.last) if it]
    check_published({file: at for file, at in reversed(texts) if at not in said}, report)


def _list_pages(site: Site, files: FileLister) -> Iterator[File]:
    yield from files.list_texts(site)
    ways = Ways(files.addresses, files.settings)
    for lang in site.languages:
        pages = (*_addresses_of(site, files.addresses, lang), *_ways_of(site, ways, lang))
        yield from ((page.file, None) for page in pages)
