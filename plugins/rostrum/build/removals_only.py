"""Removals only: unpublish content at once although other content has errors (`--removals-only`).

Files with errors are left out of the site, and so are files whose page would move to another
address. Their published pages are kept, and no page is added.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from rostrum.build.assembly import AssembledSite
from rostrum.build.config import Config
from rostrum.core.content import Library
from rostrum.core.diagnostics import Diagnostic, Report, Severity, SourceLocation
from rostrum.core.model import Page, Post
from rostrum.output.inventory import Inventory, find_inventory
from rostrum.output.manifest import FileKind
from rostrum.site.urls import Addresses


@dataclass(frozen=True, slots=True)
class SelectedContent:
    """The content of a build.

    `left_out` are the sources left out by a removals-only build, each with the errors in it.
    `passed` are errors in unpublished content: they do not prevent its removal.
    """

    library: Library
    left_out: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    passed: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True)
class PublishedContent:
    """The posts and pages of a library as published by the last build."""

    library: Library
    inventory: Inventory
    addresses: Addresses

    def select(self) -> SelectedContent:
        """Return the content without new pages and without pages that would move.

        Comments on a post that is left out are left out with it.
        """
        posts = tuple(filter(self._is_same, self.library.posts))
        pages = tuple(filter(self._is_same, self.library.pages))
        gone = {post.id for post in self.library.posts} - {post.id for post in posts}
        comments = tuple(item for item in self.library.comments if item.post not in gone)
        library = replace(self.library, posts=posts, pages=pages, comments=comments)
        return SelectedContent(library, dict.fromkeys(self._list_moved(), ()))

    def _list_moved(self) -> Iterator[str]:
        """Yield the published sources whose page would move to another address."""
        sources = {entry.source for entry in self.inventory.entries.values()}
        items: list[Post | Page] = [*self.library.posts, *self.library.pages]
        for item in items:
            if item.path in sources and not self._is_same(item):
                yield item.path

    def _is_same(self, item: Post | Page) -> bool:
        entry = self.inventory.entries.get(self.addresses.of(item).file)
        # With a lost inventory, the source of a page is unknown.
        return entry is not None and entry.source in ("", item.path)


def select_content(config: Config, library: Library) -> SelectedContent:
    """Return the content of a build: a removals-only build takes only what is published."""
    if not config.removals_only:
        return SelectedContent(library)
    inventory = find_inventory(config.output, config.state_dir / "files", no_cache=False)
    return PublishedContent(library, inventory, config.addresses).select()


def leave_out_faulty(
    content: SelectedContent, assembled: AssembledSite, report: Report
) -> SelectedContent:
    """Return the content without the sources of errors, and remove their findings from the report.

    Errors in unpublished content alone are moved to `passed`. If an error has no source, or no
    further source can be left out, the library is unchanged.
    """
    errors = [diagnostic for diagnostic in report if diagnostic.level is Severity.ERROR]
    sources = {error: _find_sources(error.place, assembled) for error in errors}
    passed = [error for error in errors if sources[error] and sources[error] <= assembled.withheld]
    for error in passed:
        del sources[error]
    report.select(lambda diagnostic: diagnostic not in passed)
    content = replace(content, passed=(*content.passed, *passed))
    faulty = set[str]().union(*sources.values())
    if not all(sources.values()) or faulty <= content.left_out.keys():
        return content
    left_out = dict(content.left_out)
    for error, paths in sources.items():
        left_out |= {path: (*left_out.get(path, ()), error) for path in paths}
    source_paths = assembled.sources.paths
    report.select(lambda diagnostic: diagnostic not in sources)
    report.select(lambda diagnostic: source_paths.get(diagnostic.place.path) not in left_out)
    library = content.library.without(left_out.keys())
    return replace(content, library=library, left_out=left_out)


def _find_sources(place: SourceLocation, assembled: AssembledSite) -> set[str]:
    """Return the source at a location; for a picture or other file, the sources that name it."""
    paths, config = assembled.sources.paths, assembled.config
    if place.path in paths:
        return {paths[place.path]}
    if not (config.root / place.path).is_relative_to(config.content):
        return set()
    name = _name_of(place.path)
    return {path for path in paths.values() if name in read_text(config.content / path)}


def find_kept(
    inventory: Inventory, left_out: Collection[str], withheld: Collection[str], texts: Iterable[str]
) -> Iterator[str]:
    """Yield the published files to keep because their source has errors.

    `left_out` are the sources with errors, `texts` their texts, `withheld` the unpublished sources
    and the files of their pages. A copied file is kept if a text names it. With a lost inventory
    the source of a page is unknown, and all but withheld pages are kept.
    """
    joined = "\n".join(texts)
    for path, entry in inventory.entries.items():
        is_lost = entry.kind is FileKind.POST and not entry.source and path not in withheld
        is_named = entry.kind is FileKind.FILE and not entry.source and _name_of(path) in joined
        if entry.source in left_out or is_lost or is_named:
            yield path


def _name_of(path: str) -> str:
    return path.rpartition("/")[2]


def read_text(file: Path) -> str:
    """Return the text of a file in any encoding; empty if it can't be read."""
    try:
        return file.read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""
