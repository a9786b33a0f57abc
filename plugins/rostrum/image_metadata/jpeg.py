"""JPEG (ITU-T T.81, annex B): keep the image, its colours and its credits."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rostrum.core.translatable import gettext_lazy as _
from rostrum.image_metadata import iptc, xmp
from rostrum.image_metadata.exif import Exif, read_exif, write_exif
from rostrum.image_metadata.stripped import Part, Stripped, cut_off, damaged

BEGINNING = b"\xff\xd8\xff"
EXIF = b"Exif\0\0"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_PHOTOSHOP = b"Photoshop 3.0\0"
_JFIF = b"JFIF\0"
_COLOURS = {0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""Application segments required for correct colours, by marker."""

_MARKER = re.compile(rb"\xff[^\x00\xff]", re.DOTALL)
# A stuffed zero or a restart marker does not end a scan (T.81, B.1.1.5).
_SCAN_END = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)
_SOS, _EOI, _DNL = 0xDA, 0xD9, 0xDC
_ALONE = frozenset((0x01, *range(0xD0, 0xD9)))  # markers without a length
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_LONGEST = 65_533  # maximum bytes in a segment


@dataclass
class _Parts:
    """The parts of a file."""

    jfif: bytes = b""
    exif: Exif | None = None
    xmp: bytes = b""
    resources: list[bytes] = field(default_factory=list)
    kept: list[Part] = field(default_factory=list)
    width: int = 0
    height: int = 0
    has_scan: bool = False


def strip(content: bytes, keep_credits: bool) -> Stripped:
    """Return a JPEG without metadata; raises Unusable for a damaged or truncated one.

    Data after the end of the image are removed as well: previews, gain maps, videos.
    """
    parts = _read(content)
    exif = parts.exif or Exif()
    head = [b"\xff\xd8", parts.jfif]
    written = write_exif(exif if keep_credits else exif.without_credits())
    head.append(_make_segment(0xE1, EXIF, written))
    if keep_credits:
        head.append(_make_segment(0xE1, _XMP, xmp.keep_credits(parts.xmp)))
        resources = iptc.keep_credits_of_resources(b"".join(parts.resources))
        head.append(_make_segment(0xED, _PHOTOSHOP, resources))
    pieces = (*head, *parts.kept, b"\xff\xd9")
    return Stripped(pieces, parts.width, parts.height, exif.orientation)


def _read(content: bytes) -> _Parts:
    parts, at, view = _Parts(), 2, memoryview(content)
    while True:
        match = _MARKER.search(content, at)
        if match is None:
            raise cut_off()
        marker, at = content[match.end() - 1], match.end()
        if marker == _EOI:
            break
        if marker in _ALONE:
            continue
        end = at + int.from_bytes(content[at : at + 2], "big")
        if end > len(content):
            raise cut_off()
        if end < at + 2:
            raise damaged(_("the picture is damaged: a part of it has no length"))
        if marker == _SOS:
            end = _find_scan_end(content, end)
            parts.has_scan = True
        _sort(parts, marker, view[at - 2 : end])
        at = end
    if not parts.has_scan or not parts.width or not parts.height:
        raise damaged(_("the picture is damaged: it says nothing of its size, or shows nothing"))
    return parts


def _find_scan_end(content: bytes, start: int) -> int:
    match = _SCAN_END.search(content, start)
    if match is None:
        raise cut_off()
    return match.start()


def _sort(parts: _Parts, marker: int, whole: memoryview) -> None:
    """Assign a segment to its field in `parts`, or drop it."""
    if marker == _SOS:
        parts.kept.append(whole)
        return
    body = bytes(whole[4:])
    if marker in _FRAMES:
        parts.height, parts.width = (int.from_bytes(body[n : n + 2], "big") for n in (1, 3))
    elif marker == _DNL and not parts.height:
        parts.height = int.from_bytes(body[:2], "big")
    if marker == 0xE0 and body.startswith(_JFIF) and len(body) >= 14 and not parts.jfif:
        # Drop the thumbnail: it may show cropped areas (JFIF 1.02).
        parts.jfif = _make_segment(0xE0, body[:12], b"\0\0")
    elif marker == 0xE1 and body.startswith(EXIF[:5]) and parts.exif is None:
        parts.exif = read_exif(body[6:])
    elif marker == 0xE1 and body.startswith(_XMP) and not parts.xmp:
        parts.xmp = body[len(_XMP) :]
    elif marker == 0xED and body.startswith(_PHOTOSHOP):
        parts.resources.append(body[len(_PHOTOSHOP) :])
    elif _is_kept(marker, body):
        parts.kept.append(whole)


def _is_kept(marker: int, body: bytes) -> bool:
    if marker in _COLOURS:
        return body.startswith(_COLOURS[marker])
    return 0xC0 <= marker <= 0xDF  # frames, tables and scans (T.81, table B.1)


def _make_segment(marker: int, name: bytes, value: bytes) -> bytes:
    """Return a segment; empty without a value, or if the value is too long for a segment."""
    body = name + value
    if not value or len(body) > _LONGEST:
        return b""
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body
