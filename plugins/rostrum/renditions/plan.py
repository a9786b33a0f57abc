"""Plan the renditions of a picture: their names and sizes follow from its content alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rostrum.core.hashing import digest

FOLDER = "media/"
"""The folder of all renditions, below `output/`."""

_VERSION = 1  # to be increased whenever the encoder makes other bytes of the same picture
_HASH_LETTERS = 16  # hexadecimal digits of a name: 64 bits
_SMALLEST = 160  # pixels; a smaller picture is shown as it is
_NEAR = 1.15  # a size that exceeds the step below it by less is left out
_DEFAULT_WIDTH = 1200  # pixels; of the rendition for feeds, books' covers and old browsers


class Shape(StrEnum):
    """How a layout shows a picture: whole, or as the face of a person, cut to a square."""

    WHOLE = "whole"
    FACE = "face"


WIDTHS: Mapping[Shape, tuple[int, ...]] = {
    Shape.WHOLE: (480, 800, 1200, 1800),
    Shape.FACE: (64, 128, 192, 400, 600),
}
"""Widths in pixels. Faces are 52 and 65 CSS pixels wide in lists, and 200 on a person's page, for
screens with one, two and three device pixels each."""

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

    The last format is that of the fallback.
    """

    formats: tuple[tuple[Rendition, ...], ...]

    def __iter__(self) -> Iterator[Rendition]:
        for renditions in self.formats:
            yield from renditions

    @property
    def default(self) -> Rendition:
        """The fallback for whoever does not choose by size: the largest up to 1,200 pixels."""
        fallback = self.formats[-1]
        small = [rendition for rendition in fallback if rendition.width <= _DEFAULT_WIDTH]
        return small[-1] if small else fallback[0]


def plan_renditions(original: Original, shape: Shape, keep_credits: bool) -> RenditionSet | None:
    """Return the renditions of a picture; None for one that is shown as it is.

    No rendition is larger than the original. `keep_credits` keeps creator, copyright and credit.
    """
    width, height = original.width, original.height
    if shape is Shape.FACE:
        width = height = min(width, height)
    elif width < _SMALLEST and height < _SMALLEST:
        return None
    if not width or not height:
        return None
    name = digest(_VERSION, original.digest, shape, keep_credits).hex()[:_HASH_LETTERS]
    sizes = [(step, max(1, round(height * step / width))) for step in _choose_widths(width, shape)]
    suffixes = ("avif", "webp", original.fallback) if shape is Shape.WHOLE else ("webp", "jpg")
    return RenditionSet(
        tuple(
            tuple(Rendition(f"{FOLDER}{name}-{size[0]}.{suffix}", *size) for size in sizes)
            for suffix in suffixes
        )
    )


def _choose_widths(width: int, shape: Shape) -> list[int]:
    """Return the widths for an original of a width: the steps below it, and its own width."""
    steps = WIDTHS[shape]
    last = min(width, steps[-1])
    return [*(step for step in steps if step * _NEAR < last), last]
