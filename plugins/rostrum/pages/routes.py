"""All output files of a site, in a stable order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.portable_names import check_published
from rostrum.output.inventory import FileEntry
from rostrum.output.manifest import FileKind
from rostrum.pages import redirects
from rostrum.pages.context import ViewContext
from rostrum.pages.directory import DirectoryPresenter
from rostrum.pages.feeds import FeedPresenter
from rostrum.pages.full_series import FullSeriesPresenter
from rostrum.pages.indexnow import KeyFile, name_key_file
from rostrum.pages.layout import PageLayout
from rostrum.pages.listings import ListPresenter
from rostrum.pages.output_file import OutputFile
from rostrum.pages.people import PeoplePresenter
from rostrum.pages.posts import PostPresenter
from rostrum.pages.series import SeriesPresenter
from rostrum.pages.server_headers import list_header_files, make_rules
from rostrum.pages.site_files import FileLister, FileRole, SiteFile, check_files
from rostrum.pages.subscriptions import SubscriptionsPresenter
from rostrum.pages.view_makers import ViewMakers
from rostrum.site.schedule import Schedule
from rostrum.site.site import Site


class Routes:
    """The output files of a site, except pictures, static files, sitemap and robots.txt."""

    def __init__(self, context: ViewContext) -> None:
        self._context, views = context, ViewMakers(context)
        frame = PageLayout(views)
        series = SeriesPresenter(views, frame)
        self._series, self._posts = series, PostPresenter(views, frame, series)
        self._people = PeoplePresenter(views, frame)
        self._directory = DirectoryPresenter(views, frame)
        self._lists = ListPresenter(views, frame, series)
        self._feeds = FeedPresenter(views, frame, series)
        self._following = SubscriptionsPresenter(views, self._feeds)
        self._whole = FullSeriesPresenter(views, frame, series)

    def iter_files(self) -> Iterator[OutputFile]:
        """Yield all pages and feeds. Content is made on demand, so one file at a time is enough."""
        addresses = self._context.addresses
        for post in self._context.site.posts:
            entry = FileEntry(FileKind.POST, post.path)
            yield OutputFile(
                addresses.post(post).file, partial(self._posts.make_post, post), "", entry
            )
        for page in self._context.site.pages:
            entry = FileEntry(FileKind.PAGE, page.path)
            yield OutputFile(
                addresses.page(page).file, partial(self._posts.make_page, page), "", entry
            )
        for lang in self._context.site.languages:
            yield from self._lists.iter_files(lang)
            yield from self._series.iter_files(lang)
            yield from self._directory.iter_files(lang)
            yield from self._people.iter_files(lang)
            yield self._feeds.list_page(lang)
            yield from self._following.iter_files(lang)
            yield from self._whole.iter_files(lang)
        yield from self._feeds.iter_files()
        site, settings = self._context.site, self._context.settings
        if key := settings.indexnow:
            yield OutputFile(name_key_file(key), partial(KeyFile, key), "key")
        headers = {
            file: partial(make_rules, kind, site, addresses, settings)
            for kind, file in list_header_files(settings.headers).items()
        }
        yield from redirects.iter_files(site, addresses, settings, self._context.languages, headers)


def check_addresses(
    schedule: Schedule, files: FileLister, statics: Mapping[str, SourceLocation], report: Report
) -> None:
    """Report conflicts of output paths, now or after the publication of scheduled content.

    `statics` are the static files of the site, by their path below the output folder.
    """
    renders_pages = files.settings.render  # else Pelican writes pages at the same addresses
    site_files = files.list_files(schedule) if renders_pages else _list_common(schedule.last, files)
    check_files(site_files, statics, report, files.list_redirects(schedule.last))
    reported = {
        diagnostic.place for diagnostic in report if diagnostic.code in ("slug-twice", "id-twice")
    }
    listed = files.list_texts(schedule.last)
    texts = [(file.address.file, file.origin.place) for file in listed if file.origin]
    check_published({file: at for file, at in reversed(texts) if at not in reported}, report)


def _list_common(site: Site, files: FileLister) -> Iterator[SiteFile]:
    """Yield the files of Pelican's pages. Only posts and static pages have origins to report."""
    for file in files.list_site(site):
        has_origin = file.role in (FileRole.TEXT, FileRole.REDIRECT)
        yield file if has_origin else file._replace(origin=None)
