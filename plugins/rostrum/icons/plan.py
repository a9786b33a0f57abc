"""Plan icons: which files a site has follows from its picture, without drawing it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from rostrum.cards.drawings import can_rasterize, clean_drawing, measure_drawing
from rostrum.core.hashing import digest_bytes
from rostrum.core.theme_colors import ThemeColors

SVG = "icon.svg"
ICO = "favicon.ico"
TOUCH = "apple-touch-icon.png"
MASKABLE = "icon-maskable-512.png"
MANIFEST = "manifest.webmanifest"
_WIDEST = 1.6  # times its height; a wider logo can't be made out in a tab


@dataclass(frozen=True, slots=True)
class Icon:
    """A file of an icon: its name at the root of the site, its use, its side in pixels.

    `sizes` is as in HTML (4.6.7.8, "icon"); `rel` is empty for one in the manifest alone.
    """

    name: str
    media_type: str
    sizes: str
    rel: str = ""
    side: int = 0


_PIXELS = (
    Icon(ICO, "image/x-icon", "16x16 32x32 48x48", "icon"),
    Icon(TOUCH, "image/png", "180x180", "apple-touch-icon", 180),
    Icon("icon-192.png", "image/png", "192x192", "", 192),
    Icon("icon-512.png", "image/png", "512x512", "", 512),
    Icon(MASKABLE, "image/png", "512x512", "", 512),
)
_DRAWING = Icon(SVG, "image/svg+xml", "any", "icon")


@dataclass(frozen=True, slots=True)
class IconSource:
    """What icons are made of: a picture's file, empty for the initials, and the theme's colours.

    `digest` identifies the content of the picture.
    """

    initials: str
    colors: ThemeColors
    file: str = ""
    digest: str = ""

    @property
    def is_drawing(self) -> bool:
        """Return True if the picture is an SVG."""
        return self.file.lower().endswith(".svg")


def find_source(icon: str, logo: str, initials: str, colors: ThemeColors) -> IconSource:
    """Return what the icons of a site are made of; `icon` and `logo` are files, empty for none.

    A logo much wider than high is left out, unless it is named as the icon.
    """
    for file, widest in ((icon, 0.0), (logo, _WIDEST)):
        with suppress(OSError, ValueError):
            content = Path(file).read_bytes() if file else b""
            width, height = _measure(file, content) if content else (0, 0)
            if width and height and (not widest or width <= height * widest):
                return IconSource(initials, colors, file, digest_bytes(content).hex())
    return IconSource(initials, colors)


def list_icon_files() -> frozenset[str]:
    """Return the names of all icons that a site may have, and of their manifest."""
    return frozenset((*(icon.name for icon in _PIXELS), SVG, MANIFEST))


def list_icons(source: IconSource) -> tuple[Icon, ...]:
    """Return the icons of a site, the one for all browsers first."""
    if not source.is_drawing:
        return _PIXELS
    return (*_PIXELS, _DRAWING) if can_rasterize() else (_DRAWING,)


def _measure(file: str, content: bytes) -> tuple[float, float]:
    """Return the size of a picture in any unit, (0, 0) if it is none."""
    if file.lower().endswith(".svg"):
        return measure_drawing(clean_drawing(content))
    from PIL import Image

    with suppress(OSError, Image.DecompressionBombError), Image.open(BytesIO(content)) as picture:
        return picture.size
    return 0, 0
