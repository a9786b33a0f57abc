"""Determine the files in use by published content, and by drafts and scheduled posts alone."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.model import Image, Page, Person, Post, Series
from rostrum.core.translatable import gettext_lazy as _
from rostrum.site.links import LinkResolver

Content = Post | Page | Person | Series
TEXT_KINDS = frozenset({"post", "page", "person", "series"})
"""The kinds of source files with texts. Texts may refer to other files."""


@dataclass(frozen=True)
class Usage:
    """The files in use by a site's content, as paths below the content folder.

    `texts` are the source files of all content, including unreadable ones. `pictures` are those of
    the settings, such as the logo.
    """

    links: LinkResolver
    content: Path
    texts: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()

    def is_public(self, path: str) -> bool:
        """Return True if published content uses the file."""
        return path in self._public

    def is_private(self, path: str) -> bool:
        """Return True if unpublished content uses the file, or has its name in its source."""
        stored = posixpath.basename(path)
        names = {stored, *(unicodedata.normalize(form, stored) for form in ("NFC", "NFD"))}
        spellings = {*names, *map(quote, names), *(name.replace("&", "&amp;") for name in names)}
        return path in self._private or any(
            spelling in source for source in self._sources for spelling in spellings
        )

    def check(self, files: Collection[str], report: Report) -> None:
        """Report references from unpublished content to static files already public."""
        for path, location in self._private.items():
            if path in files and path not in self._public:
                message = _(
                    '"%(path)s" is public already: a folder of STATIC_PATHS publishes it', path=path
                )
                hint = _("Move it out of that folder: it is then published with what uses it.")
                report.warning("file-public", location, message, hint)

    def list_private(self) -> Mapping[str, str]:
        """Return the files in use by unpublished content alone, each with the path of a text."""
        found: dict[str, str] = {}
        for item in self.unpublished:
            for path, _location in self._list_files(item):
                if path not in self._public:
                    found.setdefault(path, item.path)
        return found

    @cached_property
    def unpublished(self) -> tuple[Content, ...]:
        """All content that is not out: drafts, what is scheduled, and who has no page yet."""
        site = self.links.site
        library = site.library
        published = {post.path for post in site.posts} | {page.path for page in site.pages}
        people = {
            key for key in site.people if any(site.has_page(key, lang) for lang in site.languages)
        }
        series = {key for key, _ in site.series}
        dated: list[Post | Page] = [*library.posts, *library.pages]
        return (
            *(item for item in dated if item.path not in published),
            *(person for person in library.people if person.key not in people),
            *(item for item in library.series if item.key not in series),
        )

    @cached_property
    def _published(self) -> tuple[Content, ...]:
        library = self.links.site.library
        private = {id(item) for item in self.unpublished}
        everything: list[Content]
        everything = [*library.posts, *library.pages, *library.people, *library.series]
        return tuple(item for item in everything if id(item) not in private)

    @cached_property
    def _private(self) -> Mapping[str, SourceLocation]:
        return dict(self._list_all(self.unpublished)) if self.unpublished else {}

    @cached_property
    def _public(self) -> Collection[str]:
        used = {path for path, _ in self._list_all(self._published)}
        return used | set(map(self.links.pictures.find, self.pictures))

    @cached_property
    def _sources(self) -> tuple[str, ...]:
        """The raw text of each source file of unpublished content."""
        sources: list[str] = []
        published = {item.path for item in self._published}
        for path in self.texts:
            if path not in published and self.links.statics.refuse(path):
                with suppress(OSError):  # already reported by the reader
                    sources.append((self.content / path).read_text("utf-8", errors="replace"))
        return tuple(sources)

    def _list_all(self, items: Iterable[Content]) -> Iterator[tuple[str, SourceLocation]]:
        for item in items:
            yield from self._list_files(item)

    def _list_files(self, item: Content) -> Iterator[tuple[str, SourceLocation]]:
        """Yield the path of each file in use by the item, and the location of the reference."""
        for reference in item.body.references:
            asset = self.links.resolve(reference.target, item.path, item.lang).asset
            if asset:
                yield asset, reference.place
        for key in ("image", "photo"):
            image: Image | None = getattr(item, key, None)
            if image is not None:
                yield self.links.pictures.find_in_any_case(image.src), item.where(key)
        extra: Mapping[str, Any] = getattr(item, "extra", {})
        for key, text in ((key, text) for key, value in extra.items() for text in _texts_in(value)):
            for target in (text, f"/{text}"):  # relative to the file, or to the content folder
                if asset := self.links.resolve(target, item.path, item.lang).asset:
                    yield asset, item.where("extra" if "extra" in item.places else key)


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for item in value.values() for text in _texts_in(item))
    elif isinstance(value, list | tuple):
        yield from (text for item in value for text in _texts_in(item))
