"""PNG (W3C Portable Network Graphics, third edition): keep the image, colours and credits."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from rostrum.core.translatable import gettext_lazy as _
from rostrum.image_metadata import xmp
from rostrum.image_metadata.exif import Exif, read_exif, write_exif
from rostrum.image_metadata.stripped import Stripped, cut_off, damaged

BEGINNING = b"\x89PNG\r\n\x1a\n"
_KEPT = frozenset(
    b"tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT oFFs sTER "
    b"acTL fcTL fdAT".split()
)
"""Ancillary chunks with an effect on the display (11.3; 12 and PNG extensions)."""
_DATA = (b"IDAT", b"fdAT")
_TEXTS = (b"tEXt", b"zTXt", b"iTXt")
_CREDITS = (b"Author", b"Copyright")  # keywords of 11.3.3.1
_XMP = b"XML:com.adobe.xmp"
_LONGEST = 1_000_000  # maximum bytes of a decompressed packet


def strip(content: bytes, keep_credits: bool) -> Stripped:
    """Return a PNG without metadata; raises Unusable for a damaged or truncated one."""
    chunks = list(_list_chunks(content))
    name, head = chunks[0][:2]
    if name != b"IHDR" or len(head) != 13:
        raise damaged(_("the picture is damaged: it does not begin with its size"))
    if not any(name == b"IDAT" for name, *_ in chunks):
        raise damaged(_("the picture is damaged: it shows nothing"))
    width, height = (int.from_bytes(head[n : n + 4], "big") for n in (0, 4))
    exif = next((_read_exif(body) for name, body, _ in chunks if name == b"eXIf"), Exif())
    added = _make_chunk(b"eXIf", write_exif(exif if keep_credits else exif.without_credits()))
    if keep_credits:
        packet = next(filter(None, (_find_xmp(name, body) for name, body, _ in chunks)), b"")
        if credits := xmp.keep_credits(packet):
            added += _make_chunk(b"iTXt", _XMP + b"\0\0\0\0\0" + credits)
    kept = [whole for name, body, whole in chunks[1:] if _is_kept(name, body, keep_credits)]
    return Stripped((BEGINNING, chunks[0][2], added, *kept), width, height, exif.orientation)


def _list_chunks(content: bytes) -> Iterator[tuple[bytes, bytes, memoryview]]:
    """Yield name, data and complete bytes of each chunk up to the end of the image (5.3).

    The data are empty for chunks of image data.
    """
    at, view = len(BEGINNING), memoryview(content)
    while True:
        length, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(content):
            raise cut_off()
        whole = view[at:end]
        if _is_critical(name) and zlib.crc32(whole[4:-4]) != int.from_bytes(whole[-4:], "big"):
            raise damaged(_("the picture is damaged: a checksum in it is wrong"))
        yield name, b"" if name in _DATA else bytes(whole[8:-4]), whole
        if name == b"IEND":
            return
        at = end


def _is_critical(name: bytes) -> bool:
    return bool(name) and not name[0] & 0x20  # 5.4


def _is_kept(name: bytes, body: bytes, keep_credits: bool) -> bool:
    if name in _TEXTS:
        return keep_credits and body.partition(b"\0")[0] in _CREDITS
    return _is_critical(name) or name in _KEPT


def _read_exif(body: bytes) -> Exif:
    return read_exif(body.removeprefix(b"Exif\0\0"))


def _find_xmp(name: bytes, body: bytes) -> bytes:
    """Return the XMP packet of a chunk, empty for any other chunk (11.3.3.4)."""
    if name != b"iTXt" or not body.startswith(_XMP + b"\0"):
        return b""
    is_compressed = body[len(_XMP) + 1 : len(_XMP) + 2] == b"\1"
    text = body[len(_XMP) + 3 :].split(b"\0", 2)[-1]
    if not is_compressed:
        return text
    try:
        return zlib.decompressobj().decompress(text, _LONGEST)
    except zlib.error:
        return b""


def _make_chunk(name: bytes, body: bytes) -> bytes:
    """Return a chunk; empty without data."""
    if not body:
        return b""
    sum = zlib.crc32(name + body).to_bytes(4, "big")
    return len(body).to_bytes(4, "big") + name + body + sum
