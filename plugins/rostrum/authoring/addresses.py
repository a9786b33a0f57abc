"""Keep the published addresses of posts, and add the former ones to posts that have moved."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from rostrum.core.model import Post
from rostrum.reading.front_matter_edits import extend_list
from rostrum.site.published import AddressCheck, PublishedAddress


class Move(NamedTuple):
    """A post whose address has changed: its former address, and its file with this as an alias.

    `changed` is None if the author has to add the address.
    """

    post: Post
    former: str
    changed: bytes | None


def list_moves(check: AddressCheck, read: Callable[[Post], bytes]) -> Iterable[Move]:
    """Yield each published post at whose published address nothing is any more.

    `read` returns the bytes of its file; a post may have several former addresses.
    """
    texts: dict[str, bytes] = {}
    for entry, post in check.list_gone():
        if post is None or entry.is_hashed:
            continue
        raw = texts.get(post.path) or read(post)
        changed = extend_list(raw, "aliases", [f"/{entry.url}"])
        texts[post.path] = changed or raw
        yield Move(post, entry.url, changed)


def collect_addresses(
    check: AddressCheck, kept: Iterable[PublishedAddress] = ()
) -> tuple[PublishedAddress, ...]:
    """Return the published addresses to keep: those of all published posts, and the given ones.

    Of a post with an address in `kept`, that one is kept, so that builds go on to tell of it.
    """
    kept = tuple(kept)
    lost = {(entry.id, entry.lang) for entry in kept}
    present = check.list_present()
    return (*kept, *(entry for entry in present if (entry.id, entry.lang) not in lost))
