"""How the networks of people's profiles write their own names."""

from __future__ import annotations

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
    "website": "Website",
    "x": "X",
    "xing": "XING",
    "youtube": "YouTube",
}


def name_network(key: str) -> str:
    """Return a network's name as it writes it; a key that isn't known stays as written."""
    return _NAMES.get(key.casefold(), key)
