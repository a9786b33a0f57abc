"""Printing a site's pages and feeds: only those that changed, shared out among workers.

Each worker makes the views of its own share of the sheets: a site is handed over once, views
never are. What comes back is no more than what each file was made of, and whether it changed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from rostrum.cache.bodies import MissingBodyError
from rostrum.cache.file_stamps import changed_at, stamp
from rostrum.cache.fingerprints import digest_code, digest_files
from rostrum.cache.inputs import is_known
from rostrum.cache.output_manifest import OutputManifest
from rostrum.config.settings import Settings
from rostrum.config.site_info import SiteInfo
from rostrum.core.hashing import SIZE, describe, digest
from rostrum.core.locale_formats import Wording, find_locale
from rostrum.core.parallel import Lost, WorkerPool
from rostrum.core.time_limit import OutOfTime, limit_time
from rostrum.feeds.model import Feed
from rostrum.i18n.catalogs import Catalogs
from rostrum.output.atomic_move import OutputError
from rostrum.output.writer import Output, stage
from rostrum.pages.context import Language, ViewContext
from rostrum.pages.output_file import Content, OutputFile
from rostrum.pages.routes import Routes
from rostrum.rendering.bytecode import BytecodeFolder
from rostrum.rendering.template_errors import locate_template_error
from rostrum.rendering.templates import TemplateRenderer
from rostrum.site.links import LinkResolver
from rostrum.site.site import Site
from rostrum.site.urls import Addresses
from rostrum.views.components import View

CHUNK_SIZE = 32  # sheets that a worker gets at once
SERIAL_LIMIT = 64  # sheets to print that are no reason to start workers
_SLOW_HINT = "Look at what the page shows; the setting cpu_seconds allows more time."
COMPARE_CHUNK_SIZE = 4_000  # sheets of which to find those that changed is one


@dataclass(frozen=True, eq=False)
class RenderEnvironment:
    """What rendering depends on besides the views: the theme and the site's additions to Jinja.

    Two are equal if nothing that pages depend on has changed between them. `compiled` is the
    folder in which compiled templates are kept.
    """

    theme: Path
    overrides: tuple[Path, ...] = ()
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    globals: Mapping[str, Any] = field(default_factory=dict)
    compiled: Path | None = None

    @cached_property
    def key(self) -> bytes:
        """A digest of everything that all pages depend on: templates, words, code, libraries.

        Where code of the site's own takes part, it is never the same again.
        """
        if not self.is_known:
            return os.urandom(SIZE)
        templates = (self.theme / "templates", self.theme / "locale", *self.overrides)
        additions = [*map(describe, (self.filters, self.globals))]
        return digest(digest_files(templates), digest_code(), additions)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RenderEnvironment) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    @cached_property
    def bytecode(self) -> BytecodeFolder | None:
        """Where compiled templates are kept; None where code of the site's own takes part."""
        if self.compiled is None or not self.is_known:
            return None
        catalogs = Catalogs.of_theme(self.theme, self.overrides).folders
        additions = [*map(describe, (self.filters, self.globals))]
        return BytecodeFolder(
            self.compiled, digest(digest_files(catalogs), digest_code(), additions)
        )

    @cached_property
    def plain_key(self) -> bytes:
        """A digest of everything that all but pages depend on: no template has a part in them."""
        return digest(digest_code())

    @property
    def is_known(self) -> bool:
        """Whether the site adds nothing to Jinja but values and what libraries define."""
        return is_known(self.filters) and is_known(self.globals)

    def stands(self) -> bool:
        """Say whether the templates still are those that the key was made of."""
        return not self.is_known or replace(self).key == self.key


class FileWriter:
    """Turns views and feeds into bytes; each process has its own, with templates and entries."""

    def __init__(self, environment: RenderEnvironment) -> None:
        self._renderer = TemplateRenderer(
            environment.theme,
            environment.overrides,
            environment.filters,
            environment.globals,
            environment.bytecode,
        )

    def print(self, content: Content, format: str = "") -> bytes:
        """Return the bytes of a file; raises TemplateFault for what is wrong with a template."""
        if isinstance(content, View):
            return self._render(content)
        return self._write(content, format) if isinstance(content, Feed) else content.write()

    def _render(self, view: View) -> bytes:
        try:
            return self._renderer.render(view).encode()
        except MissingBodyError:  # no fault of the template that asked for it
            raise
        except Exception as error:  # an expression in a template can raise whatever it likes
            fault = locate_template_error(error)
            if fault is None:
                raise
            raise fault from error

    def _write(self, feed: Feed, format: str) -> bytes:
        return self._writers[format](feed, self._entries)

    @cached_property
    def _writers(self) -> Mapping[str, Callable[[Feed, Any], bytes]]:
        # feedgen takes longer to import than a build in which no feed has changed can spare.
        from rostrum.feeds.writer import WRITERS

        return WRITERS

    @cached_property
    def _entries(self) -> Any:
        from rostrum.feeds.entries import EntryCache

        return EntryCache()


@lru_cache(maxsize=1)
def _make_printer(environment: RenderEnvironment) -> FileWriter:
    """Return a process' printer, the same as long as the press is.

    `serve` builds again and again: to compile the templates takes longer than to use them.
    """
    return FileWriter(environment)


@dataclass(frozen=True, slots=True)
class RenderResult:
    """What came of a share: each file, the digest of what it is made of, and what happened to it.

    `files` are triples; the last is None for one that was left alone, else whether it differs
    from what stood there. `assets` are the content files that the pages show.
    """

    files: tuple[tuple[str, bytes, bool | None], ...]
    assets: frozenset[str]


@dataclass(frozen=True)
class RenderJob:
    """Everything from which any sheet of a site can be printed, in whichever process."""

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
        """All sheets, in an order that is the same in each process."""
        return tuple(Routes(self.context).iter_files())

    @cached_property
    def context(self) -> ViewContext:
        """What the views are made from."""
        environment = self.environment
        catalogs = Catalogs.of_theme(environment.theme, environment.overrides)
        began = stamp(self.staging)
        return ViewContext(
            site=self.site,
            info=self.info,
            settings=self.settings,
            addresses=self.addresses,
            links=self.links,
            pictures=self.links.pictures,
            languages={lang: _speak(lang, catalogs) for lang in self._list_languages()},
            began=changed_at(began) if began else 0,
        )

    def warm_up(self) -> None:
        """Compile the templates of every kind of page; workers that are forked later inherit it."""
        kinds = {getattr(output_file.make, "func", None): output_file for output_file in self.files}
        for output_file in kinds.values():
            _make_printer(self.environment).print(output_file.make(), output_file.format)

    def print(self, share: range) -> RenderResult:
        """Print some of the sheets, those that have changed; raises TemplateFault, OutputError."""
        before = set(self.links.assets)
        files = tuple(self._print_one(self.files[n]) for n in share)
        return RenderResult(files, frozenset(self.links.assets - before))

    def _print_one(self, output_file: OutputFile) -> tuple[str, bytes, bool | None]:
        content = output_file.make()
        key = digest(
            self.environment.plain_key if output_file.format else self.environment.key, content
        )
        if self.manifest.holds(output_file.file, key):
            return output_file.file, key, None
        raw = self._print_in_time(output_file, content)
        return output_file.file, key, stage(self.manifest.root, self.staging, output_file.file, raw)

    def _print_in_time(self, output_file: OutputFile, content: Content) -> bytes:
        """Return a file's bytes; raises OutputError if that takes too long."""
        seconds = self.settings.cpu_seconds
        try:
            with limit_time(seconds):
                return _make_printer(self.environment).print(content, output_file.format)
        except OutOfTime:
            message = f"rendering takes more than {seconds} s of the processor's time"
            raise OutputError("too-slow", output_file.file, message, _SLOW_HINT) from None

    def _list_languages(self) -> set[str]:
        site = self.site
        found = {*(post.lang for post in site.posts), *(page.lang for page in site.pages)}
        return {*site.languages, *found}


def render_files(job: RenderJob, output: Output, workers: WorkerPool) -> Iterator[OutputFile]:
    """Print every page and feed that has changed; yield each sheet when its turn is over.

    Notes the content files that pages show. Raises TemplateFault for a template that is missing or
    broken.
    """
    sheets, manifest = job.files, job.manifest
    shares = [range(n, min(n + CHUNK_SIZE, len(sheets))) for n in range(0, len(sheets), CHUNK_SIZE)]
    assets = set(job.links.assets)
    count = 0
    for printed in _print_shares(job, shares, workers):
        if isinstance(printed, Lost):
            raise _refuse_lost([sheets[n].file for n in printed.share], printed.reason)
        assets |= printed.assets
        part = sheets[count : count + len(printed.files)]
        for output_file, (file, key, changed) in zip(part, printed.files, strict=True):
            manifest.note(file, key, is_kept=changed is None)
            output.note(file, bool(changed), output_file.entry)
        yield from part
        count += len(part)
    job.links.assets.update(assets)


def _refuse_lost(files: Sequence[str], reason: str) -> OutputError:
    others = f", and {len(files) - 1} files after it" if len(files) > 1 else ""
    message = f"the process that rendered this file{others} {reason}"
    hint = "If memory is short, lower the setting jobs; else look at what the page shows."
    return OutputError("worker", files[0], message, hint)


def _print_shares(
    job: RenderJob, shares: Sequence[range], workers: WorkerPool
) -> Iterator[RenderResult | Lost[range]]:
    """Print shares of the sheets in their order, those of a small site alone as long as it can be.

    To start workers takes longer than to see that hardly anything has changed.
    """
    rest, changed = list(shares), 0
    while rest and changed < SERIAL_LIMIT and len(job.files) < COMPARE_CHUNK_SIZE:
        printed = job.print(rest.pop(0))
        changed += sum(is_new is not None for *_, is_new in printed.files)
        yield printed
    yield from workers.map(RenderJob.print, job, rest)


def _speak(lang: str, catalogs: Catalogs) -> Language:
    name = find_locale(lang).get_language_name(lang) or lang
    return Language(lang, name[:1].upper() + name[1:], catalogs.load(lang), Wording(lang))
