"""Basic data of a site: its name, address, default language and theme."""

from __future__ import annotations

from dataclasses import dataclass, field

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
