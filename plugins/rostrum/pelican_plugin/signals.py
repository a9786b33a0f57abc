"""The adapter between Pelican and the kit: signals in, attributes on articles out.

Order of Pelican 4.12's signals and their traps: docs/pelican.md.
"""

from __future__ import annotations

import logging
import os
import posixpath
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pelican import Pelican
from pelican.contents import Article, Content
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator, StaticGenerator
from pelican.plugins import signals
from pelican.readers import BaseReader, HTMLReader, MarkdownReader, RstReader
from pelican.utils import clean_output_dir
from pelican.writers import Writer

from rostrum.build.build import Build, Stop
from rostrum.build.config import Config
from rostrum.core.diagnostics import Report, SourceLocation, format_text
from rostrum.core.model import Page, Post
from rostrum.output.atomic_move import OutputError
from rostrum.output.inventory import FileEntry
from rostrum.output.manifest import FileKind
from rostrum.pelican_plugin.articles import (
    SOURCE,
    Metadata,
    decorate,
    drop_links,
    is_out,
    page_of,
    post_of,
    relate,
    report_strangers,
)
from rostrum.pelican_plugin.log_capture import report_logs
from rostrum.pelican_plugin.settings import make_config
from rostrum.reading.fields import PAGE, POST
from rostrum.rendering.templates import equip
from rostrum.site.images import is_picture

BUILD = "ROSTRUM_RUN"
"""The key under which a run hangs in Pelican's settings, which every part of Pelican gets."""

_CONFIG = "ROSTRUM_PLAIN"  # the Config of a run that `pelican` started
_GENERATORS = "ROSTRUM_GENERATORS"
_WITHDRAWN = "rostrum_withdrawn"


def register() -> None:
    """Connect the kit to Pelican's signals."""
    signals.initialized.connect(on_initialized)
    signals.get_generators.connect(on_get_generators)
    signals.readers_init.connect(on_readers_init)
    signals.generator_init.connect(on_generator_init)
    signals.article_generator_pretaxonomy.connect(on_article_generator_pretaxonomy)
    signals.page_generator_context.connect(on_page_generator_context)
    signals.page_generator_finalized.connect(on_page_generator_finalized)
    signals.all_generators_finalized.connect(on_all_generators_finalized)
    signals.get_writer.connect(on_get_writer)
    signals.finalized.connect(on_finalized)


def on_initialized(pelican: Pelican) -> None:
    """Check the settings, where `pelican` and not `rostrum` started the run, and adjust them."""
    settings = pelican.settings
    if BUILD not in settings:
        report = Report()
        settings[_CONFIG] = make_config(settings, report)
        settings[BUILD] = _start(settings[_CONFIG])
        with _told(settings):
            if report.errors:
                settings[BUILD].report = report
                raise Stop(2)
        report_logs(lambda: settings[BUILD].report)
    # The kit reads each file anew, and what is out is decided by the run's moment alone.
    settings.update(CACHE_CONTENT=False, LOAD_CONTENT_CACHE=False, WITH_FUTURE_DATES=True)
    if _renders(settings):  # the kit's reader has obeyed them; other readers' texts are errors
        settings.update(DEFAULT_METADATA={}, DEFAULT_DATE=None, USE_FOLDER_AS_CATEGORY=False)
        settings.update(FILENAME_METADATA="", PATH_METADATA="", EXTRA_PATH_METADATA={})
    settings["DEFAULT_METADATA"] = {
        key: str(value) if isinstance(value, date) else value  # as Pelican reads a date
        for key, value in dict(settings["DEFAULT_METADATA"]).items()
    }
    pelican.delete_outputdir = False  # it would be emptied before anything is checked


def on_get_generators(pelican: Pelican) -> type[Generator] | None:
    """Read every source file, before any generator does, and bring the kit's own generator."""
    settings = pelican.settings
    if _CONFIG in settings:  # `pelican --autoreload` runs the same instance again and again
        settings[BUILD].close()
        settings[BUILD] = _start(settings[_CONFIG])
    run: Build = settings[BUILD]
    # Plugins may have added some when they were initialized.
    added = {"filters": settings["JINJA_FILTERS"], "globals": settings["JINJA_GLOBALS"]}
    run.config = replace(run.config, **added)
    run.read_whole()
    return SiteGenerator if _renders(settings) else None


def on_readers_init(readers: Any) -> None:
    """Have Markdown read by the kit, and nothing by Pelican's own readers of other texts."""
    suffixes = [suffix for suffix, reader in readers.reader_classes.items() if reader]
    for suffix, reader in list(readers.reader_classes.items()):
        if reader in (HTMLReader, RstReader):  # what they would read is reported by the kit
            readers.reader_classes[suffix] = None
    for suffix in MarkdownReader.file_extensions:
        readers.reader_classes[suffix] = SourceAdapter
    run: Build = readers.settings[BUILD]
    statics = run.config.statics.read_too(suffixes)
    run.config = replace(run.config, statics=statics)


def on_generator_init(generator: Generator) -> None:
    """Let Pelican's own environment compile the kit's templates, and plugins' that extend them."""
    if _renders(generator.settings):
        config: Config = generator.settings[BUILD].config
        generator.env.autoescape = True  # themes made for Pelican rely on its being off
        generator.env.add_extension("jinja2.ext.i18n")
        equip(generator.env, config.reading.lang, config.theme, config.overrides)
        generator.env.filters.update(config.filters)


def on_article_generator_pretaxonomy(generator: ArticlesGenerator) -> None:
    """Take what is not out from Pelican's lists, before it makes tag and category lists."""
    _withdraw(generator, _article_lists(generator))


def on_page_generator_context(generator: PagesGenerator, metadata: dict[str, Any]) -> None:
    """Take from a page what EXTRA_PATH_METADATA gives to posts: Pelican leaves it a plain text."""
    if SOURCE in metadata:
        for key in POST.fields.keys() - PAGE.fields.keys():
            if isinstance(metadata.get(key), str):
                del metadata[key]


def on_page_generator_finalized(generator: PagesGenerator) -> None:
    """Take drafts from Pelican's lists of pages."""
    _withdraw(generator, _page_lists(generator))


def on_all_generators_finalized(generators: list[Generator]) -> None:
    """Note the generators: other plugins change articles at this signal, some of them later."""
    generators[0].settings[_GENERATORS] = generators


def on_get_writer(pelican: Pelican) -> type[Writer] | None:
    """Make the site of what Pelican and its plugins left, check it, and stop where it is wrong.

    The last signal before anything is written. Brings the kit's writer, unless another theme
    makes the pages.
    """
    settings = pelican.settings
    run, generators = settings[BUILD], settings.pop(_GENERATORS)
    _gather(run, generators)
    if _renders(settings):
        _check_writers(pelican, run.report)
    with _told(settings):
        run.stop_on_errors()
    if not _renders(settings):
        _lend_to_theme(run, generators)
        _withhold_files(run, generators)
        with _told(settings):
            run.begin_theme(_find_sources(generators))
        _strip_copies(run, generators)
        _empty_output(pelican)
        run.theme_output.begin()
        settings[_GENERATORS] = generators
        return None
    _take_over(generators)
    return SiteWriter


def on_finalized(pelican: Pelican) -> None:
    """Print what there is to report where `pelican` started the run."""
    if _CONFIG in pelican.settings:
        end_theme(pelican.settings)
        run: Build = pelican.settings[BUILD]
        sys.stderr.write("".join(f"{notice}\n" for notice in run.notices))
        _print_report(run.report)


def end_theme(settings: Any) -> None:
    """End a run in which Pelican and another theme have written; after every other plugin."""
    generators = settings.pop(_GENERATORS, None)
    if generators is not None and not _renders(settings):
        static = _find(generators, StaticGenerator)
        copied = [file.save_as for file in static.staticfiles]
        with _told(settings):
            settings[BUILD].end_theme(_find_sources(generators), copied)


def _find_sources(generators: list[Generator]) -> dict[str, FileEntry]:
    """Return the source of each page that another theme makes of a post or standing page."""
    articles = _all_of(_article_lists(_find(generators, ArticlesGenerator)))
    pages = _all_of(_page_lists(_find(generators, PagesGenerator)))
    found = {item.save_as: _source_of(item, FileKind.PAGE) for item in pages}
    return found | {item.save_as: _source_of(item, FileKind.POST) for item in articles}


def _source_of(item: Content, kind: FileKind) -> FileEntry:
    source = item.metadata.get(SOURCE)
    return FileEntry(kind, source.path if source else "")


class SourceAdapter(MarkdownReader):  # type: ignore[misc]
    """Hands Pelican what the kit has read; Pelican's own Markdown is not run."""

    def __init__(self, settings: dict[str, Any]) -> None:
        # Not MarkdownReader's, which adds an extension for front matter to MARKDOWN.
        BaseReader.__init__(self, settings)
        self._run: Build = settings[BUILD]
        self._metadata = Metadata(settings, self._run.addresses)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return a file's HTML and what Pelican calls its metadata."""
        path = Path(os.path.relpath(source_path, self.settings["PATH"])).as_posix()
        source = self._run.sources.get(path)
        if isinstance(source, Post):
            return source.body.html, self._metadata.of_post(source)
        if isinstance(source, Page):
            return source.body.html, self._metadata.of_page(source)
        return "", {"title": path, "status": "skip"}  # reported when it was read


class SiteGenerator(Generator):  # type: ignore[misc]
    """Writes the whole site, after every other generator."""

    def generate_output(self, writer: Writer) -> None:
        """Render and write every page, feed and file, and those that plugins have made."""
        with _told(self.settings), writer.kept:
            self.settings[BUILD].write(writer.read_files())


class SiteWriter(Writer):  # type: ignore[misc]
    """Keeps what plugins write until the kit writes all: an error must leave no half of it."""

    def __init__(self, output_path: str, settings: dict[str, Any]) -> None:
        self.kept = TemporaryDirectory(prefix="rostrum-")
        super().__init__(self.kept.name, settings)
        for generator in settings[_GENERATORS]:
            generator.output_path = self.kept.name

    def read_files(self) -> Iterator[tuple[str, bytes]]:
        """Yield every file that plugins have written: its path below `output/`, and its bytes."""
        root = Path(self.kept.name)
        for file in sorted(root.rglob("*")):
            if file.is_file():
                yield file.relative_to(root).as_posix(), file.read_bytes()


def _start(config: Config) -> Build:
    return Build(config, make_report(config))


def make_report(config: Config, *, is_strict: bool = False) -> Report:
    """Return an empty report with the site's levels, which may quote the site's folders."""
    folders = (config.content, config.theme, *config.overrides)
    # What removals alone leave out are the files with errors, not those with warnings.
    strict = (config.settings.strict or is_strict) and not config.removals_only
    return Report(config.settings.levels, strict, folders)


def _renders(settings: Any) -> bool:
    renders: bool = settings[BUILD].config.settings.render
    return renders


def _withdraw(generator: Generator, lists: Iterable[list[Content]]) -> None:
    """Take what is not out from lists, translations and links, and note it."""
    visibility = generator.settings[BUILD].config.visibility
    lists = tuple(lists)
    everything = [item for items in lists for item in items]
    withdrawn = [item for item in everything if not is_out(item, visibility)]
    generator.context.setdefault(_WITHDRAWN, []).extend(withdrawn)
    if not withdrawn:
        return
    gone = {id(item) for item in withdrawn}
    remaining = [item for item in everything if id(item) not in gone]
    for items in lists:
        items[:] = [item for item in items if id(item) not in gone]
    for item in remaining:
        item.translations = [other for other in item.translations if id(other) not in gone]
    for item in withdrawn:  # no link finds it, and Pelican still knows that it is a source
        generator.context["generated_content"][item.get_relative_source_path()] = None


def _gather(run: Build, generators: list[Generator]) -> None:
    """Put the site together from Pelican's articles and pages, and check it."""
    articles = _find(generators, ArticlesGenerator)
    pages = _all_of(_page_lists(_find(generators, PagesGenerator)))
    listed = _all_of(_article_lists(articles))
    everything = [*listed, *pages, *articles.context[_WITHDRAWN]]
    posts = [post_of(item) for item in everything if isinstance(item, Article)]
    standing = [page_of(item) for item in everything if not isinstance(item, Article)]
    run.assemble(filter(None, posts), filter(None, standing))
    if run.config.settings.render:
        report_strangers(everything, run.config.content.name, run.report)


def _check_writers(pelican: Pelican, report: Report) -> None:
    """Report another plugin's writer: Pelican uses one, and which one is a matter of chance."""
    for receiver in signals.get_writer.receivers_for(pelican):
        if receiver is not on_get_writer and isinstance(receiver(pelican), type):
            message = f"the plugin {receiver.__module__} brings a writer too, and Pelican uses one"
            hint = 'Take it out of PLUGINS, or set "render": False in ROSTRUM for another theme.'
            report.error("writer-twice", SourceLocation("pelicanconf.py"), message, hint)


def _take_over(generators: list[Generator]) -> None:
    """Have the kit write, last of all, what Pelican's own generators would."""
    written = {
        ArticlesGenerator: signals.article_writer_finalized,
        PagesGenerator: signals.page_writer_finalized,
        StaticGenerator: None,
    }
    for generator in generators:
        if type(generator) in written:
            generator.generate_output = _Silence(generator, written[type(generator)])
    generators.sort(key=lambda generator: isinstance(generator, SiteGenerator))
    generators[0].settings[_GENERATORS] = generators


def _strip_copies(run: Build, generators: list[Generator]) -> None:
    """Have Pelican's own generator of static files leave pictures to the kit."""
    for generator in generators:
        if isinstance(generator, StaticGenerator):
            generator.generate_output = _StaticOutput(generator, run)


class _StaticOutput:
    """Stands for the output of static files: Pelican's, pictures without metadata.

    No picture stands in the output folder with them for an instant, or is a link to its source.
    """

    def __init__(self, generator: StaticGenerator, run: Build) -> None:
        self._generator, self._run = generator, run
        self._write_others = generator.generate_output

    def __call__(self, writer: Writer) -> None:
        context = self._generator.context
        files = context["staticfiles"]
        pictures = [file for file in files if is_picture(self._find_source(file))]
        taken = {id(file) for file in pictures}
        context["staticfiles"] = [file for file in files if id(file) not in taken]
        self._write_others(writer)
        context["staticfiles"] = files
        for picture in pictures:
            self._write(picture)

    def _find_source(self, file: Content) -> Path:
        return Path(self._generator.path, file.source_path)

    def _write(self, picture: Content) -> None:
        target = Path(self._generator.output_path, picture.save_as)
        try:
            content = self._run.read_copy(self._find_source(picture))
        except OutputError as error:
            self._run.refuse(error)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)  # with STATIC_CREATE_LINKS it may be the source itself
        target.write_bytes(content)


class _Silence:
    """Stands for a generator's output: writes nothing, and tells plugins that it is their turn."""

    def __init__(self, generator: Generator, signal: Any) -> None:
        self._generator, self._signal = generator, signal

    def __call__(self, writer: Writer) -> None:
        if self._signal:
            self._signal.send(self._generator, writer=writer)


def _lend_to_theme(run: Build, generators: list[Generator]) -> None:
    """Give another theme's articles what it can show, and no link to what is not out."""
    assert run.site is not None
    links = run.links
    articles = _all_of(_article_lists(_find(generators, ArticlesGenerator)))
    pages = _all_of(_page_lists(_find(generators, PagesGenerator)))
    for item in [*articles, *pages]:
        drop_links(item, links)
    for article in articles:
        decorate(article, run.site)
    relate(articles, run.site, run.config.settings.related)


def _withhold_files(run: Build, generators: list[Generator]) -> None:
    """Take from Pelican's static files what the kit would not publish either."""
    context = generators[0].context
    published = _all_of(_article_lists(_find(generators, ArticlesGenerator)))
    published += _all_of(_page_lists(_find(generators, PagesGenerator)))
    linked = context["static_links"] - _links_of(context[_WITHDRAWN]) | _links_of(published)
    known = {*run.static_files, *linked}
    is_file = run.links.is_file
    for generator in generators:
        if isinstance(generator, StaticGenerator):
            files = [(file, file.get_relative_source_path()) for file in generator.staticfiles]
            for _, path in files:
                if not (path in known and is_file(path)):
                    context["static_content"].pop(path, None)
            generator.staticfiles[:] = [
                file for file, path in files if path in known and is_file(path)
            ]


def _links_of(items: Iterable[Content]) -> set[str]:
    return {posixpath.normpath(file) for item in items for file in item.get_static_links()}


def _empty_output(pelican: Pelican) -> None:
    """Do what DELETE_OUTPUT_DIRECTORY asks, now that nothing is wrong."""
    if pelican.settings["DELETE_OUTPUT_DIRECTORY"]:
        clean_output_dir(pelican.output_path, pelican.output_retention)


@contextmanager
def _told(settings: Any) -> Iterator[None]:
    """Print the report where a run that `pelican` started ends early."""
    try:
        yield
    except Stop:
        if _CONFIG in settings:
            _print_report(settings[BUILD].report)
            logging.getLogger("pelican").addFilter(_speak_plainly)
        raise


def _speak_plainly(record: logging.LogRecord) -> bool:
    # Pelican's program would show a traceback of the kit's.
    if record.exc_info and isinstance(record.exc_info[1], Stop):
        record.exc_info = None
        record.msg, record.args = "Nothing was written.", ()
    return True


def _print_report(report: Report) -> None:
    if len(report):
        sys.stderr.write(format_text(report, Path.cwd()) + "\n")


def _article_lists(generator: ArticlesGenerator) -> tuple[list[Content], ...]:
    return (
        generator.articles,
        generator.translations,
        generator.hidden_articles,
        generator.hidden_translations,
        generator.drafts,
        generator.drafts_translations,
    )


def _page_lists(generator: PagesGenerator) -> tuple[list[Content], ...]:
    return (
        generator.pages,
        generator.translations,
        generator.hidden_pages,
        generator.hidden_translations,
        generator.draft_pages,
        generator.draft_translations,
    )


def _all_of(lists: Iterable[list[Content]]) -> list[Content]:
    return [item for items in lists for item in items]


def _find(generators: Iterable[Generator], kind: type[Generator]) -> Any:
    return next(generator for generator in generators if isinstance(generator, kind))
