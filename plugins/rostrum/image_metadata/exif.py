"""Exif: read orientation, artist and copyright, and write a block with these entries only.

The block is a TIFF structure (Exif 3.0, 4.5). A damaged block counts as empty, as it is removed
anyway.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Literal

ORIENTATION, ARTIST, COPYRIGHT, GPS = 0x0112, 0x013B, 0x8298, 0x8825
_LATITUDE = 2  # in the directory of GPS tags
_ASCII, _SHORT = 2, 3
_SIZES = {
    1: 1,
    2: 1,
    3: 2,
    4: 4,
    5: 8,
    129: 1,
}  # bytes of a value, by type; 5 is a fraction, 129 is UTF-8 (Exif 3.0)
_LONGEST = 10_000  # maximum bytes of an artist or a copyright


@dataclass(frozen=True, slots=True)
class Exif:
    """The retained entries of an Exif block; texts are unchanged except for the final NUL."""

    orientation: int = 1
    artist: bytes = b""
    copyright: bytes = b""

    def without_credits(self) -> Exif:
        """Return a copy with the orientation only."""
        return Exif(self.orientation)


def read_exif(raw: bytes) -> Exif:
    """Return the retained entries of a block starting with its TIFF header; never raises."""
    entries = read_entries(raw)
    orientation = int.from_bytes(*entries[ORIENTATION]) if ORIENTATION in entries else 1
    return Exif(
        orientation if 1 <= orientation <= 8 else 1,
        _read_text(entries, ARTIST),
        _read_text(entries, COPYRIGHT),
    )


def write_exif(exif: Exif) -> bytes:
    """Return a block with its TIFF header; empty if there are no entries to write."""
    entries: list[tuple[int, int, bytes]] = []
    if exif.orientation != 1:
        entries.append((ORIENTATION, _SHORT, struct.pack(">H", exif.orientation)))
    for tag, text in ((ARTIST, exif.artist), (COPYRIGHT, exif.copyright)):
        if text:
            entries.append((tag, _ASCII, text + b"\0"))
    if not entries:
        return b""
    values, rows = b"", b""
    start = 8 + 2 + 12 * len(entries) + 4
    for tag, kind, value in entries:
        field = value.ljust(4, b"\0")
        if len(value) > 4:
            field = struct.pack(">I", start + len(values))
            values += value + b"\0" * (len(value) % 2)
        rows += struct.pack(">HHI", tag, kind, len(value) // _SIZES[kind]) + field
    return b"MM\0*" + struct.pack(">IH", 8, len(entries)) + rows + b"\0\0\0\0" + values


def read_entries(raw: bytes) -> dict[int, tuple[bytes, Literal["little", "big"]]]:
    """Return the values of the first directory by tag, each with its byte order.

    The first of duplicate tags counts. Entries with an offset outside the block are left out.
    """
    orders: dict[bytes, Literal["little", "big"]] = {b"II*\0": "little", b"MM\0*": "big"}
    order = orders.get(raw[:4])
    if order is None or len(raw) < 10:
        return {}
    return _read_directory(raw, int.from_bytes(raw[4:8], order), order)


def _read_directory(
    raw: bytes, start: int, order: Literal["little", "big"]
) -> dict[int, tuple[bytes, Literal["little", "big"]]]:
    entries: dict[int, tuple[bytes, Literal["little", "big"]]] = {}
    count = int.from_bytes(raw[start : start + 2], order)
    for at in range(start + 2, min(start + 2 + 12 * count, len(raw) - 11), 12):
        entry = raw[at : at + 12]
        tag, kind = (int.from_bytes(entry[n : n + 2], order) for n in (0, 2))
        length = int.from_bytes(entry[4:8], order) * _SIZES.get(kind, 0)
        offset = at + 8 if length <= 4 else int.from_bytes(entry[8:12], order)
        if tag not in entries and 0 < length <= len(raw) - offset:
            entries[tag] = raw[offset : offset + length], order
    return entries


def has_location(raw: bytes) -> bool:
    """Return True if a block starting with its TIFF header has a directory of GPS tags."""
    return GPS in read_entries(raw)


def has_coordinates(raw: bytes) -> bool:
    """Return True if a block starting with its TIFF header tells a latitude (Exif 3.0, 4.6.6)."""
    if (pointer := read_entries(raw).get(GPS)) is None:
        return False
    start, order = int.from_bytes(*pointer), pointer[1]
    return _LATITUDE in _read_directory(raw, start, order)


def _read_text(entries: dict[int, tuple[bytes, Literal["little", "big"]]], tag: int) -> bytes:
    value = entries[tag][0].strip(b"\0 ") if tag in entries else b""
    return value if len(value) <= _LONGEST else b""
