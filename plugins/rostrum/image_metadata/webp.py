"""WebP (RFC 9649): keep the image, its colours and its credits."""

from __future__ import annotations

from collections.abc import Iterator

from rostrum.core.translatable import gettext_lazy as _
from rostrum.image_metadata import xmp
from rostrum.image_metadata.exif import Exif, read_exif, write_exif
from rostrum.image_metadata.stripped import Stripped, cut_off, damaged

_SHOWN = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_FRAMES = frozenset((b"VP8 ", b"VP8L", b"ALPH"))
_HEADER = 10  # bytes (2.7)
_EXIF_FLAG, _XMP_FLAG = 0x08, 0x04  # 2.7, figure 7


def is_webp(content: bytes) -> bool:
    """Return True if the content starts with the signature of WebP."""
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def strip(content: bytes, keep_credits: bool) -> Stripped:
    """Return a WebP without metadata; raises Unusable for a damaged or truncated one."""
    end = 8 + int.from_bytes(content[4:8], "little")
    if end > len(content):
        raise cut_off()
    chunks = list(_list_chunks(content[12:end]))
    if any(name == b"VP8X" and len(value) < _HEADER for name, value in chunks):
        raise damaged(_("the picture is damaged: its header is too short"))
    width, height = _measure(chunks)
    exif, packet = _find_metadata(chunks)
    if not keep_credits:
        exif, packet = exif.without_credits(), b""
    added = {b"EXIF": write_exif(exif), b"XMP ": xmp.keep_credits(packet)}
    is_extended = chunks[0][0] == b"VP8X"
    flags = (_EXIF_FLAG if added[b"EXIF"] else 0) | (_XMP_FLAG if added[b"XMP "] else 0)
    body = b"".join(_write(name, value, flags) for name, value in chunks if name in _SHOWN)
    if is_extended:  # metadata are read in extended files only
        body += b"".join(_make_chunk(name, value) for name, value in added.items() if value)
    orientation = exif.orientation if is_extended else 1
    head = b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP"
    return Stripped((head, body), width, height, orientation)


def _list_chunks(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(raw):
        name, length = raw[at : at + 4], int.from_bytes(raw[at + 4 : at + 8], "little")
        end = at + 8 + length
        if end > len(raw) or at + 8 > len(raw):
            raise cut_off()
        yield name, raw[at + 8 : end]
        at = end + length % 2


def _find_metadata(chunks: list[tuple[bytes, bytes]]) -> tuple[Exif, bytes]:
    named = dict(reversed(chunks))  # the first of each name counts (2.7)
    raw = named.get(b"EXIF", b"").removeprefix(b"Exif\0\0")
    return read_exif(raw), named.get(b"XMP ", b"")


def _write(name: bytes, value: bytes, flags: int) -> bytes:
    """Return a chunk: the header with flags of kept metadata, a frame without unknown chunks."""
    if name == b"VP8X":
        value = bytes((value[0] & ~(_EXIF_FLAG | _XMP_FLAG) | flags,)) + value[1:]
    elif name == b"ANMF":
        inner = [item for item in _list_chunks(value[16:]) if item[0] in _FRAMES]
        value = value[:16] + b"".join(_make_chunk(*item) for item in inner)
    return _make_chunk(name, value)


def _make_chunk(name: bytes, value: bytes) -> bytes:
    return name + len(value).to_bytes(4, "little") + value + b"\0" * (len(value) % 2)


def _measure(chunks: list[tuple[bytes, bytes]]) -> tuple[int, int]:
    """Return width and height, of the canvas if there is one (2.5 to 2.7; RFC 6386, 9.1)."""
    names = {name for name, _ in chunks}
    if not names & {b"VP8 ", b"VP8L", b"ANMF"}:
        raise damaged(_("the picture is damaged: it shows nothing"))
    name, value = chunks[0]
    if name == b"VP8X" and len(value) >= 10:
        width, height = (1 + int.from_bytes(value[n : n + 3], "little") for n in (4, 7))
        return width, height
    if name == b"VP8L" and len(value) >= 5 and value[0] == 0x2F:
        bits = int.from_bytes(value[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if name == b"VP8 " and value[3:6] == b"\x9d\x01\x2a" and len(value) >= 10:
        width, height = (int.from_bytes(value[n : n + 2], "little") & 0x3FFF for n in (6, 8))
        return width, height
    raise damaged(_("the picture is damaged: it says nothing of its size"))
