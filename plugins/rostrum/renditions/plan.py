"""Plan the renditions of a picture: their names and sizes follow from its content alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from PIL import features

from rostrum.core.hashing import digest

FOLDER = "media/"
"""The folder of all renditions, below `output/`."""

_VERSION = 1  # to be increased when pages should show other renditions of the same picture
_HASH_LETTERS = 16  # hexadecimal digits of a name: 64 bits
_NEAR = 1.15  # a step is left out if the next larger width exceeds it by less
_FALLBACK_WIDTH = 1200  # pixels; enough for feed readers, networks and old browsers
_LARGEST_SIDES = {"webp": 16_383, "avif": 16_384, "jpg": 65_500}
"""Limits in pixels: WebP's (RFC 9649, 2.6), libjpeg's, and one that all decoders of AVIF accept."""


class Shape(StrEnum):
    """How a layout shows a picture: whole, or cut to a square: faces in lists, large portraits."""

    WHOLE = "whole"
    FACE = "face"
    PORTRAIT = "portrait"


WIDTHS: Mapping[Shape, tuple[int, ...]] = {
    Shape.WHOLE: (480, 800, 1200, 1800),
    Shape.FACE: (64, 128, 192),
    Shape.PORTRAIT: (200, 400, 600),
}
"""Widths in pixels. Faces are 52 and 65 CSS pixels wide in lists, and portraits 200 on a person's
page, for screens with one, two and three device pixels each."""

_SMALLEST: Mapping[Shape, int] = {Shape.WHOLE: 160, Shape.FACE: 64, Shape.PORTRAIT: 64}
"""A picture with fewer pixels on its longer side is shown as it is."""

_COMPRESSED: Mapping[Shape, tuple[str, ...]] = {
    Shape.WHOLE: ("avif", "webp"),
    Shape.FACE: ("webp",),  # AVIF's header outweighs what it saves in so small a picture
    Shape.PORTRAIT: ("webp",),
}

FEW_COLORS = ("1", "L", "LA", "P")
DEEP = ("I", "I;16", "I;16B", "I;16L")
MODES = frozenset((*FEW_COLORS, *DEEP, "PA", "RGB", "RGBA", "CMYK", "YCbCr"))
"""Pillow's modes of the pictures that can be encoded. Others hold no colours for a screen, such as
the 32-bit numbers of a measurement."""

MEDIA_TYPES = {
    "avif": "image/avif",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "png": "image/png",
}


@dataclass(frozen=True, slots=True)
class Original:
    """A picture that can be encoded anew: a digest of its content, and its size when upright.

    `fallback` is the suffix of the format for old browsers and feed readers: `jpg`, or `png` for a
    picture with transparency or few colours.
    """

    digest: str
    width: int
    height: int
    fallback: str


@dataclass(frozen=True, slots=True)
class Rendition:
    """One file: its path below `output/`, and its size in pixels."""

    path: str
    width: int
    height: int

    @property
    def suffix(self) -> str:
        """The format: `avif`, `webp`, `jpg` or `png`."""
        return self.path.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class RenditionSet:
    """The renditions of a picture by format, best compression first, each from small to large.

    The last format is the fallback, no larger than feed readers and networks need. It is one file,
    unless it is the only format.
    """

    formats: tuple[tuple[Rendition, ...], ...]

    def __iter__(self) -> Iterator[Rendition]:
        for renditions in self.formats:
            yield from renditions

    @property
    def default(self) -> Rendition:
        """The file for whoever does not choose: the largest one of the fallback format."""
        return self.formats[-1][-1]


@cache
def can_write(suffix: str) -> bool:
    """Return True if this installation of Pillow writes a format; AVIF and WebP are optional."""
    return suffix not in ("avif", "webp") or bool(features.check(suffix))


def plan_renditions(
    original: Original,
    shape: Shape,
    keep_credits: bool,
    can_write: Callable[[str], bool] = can_write,
) -> RenditionSet | None:
    """Return the renditions of a picture; None for one that is shown as it is.

    No rendition is larger than the original. `keep_credits` keeps creator, copyright and credit.
    A format that `can_write` denies, or that allows no picture so large, is left out. Browsers that
    choose a width take WebP, too: the fallback has several widths only where it is alone.
    """
    width, height = original.width, original.height
    if max(width, height) < _SMALLEST[shape]:
        return None
    if shape is not Shape.WHOLE:
        width = height = min(width, height)
    name = digest(_VERSION, original.digest, shape, keep_credits).hex()[:_HASH_LETTERS]
    fallback = original.fallback if shape is Shape.WHOLE else "jpg"

    def list_renditions(suffix: str, most: int) -> tuple[Rendition, ...]:
        widths = _choose_widths(min(width, most), WIDTHS[shape])
        sizes = [(step, max(1, round(height * step / width))) for step in widths]
        limit = _LARGEST_SIDES.get(suffix)
        if limit and max(sizes[-1]) > limit:
            return ()
        return tuple(Rendition(f"{FOLDER}{name}-{size[0]}.{suffix}", *size) for size in sizes)

    formats = (list_renditions(each, width) for each in _COMPRESSED[shape] if can_write(each))
    compressed = [*filter(None, formats)]
    default = list_renditions(fallback, _FALLBACK_WIDTH)
    last = default[-1:] if compressed else default
    return RenditionSet((*compressed, last)) if default else None


def _choose_widths(width: int, steps: tuple[int, ...]) -> list[int]:
    """Return the widths for a picture of a width: the steps below it, and its own width."""
    last = min(width, steps[-1])
    return [*(step for step in steps if step * _NEAR < last), last]
