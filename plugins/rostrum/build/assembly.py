"""Assemble: the site of a library, with everything derived from it before rendering."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

from rostrum.admin.editor_files import find_files
from rostrum.admin.page import FOLDER
from rostrum.build.brand import BrandFiles, make_brand_files
from rostrum.build.config import Config
from rostrum.build.progress import Progress
from rostrum.build.sources import SiteSources
from rostrum.core.content import Library
from rostrum.core.diagnostics import Report
from rostrum.core.model import Page, Post
from rostrum.core.translatable import gettext_lazy as _
from rostrum.icons.plan import list_icon_files
from rostrum.output.static_files import StaticFiles
from rostrum.pages.site_files import SITEMAP, FileLister
from rostrum.site.assembly import assemble
from rostrum.site.file_usage import Usage
from rostrum.site.images import Pictures
from rostrum.site.links import LinkResolver
from rostrum.site.published import AddressCheck
from rostrum.site.schedule import Schedule
from rostrum.site.site import Site
from rostrum.site.static_files import choose_files


@dataclass(frozen=True)
class AssembledSite:
    """A site at the moment of a build; everything else is derived from it on demand.

    `pictures` are the facts about its pictures and other files.
    """

    config: Config
    sources: SiteSources
    site: Site
    pictures: Pictures

    @cached_property
    def schedule(self) -> Schedule:
        """The scheduled changes of the site."""
        return Schedule(self.site)

    @cached_property
    def files(self) -> FileLister:
        """A lister of the site's output files."""
        config = self.config
        return FileLister(config.addresses, config.settings, config.info.page_size)

    @cached_property
    def links(self) -> LinkResolver:
        """A resolver of the links in the site's texts."""
        config, texts = self.config, self.sources.content.texts
        pages = self.files.list_urls(self.site)
        return LinkResolver(
            *(self.site, config.addresses, config.content, self.pictures, texts),
            *(config.statics, pages),
            corrects=config.settings.render,
        )

    @property
    def address_check(self) -> AddressCheck:
        """The comparison of the published addresses with those of the site."""
        return AddressCheck(
            self.sources.published, self.site, self.config.addresses, lambda: self.links.pages
        )

    @cached_property
    def usage(self) -> Usage:
        """The files in use by published content, and by unpublished content alone."""
        config = self.config
        pictures = config.settings.pictures
        return Usage(self.links, config.content, self.sources.texts, pictures)

    @cached_property
    def static_paths(self) -> tuple[str, ...]:
        """The static files to publish, as paths below the content folder."""
        statics, usage = self.config.statics, self.usage
        return choose_files(statics, usage.is_public, usage.is_private)

    @cached_property
    def static_files(self) -> StaticFiles:
        """The files to copy: the theme's, static files, and files used by texts."""
        config = self.config
        theme = config.theme / "static"
        paths, names = self.static_paths, config.static_names
        return StaticFiles(
            config.content, theme, config.info.theme, paths, names, config.own_static
        )

    def list_fixed(self, copied: Collection[str]) -> frozenset[str]:
        """Return the files of the theme and of the kit that no text decides on.

        `copied` are files of the content, which take the place of such a file.
        """
        files = {*self.static_files.find(())}
        if self.config.settings.render:
            files |= list_icon_files()
            if self.config.settings.admin:
                files |= {FOLDER + name for name in find_files()}
        return frozenset(files - {*copied})

    @cached_property
    def brand(self) -> BrandFiles:
        """The stylesheet and fonts of the site."""
        return make_brand_files(self.config, self.static_files.find(()))

    @cached_property
    def withheld(self) -> frozenset[str]:
        """The sources of unpublished posts and pages, and the files that their pages would have."""
        library = self.site.library
        published: list[Post | Page] = [*self.site.posts, *self.site.pages]
        known: list[Post | Page] = [*library.posts, *library.pages]
        paths = {item.path for item in published}
        items = [item for item in known if item.path not in paths]
        files = (self.config.addresses.of(item).file for item in items)
        return frozenset((*(item.path for item in items), *files))

    @property
    def sitemap(self) -> str:
        """The URL of the sitemap."""
        return self.config.addresses.absolute(SITEMAP)


def assemble_site(
    config: Config,
    sources: SiteSources,
    library: Library,
    pictures: Pictures,
    report: Report,
    progress: Progress,
) -> AssembledSite:
    """Return the site of a library, and report errors in its threads.

    The library is that of the sources, or a part of it, or as changed by Pelican's plugins.
    """
    reading = config.reading
    library = _leave_out_unwritten(library, config)
    with progress.stage(_("Putting together")):
        site = assemble(library, config.visibility, reading.lang, reading.slugify, report)
    return AssembledSite(config, sources, site, pictures)


def _leave_out_unwritten(library: Library, config: Config) -> Library:
    """Return a library without the posts and pages whose …_SAVE_AS setting is empty."""
    if all(map(config.addresses.writes, ("ARTICLE", "ARTICLE_LANG", "PAGE", "PAGE_LANG"))):
        return library
    addresses = config.addresses
    return replace(
        library,
        posts=tuple(post for post in library.posts if addresses.post(post).is_written),
        pages=tuple(page for page in library.pages if addresses.page(page).is_written),
    )
