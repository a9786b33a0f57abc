"""Connect the kit to Pelican: handle its signals, set attributes on articles.

See docs/pelican.md for the order and pitfalls of Pelican 4.12's signals.
"""

from __future__ import annotations

import logging
import os
import posixpath
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
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

from rostrum.build.config import Config
from rostrum.build.copies import read_copy
from rostrum.build.options import BuildOptions
from rostrum.build.publication import report_refused
from rostrum.core.diagnostic_codes import OFF
from rostrum.core.diagnostics import Report, format_text, printable_text
from rostrum.core.model import Page, Post
from rostrum.core.translatable import Translator
from rostrum.core.translatable import gettext_lazy as _
from rostrum.i18n.user_language import list_languages, load_diagnostics
from rostrum.output.atomic_move import OutputError
from rostrum.output.inventory import FileEntry
from rostrum.output.manifest import FileKind
from rostrum.pelican_plugin.articles import (
    SOURCE,
    Metadata,
    decorate,
    fit_links,
    is_out,
    page_of,
    post_of,
    relate,
    report_strangers,
    set_translations,
)
from rostrum.pelican_plugin.log_capture import report_logs
from rostrum.pelican_plugin.setting_places import SettingPlaces
from rostrum.pelican_plugin.settings import make_config
from rostrum.pelican_plugin.staged_build import BUILD, StagedBuild, Stop
from rostrum.pelican_plugin.subsites import disconnect_subsites
from rostrum.pelican_plugin.unset_settings import fill_unset, find_written
from rostrum.reading.fields import PAGE, POST
from rostrum.rendering.templates import equip
from rostrum.site.images import is_picture

_CONFIG = "ROSTRUM_PLAIN"  # the Config of a build started by `pelican`
_GENERATORS = "ROSTRUM_GENERATORS"
_WITHDRAWN = "rostrum_withdrawn"
_TYPED_KEYS = frozenset({"author", "authors", "category", "date", "tags"})
"""Keys of pages that Pelican wants as objects; a list of names is none."""


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
    """Adjust the settings; check them first if `pelican`, not `rostrum`, started the build."""
    settings = pelican.settings
    if BUILD not in settings:
        _fill_settings(pelican)
        report = Report()
        options = BuildOptions(user_languages=list_languages(os.environ))
        settings[_CONFIG] = make_config(settings, report, options)
        settings[BUILD] = _start(settings[_CONFIG])
        with _told(settings):
            if report.errors:
                settings[BUILD].report = report
                raise Stop(2)
        report_logs(lambda: settings[BUILD].report)
    # The kit reads each file anew; publication depends on the build's time alone.
    settings.update(CACHE_CONTENT=False, LOAD_CONTENT_CACHE=False, WITH_FUTURE_DATES=True)
    if _renders(settings):  # applied by the kit's reader; sources of other readers are errors
        settings.update(DEFAULT_METADATA={}, DEFAULT_DATE=None, USE_FOLDER_AS_CATEGORY=False)
        settings.update(FILENAME_METADATA="", PATH_METADATA="", EXTRA_PATH_METADATA={})
    settings["DEFAULT_METADATA"] = {
        key: str(value) if isinstance(value, date) else value  # as Pelican reads a date
        for key, value in dict(settings["DEFAULT_METADATA"]).items()
    }
    pelican.delete_outputdir = False  # Pelican would empty it before any check
    if _renders(settings):
        disconnect_subsites()


def _fill_settings(pelican: Pelican) -> None:
    """Set what the settings file leaves unset, as `rostrum` does."""
    settings = pelican.settings
    settings.update(fill_unset(find_written(settings), Path.cwd()))
    for key in ("PATH", "OUTPUT_PATH"):
        settings[key] = os.path.abspath(settings[key])  # noqa: PTH100 - keep links
    pelican.path, pelican.theme = settings["PATH"], settings["THEME"]
    pelican.output_path = settings["OUTPUT_PATH"]


def on_get_generators(pelican: Pelican) -> type[Generator] | None:
    """Read every source file before the generators run; return the kit's generator."""
    settings = pelican.settings
    if _CONFIG in settings:  # `pelican --autoreload` reuses one instance for all builds
        settings[BUILD].close()
        settings[BUILD] = _start(settings[_CONFIG])
    staged: StagedBuild = settings[BUILD]
    # Plugins may have added filters and globals on initialization.
    staged.change_config(filters=settings["JINJA_FILTERS"], globals=settings["JINJA_GLOBALS"])
    staged.read()
    return SiteGenerator if _renders(settings) else None


def on_readers_init(readers: Any) -> None:
    """Register the kit's Markdown reader; disable Pelican's HTML and reST readers."""
    suffixes = [suffix for suffix, reader in readers.reader_classes.items() if reader]
    for suffix, reader in list(readers.reader_classes.items()):
        if reader in (HTMLReader, RstReader):  # the kit reports their source files
            readers.reader_classes[suffix] = None
    for suffix in MarkdownReader.file_extensions:
        readers.reader_classes[suffix] = SourceAdapter
    staged: StagedBuild = readers.settings[BUILD]
    staged.change_config(statics=staged.config.statics.read_too(suffixes))


def on_generator_init(generator: Generator) -> None:
    """Configure Pelican's Jinja environment for the kit's templates and plugins' extensions."""
    if _renders(generator.settings):
        config: Config = generator.settings[BUILD].config
        generator.env.autoescape = True  # off in Pelican: its themes depend on that
        generator.env.add_extension("jinja2.ext.i18n")
        lang = config.reading.lang
        locale = config.settings.locales.get(lang, "")
        equip(generator.env, lang, config.messages[lang], locale)
        generator.env.filters.update(config.filters)


def on_article_generator_pretaxonomy(generator: ArticlesGenerator) -> None:
    """Remove unpublished articles from Pelican's lists, before it collects tags and categories."""
    _withdraw(generator, _article_lists(generator))


def on_page_generator_context(generator: PagesGenerator, metadata: dict[str, Any]) -> None:
    """Remove post fields set by EXTRA_PATH_METADATA from a page: Pelican keeps them as strings."""
    if SOURCE in metadata:
        for key in POST.fields.keys() - PAGE.fields.keys() | _TYPED_KEYS:
            if isinstance(metadata.get(key), str):
                del metadata[key]


def on_page_generator_finalized(generator: PagesGenerator) -> None:
    """Remove drafts from Pelican's lists of pages."""
    _withdraw(generator, _page_lists(generator))


def on_all_generators_finalized(generators: list[Generator]) -> None:
    """Store the generators for later: other plugins may still change articles at this signal."""
    generators[0].settings[_GENERATORS] = generators


def on_get_writer(pelican: Pelican) -> type[Writer] | None:
    """Assemble the site from the articles of Pelican and plugins; stop on errors.

    Pelican sends this signal last before writing. Return the kit's writer, or None if another
    theme renders the pages.
    """
    settings = pelican.settings
    staged: StagedBuild = settings[BUILD]
    generators = settings.pop(_GENERATORS)
    _gather(staged, generators)
    if _renders(settings):
        _check_writers(pelican, staged.report)
    with _told(settings):
        staged.stop_on_errors()
    if not _renders(settings):
        _lend_to_theme(staged, generators)
        _withhold_files(staged, generators)
        with _told(settings):
            staged.check_theme_output(_find_sources(generators))
        _strip_copies(staged, generators)
        _empty_output(pelican)
        staged.begin_theme_output()
        settings[_GENERATORS] = generators
        return None
    _take_over(generators)
    return SiteWriter


def on_finalized(pelican: Pelican) -> None:
    """Print the report if `pelican` started the build."""
    if _CONFIG in pelican.settings:
        end_theme(pelican.settings)
        staged: StagedBuild = pelican.settings[BUILD]
        language = _load_language(staged.config)
        notices = (notice.translate(language) for notice in staged.sources.notices)
        sys.stderr.write("".join(f"{printable_text(notice)}\n" for notice in notices))
        _print_report(staged.report, staged.config)


def end_theme(settings: Any) -> None:
    """Finish a build written by Pelican and another theme, after all other plugins."""
    generators = settings.pop(_GENERATORS, None)
    if generators is not None and not _renders(settings):
        static = _find(generators, StaticGenerator)
        copied = [file.save_as for file in static.staticfiles]
        with _told(settings):
            settings[BUILD].end_theme_output(_find_sources(generators), copied)


def _find_sources(generators: list[Generator]) -> dict[str, FileEntry]:
    """Return the source of each page of another theme, for posts and standing pages."""
    articles = _all_of(_article_lists(_find(generators, ArticlesGenerator)))
    pages = _all_of(_page_lists(_find(generators, PagesGenerator)))
    sources = {item.save_as: _source_of(item, FileKind.PAGE) for item in pages}
    return sources | {item.save_as: _source_of(item, FileKind.POST) for item in articles}


def _source_of(item: Content, kind: FileKind) -> FileEntry:
    source = item.metadata.get(SOURCE)
    return FileEntry(kind, source.path if source else "")


class SourceAdapter(MarkdownReader):  # type: ignore[misc]
    """Return sources read by the kit to Pelican, without running Pelican's Markdown."""

    def __init__(self, settings: dict[str, Any]) -> None:
        # MarkdownReader.__init__ would add a front matter extension to MARKDOWN.
        BaseReader.__init__(self, settings)
        self._build: StagedBuild = settings[BUILD]
        people = () if _renders(settings) else self._build.sources.library.people
        self._metadata = Metadata(settings, self._build.config.addresses, people)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return a file's HTML and its Pelican metadata."""
        path = Path(os.path.relpath(source_path, self.settings["PATH"])).as_posix()
        source = self._build.sources.by_path.get(path)
        if isinstance(source, Post):
            return source.body.html, self._metadata.of_post(source)
        if isinstance(source, Page):
            return source.body.html, self._metadata.of_page(source)
        return "", {"title": path, "status": "skip"}  # reported on reading


class SiteGenerator(Generator):  # type: ignore[misc]
    """Write the whole site, after all other generators."""

    def generate_output(self, writer: Writer) -> None:
        """Render and write every page, feed and file, including files from plugins."""
        with _told(self.settings), writer.kept:
            self.settings[BUILD].write(writer.read_files())


class SiteWriter(Writer):  # type: ignore[misc]
    """Keep files from plugins in a temporary folder until the kit writes all files.

    An error must not leave a partial site.
    """

    def __init__(self, output_path: str, settings: dict[str, Any]) -> None:
        self.kept = TemporaryDirectory(prefix="rostrum-")
        super().__init__(self.kept.name, settings)
        for generator in settings[_GENERATORS]:
            generator.output_path = self.kept.name

    def read_files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path below `output/` and the bytes of every file written by plugins."""
        root = Path(self.kept.name)
        for file in sorted(root.rglob("*")):
            if file.is_file():
                yield file.relative_to(root).as_posix(), file.read_bytes()


def _start(config: Config) -> StagedBuild:
    return StagedBuild(config, make_report(config))


_UNPUBLISHED = {"placeholder": "error"}
"""Levels of findings that a publication refuses, unless the site's settings say otherwise."""


def make_report(config: Config, *, is_strict: bool = False) -> Report:
    """Return an empty report with the site's levels; it may quote files in the site's folders."""
    # A removals-only build omits files with errors, not files with warnings.
    strict = (config.settings.strict or is_strict) and not config.removals_only
    levels = {**OFF, **(_UNPUBLISHED if config.publishes else {}), **config.settings.levels}
    return Report(levels, strict, config.source_folders)


def _renders(settings: Any) -> bool:
    renders: bool = settings[BUILD].config.settings.render
    return renders


def _withdraw(generator: Generator, lists: Iterable[list[Content]]) -> None:
    """Remove unpublished items from lists, translations and link targets; record them."""
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
    for item in withdrawn:  # links to it fail, but Pelican still knows it as a source
        generator.context["generated_content"][item.get_relative_source_path()] = None


def _gather(staged: StagedBuild, generators: list[Generator]) -> None:
    """Assemble the site from Pelican's articles and pages, and check it."""
    articles = _find(generators, ArticlesGenerator)
    pages = _all_of(_page_lists(_find(generators, PagesGenerator)))
    listed = _all_of(_article_lists(articles))
    everything = [*listed, *pages, *articles.context[_WITHDRAWN]]
    posts = [post_of(item) for item in everything if isinstance(item, Article)]
    standing = [page_of(item) for item in everything if not isinstance(item, Article)]
    staged.assemble(filter(None, posts), filter(None, standing))
    if staged.config.settings.render:
        report_strangers(everything, staged.config.content.name, staged.report)


def _check_writers(pelican: Pelican, report: Report) -> None:
    """Report writers of other plugins: Pelican uses one writer, and the choice is arbitrary."""
    place = SettingPlaces(pelican.settings).of("PLUGINS")
    for receiver in signals.get_writer.receivers_for(pelican):
        if receiver is not on_get_writer and isinstance(receiver(pelican), type):
            message = _(
                "the plugin %(module)s brings a writer too, and Pelican uses one",
                module=receiver.__module__,
            )
            hint = _('Take it out of PLUGINS, or set "render": False in ROSTRUM for another theme.')
            report.error("writer-twice", place, message, hint)


def _take_over(generators: list[Generator]) -> None:
    """Replace the output of Pelican's generators by the kit's, written last."""
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


def _strip_copies(staged: StagedBuild, generators: list[Generator]) -> None:
    """Make the kit, not Pelican's static generator, write pictures."""
    for generator in generators:
        if isinstance(generator, StaticGenerator):
            generator.generate_output = _StaticOutput(generator, staged)


class _StaticOutput:
    """Write static files: pictures without metadata, other files by Pelican.

    A picture in the output folder never has its metadata, and is never a link to its source.
    """

    def __init__(self, generator: StaticGenerator, staged: StagedBuild) -> None:
        self._generator, self._build = generator, staged
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
        config = self._build.config
        try:
            content = read_copy(self._find_source(picture), config.settings.picture_credits)
        except OutputError as error:
            report_refused(config, error, self._build.report)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)  # with STATIC_CREATE_LINKS it may be a link to the source
        target.write_bytes(content)


class _Silence:
    """Replace a generator's output: write nothing, but send its signal to plugins."""

    def __init__(self, generator: Generator, signal: Any) -> None:
        self._generator, self._signal = generator, signal

    def __call__(self, writer: Writer) -> None:
        if self._signal:
            self._signal.send(self._generator, writer=writer)


def _lend_to_theme(staged: StagedBuild, generators: list[Generator]) -> None:
    """Set attributes on articles for another theme; remove links to unpublished targets."""
    site, links = staged.assembled.site, staged.assembled.links
    articles = _all_of(_article_lists(_find(generators, ArticlesGenerator)))
    pages = _all_of(_page_lists(_find(generators, PagesGenerator)))
    for item in [*articles, *pages]:
        fit_links(item, links)
    set_translations([*articles, *pages], site)
    for article in articles:
        decorate(article, site)
    relate(articles, site, staged.config.settings.related)


def _withhold_files(staged: StagedBuild, generators: list[Generator]) -> None:
    """Remove files not published by the kit from Pelican's static files."""
    context = generators[0].context
    published = _all_of(_article_lists(_find(generators, ArticlesGenerator)))
    published += _all_of(_page_lists(_find(generators, PagesGenerator)))
    linked = context["static_links"] - _links_of(context[_WITHDRAWN]) | _links_of(published)
    known = {*staged.assembled.static_paths, *linked}
    is_file = staged.assembled.links.is_file
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
    """Empty the output folder if DELETE_OUTPUT_DIRECTORY is set, after all checks have passed."""
    if pelican.settings["DELETE_OUTPUT_DIRECTORY"]:
        clean_output_dir(pelican.output_path, pelican.output_retention)


@contextmanager
def _told(settings: Any) -> Iterator[None]:
    """Print the report if a build started by `pelican` ends early in the context."""
    try:
        yield
    except Stop:
        if _CONFIG in settings:
            _print_report(settings[BUILD].report, settings[_CONFIG])
            message = _("Nothing was written.").translate(_load_language(settings[_CONFIG]))
            logging.getLogger("pelican").addFilter(partial(_speak_plainly, message))
        raise


def _speak_plainly(message: str, record: logging.LogRecord) -> bool:
    # Pelican's command would print a traceback of Stop.
    if record.exc_info and isinstance(record.exc_info[1], Stop):
        record.exc_info = None
        record.msg, record.args = message, ()
    return True


def _load_language(config: Config) -> Translator:
    return load_diagnostics(config.languages, config.diagnostics).translations


def _print_report(report: Report, config: Config) -> None:
    if len(report):
        sys.stderr.write(format_text(report, Path.cwd(), _load_language(config)) + "\n")


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
