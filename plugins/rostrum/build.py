"""A run over one content folder: read, put together, check, and write.

Nothing here knows Pelican: the adapter gives it Pelican's settings as plain values and posts
as Pelican's plugins left them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any

from rostrum.addresses import Addresses
from rostrum.cache import Cache
from rostrum.copies import Copies
from rostrum.diagnostics import Place, Report
from rostrum.faults import Fault
from rostrum.holdings import Held
from rostrum.links import LinkResolver
from rostrum.marks import changed_at, mark
from rostrum.memory import Memory, digest_file, load_memory
from rostrum.model import Comment, Page, Person, Post, Series, Topics
from rostrum.output import Output, Written, find_notes, open_output, read_list
from rostrum.pages.plan import check_addresses, list_addresses, make_sitemap
from rostrum.pages.presentation import SiteInfo
from rostrum.pictures import Pictures
from rostrum.placing import Refused
from rostrum.printing import Press, Workshop, print_sheets
from rostrum.reading import Folders, list_files
from rostrum.recall import Recaller, Recollection
from rostrum.roles import list_turns
from rostrum.series import day_over
from rostrum.settings import SERIAL, Settings
from rostrum.site import Edition, Library, Site, assemble
from rostrum.sources import ReadOptions, Source
from rostrum.stages import Stages
from rostrum.standstill import Ground
from rostrum.texts import LostText
from rostrum.traces import UNKNOWN, select_own
from rostrum.workers import Crew


class Stop(Exception):
    """Ends a run early with an exit code: 1 after errors, 0 where only a check was wanted."""

    def __init__(self, exitcode: int) -> None:
        super().__init__(f"exit {exitcode}")
        self.exitcode = exitcode


@dataclass(frozen=True, slots=True)
class Haste:
    """Files that somebody looks at: they are put in place before all others, and then `tell` told.

    That a build may end early after that, and leave them newer than the rest, is for `serve` only.
    """

    files: frozenset[str]
    tell: Callable[[], None]


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
    crew: Crew = field(default_factory=Crew)
    check_only: bool = False
    fresh: bool = False
    hold: bool = False
    before: Mapping[bytes, Held] = field(default_factory=dict)
    haste: Haste | None = None


@dataclass
class Run:
    """One run's state."""

    config: Config
    report: Report
    recollection: Recollection = field(default_factory=Recollection)
    library: Library = field(default_factory=Library)
    site: Site | None = None
    written: Written | None = None
    notices: list[str] = field(default_factory=list)
    is_direct: bool = False
    looked_at: set[str] = field(default_factory=set)
    stages: Stages = field(default_factory=Stages)

    @property
    def sources(self) -> Mapping[str, Source]:
        """What each source file holds, by its path below the content folder."""
        return self.recollection.sources

    def read(self) -> None:
        """Read every source file."""
        config = self.config
        shown = self._shown(config.content)
        files = list_files(config.content, config.folders, shown, self.report, config.static_paths)
        store = Cache(config.notes / "cache.sqlite", config.settings.cache_megabytes * 1_000_000)
        recaller = Recaller(
            *(config.content, config.reading, config.crew, store),
            *(config.fresh, config.hold, config.before, config.settings.cpu_seconds),
        )
        with self.stages.stage("Reading", len(files)):
            self.recollection = recaller.recall(files)
        self.report.extend(self.recollection.findings)
        self.looked_at |= self.recollection.looked_at
        if store.trouble:
            self.notices.append(f"The cache is left out: {store.trouble}.")

    def read_whole(self) -> None:
        """Read every source file, each with its text, which Pelican and its plugins may change."""
        self.read()
        sources, texts = self.recollection.sources, self.recollection.texts
        for path, source in sources.items():
            body = getattr(source, "body", None)
            if body is not None and body.mark:
                whole: Any = replace(body, html=texts.read(body))
                sources[path] = replace(source, body=whole)

    def close(self) -> None:
        """End the run: nothing is read from the cache any more."""
        self.recollection.close()

    def put_together(self, posts: Iterable[Post], pages: Iterable[Page]) -> Site:
        """Make the site of posts and pages, and check all of it; reports, never stops."""
        self.library = Library(
            posts=tuple(posts),
            pages=tuple(pages),
            people=self._of_kind(Person),
            series=self._of_kind(Series),
            comments=self._of_kind(Comment),
            topics=self._of_kind(Topics),
        )
        reading = self.config.reading
        with self.stages.stage("Putting together"):
            self.site = assemble(
                self.library, self.config.edition, reading.lang, reading.slugify, self.report
            )
        with self.stages.stage("Checking"):
            self._check_texts(self.site)
            check_addresses(self.site, self.addresses, self.config.settings, self.report)
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
        dues |= {self._midnight(day) for person in library.people for day in list_turns(person)}
        announced = (item for series in library.series for item in series.planned)
        dues |= {over.timestamp() for item in announced if (over := day_over(item))}
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

    def _midnight(self, day: date) -> float:
        """Return when a day begins in the site's zone, in seconds since 1970."""
        return datetime.combine(day, time(), self.config.edition.moment.tzinfo).timestamp()

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

    @cached_property
    def links(self) -> LinkResolver:
        """What resolves the links of this run's texts; there after `put_together`."""
        assert self.site is not None
        pages = list_addresses(self.site, self.addresses, self.config.settings)
        content = self.config.content
        texts = self.recollection.texts
        return LinkResolver(self.site, self.addresses, content, Pictures(content), texts, pages)

    def _check_texts(self, site: Site) -> None:
        """Report links and pictures in every text, also in those that are not out yet."""
        links, library = self.links, site.library
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

    def make_workshop(self, memory: Memory, staging: Path) -> Workshop:
        """Return what prints this run's site; `staging` is where files lie until published."""
        assert self.site is not None
        config = self.config
        return Workshop(
            site=self.site,
            info=config.info,
            settings=replace(config.settings, executor=SERIAL),  # of no use to a worker
            addresses=self.addresses,
            links=self.links,
            press=self.press,
            memory=memory,
            staging=staging,
        )

    def warm_up(self) -> None:
        """Make ready what the next run in this process will need."""
        with suppress(LostText):
            self.make_workshop(Memory(Path(), Path()), Path()).warm_up()
        self.recollection.texts.close()

    def _write_pages(self, output: Output, memory: Memory) -> None:
        assert self.site is not None
        config = self.config
        if not self.press.is_known:
            self.looked_at.add(UNKNOWN)
        workshop = self.make_workshop(memory, output.staging)
        if config.haste:
            _print_first(workshop, output, config.haste)
        for _ in self.stages.counted(print_sheets(workshop, output, config.crew)):
            pass
        if not config.edition.preview:
            output.write("sitemap.xml", make_sitemap(self.site, self.addresses))
        self._copy_files(self.links.assets, output, memory)

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
            key = digest_file(source, now)
            is_kept = memory.holds(name, key)
            memory.note(name, key, is_kept=is_kept)
            if is_kept:
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


def _print_first(workshop: Workshop, output: Output, haste: Haste) -> None:
    """Put those files in place that somebody looks at, if it takes no others to show them."""
    wanted = [n for n, sheet in enumerate(workshop.sheets) if sheet.file in haste.files]
    printed = [workshop.print(range(n, n + 1)) for n in wanted]
    changed = [file for share in printed for file, _, is_new in share.files if is_new]
    assets = {asset for share in printed for asset in share.assets}
    if changed and all((output.root / asset).exists() for asset in assets):
        output.release(changed)
        haste.tell()
