"""Report location metadata in videos, PDF files and pictures, without removing them."""

from __future__ import annotations

from collections.abc import Iterator
from io import SEEK_END
from pathlib import Path
from typing import BinaryIO

from rostrum.core.translatable import gettext_lazy as _
from rostrum.image_metadata import jpeg
from rostrum.image_metadata.exif import has_coordinates, has_location
from rostrum.image_metadata.stripped import Unusable

FILMS = frozenset((".mp4", ".m4v", ".mov", ".qt", ".3gp", ".m4a"))
DOCUMENTS = frozenset((".pdf",))

_IN_FILMS = (
    b"\xa9xyz",  # QuickTime's and Android's user data
    b"loci",  # 3GPP TS 26.244, 8.7
    b"location.ISO6709",  # Apple's metadata
    b"gpmd",  # a GoPro's sensor track
    b"camm",  # Google's camera motion track
    b"GPSLatitude",  # XMP
)
_IN_DOCUMENTS = (b"GPSLatitude", b"/GPTS")  # XMP; ISO 32000-2, 12.10 and its geospatial measure
_IN_XMP = b"GPSLatitude"
_EXIF_CHUNKS = {"PNG": (b"eXIf", 0), "WebP": (b"EXIF", 4)}
"""The chunk of Exif in a format, and how many bytes are between its name and the data."""
_LARGEST_BLOCK = 65_536  # bytes of Exif in a JPEG (Exif 3.0, 4.5.2)
_BLOCK = 2_048  # bytes read of an Exif block; its first directory is at the start
_MOST_BOXES = 1_000  # maximum top-level boxes of a video; the rest is read as one

_FILM_HINT = _(
    "Write it without: ffmpeg -i FILM.mp4 -map_metadata -1 -map 0:v -map 0:a? -c copy NEW.mp4."
)
_DOCUMENT_HINT = _("Remove the places from its pictures and properties, and export it again.")


def find_location(file: Path) -> Unusable | None:
    """Return a finding for a video or PDF with location metadata; None for any other file.

    A video's image and sound data are not read. Raises OSError.
    """
    with file.open("rb") as opened:
        beginning = opened.read(12)
    is_film = file.suffix.lower() in FILMS or beginning[4:8] in (b"ftyp", b"moov")
    if is_film and _is_located_film(file):
        return Unusable("file-location", _("the film tells where it was shot"), _FILM_HINT)
    is_document = file.suffix.lower() in DOCUMENTS or beginning.startswith(b"%PDF")
    if is_document and _is_located_document(file.read_bytes()):
        message = _("the PDF tells where something in it lies")
        return Unusable("file-location", message, _DOCUMENT_HINT)
    return None


def is_located_picture(content: bytes, format: str) -> bool:
    """Return True if the metadata of a picture tell where it was taken.

    `format` is that of rostrum.image_metadata.formats.find_format.
    """
    if _IN_XMP in content:
        return True
    if format == "TIFF":
        return has_coordinates(content)
    starts = [*_find_exif(content), *_find_chunk(content, _EXIF_CHUNKS.get(format, (b"", 0)))]
    return any(has_coordinates(content[at : at + _LARGEST_BLOCK]) for at in starts)


def _find_chunk(content: bytes, chunk: tuple[bytes, int]) -> Iterator[int]:
    """Yield where the data of a format's chunk for Exif begin."""
    name, before = chunk
    at = content.find(name) if name else -1
    if at >= 0:
        yield at + len(name) + before


def _is_located_film(file: Path) -> bool:
    with file.open("rb") as opened:
        return any(sign in content for content in _read_boxes(opened) for sign in _IN_FILMS)


def _read_boxes(opened: BinaryIO) -> Iterator[bytes]:
    """Yield each top-level box of a video except for media data (`mdat`; 14496-12, 8.1)."""
    end, at = opened.seek(0, SEEK_END), 0
    for n in range(_MOST_BOXES):
        if at >= end:
            return
        opened.seek(at)
        head = opened.read(16)
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:], "big")
        if length < 8 or n == _MOST_BOXES - 1:  # up to the end of the file, or invalid
            length = end - at
        if head[4:8] != b"mdat":
            opened.seek(at)
            yield opened.read(min(length, end - at))
        at += length


def _is_located_document(content: bytes) -> bool:
    return any(sign in content for sign in _IN_DOCUMENTS) or any(
        has_location(content[at : at + _BLOCK]) for at in _find_exif(content)
    )


def _find_exif(content: bytes) -> Iterator[int]:
    at = content.find(jpeg.EXIF)
    while at >= 0:
        yield at + len(jpeg.EXIF)
        at = content.find(jpeg.EXIF, at + 1)
