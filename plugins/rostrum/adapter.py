"""The adapter between Pelican and the kit: signals in, attributes on articles out.

Order of Pelican 4.12's signals and their traps: docs/pelican.md.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import UnknownLocaleError
from pelican import Pelican
from pelican.contents import Article, Author, Category, Tag
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator
from pelican.plugins import signals
from pelican.readers import BaseReader, MarkdownReader
from pelican.utils import slugify
from pelican.writers import Writer

from rostrum.addresses import spell_german
from rostrum.build import Config, Run, Stop
from rostrum.diagnostics import Place, Report, format_text
from rostrum.model import Page, Post, Status
from rostrum.pages.presentation import SiteInfo
from rostrum.reading import Folders
from rostrum.rendering import equip
from rostrum.settings import Settings, read_settings
from rostrum.site import Edition
from rostrum.sources import ReadOptions
from rostrum.wording import find_locale

RUN = "ROSTRUM_RUN"
"""The key under which a run hangs in Pelican's settings, which every part of Pelican gets."""

SETTINGS_FILE = "ROSTRUM_SETTINGS_FILE"
"""The key of the settings file's path, so that a wrong setting is reported where it stands."""

SOURCE = "rostrum_source"
WITHDRAWN = "rostrum_withdrawn"

_OWN_TEMPLATES = frozenset(
    {"article", "page", "tag", "category", "author", "period_archives", "index", "tags"}
    | {"categories", "authors", "archives"}
)


def register() -> None:
    """Connect the kit to Pelican's signals."""
    signals.initialized.connect(on_initialized)
    signals.readers_init.connect(on_readers_init)
    signals.generator_init.connect(on_generator_init)
    signals.article_generator_pretaxonomy.connect(on_article_generator_pretaxonomy)
    signals.all_generators_finalized.connect(on_all_generators_finalized)
    signals.get_generators.connect(on_get_generators)
    signals.get_writer.connect(on_get_writer)


def on_initialized(pelican: Pelican) -> None:
    """Read the settings and every source file, before any generator runs."""
    if RUN not in pelican.settings:  # started by `pelican`, not by `rostrum`
        report = Report()
        config = make_config(pelican.settings, report)
        if report.errors:
            sys.stderr.write(format_text(report, Path.cwd()) + "\n")
            raise Stop(2)
        pelican.settings[RUN] = Run(config, Report(config.settings.levels, config.settings.strict))
    pelican.settings[RUN].read()


def on_readers_init(readers: Any) -> None:
    """Have Markdown read by the kit."""
    for suffix in MarkdownReader.file_extensions:
        readers.reader_classes[suffix] = SourceAdapter


def on_generator_init(generator: Generator) -> None:
    """Let Pelican's own environment compile the kit's templates, and plugins' that extend them."""
    config: Config = generator.settings[RUN].config
    generator.env.add_extension("jinja2.ext.i18n")
    equip(generator.env, config.reading.lang, config.theme, config.overrides)


def on_article_generator_pretaxonomy(generator: ArticlesGenerator) -> None:
    """Take what is not out from Pelican's lists, before it makes tag and category lists."""
    edition = generator.settings[RUN].config.edition
    withdrawn: list[Article] = []
    for articles in _article_lists(generator):
        is_out = {id(article): _is_out(article, edition) for article in articles}
        withdrawn += [article for article in articles if not is_out[id(article)]]
        articles[:] = [article for article in articles if is_out[id(article)]]
    for article in withdrawn:
        generator.context["generated_content"].pop(article.get_relative_source_path(), None)
    generator.context[WITHDRAWN] = withdrawn


def on_all_generators_finalized(generators: list[Generator]) -> None:
    """Make the site of what Pelican read, check it, and stop where something is wrong."""
    run: Run = generators[0].settings[RUN]
    articles = _find(generators, ArticlesGenerator)
    listed = [article for group in _article_lists(articles) for article in group]
    everything = [*listed, *articles.context[WITHDRAWN]]
    pages = [page for group in _page_lists(_find(generators, PagesGenerator)) for page in group]
    run.put_together(filter(None, map(post_of, everything)), filter(None, map(page_of, pages)))
    run.pass_gate()
    _decorate(run, listed)


def on_get_generators(pelican: Pelican) -> type[Generator] | None:
    """Have Pelican call the kit's generator, unless another theme makes the pages."""
    return SiteGenerator if pelican.settings[RUN].config.settings.render else None


def on_get_writer(pelican: Pelican) -> type[Writer] | None:
    """Have Pelican use the kit's writer, unless another theme makes the pages."""
    return SiteWriter if pelican.settings[RUN].config.settings.render else None


class SourceAdapter(MarkdownReader):  # type: ignore[misc]
    """Hands Pelican what the kit has read; Pelican's own Markdown is not run."""

    def __init__(self, settings: dict[str, Any]) -> None:
        # Not MarkdownReader's, which adds an extension for front matter to MARKDOWN.
        BaseReader.__init__(self, settings)
        self._run: Run = settings[RUN]
        self._names: dict[tuple[type, str], Any] = {}

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return a file's HTML and what Pelican calls its metadata."""
        path = Path(source_path).relative_to(self._run.config.content).as_posix()
        source = self._run.sources.get(path)
        if isinstance(source, Post):
            return source.body.html, self._metadata_of_post(source)
        if isinstance(source, Page):
            return source.body.html, _metadata_of_page(source, self._run)
        return "", {"title": path, "status": "skip"}  # reported when it was read

    def _metadata_of_post(self, post: Post) -> dict[str, Any]:
        address = self._run.addresses.post(post)
        found: dict[str, Any] = {
            "title": post.title,
            "date": post.date,
            "authors": [self._name(Author, key) for key in post.authors],
            "tags": [self._name(Tag, name) for name in post.tags],
            "slug": post.slug,
            "lang": post.lang,
            "status": post.status.value,
            "summary": post.summary,
            "url": address.url,
            "save_as": address.file,
            SOURCE: post,
        }
        if post.category:
            found["category"] = self._name(Category, post.category)
        if post.modified:
            found["modified"] = post.modified
        return found

    def _name(self, kind: type, name: str) -> Any:
        """Return Pelican's wrapper of a name, one for all posts: it makes its slug but once."""
        if (kind, name) not in self._names:
            self._names[kind, name] = kind(name, self.settings)
        return self._names[kind, name]


class SiteGenerator(Generator):  # type: ignore[misc]
    """Writes the whole site when it is its turn."""

    def generate_output(self, writer: Writer) -> None:
        """Render and write every page, feed and file."""
        self.settings[RUN].write()


class SiteWriter(Writer):  # type: ignore[misc]
    """Leaves to the kit what Pelican's own generators would write, and writes what plugins ask."""

    def write_file(self, name: str, template: Any, context: dict[str, Any], **more: Any) -> None:
        """Write a plugin's page; Pelican's own kinds of pages are the kit's."""
        if Path(template.name or "").stem not in _OWN_TEMPLATES:
            super().write_file(name, template, context, **more)


def post_of(article: Article) -> Post | None:
    """Return an article as a post, with what Pelican's plugins have changed in it."""
    post: Post | None = article.metadata.get(SOURCE)
    if post is None:
        return None
    found = {
        "title": str(article.title),
        "date": article.date,
        "slug": article.slug,
        "tags": tuple(tag.name for tag in getattr(article, "tags", ())),
        "status": Status(article.status),
    }
    if article._content != post.body.html:
        found["body"] = replace(post.body, html=article._content)
    changed = {key: value for key, value in found.items() if value != getattr(post, key)}
    return replace(post, **changed) if changed else post


def page_of(item: Any) -> Page | None:
    """Return one of Pelican's pages as a standing page, with what plugins have changed in it."""
    page: Page | None = item.metadata.get(SOURCE)
    if page is None:
        return None
    body = page.body
    if item._content != body.html:
        body = replace(body, html=item._content)
    return replace(page, title=str(item.title), slug=item.slug, body=body)


def make_config(
    settings: Mapping[str, Any],
    report: Report,
    *,
    preview: bool = False,
    moment: datetime | None = None,
    jobs: int | None = None,
    check_only: bool = False,
) -> Config:
    """Return what a run is told, from Pelican's settings; what is wrong in them is reported."""
    root, own = Path.cwd(), _read_own(settings, report)
    content = Path(settings["PATH"]).resolve()
    zone = _check_zone(settings, report)
    languages = tuple(dict.fromkeys((settings["DEFAULT_LANG"], *own.languages)))
    _check_languages(languages, _place(settings), report)
    now = moment or datetime.now(UTC)  # noqa: TID251 - the one place where a build reads the clock
    edition = Edition(now if now.tzinfo else now.replace(tzinfo=zone), preview)
    return Config(
        content=content,
        output=Path(settings["OUTPUT_PATH"]).resolve(),
        theme=Path(settings["THEME"]).resolve(),
        root=root,
        info=_site_info(settings, own),
        settings=own,
        reading=ReadOptions(
            lang=settings["DEFAULT_LANG"],
            languages=languages,
            timezone=zone.key,
            slugify=_slugify(settings),
            slug_from=settings["SLUGIFY_SOURCE"],
            markdown=_markdown_options(settings),
        ),
        patterns={key: str(value) for key, value in settings.items() if _is_pattern(key)},
        folders=_folders(settings),
        edition=edition,
        overrides=tuple(Path(path).resolve() for path in settings["THEME_TEMPLATES_OVERRIDES"]),
        filters=settings["JINJA_FILTERS"],
        globals=settings["JINJA_GLOBALS"],
        static_paths=tuple(settings["STATIC_PATHS"]),
        static_names={
            path: meta["path"]
            for path, meta in settings["EXTRA_PATH_METADATA"].items()
            if "path" in meta
        },
        jobs=own.jobs if jobs is None else jobs,
        check_only=check_only,
    )


def _metadata_of_page(page: Page, run: Run) -> dict[str, Any]:
    address = run.addresses.page(page)
    return {
        "title": page.title,
        "slug": page.slug,
        "lang": page.lang,
        "status": page.status.value,
        "summary": page.summary,
        "url": address.url,
        "save_as": address.file,
        SOURCE: page,
    }


def _decorate(run: Run, articles: Iterable[Article]) -> None:
    """Give articles what any theme can show: people, series, thread."""
    site = run.site
    assert site is not None
    for article in articles:
        post = article.metadata[SOURCE]
        article.people = tuple(site.person(key, post.lang) for key in post.authors)
        article.series = site.runs.get((post.series, post.lang))
        article.part = site.parts.get(post.id)
        article.thread = site.thread(post)


def _is_out(article: Article, edition: Edition) -> bool:
    post = post_of(article)
    return post is None or edition.holds(post)


def _article_lists(generator: ArticlesGenerator) -> tuple[list[Article], ...]:
    return (
        generator.articles,
        generator.translations,
        generator.hidden_articles,
        generator.hidden_translations,
        generator.drafts,
        generator.drafts_translations,
    )


def _page_lists(generator: PagesGenerator) -> tuple[list[Any], ...]:
    return (
        generator.pages,
        generator.translations,
        generator.hidden_pages,
        generator.hidden_translations,
        generator.draft_pages,
        generator.draft_translations,
    )


def _find(generators: Iterable[Generator], kind: type[Generator]) -> Any:
    return next(generator for generator in generators if isinstance(generator, kind))


def _site_info(settings: Mapping[str, Any], own: Settings) -> SiteInfo:
    return SiteInfo(
        name=settings["SITENAME"],
        url=settings["SITEURL"] or "http://127.0.0.1:8000",
        default_lang=settings["DEFAULT_LANG"],
        page_size=int(settings["DEFAULT_PAGINATION"] or 20),
        organisation=own.organisation or settings["SITENAME"],
    )


def _read_own(settings: Mapping[str, Any], report: Report) -> Settings:
    file = settings.get(SETTINGS_FILE)
    shown = _place(settings).path
    return read_settings(settings.get("ROSTRUM", {}), Path(file) if file else None, shown, report)


def _place(settings: Mapping[str, Any]) -> Place:
    file = settings.get(SETTINGS_FILE)
    if not file:
        return Place("pelicanconf.py")
    path = Path(file).resolve()
    is_below = path.is_relative_to(Path.cwd())
    return Place((path.relative_to(Path.cwd()) if is_below else path).as_posix())


def _check_zone(settings: Mapping[str, Any], report: Report) -> ZoneInfo:
    name = settings.get("TIMEZONE", "UTC")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hint = 'Names look like "Europe/Vienna".'
        report.error("setting", _place(settings), f'there is no time zone "{name}"', hint)
        return ZoneInfo("UTC")


def _check_languages(languages: Iterable[str], place: Place, report: Report) -> None:
    for lang in languages:
        try:
            find_locale(lang)
        except (UnknownLocaleError, ValueError):
            hint = 'Codes look like "de" or "en" (BCP 47).'
            report.error("setting", place, f'there is no language "{lang}"', hint)


def _slugify(settings: Mapping[str, Any]) -> Any:
    return partial(
        make_slug,
        regex_subs=settings["SLUG_REGEX_SUBSTITUTIONS"],
        preserve_case=settings["SLUGIFY_PRESERVE_CASE"],
        use_unicode=settings["SLUGIFY_USE_UNICODE"],
    )


def make_slug(text: str, **options: Any) -> str:
    """Return Pelican's slug of a text whose umlauts are spelled as German spells them."""
    return str(slugify(spell_german(text), **options))


def _markdown_options(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the MARKDOWN setting says, in the form that Markdown() takes."""
    options = dict(settings["MARKDOWN"])
    configs = dict(options.get("extension_configs", {}))
    configs.pop("markdown.extensions.meta", None)
    names = [*options.get("extensions", ()), *configs]
    options["extension_configs"] = configs
    options["extensions"] = list(dict.fromkeys(names))
    return options


def _is_pattern(key: str) -> bool:
    return key.endswith(("_URL", "_SAVE_AS"))


def _folders(settings: Mapping[str, Any]) -> Folders:
    return Folders(
        posts=tuple(settings["ARTICLE_PATHS"]),
        pages=tuple(settings["PAGE_PATHS"]),
        ignore=tuple(settings["IGNORE_FILES"]),
    )
