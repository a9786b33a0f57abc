"""Exif: reads orientation, artist and copyright, and writes a block that holds nothing else.

The block is a TIFF structure (Exif 3.0, 4.5). A damaged one counts as empty: it goes anyway.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Literal

ORIENTATION, ARTIST, COPYRIGHT, GPS = 0x0112, 0x013B, 0x8298, 0x8825
_ASCII, _SHORT = 2, 3
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 129: 1}  # bytes of a value, by type; 129 is UTF-8 (Exif 3.0)
_LONGEST = 10_000  # bytes of an artist or a copyright; more is no credit


@dataclass(frozen=True, slots=True)
class Exif:
    """What is kept of an Exif block; the texts are as they stand in it, without the final NUL."""

    orientation: int = 1
    artist: bytes = b""
    copyright: bytes = b""

    def without_credits(self) -> Exif:
        """Return the orientation alone."""
        return Exif(self.orientation)


def read_exif(raw: bytes) -> Exif:
    """Return what is kept of a block that begins with its TIFF header; never raises."""
    found = read_entries(raw)
    orientation = int.from_bytes(*found[ORIENTATION]) if ORIENTATION in found else 1
    return Exif(
        orientation if 1 <= orientation <= 8 else 1,
        _read_text(found, ARTIST),
        _read_text(found, COPYRIGHT),
    )


def write_exif(exif: Exif) -> bytes:
    """Return a block with its TIFF header; nothing where there is nothing to say."""
    entries: list[tuple[int, int, bytes]] = []
    if exif.orientation != 1:
        entries.append((ORIENTATION, _SHORT, struct.pack(">H", exif.orientation)))
    for tag, words in ((ARTIST, exif.artist), (COPYRIGHT, exif.copyright)):
        if words:
            entries.append((tag, _ASCII, words + b"\0"))
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

    Of several with one tag the first counts. Entries that point outside the block are left out.
    """
    orders: dict[bytes, Literal["little", "big"]] = {b"II*\0": "little", b"MM\0*": "big"}
    order = orders.get(raw[:4])
    if order is None or len(raw) < 10:
        return {}
    found: dict[int, tuple[bytes, Literal["little", "big"]]] = {}
    start = int.from_bytes(raw[4:8], order)
    count = int.from_bytes(raw[start : start + 2], order)
    for at in range(start + 2, min(start + 2 + 12 * count, len(raw) - 11), 12):
        entry = raw[at : at + 12]
        tag, kind = (int.from_bytes(entry[n : n + 2], order) for n in (0, 2))
        length = int.from_bytes(entry[4:8], order) * _SIZES.get(kind, 0)
        place = at + 8 if length <= 4 else int.from_bytes(entry[8:12], order)
        if tag not in found and 0 < length <= len(raw) - place:
            found[tag] = raw[place : place + length], order
    return found


def has_location(raw: bytes) -> bool:
    """Say whether a block that begins with its TIFF header points to a directory of GPS tags."""
    return GPS in read_entries(raw)


def _read_text(found: dict[int, tuple[bytes, Literal["little", "big"]]], tag: int) -> bytes:
    value = found[tag][0].strip(b"\0 ") if tag in found else b""
    return value if len(value) <= _LONGEST else b""
