"""Basic data of a site: its name, address, default language and theme."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from rostrum.core.theme_colors import ThemeColors


@dataclass(frozen=True)
class SiteInfo:
    """Basic data of a site, from Pelican's settings, and the colours of its theme.

    `preloads` are the font files that pages load before they are used.
    """

    name: str
    url: str
    default_lang: str
    page_size: int
    organisation: str
    stylesheet: str = "theme/css/rostrum.css"
    comments_script: str = "theme/js/comments.js"
    people_script: str = "theme/js/people.js"
    theme: str = "theme/"
    preloads: tuple[str, ...] = ()
    colors: ThemeColors = field(default_factory=ThemeColors)


def identify(name: str, site_url: str, authority: str = "") -> str:
    """Return the tag URI (RFC 4151) of a post, comment, feed or event.

    It remains the same if the address changes. Without the setting `feed_authority`, the host of
    the site is the authority.
    """
    host = urlsplit(site_url).hostname or "localhost"
    return f"tag:{authority or f'{host},2026'}:{quote(name.replace('#', '/comment/'), safe='/')}"
