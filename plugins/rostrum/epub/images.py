"""The pictures of an e-book, in formats of all reading systems."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import PIL.Image
from PIL.ImageOps import exif_transpose
from PIL.PngImagePlugin import PngInfo

from rostrum.html.drawings import is_plain_svg
from rostrum.image_metadata.formats import strip
from rostrum.image_metadata.stripped import Unusable

_BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"GIF8", "image/gif", "gif"),
)
_CONVERTED = ("AVIF", "BMP", "ICO", "TIFF", "WEBP")
"""Formats of Pillow that a browser shows, and not all reading systems do.

WebP is a core media type since EPUB 3.3 only, the others are none.
"""
_UNCOMPRESSED = ("BMP", "ICO", "TIFF")
"""Formats, mostly without a loss, that become PNG."""
_UNSAFE = re.compile(r"[^A-Za-z0-9.-]")
_LOSSLESS = b"VP8L"
_QUALITY = 90  # of JPEG, so that a second loss is not seen


@dataclass(frozen=True, slots=True)
class BookImage:
    """A picture of a book: `src` is its address in texts, `digest` identifies the file content."""

    src: str
    file: str
    digest: bytes
    alt: str = ""
    credit: str = ""
    license: str = ""
    license_url: str = ""
    source: str = ""

    @property
    def caption(self) -> str:
        """The credit and licence on one line, separated by a comma."""
        return ", ".join(filter(None, (self.credit, self.license)))


@dataclass(frozen=True, slots=True)
class ManifestItem:
    """A picture file in the book: its name there, media type and bytes."""

    name: str
    media_type: str
    content: bytes


def load_plates(
    pictures: Sequence[BookImage], keep_credits: bool = True
) -> Iterator[tuple[str, ManifestItem]]:
    """Yield the `src` and file of each picture in a supported format, without metadata.

    Pictures with the same file share one item. `keep_credits` keeps the credits in the metadata.
    """
    items: dict[str, ManifestItem] = {}
    for picture in pictures:
        if picture.file not in items:
            content = _convert(_read(picture.file, keep_credits))
            kind = _find_kind(content)
            if kind:
                stem = _UNSAFE.sub("-", Path(picture.file).stem)[:60]
                name = f"pictures/p{len(items) + 1:03}-{stem}.{kind[1]}"
                items[picture.file] = ManifestItem(name, kind[0], content)
        if picture.file in items:
            yield picture.src, items[picture.file]


def _read(file: str, keep_credits: bool) -> bytes:
    try:
        return strip(Path(file).read_bytes(), keep_credits).content
    except (OSError, Unusable):  # deleted or damaged since the check
        return b""


def _convert(content: bytes) -> bytes:
    """Return a picture in a format of `_CONVERTED` as JPEG or PNG, other files unchanged.

    Of an animation, the first picture is returned.
    """
    if content.startswith(tuple(beginning for beginning, _type, _suffix in _BEGINNINGS)):
        return content
    try:
        with PIL.Image.open(BytesIO(content), formats=_CONVERTED) as picture:
            is_lossless = picture.format in _UNCOMPRESSED or _LOSSLESS in content[:64]
            return _write(exif_transpose(picture), picture.info, as_png=is_lossless)
    except (OSError, ValueError, PIL.Image.DecompressionBombError):
        return content


def _write(picture: PIL.Image.Image, info: Mapping[Any, Any], *, as_png: bool) -> bytes:
    """Return a picture as PNG, or as JPEG if it has no transparency, with its profile and XMP."""
    raw = BytesIO()
    profile, xmp = info.get("icc_profile"), (info.get("xmp") or b"").strip()
    if picture.mode in ("CMYK", "F", "LAB", "YCbCr"):  # neither PNG nor all reading systems
        picture, profile = picture.convert("RGB"), None
    if as_png or picture.has_transparency_data:
        facts = PngInfo()
        if xmp:
            facts.add_itxt("XML:com.adobe.xmp", xmp.decode("utf-8", "replace"))
        picture.info.clear()  # Pillow would write what it holds
        picture.save(raw, "PNG", icc_profile=profile, pnginfo=facts)
    else:
        kept = {"xmp": xmp} if xmp else {}
        picture = picture.convert("RGB")
        picture.info.clear()
        picture.save(raw, "JPEG", quality=_QUALITY, icc_profile=profile, **kept)
    return raw.getvalue()


def _find_kind(content: bytes) -> tuple[str, str] | None:
    """Return the media type and suffix of a picture, or None for an unsupported format.

    Supported are the core media types of EPUB 3.3, section 3.2; of SVG, only plain drawings.
    """
    for beginning, media_type, suffix in _BEGINNINGS:
        if content.startswith(beginning):
            return media_type, suffix
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp", "webp"
    return ("image/svg+xml", "svg") if is_plain_svg(content) else None
