"""Change a post that may be published already, without breaking its address."""

from __future__ import annotations

from rostrum.core.model import Post
from rostrum.reading.front_matter_edits import extend_list, remove_key, set_value
from rostrum.site.urls import Addresses


def give_slug(raw: bytes, post: Post, slug: str, addresses: Addresses, former: str) -> bytes | None:
    """Return the bytes of a post with another slug; None if its author has to write it.

    `former` is its published address, which becomes one of its former ones; empty for none. Its
    new address is taken out of these.
    """
    changed = set_value(raw, "slug", slug)
    new = addresses.post_with_slug(post, slug).url
    kept = [alias.path for alias in post.aliases if alias.path.strip("/") != new.strip("/")]
    if changed is not None and len(kept) < len(post.aliases):
        written = [f"/{path}" for path in kept]
        if written:
            changed = set_value(changed, "aliases", written)
        else:
            changed = remove_key(changed, "aliases")
    if changed is not None and former:
        changed = extend_list(changed, "aliases", [f"/{former}"])
    return changed
