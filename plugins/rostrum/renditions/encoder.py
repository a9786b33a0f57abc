"""Encode the renditions of a picture with Pillow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cache, lru_cache
from io import BytesIO
from typing import Any

import PIL
from PIL import Image, ImageCms, ImageFile, ImageOps, PngImagePlugin, features

from rostrum.core.hashing import digest
from rostrum.image_metadata.formats import strip
from rostrum.renditions.credits import as_bytes, read_credit_metadata
from rostrum.renditions.plan import DEEP, FEW_COLORS, Rendition, RenditionSet

_OPTIONS: dict[str, dict[str, Any]] = {
    # Speed 8 of 10 takes a quarter of the time of 6, for files that are about 8 % larger.
    "avif": {"format": "AVIF", "quality": 50, "speed": 8, "max_threads": 1},
    "webp": {"format": "WEBP", "quality": 72, "method": 4},
    "jpg": {"format": "JPEG", "quality": 80, "optimize": True, "progressive": True},
    "png": {"format": "PNG", "optimize": True},
}
_REDUCING_GAP = 3.0  # Pillow's value for a resize that is nearly as good as without
_DRAFT_GAP = 2.0  # a JPEG is decoded at least twice as large as its largest rendition
_XMP_KEY = "XML:com.adobe.xmp"
_SPACES = {"CMYK": b"CMYK", "L": b"GRAY"}  # of profiles that are converted to sRGB
_TOLERANCE = 3  # of 255: the largest difference of two profiles that look the same


@cache
def digest_encoder() -> bytes:
    """Return a digest of all that decides on the bytes of a rendition, besides the picture."""
    codecs = [features.version(name) for name in ("avif", "webp", "libjpeg_turbo", "zlib")]
    return digest(PIL.__version__, codecs, features.version("littlecms2"), _OPTIONS)


def encode(content: bytes, renditions: RenditionSet, keep_credits: bool) -> Iterator[bytes]:
    """Yield the bytes of each rendition, in order, of a picture in any format that Pillow reads.

    The picture is upright, 8 bits deep, in RGB or with transparency, and keeps its colour profile
    unless that is sRGB. Of its metadata creator, copyright and credit remain if `keep_credits` is
    True. Raises Unusable, or any exception of Pillow, for a picture that can't be decoded.
    """
    picture = _open(strip(content, keep_credits).content, renditions)
    metadata = read_credit_metadata(picture) if keep_credits else {}
    few_colors = picture.mode in FEW_COLORS
    upright, profile = _convert(ImageOps.exif_transpose(picture))
    upright.info = {}  # Pillow would write the original's profile and XMP from there
    if profile:
        metadata["icc_profile"] = profile
    sized: dict[tuple[int, int], Image.Image] = {}
    for rendition in renditions:
        size = rendition.width, rendition.height
        if size not in sized:
            sized[size] = _resize(upright, size)
        yield _write(sized[size], rendition, metadata, few_colors)


def decode(content: bytes, size: tuple[int, int]) -> Image.Image:
    """Return a picture upright, in sRGB or with transparency, for a smaller one of a size.

    A JPEG may be returned smaller than it is, and then takes less time, but larger than `size`.
    Raises OSError, ValueError or SyntaxError for a picture that can't be decoded.
    """
    picture = Image.open(BytesIO(content))
    picture.draft(None, (max(size), max(size)))
    picture.seek(0)
    picture.load()
    ImageOps.exif_transpose(picture, in_place=True)
    converted, profile = _convert(picture)
    if profile and converted.mode == "RGB":
        with suppress(ImageCms.PyCMSError, OSError, ValueError):  # a damaged profile
            return _to_srgb(converted, profile)
    return converted


def try_decoding(content: bytes, keep_credits: bool) -> None:
    """Decode a picture as `encode` does. Raises Unusable, or any exception of Pillow."""
    picture = Image.open(BytesIO(strip(content, keep_credits).content))
    # An eighth of a JPEG's size: it takes less time, although all of its data is read.
    picture.draft(None, (1, 1))
    picture.load()
    _convert(ImageOps.exif_transpose(picture))


def _open(content: bytes, renditions: RenditionSet) -> ImageFile.ImageFile:
    """Return a picture, decoded; a JPEG much larger than its renditions in a smaller size."""
    picture = Image.open(BytesIO(content))
    sizes = [(item.width, item.height) for item in renditions]
    most, least = (max(pick(size) for size in sizes) for pick in (max, min))
    scale = min(max(picture.size) / most, min(picture.size) / least) / _DRAFT_GAP
    if scale > 1:
        picture.draft(None, (int(picture.width / scale), int(picture.height / scale)))
    picture.load()
    return picture


def _convert(picture: Image.Image) -> tuple[Image.Image, bytes]:
    """Return a picture in RGB, or RGBA if it has transparency, and its colour profile.

    The profile is empty for sRGB, which all browsers assume.
    """
    profile = as_bytes(picture.info.get("icc_profile"))
    if picture.mode in DEEP:
        picture = _scale_depth(picture)
    if picture.mode in _SPACES:
        return _convert_profile(picture, profile), b""
    converted = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    is_kept = profile[16:20] == b"RGB " and picture.mode != "LA" and not _is_srgb(profile)
    return converted, profile if is_kept else b""


def _scale_depth(picture: Image.Image) -> Image.Image:
    """Return a gray picture of 16 bits in 8: Pillow itself would cut off bright values."""
    return picture.convert("F").point(lambda value: value * (255 / 65_535) + 0).convert("L")


def _convert_profile(picture: Image.Image, profile: bytes) -> Image.Image:
    """Return a picture of inks or grays in RGB, by its profile if that is of the same kind."""
    is_same_kind = profile[16:20] == _SPACES[picture.mode]
    if is_same_kind and not picture.has_transparency_data:
        with suppress(ImageCms.PyCMSError, OSError, ValueError):  # a damaged profile
            return _to_srgb(picture, profile)
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _to_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    source = ImageCms.ImageCmsProfile(BytesIO(profile))
    srgb = ImageCms.createProfile("sRGB")
    converted = ImageCms.profileToProfile(picture, source, srgb, outputMode="RGB")
    assert converted is not None  # it is, unless the picture is changed in place
    return converted


@lru_cache(maxsize=16)
def _is_srgb(profile: bytes) -> bool:
    """Return True for a profile under which colours look as in sRGB, and for a damaged one."""
    levels = (0, 32, 64, 96, 128, 160, 192, 224, 255)
    colors = [(r, g, b) for r in levels for g in levels for b in levels]
    probe = Image.frombytes("RGB", (len(colors), 1), bytes(n for color in colors for n in color))
    try:
        shown = _to_srgb(probe, profile)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return True
    pairs = zip(probe.tobytes(), shown.tobytes(), strict=True)
    return all(abs(a - b) <= _TOLERANCE for a, b in pairs)


def _resize(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return a picture in a size; to another proportion it is cut to its middle."""
    width, height = picture.size
    if abs(height * size[0] / width - size[1]) < 1:
        return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=_REDUCING_GAP)
    return ImageOps.fit(picture, size, Image.Resampling.LANCZOS)


def _write(
    picture: Image.Image, rendition: Rendition, metadata: dict[str, Any], few_colors: bool
) -> bytes:
    options = _OPTIONS[rendition.suffix] | metadata
    if rendition.suffix == "jpg" and picture.mode == "RGBA":
        white = Image.new("RGB", picture.size, "white")
        white.paste(picture, mask=picture.getchannel("A"))
        picture = white
    elif rendition.suffix == "png":
        if few_colors:  # as its original, which a resize has given more
            picture = picture.quantize(256, method=Image.Quantize.FASTOCTREE)
        if packet := options.pop("xmp", b""):
            options["pnginfo"] = PngImagePlugin.PngInfo()
            options["pnginfo"].add_itxt(_XMP_KEY, packet.decode())
    raw = BytesIO()
    picture.save(raw, **options)
    return raw.getvalue()
