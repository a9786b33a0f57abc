"""The brand on all cards of a site: its colours, its logo, its font."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from rostrum.cards.drawings import can_rasterize, rasterize
from rostrum.core.hashing import digest_bytes
from rostrum.core.theme_colors import ThemeColors

if TYPE_CHECKING:
    from PIL import Image

LOGO_SIZE = 300, 60
"""The room for a logo in pixels."""
_DRAWING = ".svg"


@dataclass(frozen=True, slots=True)
class CardBrand:
    """The colours, logo and font of cards; `logo` and `font` are files, empty for none.

    `contents` are the digests of these files.
    """

    colors: ThemeColors = field(default_factory=ThemeColors)
    logo: str = ""
    font: str = ""
    contents: Mapping[str, str] = field(default_factory=dict)

    def open_logo(self) -> Image.Image | None:
        """Return the logo, at most as large as its room; None for the name in letters."""
        from PIL import Image, ImageOps

        with suppress(OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            content = Path(self.logo).read_bytes() if self.logo else b""
            if self.logo.lower().endswith(_DRAWING):
                return rasterize(content, LOGO_SIZE)
            if content:
                picture = ImageOps.exif_transpose(Image.open(BytesIO(content))).convert("RGBA")
                return ImageOps.contain(picture, LOGO_SIZE, Image.Resampling.LANCZOS)
        return None


def make_brand(colors: ThemeColors, logo: str, font: str) -> CardBrand:
    """Return the brand with a logo and a font, given as files, empty for none.

    A missing file counts as none, and a drawing that this machine can't turn into pixels.
    """
    if logo.lower().endswith(_DRAWING) and not can_rasterize():
        logo = ""
    contents = {file: _digest(file) for file in (logo, font) if file}
    logo, font = (file if contents.get(file) else "" for file in (logo, font))
    return CardBrand(colors, logo, font, contents)


def _digest(file: str) -> str:
    with suppress(OSError, ValueError):
        return digest_bytes(Path(file).read_bytes()).hex()
    return ""
