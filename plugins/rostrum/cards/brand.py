"""The brand on all cards of a site: its colours, its logo, its font."""

from __future__ import annotations

from dataclasses import dataclass, field

from rostrum.core.theme_colors import ThemeColors


@dataclass(frozen=True, slots=True)
class CardBrand:
    """The colours, logo and font of cards; `logo` and `font` are files, empty for none.

    `logo_digest` and `font_digest` identify their content.
    """

    colors: ThemeColors = field(default_factory=ThemeColors)
    logo: str = ""
    logo_digest: bytes = b""
    font: str = ""
    font_digest: bytes = b""
