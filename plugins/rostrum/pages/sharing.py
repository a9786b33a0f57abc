"""Links with which readers pass a post on. They are plain: nothing is loaded before a click."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import quote

from rostrum.config.setting_types import SHARE_KINDS
from rostrum.views.components import ShareLinkView

COPY = "copy"
NAMES: Mapping[str, str] = {
    "linkedin": "LinkedIn",
    "mastodon": "Mastodon",
    "bluesky": "Bluesky",
    "x": "X",
}
_ADDRESSES: Mapping[str, str] = {
    "linkedin": "https://www.linkedin.com/sharing/share-offsite/?url={url}",
    # Mastodon's own page asks for the reader's server; the text does not leave the browser for it.
    "mastodon": "https://share.joinmastodon.org/#text={title}%20{url}",
    "bluesky": "https://bsky.app/intent/compose?text={title}%20{url}",
    "x": "https://x.com/intent/post?text={title}&url={url}",
    "mail": "mailto:?subject={title}&body={url}",
    COPY: "",
}


def make_share_links(
    kinds: Iterable[str], title: str, url: str, gettext: Callable[[str], str]
) -> tuple[ShareLinkView, ...]:
    """Return the links to share a page, in the order of the setting; none without an address.

    The link of the kind `copy` is the address itself.
    """
    if not url:
        return ()
    values = {"title": quote(title, safe=""), "url": quote(url, safe="")}
    names = {**NAMES, "mail": gettext("E-mail"), COPY: gettext("Copy the address")}
    return tuple(
        ShareLinkView(kind, names[kind], _ADDRESSES[kind].format(**values) or url)
        for kind in kinds
        if kind in SHARE_KINDS
    )
