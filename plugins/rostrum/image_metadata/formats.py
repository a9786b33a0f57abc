"""The formats of pictures: told by how a file begins, and stripped of metadata."""

from __future__ import annotations

from collections.abc import Callable

from rostrum.image_metadata import avif, gif, jpeg, png, tiff, webp
from rostrum.image_metadata.boxes import list_brands
from rostrum.image_metadata.stripped import Stripped, Unusable, damaged

BEGINNING = 64
"""How many bytes of a file tell its format."""

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
    """Return the format of a picture that `strip` knows, by its first bytes; "" for all else."""
    return _find(beginning)[0]


def strip(content: bytes, keep_credits: bool) -> Stripped:
    """Return a picture without metadata, and any other file as it is, without a size.

    The compressed data, colours and orientation stay; so do creator, copyright and credit if
    `keep_credits`. Raises Unusable for a picture that cannot be published.
    """
    found = _find(content[:BEGINNING])[1]
    if found is None:
        return Stripped((content,))
    try:
        return found(content, keep_credits)
    except (IndexError, ValueError, OverflowError) as error:  # a field that nobody foresaw
        raise damaged("the picture is damaged: one of its fields makes no sense") from error


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
    message = "this is a HEIC picture, which most browsers do not show"
    hint = (
        "Export it as JPEG; an iPhone takes JPEG by itself under Camera, Formats, Most Compatible."
    )
    raise Unusable("image-format", message, hint)
