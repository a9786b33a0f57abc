"""Turn SVG drawings into pixels by resvg, which is an extra: `pelican-rostrum[icons]`."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING

from rostrum.image_metadata.active_svg import clean
from rostrum.image_metadata.stripped import Unusable

if TYPE_CHECKING:
    from PIL import Image

_OPENING = re.compile(r"<(?:\w+:)?svg\b[^>]*>")
_NUMBER = r"([0-9]{1,9}(?:\.[0-9]{1,9})?)"
_VIEW_BOX = re.compile(rf"""\sviewBox=["']\s*\S+[\s,]+\S+[\s,]+{_NUMBER}[\s,]+{_NUMBER}\s*["']""")


@cache
def can_rasterize() -> bool:
    """Return True if the library for drawings is installed."""
    return find_spec("resvg_py") is not None


def measure_drawing(content: bytes) -> tuple[float, float]:
    """Return width and height of a cleaned drawing, in units of its own; (0, 0) for no drawing.

    A drawing with neither a view box nor a size counts as square.
    """
    tag = _OPENING.search(content.decode("utf-8", "replace"))
    if not tag:
        return 0, 0
    if box := _VIEW_BOX.search(tag[0]):
        return float(box[1]), float(box[2])
    width, height = (_find_length(name, tag[0]) for name in ("width", "height"))
    return (width, height) if width and height else (1, 1)


def _find_length(name: str, tag: str) -> float:
    found = re.search(rf"""\s{name}=["']\s*([0-9]{{1,9}}(?:\.[0-9]{{1,9}})?)""", tag)
    return float(found[1]) if found else 0


def clean_drawing(content: bytes) -> bytes:
    """Return an SVG file without scripts and files from elsewhere; empty for no drawing."""
    try:
        cleaned, _ = clean(content)
    except Unusable:
        return b""
    return cleaned if _OPENING.search(cleaned.decode("utf-8", "replace")) else b""


def rasterize(content: bytes, size: tuple[int, int]) -> Image.Image | None:
    """Return a drawing in RGBA, as large as fits into a size; None if it can't be drawn.

    Nothing outside of the drawing is read, and no font of the machine: letters are to be paths.
    """
    drawing = clean_drawing(content).decode("utf-8", "replace")
    if not drawing or not can_rasterize():
        return None
    from PIL import Image
    from resvg_py import svg_to_bytes  # an extra, and needed by few builds

    try:
        natural = Image.open(BytesIO(svg_to_bytes(svg_string=drawing, skip_system_fonts=True)))
        scale = min(size[0] / natural.width, size[1] / natural.height)
        width = max(1, round(natural.width * scale))
        raw = svg_to_bytes(svg_string=drawing, skip_system_fonts=True, width=width)
        return Image.open(BytesIO(raw)).convert("RGBA")
    except (OSError, ValueError):
        return None
