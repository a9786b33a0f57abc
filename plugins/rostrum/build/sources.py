"""Read: the source files of a site, as typed content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from rostrum.build.config import Config
from rostrum.build.progress import Progress
from rostrum.cache.store import Cache
from rostrum.comments.days import place_days
from rostrum.core.content import Library
from rostrum.core.diagnostics import Report
from rostrum.core.ignores import Ignores
from rostrum.core.model import Body, Comment, Page, Person, Post, Series, Topics
from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.reading.cached import CachedReader, ReadContent
from rostrum.reading.files import date_posts, list_files
from rostrum.reading.source_file import Source
from rostrum.site.file_usage import TEXT_KINDS
from rostrum.site.published import ADDRESSES, PublishedAddresses, keep_slugs, read_addresses

S = TypeVar("S")


@dataclass(frozen=True)
class SiteSources:
    """The source files of a site after reading.

    `unwritten` are the people and series without a file. `paths` maps the path of each file in
    messages to its path below the content folder, `kinds` maps that path to the kind of the file.
    `texts` are the files with texts, including unreadable ones. `notices` are sentences for the
    user about events without effect on the site. `ignores` are the findings not to be
    reported, `published` the addresses of published posts.
    """

    content: ReadContent = field(default_factory=ReadContent)
    unwritten: tuple[Person | Series, ...] = ()
    paths: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    notices: tuple[Translatable, ...] = ()
    published: PublishedAddresses = field(default_factory=PublishedAddresses)
    ignores: Ignores = field(default_factory=Ignores)

    @property
    def by_path(self) -> Mapping[str, Source]:
        """The content of each file by its path below the content folder."""
        return self.content.sources

    @property
    def library(self) -> Library:
        """All content."""
        return Library(
            posts=self._select(Post),
            pages=self._select(Page),
            people=(*self._select(Person), *_only(Person, self.unwritten)),
            series=(*self._select(Series), *_only(Series, self.unwritten)),
            comments=place_days(self._select(Comment), self._select(Post)),
            topics=self._select(Topics),
            unread={path: kind for path, kind in self.kinds.items() if path not in self.by_path},
        )

    def with_texts(self) -> SiteSources:
        """Return the sources with the HTML of their texts, which Pelican's plugins may change."""
        texts = self.content.texts
        whole = dict(self.by_path)
        for path, source in whole.items():
            body = getattr(source, "body", None)
            if body is not None and body.digest:
                changed: Any = replace(body, html=texts.read(body))
                whole[path] = replace(source, body=changed)
        return replace(self, content=replace(self.content, sources=whole))

    def close(self) -> None:
        """Close the cache; from now on it may discard old or surplus entries."""
        self.content.close()

    def _select(self, kind: type[S]) -> tuple[S, ...]:
        return _only(kind, self.by_path.values())

    def resolve(self, config: Config) -> SiteSources:
        """Return the sources with the names in them resolved (see resolve_library)."""
        library = keep_slugs(config.resolve(self.library), self.published, config.addresses)
        written = (series for series in library.series if series.has_file)
        items: tuple[Post | Page | Series, ...] = (*library.posts, *library.pages, *written)
        sources = {**self.by_path, **{item.path: item for item in items}}
        unwritten: list[Person | Series] = [*library.people, *library.series]
        return replace(
            self,
            content=replace(self.content, sources=sources),
            unwritten=tuple(item for item in unwritten if not item.has_file),
        )


def read_sources(config: Config, report: Report, progress: Progress) -> SiteSources:
    """Return the content of all source files, and report errors in them."""
    display_path = config.show(config.content)
    ignores = Ignores(display_path, config.settings.ignore)
    report.is_ignored = ignores.drop
    files = list_files(config.content, config.folders, display_path, report, config.statics.besides)
    if config.reading.metadata.dates_by_file:
        files = date_posts(files, config.content)
    store = Cache(config.notes / "cache.sqlite", config.settings.cache_megabytes * 1_000_000)
    reader = CachedReader(
        *(config.content, config.reading, config.workers, store),
        *(config.no_cache, config.keep_texts, config.previous, config.settings.cpu_seconds),
        inputs=config.inputs,
    )
    with progress.stage(_("Reading"), len(files)):
        content = reader.recall(files)
    for source in content.sources.values():
        body: Body | None = getattr(source, "body", None)
        ignores.add_comments(body.ignores if body else ())
    report.extend(content.findings)
    trouble = (
        (_("The cache is left out: %(reason)s.", reason=store.trouble),) if store.trouble else ()
    )
    sources = SiteSources(
        content,
        paths={file.display_path: file.path for file in files},
        kinds={file.path: file.kind for file in files},
        texts=tuple(file.path for file in files if file.kind in TEXT_KINDS),
        notices=(*config.notices, *trouble),
        published=read_addresses(
            config.content / ADDRESSES, config.show(config.content / ADDRESSES), report
        ),
        ignores=ignores,
    )
    return sources.resolve(config)


def _only(kind: type[S], items: Iterable[object]) -> tuple[S, ...]:
    return tuple(item for item in items if isinstance(item, kind))
