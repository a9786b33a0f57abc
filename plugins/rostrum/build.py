"""A run over one content folder: read, put together, check, and write.

Nothing here knows Pelican: the adapter gives it Pelican's settings as plain values and posts
as Pelican's plugins left them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from rostrum.addresses import Addresses
from rostrum.cache import Cache
from rostrum.copies import Copies
from rostrum.diagnostics import Place, Report
from rostrum.faults import Fault
from rostrum.links import LinkResolver
from rostrum.marks import changed_at, mark
from rostrum.memory import Memory, digest_file, load_memory
from rostrum.model import Comment, Page, Person, Post, Series
from rostrum.output import Output, Refused, Written, find_notes, open_output, read_list
from rostrum.pages.plan import Plan, check_addresses, list_addresses, make_sitemap
from rostrum.pages.presentation import Language, Presentation, SiteInfo
from rostrum.pictures import Pictures
from rostrum.printing import Press, Sheet, keep_unchanged, print_sheets
from rostrum.reading import Folders, list_files
from rostrum.recall import recall_files
from rostrum.rendering import find_words
from rostrum.settings import Settings
from rostrum.site import Edition, Library, Site, assemble
from rostrum.sources import ReadOptions, Source
from rostrum.stages import Stages
from rostrum.standstill import Ground
from rostrum.traces import UNKNOWN, select_own
from rostrum.wording import Wording, find_locale


class Stop(Exception):
    """Ends a run early with an exit code: 1 after errors, 0 where only a check was wanted."""

    def __init__(self, exitcode: int) -> None:
        super().__init__(f"exit {exitcode}")
        self.exitcode = exitcode


@dataclass(frozen=True)
class Config:
    """What a run is told, as plain values; paths are absolute."""

    content: Path
    output: Path
    theme: Path
    root: Path
    notes: Path
    info: SiteInfo
    settings: Settings
    reading: ReadOptions
    patterns: Mapping[str, str]
    folders: Folders
    edition: Edition
    overrides: tuple[Path, ...] = ()
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    globals: Mapping[str, Any] = field(default_factory=dict)
    static_paths: tuple[str, ...] = ()
    static_names: Mapping[str, str] = field(default_factory=dict)
    jobs: int = 0
    check_only: bool = False
    fresh: bool = False


@dataclass
class Run:
    """One run's state."""

    config: Config
    report: Report
    sources: Mapping[str, Source] = field(default_factory=dict)
    library: Library = field(default_factory=Library)
    site: Site | None = None
    written: Written | None = None
    notices: list[str] = field(default_factory=list)
    is_direct: bool = False
    looked_at: set[str] = field(default_factory=set)
    stages: Stages = field(default_factory=Stages)

    def read(self) -> None:
        """Read every source file."""
        config = self.config
        shown = self._shown(config.content)
        files = list_files(config.content, config.folders, shown, self.report, config.static_paths)
        store = Cache(config.notes / "cache.sqlite", config.settings.cache_megabytes * 1_000_000)
        with self.stages.stage("Reading", len(files)):
            self.sources = recall_files(
                files,
                config.content,
                config.reading,
                config.jobs,
                self.report,
                store,
                self.looked_at,
                config.fresh,
            )
        if store.trouble:
            self.notices.append(f"The cache is left out: {store.trouble}.")

    def put_together(self, posts: Iterable[Post], pages: Iterable[Page]) -> Site:
        """Make the site of posts and pages, and check all of it; reports, never stops."""
        self.library = Library(
            posts=tuple(posts),
            pages=tuple(pages),
            people=self._of_kind(Person),
            series=self._of_kind(Series),
            comments=self._of_kind(Comment),
        )
        reading = self.config.reading
        with self.stages.stage("Putting together"):
            self.site = assemble(
                self.library, self.config.edition, reading.lang, reading.slugify, self.report
            )
        with self.stages.stage("Checking"):
            self._check_texts(self.site)
            check_addresses(self.site, self.addresses, self.report)
            self._copies.check(self._shown(self.config.content), self.report)
        return self.site

    def pass_gate(self) -> None:
        """Stop the run where an error was found, before anything is written, or after a check."""
        if self.report.errors:
            raise Stop(1)
        if self.config.check_only:
            raise Stop(0)

    def write(self, others: Iterable[tuple[str, bytes]] = ()) -> Written:
        """Render and write everything, and the `others`, which plugins have made.

        A broken template, or a file that can't be written, is reported and stops the run.
        """
        output = self.config.output
        try:
            with open_output(output, find_notes(output, self.config.notes)) as opened:
                memory = load_memory(opened.notes / "sheets", output, self.config.fresh)
                with self.stages.stage("Rendering"):
                    self._write_pages(opened, memory)
                    for file, content in others:
                        opened.write(file, content)
                with self.stages.stage("Publishing"):
                    self.written = opened.publish()
                    if self.press.stands():
                        memory.save()
        except Fault as fault:
            place = Place(self._shown(Path(fault.file or self.config.theme)), fault.line)
            words = f"the template can't be rendered: {fault.reason}"
            self.report.error("template", place, words)
            raise Stop(1) from None
        except Refused as error:
            place = Place(self._shown(Path(error.path)))
            self.report.error(error.code, place, error.reason, error.hint)
            raise Stop(1) from None
        return self.written

    def ground(self) -> Ground:
        """Return what this run stood on, for the next one to see whether it has changed."""
        config, library = self.config, self.library
        dues = {post.date.timestamp() for post in library.posts}
        dues |= {comment.date.timestamp() for comment in library.comments}
        notes = find_notes(config.output, config.notes)
        folders = (config.content, config.theme, *config.overrides)
        return Ground(
            settings=select_own(self.looked_at),
            folders=tuple(str(folder) for folder in folders),
            output=str(config.output),
            listed=str(notes / "files"),
            written=read_list(notes / "files"),
            dues=tuple(sorted(dues)),
            moment=config.edition.moment.timestamp(),
            zone=config.reading.timezone,
        )

    @cached_property
    def addresses(self) -> Addresses:
        """The addresses of this run's site."""
        reading = self.config.reading
        return Addresses(self.config.patterns, self.config.info.url, reading.lang, reading.slugify)

    def _of_kind(self, kind: type[Any]) -> tuple[Any, ...]:
        return tuple(source for source in self.sources.values() if isinstance(source, kind))

    def _shown(self, path: Path) -> str:
        try:
            return path.relative_to(self.config.root).as_posix()
        except ValueError:
            return path.as_posix()

    def make_links(self, site: Site) -> LinkResolver:
        """Return what resolves the links of a site's texts."""
        pages = list_addresses(site, self.addresses)
        pictures = Pictures(self.config.content)
        return LinkResolver(site, self.addresses, self.config.content, pictures, pages)

    def _check_texts(self, site: Site) -> None:
        """Report links and pictures in every text, also in those that are not out yet."""
        links, library = self.make_links(site), site.library
        texts: list[Post | Page | Person | Series]
        texts = [*library.posts, *library.pages, *library.people, *library.series]
        for item in texts:
            links.check(item.body, item.path, item.lang, self.report)
        for post in library.posts:
            links.check_image(post.image, post.where("image"), self.report)
        for series in library.series:
            links.check_image(series.image, series.where("image"), self.report)
        for person in library.people:
            links.check_photo(person.photo, person.where("photo"), self.report)

    def _present(self, site: Site) -> Presentation:
        links = self.make_links(site)
        theme, overrides = self.config.theme, self.config.overrides
        return Presentation(
            site=site,
            info=self.config.info,
            settings=self.config.settings,
            addresses=self.addresses,
            links=links,
            pictures=links.pictures,
            languages={lang: _speak(lang, theme, overrides) for lang in self._codes(site)},
        )

    def _codes(self, site: Site) -> set[str]:
        return {*site.languages, *(post.lang for post in site.posts), *(p.lang for p in site.pages)}

    def _write_pages(self, output: Output, memory: Memory) -> None:
        assert self.site is not None
        config = self.config
        show = self._present(self.site)
        plan = Plan(show)
        press = self.press
        if not press.is_known:
            self.looked_at.add(UNKNOWN)
        sheets: Iterator[Sheet] = self.stages.counted(chain(plan.make_pages(), plan.make_feeds()))
        print_sheets(keep_unchanged(sheets, press, output, memory), press, output, config.jobs)
        if not config.edition.preview:
            output.write("sitemap.xml", make_sitemap(self.site, self.addresses))
        self._copy_files(show.links.assets, output, memory)

    @cached_property
    def press(self) -> Press:
        """What this run's pages are rendered with."""
        config = self.config
        return Press(config.theme, config.overrides, config.filters, config.globals)

    @property
    def _copies(self) -> Copies:
        config = self.config
        static = config.theme / "static"
        names = config.static_names
        return Copies(config.content, static, config.info.theme, config.static_paths, names)

    def _copy_files(self, assets: Iterable[str], output: Output, memory: Memory) -> None:
        files = self._copies.find(assets)
        if "robots.txt" not in files:
            output.write("robots.txt", self._robots())
        began = mark(output.staging)
        now = changed_at(began) if began else 0
        for name, source in sorted(files.items()):
            if memory.holds(name, digest_file(source, now)):
                output.note(name, changed=False)
            else:
                output.write(name, source.read_bytes())

    def _robots(self) -> bytes:
        """Return what robots may read (RFC 9309): nothing of a preview."""
        if self.config.edition.preview:
            return b"User-agent: *\nDisallow: /\n"
        return (
            f"User-agent: *\nAllow: /\nSitemap: {self.addresses.absolute('sitemap.xml')}\n".encode()
        )


def _speak(lang: str, theme: Path, overrides: tuple[Path, ...]) -> Language:
    name = find_locale(lang).get_language_name(lang) or lang
    messages = find_words(lang, (theme, *reversed(overrides)))
    return Language(lang, name[:1].upper() + name[1:], messages, Wording(lang))
