"""Colours as `#rrggbb`: their contrast, and the nearest one that can be read."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Callable, Iterable

from rostrum.core.theme_colors import lengthen, to_rgb

LEAST_CONTRAST = 4.5
"""The least contrast of text and background (WCAG 2.2, success criterion 1.4.3)."""
WHITE, BLACK = "#ffffff", "#000000"
_STEPS = 512  # of lightness, from black to white
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})")


def parse_color(written: str) -> str:
    """Return a colour such as `#0A5` or `#00aa55` as `#rrggbb`; raises ValueError for others."""
    color = written.lower()
    if not _HEX.fullmatch(color):
        raise ValueError(written)
    return lengthen(color)


def find_luminance(color: str) -> float:
    """Return the relative luminance of a colour, from 0 to 1 (WCAG 2.2, "relative luminance")."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in _split(color)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def find_contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    dark, light = sorted((find_luminance(one), find_luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def find_worst(color: str, backgrounds: Iterable[str]) -> tuple[str, float]:
    """Return the background on which a colour has the least contrast, and that contrast."""
    contrasts = ((background, find_contrast(color, background)) for background in backgrounds)
    return min(contrasts, key=lambda pair: pair[1])


def is_readable(color: str, backgrounds: Iterable[str]) -> bool:
    """Return True if text in a colour can be read on all of the backgrounds."""
    return find_worst(color, backgrounds)[1] >= LEAST_CONTRAST


def find_readable(color: str, list_backgrounds: Callable[[str], tuple[str, ...]]) -> str:
    """Return the nearest colour of the same hue that can be read, or the colour itself.

    Only its lightness is changed. `list_backgrounds` returns the backgrounds of a colour, of which
    one may be made from it. Returns black or white if no other colour can be read.
    """
    if is_readable(color, list_backgrounds(color)):
        return color
    hue, lightness, saturation = colorsys.rgb_to_hls(*_split(color))
    steps = sorted((n / _STEPS for n in range(_STEPS + 1)), key=lambda step: abs(step - lightness))
    others = (_join(colorsys.hls_to_rgb(hue, step, saturation)) for step in steps)
    readable = (other for other in others if is_readable(other, list_backgrounds(other)))
    return next(readable, choose_ink(list_backgrounds(color)[0]))


def choose_ink(background: str) -> str:
    """Return black or white, whichever can be read better on a background."""
    return max(WHITE, BLACK, key=lambda ink: find_contrast(ink, background))


def mix(color: str, ground: str, share: float) -> str:
    """Return a mixture of two colours; `share` is the part of the first one, from 0 to 1."""
    pairs = zip(_split(color), _split(ground), strict=True)
    return _join(tuple(share * part + (1 - share) * other for part, other in pairs))


def _split(color: str) -> tuple[float, float, float]:
    red, green, blue = to_rgb(color)
    return red / 255, green / 255, blue / 255


def _join(parts: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
