"""The colours of a theme, from the custom properties of its stylesheets."""

from __future__ import annotations

import re
from typing import NamedTuple

_HEX = "#(?:[0-9a-f]{6}|[0-9a-f]{3})"
_PROPERTY = re.compile(
    rf"--(?P<name>[a-z-]+)\s*:\s*"
    rf"(?:light-dark\(\s*(?P<light>{_HEX})\s*,\s*(?P<dark>{_HEX})\s*\)|(?P<both>{_HEX}))\s*[;}}]",
    re.IGNORECASE,
)


class SchemeColors(NamedTuple):
    """A colour of a theme in the light and in the dark scheme, as `#rrggbb`."""

    light: str
    dark: str


class ThemeColors(NamedTuple):
    """The colours of a theme by custom property; the defaults are those of the kit's own."""

    paper: SchemeColors = SchemeColors("#fbfaf7", "#14171a")
    ink: SchemeColors = SchemeColors("#1b1e23", "#ebe8e2")
    accent: SchemeColors = SchemeColors("#0a5c5d", "#74cbc4")
    on_accent: SchemeColors = SchemeColors("#ffffff", "#0d1a1a")
    tint: SchemeColors = SchemeColors("#e6f0ee", "#1d2c2c")
    mark: SchemeColors = SchemeColors("#ae510a", "#f0a95b")


def read_theme_colors(css: str) -> ThemeColors:
    """Return the colours of a stylesheet. The first value of a property counts.

    A property that is missing, or written in another way than as hexadecimal digits and with
    light-dark(), has the value of the kit's own theme.
    """
    found: dict[str, SchemeColors] = {}
    for match in _PROPERTY.finditer(css):
        light, dark = (match[key] or match["both"] for key in ("light", "dark"))
        colors = SchemeColors(lengthen(light), lengthen(dark))
        found.setdefault(match["name"].lower().replace("-", "_"), colors)
    return ThemeColors(**{name: found[name] for name in ThemeColors._fields if name in found})


def to_rgb(color: str) -> tuple[int, int, int]:
    """Return red, green and blue, each from 0 to 255, of a colour as `#rrggbb`."""
    red, green, blue = bytes.fromhex(color.removeprefix("#"))
    return red, green, blue


def lengthen(color: str) -> str:
    """Return a colour as `#rrggbb`, of `#rgb` too."""
    digits = color.removeprefix("#").lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))
