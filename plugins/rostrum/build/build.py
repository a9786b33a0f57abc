"""A run over one content folder: read, put together, check, and write.

Nothing here knows Pelican: the adapter gives it Pelican's settings as plain values and posts
as Pelican's plugins left them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any

from rostrum.build.checks import check_crossposts, check_site, check_texts, check_theme
from rostrum.build.config import Config, PriorityPages
from rostrum.build.progress import Progress
from rostrum.build.removals_only import Published, find_kept, read_text
from rostrum.build.render_job import RenderEnvironment, RenderJob, render_files
from rostrum.cache.bodies import MissingBodyError
from rostrum.cache.file_stamps import changed_at, stamp
from rostrum.cache.fingerprints import digest_code, digest_file
from rostrum.cache.inputs import list_project_modules
from rostrum.cache.output_manifest import OutputManifest, load_output_manifest
from rostrum.cache.store import Cache
from rostrum.cache.up_to_date import BuildInputs
from rostrum.config.setting_types import SERIAL
from rostrum.core.content import Library
from rostrum.core.diagnostic_codes import CHANGEABLE
from rostrum.core.diagnostics import Diagnostic, Report, Severity, SourceLocation
from rostrum.core.hashing import digest
from rostrum.core.model import Comment, Page, Person, Post, Series, Topics
from rostrum.i18n.catalogs import CatalogError
from rostrum.image_metadata.formats import strip
from rostrum.image_metadata.stripped import Unusable
from rostrum.output.atomic_move import OutputError
from rostrum.output.inventory import FileEntry, Inventory, find_inventory, read_inventory
from rostrum.output.manifest import MANIFEST, FileKind, make_salt
from rostrum.output.removal import (
    CONFIRM_REMOVAL,
    Removal,
    report_clean,
    report_foreign,
    report_unknown,
)
from rostrum.output.static_files import StaticFiles
from rostrum.output.theme_output import ThemeOutput
from rostrum.output.writer import Changes, Output, Written, open_output, state_dir_for
from rostrum.pages import robots
from rostrum.pages.routes import check_addresses
from rostrum.pages.site_files import SITEMAP, FileLister
from rostrum.pages.sitemap import make_sitemap
from rostrum.people.roles import list_turns
from rostrum.reading.cached import CachedReader, Code, ReadContent, find_code
from rostrum.reading.files import list_files
from rostrum.reading.source_file import Source
from rostrum.rendering.template_errors import TemplateFault
from rostrum.series.installments import day_over
from rostrum.site.assembly import assemble
from rostrum.site.file_usage import TEXT_KINDS, Usage
from rostrum.site.images import Pictures, load_pictures
from rostrum.site.links import LinkResolver
from rostrum.site.schedule import Schedule
from rostrum.site.site import Site
from rostrum.site.static_files import choose_files
from rostrum.site.urls import Addresses


class Stop(Exception):
    """Ends a run early with an exit code: 1 after errors, 0 where only a check was wanted."""

    def __init__(self, exitcode: int) -> None:
        super().__init__(f"exit {exitcode}")
        self.exitcode = exitcode


@dataclass
class Build:
    """One run's state.

    `aside` are the files that removals alone leave out, each with the errors in it; `passed` are
    errors in what is not out, which hold removals up no more. `kept` are the pages that stay.
    """

    config: Config
    report: Report
    recollection: ReadContent = field(default_factory=ReadContent)
    library: Library = field(default_factory=Library)
    site: Site | None = None
    written: Written | None = None
    is_touched: bool = False
    aside: dict[str, list[Diagnostic]] = field(default_factory=dict)
    passed: list[Diagnostic] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    is_direct: bool = False
    _paths: dict[str, str] = field(default_factory=dict)
    _texts: tuple[str, ...] = ()
    stages: Progress = field(default_factory=Progress)

    @property
    def sources(self) -> Mapping[str, Source]:
        """What each source file holds, by its path below the content folder."""
        return self.recollection.sources

    def read(self) -> None:
        """Read every source file."""
        config = self.config
        self.notices += config.notices
        shown = self._shown(config.content)
        files = list_files(
            config.content, config.folders, shown, self.report, config.statics.besides
        )
        self._paths = {file.shown: file.path for file in files}
        self._texts = tuple(file.path for file in files if file.kind in TEXT_KINDS)
        store = Cache(config.notes / "cache.sqlite", config.settings.cache_megabytes * 1_000_000)
        recaller = CachedReader(
            *(config.content, config.reading, config.workers, store),
            *(config.no_cache, config.keep_texts, config.previous, config.settings.cpu_seconds),
            inputs=config.inputs,
        )
        with self.stages.stage("Reading", len(files)):
            self.recollection = recaller.recall(files)
        self.report.extend(self.recollection.findings)
        if store.trouble:
            self.notices.append(f"The cache is left out: {store.trouble}.")

    def read_whole(self) -> None:
        """Read every source file, each with its text, which Pelican and its plugins may change."""
        self.read()
        sources, texts = self.recollection.sources, self.recollection.texts
        for path, source in sources.items():
            body = getattr(source, "body", None)
            if body is not None and body.digest:
                whole: Any = replace(body, html=texts.read(body))
                sources[path] = replace(source, body=whole)

    def close(self) -> None:
        """End the run: nothing is read from the cache any more, and other builds may go on."""
        if "theme_output" in self.__dict__:
            self.theme_output.close()
        self.recollection.close()

    def assemble(self, posts: Iterable[Post], pages: Iterable[Page]) -> Site:
        """Make the site of posts and pages, and check all of it; reports, never stops."""
        self.library = Library(
            posts=tuple(posts),
            pages=tuple(pages),
            people=self._of_kind(Person),
            series=self._of_kind(Series),
            comments=self._of_kind(Comment),
            topics=self._of_kind(Topics),
        )
        if self.config.removals_only:
            published = Published(self.library, self._inventory, self.addresses)
            self.aside |= {path: [] for path in published.list_moved()}
            self.library = published.select()
        site = self._assemble()
        while self.config.removals_only and self._set_aside_faulty():
            site = self._assemble()
        return site

    def _assemble(self) -> Site:
        reading = self.config.reading
        for name in ("links", "usage", "static_files"):  # they are those of the site
            self.__dict__.pop(name, None)
        with self.stages.stage("Putting together"):
            self.site = assemble(
                self.library, self.config.visibility, reading.lang, reading.slugify, self.report
            )
        with self.stages.stage("Checking"):
            check_site(self.site, self.report)
            schedule, shown = Schedule(self.site), self._shown(self.config.content)
            check_texts(self.links, schedule, self._files.list_urls, self.report)
            statics = self._copies.list_places(shown)
            check_addresses(schedule, self._files, statics, self.report)
            networks = self.config.settings.networks
            check_crossposts(schedule.posts, self.addresses, networks, self.report)
            self._check_statics()
            check_theme(self._theme_folders, self.config.content, self._shown, self.report)
            self._check_files()
        return self.site

    def _set_aside_faulty(self) -> bool:
        """Leave out the files in which errors were found; return whether there are any more.

        Errors in what is not out any more hold nothing up: it goes.
        """
        withheld = self._withheld
        errors = [found for found in self.report if found.level is Severity.ERROR]
        faulty = {found: self._find_sources(found.place) for found in errors}
        for found in [found for found, paths in faulty.items() if paths and paths <= withheld]:
            self.passed.append(found)
            del faulty[found]
        self.report.select(lambda found: found not in self.passed)
        paths = set[str]().union(*faulty.values())
        if not all(faulty.values()) or paths <= self.aside.keys():
            return False  # an error that is of no text stops the build
        for found, sources in faulty.items():
            for path in sources:
                self.aside.setdefault(path, []).append(found)
        self.report.select(lambda found: found not in faulty)
        self.report.select(lambda found: self._paths.get(found.place.path) not in self.aside)
        self.library = self.library.without(self.aside.keys())
        return True

    def _find_sources(self, place: SourceLocation) -> set[str]:
        """Return the source that a finding is of; of a picture or the like, those that name it."""
        if place.path in self._paths:
            return {self._paths[place.path]}
        name, content = place.path.rpartition("/")[2], self.config.content
        if not (self.config.root / place.path).is_relative_to(content):
            return set()
        return {path for path in self._paths.values() if name in read_text(content / path)}

    @cached_property
    def _inventory(self) -> Inventory:
        """What the last build wrote to the output folder."""
        config = self.config
        listed = state_dir_for(config.output, config.notes) / "files"
        return find_inventory(config.output, listed, no_cache=False)

    def stop_on_errors(self) -> None:
        """Stop the run where an error was found, before anything is written, or after a check."""
        if self.report.errors:
            raise Stop(1)
        if self.config.check_only:
            raise Stop(0)

    def write(self, others: Iterable[tuple[str, bytes]] = ()) -> Written:
        """Render and write everything, and the `others`, which plugins have made.

        A broken template, or a file that can't be written, is reported and stops the run.
        """
        config = self.config
        notes, salt = state_dir_for(config.output, config.notes), make_salt(config.info.url)
        try:
            with open_output(config.output, notes, salt, config.rules) as opened:
                try:
                    self._write(opened, others)
                finally:
                    self.is_touched = opened.is_touched
        except TemplateFault as fault:
            place = SourceLocation(self._shown(Path(fault.file or config.theme)), fault.line)
            message = f"the template can't be rendered: {fault.reason}"
            self.report.error("template", place, message)
            raise Stop(1) from None
        except CatalogError as error:  # the file was changed after the settings were read
            place = SourceLocation(self._shown(error.file), error.line)
            self.report.error("catalog", place, f"the catalog is invalid: {error.reason}")
            raise Stop(1) from None
        except OutputError as error:
            self.refuse(error)
            raise Stop(1) from None
        assert self.written is not None
        return self.written

    def _write(self, output: Output, others: Iterable[tuple[str, bytes]]) -> None:
        manifest = load_output_manifest(output.notes / "sheets", output.root, self.config.no_cache)
        with self.stages.stage("Rendering"):
            self._write_pages(output, manifest)
            for file, content in others:
                output.write(file, self._clean(file, content))
        with self.stages.stage("Publishing"):
            if self.aside:
                texts = [read_text(self.config.content / path) for path in self.aside]
                kept = [*find_kept(output.before, self.aside.keys(), self._withheld, texts)]
                output.keep(kept)
                self.kept = [path for path in kept if path.endswith(".html")]
            changes = output.survey()
            self._check_changes(output, changes)
            self.stop_on_errors()
            self.written = output.publish(changes)
            if self.environment.stands():
                manifest.save()
        for refused in self.written.failed:
            self.refuse(refused)
        self.stop_on_errors()

    def _check_changes(self, output: Output, changes: Changes) -> None:
        """Report why the changes can't be published, and files of others in the output folder."""
        config = self.config
        for refused in output.check(changes):
            self.refuse(refused)
        report_foreign(changes.foreign, self._shown(output.root), self.report)
        report_unknown(changes.unknown, self._shown(output.root), self.report)
        rules, unknown = config.rules, [*changes.gone.keys() - output.before.entries.keys()]
        if unknown and not output.is_known and not (rules.adopt or config.allow_removal):
            report_clean(unknown, self._shown(output.root), self.report)
        self._check_removal(Removal(output.before.entries, changes.gone, output.entries))

    @cached_property
    def theme_output(self) -> ThemeOutput:
        """The output folder of a run in which Pelican and another theme write."""
        config = self.config
        notes = state_dir_for(config.output, config.notes)
        return ThemeOutput(config.output, notes, make_salt(config.info.url), config.rules)

    def begin_theme(self, posts: Mapping[str, FileEntry]) -> None:
        """Check what another theme's build would remove; `posts` are the posts that it writes."""
        try:
            before = self.theme_output.before.entries
        except OutputError as error:
            self.refuse(error)
            raise Stop(1) from None
        gone = {
            path: entry
            for path, entry in before.items()
            if entry.kind is FileKind.POST and path not in posts
        }
        self._check_removal(Removal(before, gone, posts))
        self.stop_on_errors()

    def end_theme(self, sources: Mapping[str, FileEntry], copied: Iterable[str]) -> None:
        """Remove what another theme's build has not written again, and report what is left."""
        try:
            unknown, failed = self.theme_output.end(sources, copied)
        except OutputError as error:
            unknown, failed = (), [error]
        report_unknown(unknown, self._shown(self.config.output), self.report)
        for refused in failed:
            self.refuse(refused)
        self.stop_on_errors()

    def _check_removal(self, removal: Removal) -> None:
        """Report a removal that is larger than the site allows."""
        if self.config.allow_removal:
            return
        words = removal.describe_excess(self._withheld, self.config.settings.largest_removal)
        if words:
            place = SourceLocation(self._shown(self.config.output))
            self.report.error("removal-large", place, words, CONFIRM_REMOVAL)

    @property
    def _withheld(self) -> frozenset[str]:
        """The sources that are read and not out, and the files that their pages would have."""
        assert self.site is not None
        out: list[Post | Page] = [*self.site.posts, *self.site.pages]
        known: list[Post | Page] = [*self.site.library.posts, *self.site.library.pages]
        paths = {item.path for item in out}
        held = [item for item in known if item.path not in paths]
        files = (self.addresses.of(item).file for item in held)
        return frozenset((*(item.path for item in held), *files))

    def refuse(self, refused: OutputError) -> None:
        """Report a file that can't be written or published."""
        place = SourceLocation(self._shown(self.config.output / refused.path))
        self.report.error(refused.code, place, refused.reason, refused.hint)

    @cached_property
    def undeclared(self) -> str:
        """The setting that brings code which may read any file; empty if there is none."""
        if find_code(self.config.reading.markdown) is not Code.NONE:
            return "MARKDOWN"
        return "" if self.environment.is_known else "JINJA_FILTERS or JINJA_GLOBALS"

    def inputs(self) -> BuildInputs:
        """Return what this run stood on, for the next one to see whether it has changed."""
        config, library = self.config, self.library
        dues = {post.date.timestamp() for post in library.posts}
        dues |= {comment.date.timestamp() for comment in library.comments}
        dues |= {self._midnight(day) for person in library.people for day in list_turns(person)}
        announced = (item for series in library.series for item in series.planned)
        dues |= {over.timestamp() for item in announced if (over := day_over(item))}
        notes = state_dir_for(config.output, config.notes)
        folders = (config.content, config.theme, *config.overrides)
        return BuildInputs(
            settings=config.settings_file,
            evaluated=config.evaluated,
            modules=list_project_modules(),
            inputs=config.inputs or (),
            has_own_code=bool(self.undeclared),
            folders=tuple(str(folder) for folder in folders),
            output=str(config.output),
            listed=str(notes / "files"),
            written=(MANIFEST, *read_inventory(notes / "files").entries),
            dues=tuple(sorted(dues)),
            moment=config.visibility.moment.timestamp(),
            zone=config.reading.timezone,
        )

    def _midnight(self, day: date) -> float:
        """Return when a day begins in the site's zone, in seconds since 1970."""
        return datetime.combine(day, time(), self.config.visibility.moment.tzinfo).timestamp()

    @cached_property
    def addresses(self) -> Addresses:
        """The addresses of this run's site."""
        reading = self.config.reading
        return Addresses(self.config.patterns, self.config.info.url, reading.lang, reading.slugify)

    def _of_kind(self, kind: type[Any]) -> tuple[Any, ...]:
        return tuple(source for source in self.sources.values() if isinstance(source, kind))

    def _shown(self, path: Path) -> str:
        root = self.config.root
        shown = path.relative_to(root) if path.is_relative_to(root) else path
        return os.fsencode(shown).decode("utf-8", "replace")  # its bytes may be no UTF-8

    @property
    def _files(self) -> FileLister:
        return FileLister(self.addresses, self.config.settings, self.config.info.page_size)

    @cached_property
    def links(self) -> LinkResolver:
        """What resolves the links of this run's texts; there after `assemble`."""
        assert self.site is not None
        pages = self._files.list_urls(self.site)
        content = self.config.content
        texts = self.recollection.texts
        pictures, statics = self.pictures, self.config.statics
        return LinkResolver(self.site, self.addresses, content, pictures, texts, statics, pages)

    @cached_property
    def pictures(self) -> Pictures:
        """What is known of this run's pictures and other files."""
        config = self.config
        return load_pictures(config.content, config.notes, config.no_cache)

    @property
    def _theme_folders(self) -> list[Path]:
        names = ("templates", "static", "locale")
        return [*(self.config.theme / name for name in names), *self.config.overrides]

    def _check_files(self) -> None:
        """Report what is wrong with pictures, films and documents that are to be published."""
        logo = self.config.settings.logo.lstrip("/")
        used = {*self.links.used, *filter(self.pictures.exists, (logo,))}
        for source in sorted(set(self._copies.find(used).values())):
            place = SourceLocation(self._shown(source))
            for flaw in self.pictures.look(source).flaws:
                level = Severity(CHANGEABLE.get(flaw.code, Severity.ERROR))
                self.report.add(Diagnostic(place, level, flaw.code, flaw.message, flaw.hint))
        self.pictures.save()

    def make_workshop(self, manifest: OutputManifest, staging: Path) -> RenderJob:
        """Return what prints this run's site; `staging` is where files lie until published."""
        assert self.site is not None
        config = self.config
        return RenderJob(
            site=self.site,
            info=config.info,
            settings=replace(config.settings, executor=SERIAL),  # of no use to a worker
            addresses=self.addresses,
            links=self.links,
            environment=self.environment,
            manifest=manifest,
            staging=staging,
        )

    def warm_up(self) -> None:
        """Make ready what the next run in this process will need."""
        with suppress(MissingBodyError, CatalogError):
            self.make_workshop(OutputManifest(Path(), Path()), Path()).warm_up()
        self.recollection.texts.close()

    def _write_pages(self, output: Output, manifest: OutputManifest) -> None:
        assert self.site is not None
        config = self.config
        job = self.make_workshop(manifest, output.staging)
        if config.priority:
            _print_first(job, output, config.priority)
        for _ in self.stages.counted(render_files(job, output, config.workers)):
            pass
        if not config.visibility.preview:
            output.write(SITEMAP, make_sitemap(self.site, self._files))
        self._copy_files(self.links.assets, output, manifest)

    @cached_property
    def environment(self) -> RenderEnvironment:
        """What this run's pages are rendered with."""
        config = self.config
        compiled = config.notes / "templates"
        return RenderEnvironment(
            config.theme, config.overrides, config.filters, config.globals, compiled
        )

    @property
    def _copies(self) -> StaticFiles:
        config = self.config
        static = config.theme / "static"
        names = config.static_names
        return StaticFiles(config.content, static, config.info.theme, self.static_files, names)

    @cached_property
    def usage(self) -> Usage:
        """Which files published content uses, and which only what is not out."""
        config = self.config
        return Usage(self.links, config.content, self._texts, config.settings.logo)

    @cached_property
    def static_files(self) -> tuple[str, ...]:
        """The static files that are published; there after `assemble`."""
        return choose_files(self.config.statics, self.usage.is_public, self.usage.is_private)

    def _check_statics(self) -> None:
        shown = self._shown(self.config.content)
        self.config.statics.check(shown, self.report)
        self._copies.check(shown, self.links.used, self.report)
        if place := self._copies.list_places(shown).get(robots.FILE):
            file = self._copies.find(())[robots.FILE]
            robots.check_robots(file, place, self._sitemap, self.report)
        self.usage.check(frozenset(self.static_files), self.report)

    def _copy_files(self, assets: Iterable[str], output: Output, manifest: OutputManifest) -> None:
        files = self._copies.find(assets)
        rules = digest(digest_code(), self.config.settings.picture_credits)
        is_preview = self.config.visibility.preview
        if is_preview or robots.FILE not in files:
            files.pop(robots.FILE, None)
            output.write(robots.FILE, robots.make_robots(self._sitemap, preview=is_preview))
        began = stamp(output.staging)
        now = changed_at(began) if began else 0
        for name, source in sorted(files.items()):
            key = digest(digest_file(source, now), rules)
            is_kept = manifest.holds(name, key)
            manifest.note(name, key, is_kept=is_kept)
            if is_kept:
                output.note(name, changed=False)
            else:
                output.write(name, self.read_copy(source))

    @property
    def _sitemap(self) -> str:
        return self.addresses.absolute("sitemap.xml")

    def read_copy(self, source: Path) -> bytes:
        """Return a file as it is published: a picture without metadata.

        Raises OutputError for a picture that cannot be published, and OSError.
        """
        return self._clean(str(source), source.read_bytes())

    def _clean(self, path: str, content: bytes) -> bytes:
        try:
            return strip(content, self.config.settings.picture_credits).content
        except Unusable as error:
            raise OutputError(error.code, path, error.reason, error.hint) from None


def _print_first(job: RenderJob, output: Output, priority: PriorityPages) -> None:
    """Put those files in place that somebody looks at, if it takes no others to show them."""
    wanted = [n for n, output_file in enumerate(job.files) if output_file.file in priority.files]
    printed = [job.print(range(n, n + 1)) for n in wanted]
    changed = [file for share in printed for file, _, is_new in share.files if is_new]
    assets = {asset for share in printed for asset in share.assets}
    if changed and all((output.root / asset).exists() for asset in assets):
        output.release(changed)
        priority.tell()
