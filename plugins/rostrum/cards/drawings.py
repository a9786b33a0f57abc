"""Turn SVG drawings into pixels by resvg, which is an extra: `pelican-rostrum[icons]`."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from io import BytesIO

from PIL import Image

from rostrum.html.drawings import clean_drawing


@cache
def can_rasterize() -> bool:
    """Return True if the library for drawings is installed."""
    return find_spec("resvg_py") is not None


def rasterize(content: bytes, size: tuple[int, int]) -> Image.Image | None:
    """Return a drawing in RGBA, as large as fits into a size; None if it can't be drawn.

    Nothing outside of the drawing is read, and no font of the machine: letters are to be paths.
    """
    drawing = clean_drawing(content).decode("utf-8", "replace")
    if not drawing or not can_rasterize():
        return None
    from resvg_py import svg_to_bytes  # an extra, and needed by few builds

    try:
        natural = Image.open(BytesIO(svg_to_bytes(svg_string=drawing, skip_system_fonts=True)))
        scale = min(size[0] / natural.width, size[1] / natural.height)
        width = max(1, round(natural.width * scale))
        raw = svg_to_bytes(svg_string=drawing, skip_system_fonts=True, width=width)
        return Image.open(BytesIO(raw)).convert("RGBA")
    except (OSError, ValueError):
        return None
