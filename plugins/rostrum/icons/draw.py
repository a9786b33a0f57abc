"""Draw icons with Pillow, from a picture or from initials."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from io import BytesIO
from math import hypot
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps

from rostrum.cards.drawings import clean_drawing, rasterize
from rostrum.cards.fonts import CardFonts
from rostrum.core.theme_colors import to_rgb
from rostrum.icons.plan import ICO, MASKABLE, SVG, TOUCH, IconSource, list_icons

_SIDE = 512
_SMOOTH = 2
_CORNER = 0.2  # of the side
_SAFE = 0.8  # the diameter of what every mask shows (W3C, "Web Application Manifest", maskable)
_TOUCH_ROOM = 0.78
_LETTERS = {1: 0.62, 2: 0.46}  # the size of letters by their number, as a part of the side
_ICO_SIZES = [(16, 16), (32, 32), (48, 48)]


@lru_cache(maxsize=4)  # `serve` builds many times, and most sites have one source
def make_icons(source: IconSource) -> Mapping[str, bytes]:
    """Return the bytes of each icon of `list_icons` by its name.

    Raises OSError or ValueError for a picture that can't be decoded.
    """
    return dict(_iter_icons(source))


def _iter_icons(source: IconSource) -> Iterator[tuple[str, bytes]]:
    drawing = clean_drawing(Path(source.file).read_bytes()) if source.is_drawing else b""
    names = {icon.name: icon.side for icon in list_icons(source)}
    picture = _open(source, drawing) if ICO in names else None
    for name, side in names.items():
        if name == SVG:
            yield name, drawing
        elif picture:
            yield name, _draw(source, picture, name, side)


def _open(source: IconSource, drawing: bytes) -> Image.Image:
    """Return the picture of a source in RGBA; raises ValueError for one that can't be drawn."""
    if not source.file:
        return _draw_initials(source, _CORNER)
    if not source.is_drawing:
        picture = ImageOps.exif_transpose(Image.open(source.file))
        return _trim(picture.convert("RGBA"))
    drawn = rasterize(drawing, (_SIDE, _SIDE))
    if drawn is None:
        raise ValueError("the drawing is empty")
    return _trim(drawn)


def _trim(picture: Image.Image) -> Image.Image:
    """Return a picture without transparent margins, and not larger than an icon."""
    box = picture.getchannel("A").getbbox()
    return ImageOps.contain(picture.crop(box), (_SIDE, _SIDE), Image.Resampling.LANCZOS)


def _draw(source: IconSource, picture: Image.Image, name: str, side: int) -> bytes:
    raw = BytesIO()
    if name == ICO:
        _place(picture, _SIDE, _SIDE, None).save(raw, "ICO", sizes=_ICO_SIZES)
        return raw.getvalue()
    is_full = not source.file and name in (TOUCH, MASKABLE)
    if is_full:  # the ground of initials reaches to the edge, and a telephone cuts it
        icon = _place(_draw_initials(source, 0), side, side, None)
    elif name == MASKABLE:
        width, height = picture.size
        room = side * _SAFE * max(width, height) / hypot(width, height)
        icon = _place(picture, side, int(room), to_rgb(source.colors.paper.light))
    elif name == TOUCH:
        paper = to_rgb(source.colors.paper.light)
        icon = _place(picture, side, int(side * _TOUCH_ROOM), paper)
    else:
        icon = _place(picture, side, side, None)
    icon.save(raw, "PNG")
    return raw.getvalue()


def _place(
    picture: Image.Image, side: int, room: int, ground: tuple[int, int, int] | None
) -> Image.Image:
    """Return a picture in the middle of a square: as large as a room, on a colour or on nothing."""
    fitted = ImageOps.contain(picture, (room, room), Image.Resampling.LANCZOS)
    square = Image.new("RGBA", (side, side), (*ground, 255) if ground else (0, 0, 0, 0))
    square.alpha_composite(fitted, ((side - fitted.width) // 2, (side - fitted.height) // 2))
    return square.convert("RGB") if ground else square


def _draw_initials(source: IconSource, corner: float) -> Image.Image:
    """Return initials on a square in the accent colour, with round corners."""
    side = _SIDE * _SMOOTH
    icon = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(icon)
    accent, ink = to_rgb(source.colors.accent.light), to_rgb(source.colors.on_accent.light)
    draw.rounded_rectangle((0, 0, side - 1, side - 1), round(side * corner), fill=accent)
    if typeface := CardFonts().for_title(source.initials):
        font = typeface.at(round(side * _LETTERS.get(len(source.initials), 0.4)))
        left, top, right, bottom = draw.textbbox((0, 0), source.initials, font=font)
        place = (side - left - right) / 2, (side - top - bottom) / 2
        draw.text(place, source.initials, fill=ink, font=font)
    return icon.reduce(_SMOOTH)
