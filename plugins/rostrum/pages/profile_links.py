"""How the networks of people's profiles write their own names."""

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
    """Return a network's name as it writes it; a key that isn't known stays as written.

    `gettext` translates the name of the key `website`, which is no network.
    """
    if key.casefold() == "website":
        return gettext("Website")
    return _NAMES.get(key.casefold(), key)


def name_account(url: str) -> str:
    """Return an account in short: `@anna@social.example` as the Fediverse has it, else its address.

    That is the address without scheme and last slash (RFC 3986).
    """
    parts = urlsplit(url)
    path = unquote(parts.path).strip("/")
    host = parts.netloc.removeprefix("www.")
    if path.startswith("@") and "/" not in path:
        return f"{path}@{host}"
    return f"{host}/{path}".rstrip("/")
