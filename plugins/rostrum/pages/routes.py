"""All output files of a site, in a stable order."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.model import Page, Post, Status
from rostrum.core.portable_names import check_published, fold
from rostrum.core.translatable import gettext_lazy as _
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
from rostrum.pages.redirects import place_alias
from rostrum.pages.series import SeriesPresenter
from rostrum.pages.server_headers import list_header_files, make_rules
from rostrum.pages.site_files import (
    FileLister,
    FileRole,
    SiteFile,
    check_files,
    find_address_key,
)
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
    schedule: Schedule,
    files: FileLister,
    statics: Mapping[str, SourceLocation],
    fixed: Collection[str],
    report: Report,
) -> None:
    """Report conflicts of output paths, now or after the publication of scheduled content.

    `statics` are the files of the content to be copied, by their path below the output folder,
    `fixed` the files of the theme and the kit there.
    """
    site_files = [*_list_all(schedule, files)]
    check_files(site_files, statics, fixed, report, files.list_redirects(schedule.last))
    reported = {
        diagnostic.place for diagnostic in report if diagnostic.code in ("slug-twice", "id-twice")
    }
    listed = files.list_texts(schedule.last)
    texts = [(file.address.file, file.origin.place) for file in listed if file.origin]
    others = {it.address.file: "" for it in site_files if it.role not in _WITH_ORIGIN}
    others |= {file: place.path for file, place in statics.items()}
    owners = {file: at for file, at in reversed(texts) if at not in reported}
    check_published(owners, others, report)


def check_draft_addresses(
    schedule: Schedule,
    files: FileLister,
    statics: Mapping[str, SourceLocation],
    fixed: Collection[str],
    report: Report,
) -> None:
    """Report the addresses of drafts that are in use, as notes: a draft can get another one.

    The other arguments are those of `check_addresses`. A preview shows drafts as published.
    """
    site = schedule.site
    texts: list[Post | Page] = [*site.library.posts, *site.library.pages]
    drafts = [item for item in texts if item.status is Status.DRAFT]
    if not drafts or site.visibility.preview:
        return
    taken = _list_taken(schedule, files, statics, fixed)
    reported = {finding.place for finding in report}
    for draft in drafts:
        address, key = files.addresses.of(draft), find_address_key(draft)
        own = [(address, draft.where(key))] if address.is_written else []
        own += [(place_alias(alias), alias.place) for alias in draft.aliases]
        for place, at in own:
            path = next((path for path in _list_paths(place.file) if path in taken), "")
            if path and at not in reported:
                _report_draft(place.url, at, taken[path], report)


def _list_taken(
    schedule: Schedule,
    files: FileLister,
    statics: Mapping[str, SourceLocation],
    fixed: Collection[str],
) -> dict[str, str]:
    """Return the place that decides on each file, by its folded path; empty for one of the kit."""
    taken: dict[str, str] = dict.fromkeys(map(fold, fixed), "")
    taken |= {fold(file): place.path for file, place in statics.items()}
    for address, origin, _kind in _list_all(schedule, files):
        taken[fold(address.file)] = str(origin.place) if origin else ""
    for redirect in files.list_redirects(schedule.last):
        taken[fold(redirect.former.file)] = str(redirect.alias.place)
    return taken


def _list_paths(file: str) -> Iterator[str]:
    """Yield a folded path and those of its folders, which must not be files."""
    path = fold(file)
    while path:
        yield path
        path = path.rpartition("/")[0]


def _report_draft(url: str, at: SourceLocation, owner: str, report: Report) -> None:
    message = _('the address "/%(url)s" of this draft is in use', url=url)
    hint = _("A page that the kit makes has it. Choose another one before the publication.")
    if owner:
        hint = _("%(place)s has it. Choose another one before the publication.", place=owner)
    report.note("address-draft", at, message, hint)


_WITH_ORIGIN = (FileRole.TEXT, FileRole.REDIRECT)
"""The roles of files with an address that an author writes."""


def _list_all(schedule: Schedule, files: FileLister) -> Iterator[SiteFile]:
    """Yield all files after the publication of scheduled content, also those of Pelican."""
    renders_pages = files.settings.render  # else Pelican writes pages at the same addresses
    return files.list_files(schedule) if renders_pages else _list_common(schedule.last, files)


def _list_common(site: Site, files: FileLister) -> Iterator[SiteFile]:
    """Yield the files of Pelican's pages. Only posts and static pages have origins to report."""
    for file in files.list_site(site):
        yield file if file.role in _WITH_ORIGIN else file._replace(origin=None)
