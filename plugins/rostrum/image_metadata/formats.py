"""Detect image formats by the first bytes of a file, and strip metadata."""

from __future__ import annotations

from collections.abc import Callable

from rostrum.core.translatable import gettext_lazy as _
from rostrum.image_metadata import avif, gif, jpeg, png, tiff, webp
from rostrum.image_metadata.boxes import list_brands
from rostrum.image_metadata.stripped import Stripped, Unusable, damaged

BEGINNING = 64
"""Number of bytes needed to detect the format of a file."""

_HEIC = frozenset((b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs"))
_HEIF = frozenset((b"mif1", b"mif2", b"msf1"))

_Strip = Callable[[bytes, bool], Stripped]
_BEGINNINGS: tuple[tuple[bytes, str, _Strip], ...] = (
    (jpeg.BEGINNING, "JPEG", jpeg.strip),
    (png.BEGINNING, "PNG", png.strip),
    *((beginning, "GIF", gif.strip) for beginning in gif.BEGINNINGS),
    *((beginning, "TIFF", tiff.strip) for beginning in tiff.BEGINNINGS),
)


def find_format(beginning: bytes) -> str:
    """Return the name of an image format supported by `strip`, or "" for any other file."""
    return _find(beginning)[0]


def strip(content: bytes, keep_credits: bool) -> Stripped:
    """Return an image without metadata; any other file is returned unchanged, without a size.

    The compressed data, colours and orientation are kept; creator, copyright and credit are kept if
    `keep_credits` is True. Raises Unusable for an unpublishable image.
    """
    function = _find(content[:BEGINNING])[1]
    if function is None:
        return Stripped((content,))
    try:
        return function(content, keep_credits)
    except (IndexError, ValueError, OverflowError) as error:  # an unexpected field value
        raise damaged(_("the picture is damaged: one of its fields makes no sense")) from error


def _find(beginning: bytes) -> tuple[str, _Strip | None]:
    for bytes_, name, function in _BEGINNINGS:
        if beginning.startswith(bytes_):
            return name, function
    if webp.is_webp(beginning):
        return "WebP", webp.strip
    brands = list_brands(beginning)
    if not avif.BRANDS.isdisjoint(brands):
        return "AVIF", avif.strip
    if not _HEIC.isdisjoint(brands) or (brands[:1] and brands[0] in _HEIF):
        return "HEIC", _refuse_heic
    return "", None


def _refuse_heic(content: bytes, keep_credits: bool) -> Stripped:
    message = _("this is a HEIC picture, which most browsers do not show")
    hint = _(
        "Export it as JPEG; an iPhone takes JPEG by itself under Camera, Formats, Most Compatible."
    )
    raise Unusable("image-format", message, hint)
