"""Removals alone: what is withdrawn leaves the site at once, although other content has errors.

Files with errors are left out of the site. The pages that were published from them stay as they
are, and nothing that was not published yet appears.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from rostrum.addresses import Addresses
from rostrum.inventory import Inventory
from rostrum.manifest import Kind
from rostrum.site import Library


def select_published(library: Library, inventory: Inventory, addresses: Addresses) -> Library:
    """Return the library with those posts and pages only that the last build published."""
    sources = {entry.source for entry in inventory.entries.values()}
    known = inventory.entries
    posts = (it for it in library.posts if it.path in sources or addresses.of(it).file in known)
    pages = (it for it in library.pages if it.path in sources or addresses.of(it).file in known)
    return replace(library, posts=tuple(posts), pages=tuple(pages))


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
        is_lost = entry.kind is Kind.POST and not entry.source and path not in withheld
        is_named = entry.kind is Kind.FILE and not entry.source and _name_of(path) in joined
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
