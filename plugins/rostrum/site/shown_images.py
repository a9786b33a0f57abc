"""How the images of a text are shown: their files, their sizes, and what stands for a missing one.

Where a text leads to is decided in rostrum.site.links.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from html import escape

from rostrum.core.assets import Asset, PictureUse
from rostrum.html.responsive import ImageSource, write_picture
from rostrum.html.tags import Attributes
from rostrum.renditions.plan import MEDIA_TYPES, RenditionSet, Shape
from rostrum.site.images import Pictures
from rostrum.site.urls import Addresses

_SIZES = "(min-width: 44rem) 40rem, calc(100vw - 2rem)"  # the measure of the kit's theme
_LEFT_OUT = '<span class="left-out">'
_PICTURE = re.compile(r"(?=<picture\b)", re.IGNORECASE)
# An author's own `<picture>` around an image that got sources, in another one.
_NESTED = re.compile(
    r"(<picture\b[^<>]*>\s*)<picture>((?:<source[^<>]*>)+<img[^<>]*>)</picture>(\s*</picture\s*>)",
    re.IGNORECASE,
)
_PICTURE_END = re.compile(r"</picture\s*>", re.IGNORECASE)


class ImageMarkup(StrEnum):
    """How the HTML of a text shows its images: in the sizes of a page's layout, in a single size
    for feed readers, or as the original for an e-book.
    """

    RESPONSIVE = "responsive"
    SINGLE = "single"
    ORIGINAL = "original"


@dataclass(frozen=True, slots=True)
class ShownImage:
    """An image as it is shown: the address of its file, and its attributes or complete HTML."""

    src: str
    markup: Attributes | str


@dataclass(frozen=True)
class ShownImages:
    """Writes the images of texts with the addresses of their files and their dimensions."""

    pictures: Pictures
    addresses: Addresses

    def find_asset(self, asset: str, is_sized: bool, markup: ImageMarkup) -> tuple[Asset, str]:
        """Return what to publish of a file in use by a text, and what of it the HTML shows."""
        plan = self.pictures.plan(asset, Shape.WHOLE) if is_sized else None
        if plan is None or markup is ImageMarkup.ORIGINAL:
            facts = self.pictures.measure(asset), self.pictures.read_credit(asset)
            return asset, f"{asset} {facts}"
        return PictureUse(asset, Shape.WHOLE), plan.default.path

    def measure(self, asset: str, attributes: Mapping[str, str | None]) -> Attributes:
        """Return the attributes to add to an image: its dimensions, unless the author gave any."""
        width, height = self.pictures.measure(asset)
        if not width or "width" in attributes or "height" in attributes:
            return {"loading": "lazy"}
        return {"width": str(width), "height": str(height), "loading": "lazy"}

    def show(
        self, asset: str, image: Attributes, written: Attributes, markup: ImageMarkup
    ) -> ShownImage:
        """Return an image in the sizes of the layout, or in one size for feed readers.

        `written` are the author's attributes, `image` those with resolved addresses.
        """
        plan = None if markup is ImageMarkup.ORIGINAL else self.pictures.plan(asset, Shape.WHOLE)
        if plan is None:
            return ShownImage(image.get("src") or "", image)
        default = plan.default
        src = self.addresses.file_href(default.path)
        image = {**image, "src": src}
        if "width" not in written and "height" not in written:
            image |= {"width": str(default.width), "height": str(default.height)}
        if markup is ImageMarkup.SINGLE:
            return ShownImage(src, image)
        sources, srcset = self.list_sources(plan)
        width = written.get("width") or ""
        sizes = f"min({width}px, 100vw)" if width.isdecimal() else _SIZES
        return ShownImage(src, write_picture(image, sources, srcset, sizes))

    def list_sources(self, plan: RenditionSet) -> tuple[tuple[ImageSource, ...], str]:
        """Return the sources of a picture but for its fallback, and the `srcset` of that.

        A fallback of one file needs no `srcset`; it is empty.
        """
        sources = []
        for renditions in plan.formats:
            files = ((self.addresses.file_href(file.path), file.width) for file in renditions)
            srcset = ", ".join(f"{href} {width}w" for href, width in files)
            sources.append(ImageSource(MEDIA_TYPES[renditions[0].suffix], srcset))
        return tuple(sources[:-1]), sources[-1].srcset if len(plan.formats[-1]) > 1 else ""


def show_alt(image: Attributes) -> str:
    """Return the text in place of an image that is missing."""
    alt = (image.get("alt") or "").strip()
    return f"{_LEFT_OUT}{escape(alt, quote=False)}</span>" if alt else ""


def mend_pictures(html: str, written: str) -> str:
    """Return HTML whose images are shown, with the author's own `<picture>` elements mended.

    None stands in another one, and none is left whose image is missing. `written` is the HTML
    before its images were shown.
    """
    if _PICTURE.search(written):
        html = _NESTED.sub(r"\1\2\3", html)
    return "".join(map(_drop_picture, _PICTURE.split(html))) if _LEFT_OUT in html else html


def _drop_picture(piece: str) -> str:
    """Return HTML without the `<picture>` at its beginning if its image is missing.

    Such a picture shows nothing, whatever its other sources are.
    """
    end = _PICTURE_END.search(piece)
    start = piece.find(_LEFT_OUT)
    if not end or not 0 <= start < end.start() or not _PICTURE.match(piece):
        return piece
    text_end = piece.index("</span>", start) + len("</span>")
    return piece[start:text_end] + piece[end.end() :]
