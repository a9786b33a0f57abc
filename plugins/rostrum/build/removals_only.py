"""Removals alone: what is withdrawn leaves the site at once, although other content has errors.

Files with errors are left out of the site, and so is what would move to another address. The pages
that were published from them stay as they are, and no page appears that was not there before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rostrum.core.content import Library
from rostrum.core.model import Page, Post
from rostrum.output.inventory import Inventory
from rostrum.output.manifest import FileKind
from rostrum.site.urls import Addresses


@dataclass(frozen=True)
class Published:
    """The posts and pages of a library as the last build published them."""

    library: Library
    inventory: Inventory
    addresses: Addresses

    def select(self) -> Library:
        """Return the library without what was not published, or would move to another address.

        Comments on a post that is left out are left out with it.
        """
        posts = tuple(filter(self._stands, self.library.posts))
        pages = tuple(filter(self._stands, self.library.pages))
        gone = {post.id for post in self.library.posts} - {post.id for post in posts}
        comments = tuple(item for item in self.library.comments if item.post not in gone)
        return replace(self.library, posts=posts, pages=pages, comments=comments)

    def list_moved(self) -> Iterator[str]:
        """Yield the sources that were published, and whose page would move to another address."""
        sources = {entry.source for entry in self.inventory.entries.values()}
        items: list[Post | Page] = [*self.library.posts, *self.library.pages]
        for item in items:
            if item.path in sources and not self._stands(item):
                yield item.path

    def _stands(self, item: Post | Page) -> bool:
        entry = self.inventory.entries.get(self.addresses.of(item).file)
        # Where the notes were lost, nobody knows the source of a page.
        return entry is not None and entry.source in ("", item.path)


def find_kept(
    inventory: Inventory, aside: Collection[str], withheld: Collection[str], texts: Iterable[str]
) -> Iterator[str]:
    """Yield the published files that stay because their source has errors.

    `aside` are those sources, `texts` what stands in them, `withheld` the sources that are not
    out any more and the files of their pages. A copied file stays if a text names it. Where the
    notes were lost, nobody knows the source of a page, and only what is withheld goes.
    """
    joined = "\n".join(texts)
    for path, entry in inventory.entries.items():
        is_lost = entry.kind is FileKind.POST and not entry.source and path not in withheld
        is_named = entry.kind is FileKind.FILE and not entry.source and _name_of(path) in joined
        if entry.source in aside or is_lost or is_named:
            yield path


def _name_of(path: str) -> str:
    return path.rpartition("/")[2]


def read_text(file: Path) -> str:
    """Return what stands in a file, whatever its encoding; nothing if it can't be read."""
    try:
        return file.read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""
