"""Render a site's pages, feeds and documents: only the changed ones, in worker processes.

A worker receives the site once, makes the views of its chunks of the files, and returns a
`RenderedFile` for each file; a view never leaves its process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from rostrum.build.environment import RenderEnvironment
from rostrum.cache.bodies import MissingBodyError
from rostrum.cache.file_stamps import changed_at, stamp
from rostrum.cache.output_manifest import OutputManifest
from rostrum.config.settings import Settings
from rostrum.config.site_info import SiteInfo
from rostrum.core.assets import Asset
from rostrum.core.hashing import digest
from rostrum.core.locale_formats import Wording, name_languages
from rostrum.core.parallel import Lost, WorkerPool
from rostrum.core.time_limit import OutOfTime, limit_time
from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.feeds.model import Feed
from rostrum.i18n.catalogs import Catalogs
from rostrum.output.atomic_move import OutputError
from rostrum.output.writer import Output, stage
from rostrum.pages.assets import AssetFinder
from rostrum.pages.context import Language, ViewContext
from rostrum.pages.output_file import Content, OutputFile
from rostrum.pages.routes import Routes
from rostrum.rendering.template_errors import locate_template_error
from rostrum.rendering.templates import TemplateRenderer
from rostrum.site.links import LinkResolver
from rostrum.site.site import Site
from rostrum.site.urls import Addresses
from rostrum.views.pages import View

CHUNK_SIZE = 32  # files in a chunk
SERIAL_LIMIT = 64  # changed files rendered before workers are started
COMPARE_CHUNK_SIZE = 4_000  # files from which on workers are started at once
_SLOW_HINT = _("Look at what the page shows; the setting cpu_seconds allows more time.")


class FileWriter:
    """Renders views, feeds and documents; each process has its own, with templates and entries."""

    def __init__(self, environment: RenderEnvironment) -> None:
        self._renderer = TemplateRenderer(
            environment.theme,
            environment.overrides,
            environment.filters,
            environment.globals,
            environment.bytecode,
            environment.locales,
            environment.renamed,
        )

    def render(self, content: Content, format: str = "") -> bytes:
        """Return the bytes of a file; raises TemplateFault for an error in a template."""
        if isinstance(content, View):
            return self._render_page(content)
        return self._write(content, format) if isinstance(content, Feed) else content.write()

    def _render_page(self, view: View) -> bytes:
        try:
            return self._renderer.render(view).encode()
        except MissingBodyError:  # not an error in the template
            raise
        except Exception as error:  # an expression in a template may raise any exception
            fault = locate_template_error(error)
            if fault is None:
                raise
            raise fault from error

    def _write(self, feed: Feed, format: str) -> bytes:
        return self._writers[format](feed, self._entries)

    @cached_property
    def _writers(self) -> Mapping[str, Callable[[Feed, Any], bytes]]:
        # feedgen is slow to import, and many builds change no feed.
        from rostrum.feeds.writer import WRITERS

        return WRITERS

    @cached_property
    def _entries(self) -> Any:
        from rostrum.feeds.entries import EntryCache

        return EntryCache()


@lru_cache(maxsize=1)
def _open_writer(environment: RenderEnvironment) -> FileWriter:
    """Return the writer of this process, the same one for equal environments.

    `serve` builds many times, and compiling the templates takes longer than rendering a few pages.
    """
    return FileWriter(environment)


class RenderedFile(NamedTuple):
    """An output file after rendering: `key` is the digest of its content and environment.

    `changed` is None if the key is that of the last build, so that the file was not rendered;
    otherwise it is True if the bytes differ from the published ones. `assets` are the content
    files and pictures to publish for it.
    """

    path: str
    key: bytes
    changed: bool | None
    assets: frozenset[Asset]


@dataclass(frozen=True)
class RenderJob:
    """All data needed to render any file of a site, in any process.

    `staging` is the folder for files until they are published.
    """

    site: Site
    info: SiteInfo
    settings: Settings
    addresses: Addresses
    links: LinkResolver
    environment: RenderEnvironment
    manifest: OutputManifest
    staging: Path

    @cached_property
    def files(self) -> tuple[OutputFile, ...]:
        """All files, in the same order in each process."""
        return tuple(Routes(self.context).iter_files())

    @cached_property
    def context(self) -> ViewContext:
        """The source of all views."""
        environment = self.environment
        catalogs = Catalogs.of_theme(environment.theme, environment.overrides)
        began = stamp(self.staging)
        locales = self.settings.locales
        return ViewContext(
            site=self.site,
            info=self.info,
            settings=self.settings,
            addresses=self.addresses,
            links=self.links,
            pictures=self.links.pictures,
            languages={
                lang: Language(
                    lang, name, catalogs.load(lang), Wording(lang, locales.get(lang, ""))
                )
                for lang, name in name_languages(self._list_languages()).items()
            },
            began=changed_at(began) if began else 0,
            templates=environment.list_templates((*self.site.posts, *self.site.pages)),
        )

    @cached_property
    def _assets(self) -> AssetFinder:
        return AssetFinder()

    def warm_up(self) -> None:
        """Compile the templates of every kind of page; workers forked later inherit them."""
        kinds = {getattr(output_file.make, "func", None): output_file for output_file in self.files}
        for output_file in kinds.values():
            _open_writer(self.environment).render(output_file.make(), output_file.format)

    def render(self, chunk: range) -> tuple[RenderedFile, ...]:
        """Render and stage the changed ones of some files; raises TemplateFault, OutputError."""
        return tuple(self._render_file(self.files[n]) for n in chunk)

    def _render_file(self, output_file: OutputFile) -> RenderedFile:
        path, content = output_file.file, output_file.make()
        key = digest(
            self.environment.plain_key if output_file.format else self.environment.key, content
        )
        changed = None
        if not self.manifest.holds(path, key):
            raw = self._render_in_time(output_file, content)
            changed = stage(self.manifest.root, self.staging, path, raw)
        return RenderedFile(path, key, changed, self._assets.find(content))

    def _render_in_time(self, output_file: OutputFile, content: Content) -> bytes:
        """Return a file's bytes; raises OutputError if rendering takes too long."""
        seconds = self.settings.cpu_seconds
        try:
            with limit_time(seconds):
                return _open_writer(self.environment).render(content, output_file.format)
        except OutOfTime:
            message = _(
                "rendering takes more than %(seconds)s s of the processor's time", seconds=seconds
            )
            raise OutputError("too-slow", output_file.file, message, _SLOW_HINT) from None

    def _list_languages(self) -> set[str]:
        site = self.site
        written = {*(post.lang for post in site.posts), *(page.lang for page in site.pages)}
        return {*site.languages, *written}


def render_files(job: RenderJob, output: Output, workers: WorkerPool) -> Iterator[RenderedFile]:
    """Render every changed file, and register all files with the output and the manifest.

    Yield each file in order. Raises TemplateFault for a missing or invalid template, and
    OutputError if a file can't be staged.
    """
    count, size = len(job.files), workers.chunk_size or CHUNK_SIZE
    chunks = [range(n, min(n + size, count)) for n in range(0, count, size)]
    files = iter(job.files)
    for result in _render_chunks(job, chunks, workers):
        if isinstance(result, Lost):
            raise _refuse_lost([job.files[n].file for n in result.share], result.reason)
        for rendered in result:
            job.manifest.note(rendered.path, rendered.key, is_kept=rendered.changed is None)
            output.note(rendered.path, bool(rendered.changed), next(files).entry)
        yield from result


def _refuse_lost(files: Sequence[str], reason: Translatable) -> OutputError:
    message = _("the process that rendered this file %(reason)s", reason=reason)
    if len(files) > 1:
        message = _(
            "the process that rendered this file, and %(number)s files after it, %(reason)s",
            number=len(files) - 1,
            reason=reason,
        )
    hint = _("If memory is short, lower the setting jobs; else look at what the page shows.")
    return OutputError("worker", files[0], message, hint)


def _render_chunks(
    job: RenderJob, chunks: Sequence[range], workers: WorkerPool
) -> Iterator[tuple[RenderedFile, ...] | Lost[range]]:
    """Yield the results of all chunks in order.

    A small site is rendered in this process until many files have changed: starting workers takes
    longer than comparing its files with those of the last build.
    """
    remaining, changed = list(chunks), 0
    limit = 0 if workers.chunk_size or len(job.files) >= COMPARE_CHUNK_SIZE else SERIAL_LIMIT
    while remaining and changed < limit:
        result = job.render(remaining.pop(0))
        changed += sum(rendered.changed is not None for rendered in result)
        yield result
    yield from workers.map(RenderJob.render, job, remaining)
