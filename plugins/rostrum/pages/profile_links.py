"""Display names of social networks and accounts."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote, urlsplit

_NAMES = {
    "bluesky": "Bluesky",
    "facebook": "Facebook",
    "github": "GitHub",
    "gitlab": "GitLab",
    "instagram": "Instagram",
    "linkedin": "LinkedIn",
    "mastodon": "Mastodon",
    "orcid": "ORCID",
    "threads": "Threads",
    "twitter": "Twitter",
    "x": "X",
    "xing": "XING",
    "youtube": "YouTube",
}


def name_network(key: str, gettext: Callable[[str], str]) -> str:
    """Return the display name of a network, or the key itself if unknown.

    `gettext` translates the name of the key `website`.
    """
    if key.casefold() == "website":
        return gettext("Website")
    return _NAMES.get(key.casefold(), key)


def name_account(url: str) -> str:
    """Return the short form of an account: `@anna@social.example` in the Fediverse, else its URL.

    The URL is shortened by its scheme, `www.` and the last slash (RFC 3986).
    """
    parts = urlsplit(url)
    path = unquote(parts.path).strip("/")
    host = parts.netloc.removeprefix("www.")
    if path.startswith("@") and "/" not in path:
        return f"{path}@{host}"
    return f"{host}/{path}".rstrip("/")
