"""AVIF (AV1 Image File Format): overwrite metadata in place.

No data are moved, so that all offsets in the file stay valid. Rotation and colours are properties
of the image, not metadata (ISO/IEC 23008-12, 6.5).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rostrum.core.translatable import gettext_lazy as _
from rostrum.image_metadata import xmp
from rostrum.image_metadata.boxes import Box, find_box, list_boxes
from rostrum.image_metadata.exif import Exif, read_exif, write_exif
from rostrum.image_metadata.stripped import Stripped, Unusable

BRANDS = frozenset((b"avif", b"avis"))
_TOP = frozenset((b"ftyp", b"meta", b"mdat", b"moov"))
_META = frozenset((b"hdlr", b"pitm", b"iinf", b"iref", b"iprp", b"iloc", b"idat", b"grpl", b"dinf"))
_PROPERTIES = frozenset(
    b"ispe pixi av1C colr pasp clap irot imir auxC clli mdcv cclv amve a1lx a1op lsel".split()
)
_CODED = frozenset((b"av01", b"grid", b"iovl", b"iden", b"tmap"))  # image data
_EMPTY_EXIF = b"\0\0\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"  # no entry


@dataclass(frozen=True, slots=True)
class _Item:
    """An item of a file: its type, and its byte ranges (start, end) in the file."""

    kind: bytes
    stretches: tuple[tuple[int, int], ...]


def strip(content: bytes, keep_credits: bool) -> Stripped:
    """Return an AVIF with empty metadata, without its size (read by Pillow).

    Raises Unusable for a damaged or truncated file, or one with an unknown structure.
    """
    data = bytearray(content)
    metas = 0
    for box in list_boxes(content, 0, len(content)):
        if box.name not in _TOP:
            _empty_box(data, box)
        if box.name == b"moov":
            _check_film(content[box.start : box.end])
        if box.name == b"meta":
            metas += 1
            _empty_items(data, content, Box(b"meta", box.start + 4, box.end), keep_credits)
    if metas != 1:
        raise _unknown()
    return Stripped((data,))


def _check_film(moov: bytes) -> None:
    """Raise Unusable for an image sequence with possible metadata in its tracks."""
    if any(name in moov for name in (b"udta", b"meta", b"uuid")):
        raise _unknown()


def _check_properties(content: bytes, box: Box) -> None:
    """Raise Unusable for a property unrelated to the display of the image, such as a title."""
    container = find_box(content, b"ipco", box.start, box.end)
    if container is None:
        raise _unknown()
    for child in list_boxes(content, container.start, container.end):
        if child.name not in _PROPERTIES:
            raise _unknown()


def _empty_box(data: bytearray, box: Box) -> None:
    """Fill a box not needed for the image with zeros; raises Unusable for an unknown box."""
    if box.name not in (b"free", b"skip", b"uuid"):
        raise _unknown()
    data[box.start : box.end] = bytes(box.end - box.start)
    if box.name == b"uuid":  # a `uuid` box needs a valid UUID, a `free` box does not
        data[box.start - 4 : box.start] = b"free"


def _empty_items(data: bytearray, content: bytes, meta: Box, keep_credits: bool) -> None:
    for box in list_boxes(content, meta.start, meta.end):
        if box.name not in _META:
            _empty_box(data, box)
        if box.name == b"iprp":
            _check_properties(content, box)
    items = list(_list_items(content, meta))
    coded = [stretch for item in items if item.kind in _CODED for stretch in item.stretches]
    for item in items:
        if item.kind in _CODED:
            continue
        if any(start < b and a < end for start, end in item.stretches for a, b in coded):
            raise _unknown()
        raw = b"".join(content[start:end] for start, end in item.stretches)
        rest = _replace(item.kind, raw, keep_credits)
        for start, end in item.stretches:
            data[start:end], rest = rest[: end - start], rest[end - start :]


def _replace(kind: bytes, raw: bytes, keep_credits: bool) -> bytes:
    """Return the replacement for an item, of the same length."""
    if kind == b"Exif":
        exif = read_exif(raw[4 + int.from_bytes(raw[:4], "big") :])
        kept = write_exif(Exif(1, exif.artist, exif.copyright)) if keep_credits else b""
        block = b"\0\0\0\0" + kept if kept else _EMPTY_EXIF
        return (block if len(block) <= len(raw) else b"").ljust(len(raw), b"\0")
    if kind == b"mime":
        kept = xmp.keep_credits(raw) if keep_credits else b""
        return (kept if len(kept) <= len(raw) else b"").ljust(len(raw), b" ")
    return bytes(len(raw))


def _list_items(content: bytes, meta: Box) -> Iterator[_Item]:
    """Yield every item (ISO/IEC 14496-12, 8.11)."""
    locations = dict(_list_places(content, meta))
    infos = find_box(content, b"iinf", meta.start, meta.end)
    if infos is None:
        raise _unknown()
    head = 6 if content[infos.start] == 0 else 8
    for info in list_boxes(content, infos.start + head, infos.end):
        version = content[info.start]
        if info.name != b"infe" or version not in (2, 3):
            raise _unknown()
        width = 2 if version == 2 else 4
        at = info.start + 4
        number = int.from_bytes(content[at : at + width], "big")
        kind = content[at + width + 2 : at + width + 6]
        yield _Item(kind, locations.pop(number, ()))
    if locations:  # items without a type
        raise _unknown()


def _list_places(content: bytes, meta: Box) -> Iterator[tuple[int, tuple[tuple[int, int], ...]]]:
    """Yield the number of each item and its byte ranges (8.11.3)."""
    box = find_box(content, b"iloc", meta.start, meta.end)
    data = find_box(content, b"idat", meta.start, meta.end)
    if box is None:
        raise _unknown()
    read = _BoxReader(content, box)
    version = read.number(1)
    read.number(3)
    sizes = read.number(1)
    more = read.number(1)
    wide = 4 if version == 2 else 2
    for _item in range(read.number(wide)):
        number = read.number(wide)
        method = read.number(2) & 15 if version in (1, 2) else 0
        reference, base = read.number(2), read.number(more >> 4)
        if method > 1 or reference or (method == 1 and data is None):
            raise _unknown()
        base += data.start if method == 1 and data else 0
        stretches: list[tuple[int, int]] = []
        for _item in range(read.number(2)):
            if version in (1, 2):
                read.number(more & 15)
            start = base + read.number(sizes >> 4)
            length = read.number(sizes & 15)
            if not length or start + length > len(content):
                raise _unknown()
            stretches.append((start, start + length))
        yield number, tuple(stretches)


class _BoxReader:
    """Reads consecutive numbers from a box; raises Unusable beyond its end."""

    def __init__(self, content: bytes, box: Box) -> None:
        self._content, self._at, self._end = content, box.start, box.end

    def number(self, width: int) -> int:
        at, self._at = self._at, self._at + width
        if self._at > self._end:
            raise _unknown()
        return int.from_bytes(self._content[at : self._at], "big")


def _unknown() -> Unusable:
    message = _("nobody can say whether this AVIF holds metadata: it is not built as usual")
    return Unusable(
        "image-format", message, _("Export it again without metadata, or as WebP or JPEG.")
    )
