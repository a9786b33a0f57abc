"""Where a film was shot, or what a PDF shows lies: told, not removed."""

from __future__ import annotations

from collections.abc import Iterator
from mmap import ACCESS_READ, mmap
from pathlib import Path

from rostrum.metadata import jpeg
from rostrum.metadata.boxes import list_boxes
from rostrum.metadata.exif import has_location
from rostrum.metadata.stripped import Unusable

FILMS = frozenset((".mp4", ".m4v", ".mov", ".qt", ".3gp", ".m4a"))
DOCUMENTS = frozenset((".pdf",))

_IN_FILMS = (
    b"\xa9xyz",  # QuickTime's and Android's user data
    b"loci",  # 3GPP TS 26.244, 8.7
    b"location.ISO6709",  # Apple's metadata
    b"gpmd",  # a track of a GoPro's sensors
    b"camm",  # a track of Google's camera motion
)
_IN_DOCUMENTS = (b"GPSLatitude", b"/GPTS")  # XMP; ISO 32000-2, 12.10 and its geospatial measure
_BLOCK = 65_536  # bytes of an Exif block in a JPEG at most

_FILM_HINT = (
    "Write it without: ffmpeg -i FILM.mp4 -map_metadata -1 -map 0:v -map 0:a? -c copy NEW.mp4."
)
_DOCUMENT_HINT = "Remove the places from its pictures and properties, and export it again."


def find_location(file: Path) -> Unusable | None:
    """Return what to say of a film or PDF that tells a place; None for any other file.

    The file is not read into memory. Raises OSError.
    """
    suffix = file.suffix.lower()
    if suffix not in FILMS | DOCUMENTS or not file.stat().st_size:
        return None
    with file.open("rb") as opened, mmap(opened.fileno(), 0, access=ACCESS_READ) as content:
        if suffix in FILMS and _is_located_film(content):
            return Unusable("file-location", "the film tells where it was shot", _FILM_HINT)
        if suffix in DOCUMENTS and _is_located_document(content):
            words = "the PDF tells where something in it lies"
            return Unusable("file-location", words, _DOCUMENT_HINT)
    return None


def _is_located_film(content: mmap) -> bool:
    try:
        boxes = [box for box in list_boxes(content, 0, len(content)) if box.name != b"mdat"]
    except Unusable:  # not a film as browsers know it: look everywhere
        return any(content.find(sign) >= 0 for sign in _IN_FILMS)
    return any(content.find(sign, box.start, box.end) >= 0 for box in boxes for sign in _IN_FILMS)


def _is_located_document(content: mmap) -> bool:
    return any(content.find(sign) >= 0 for sign in _IN_DOCUMENTS) or any(
        has_location(content[at : at + _BLOCK]) for at in _find_exif(content)
    )


def _find_exif(content: mmap) -> Iterator[int]:
    at = content.find(jpeg.EXIF)
    while at >= 0:
        yield at + len(jpeg.EXIF)
        at = content.find(jpeg.EXIF, at + 1)
