"""GIF (GIF89a specification): keep the image, its animation and colours, and XMP credits."""

from __future__ import annotations

from rostrum.core.translatable import gettext_lazy as _
from rostrum.image_metadata import xmp
from rostrum.image_metadata.stripped import Stripped, cut_off, damaged

BEGINNINGS = (b"GIF87a", b"GIF89a")
_APPLICATIONS = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")  # repetition, and colours
_XMP = b"\x21\xff\x0bXMP DataXMP"
# Leads a reader of sub-blocks to the end, from any byte of the packet (XMP 3).
_TRAILER = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
_IMAGE, _EXTENSION, _END = 0x2C, 0x21, 0x3B
_CONTROL, _TEXT, _APPLICATION = 0xF9, 0x01, 0xFF


def strip(content: bytes, keep_credits: bool) -> Stripped:
    """Return a GIF without metadata; raises Unusable for a damaged or truncated one."""
    if len(content) < 13:
        raise cut_off()
    width, height = (int.from_bytes(content[n : n + 2], "little") for n in (6, 8))
    at = 13 + _measure_table(content[10])
    parts, packet, has_image = [content[:at]], b"", False
    # Accept a missing last byte, as browsers do: many programs omit it.
    while at < len(content) and content[at] != _END:
        end = _find_end(content, at)
        block = content[at:end]
        if block.startswith(_XMP):
            packet = packet or block[len(_XMP) : -len(_TRAILER)]
        elif _is_kept(block):
            parts.append(block)
            has_image = has_image or block[0] == _IMAGE
        at = end
    if not has_image:
        raise cut_off()
    kept = xmp.keep_credits(packet) if keep_credits else b""
    if kept:
        parts.append(_XMP + kept + _TRAILER)
    return Stripped((*parts, bytes((_END,))), width, height)


def _measure_table(packed: int) -> int:
    """Return the length of a colour table in bytes (18 and 20)."""
    return 3 * 2 ** ((packed & 7) + 1) if packed & 0x80 else 0


def _find_end(content: bytes, at: int) -> int:
    """Return the end offset of a block."""
    if content[at] == _EXTENSION:
        return _skip_blocks(content, at + 2)
    if content[at] != _IMAGE:
        raise damaged(_("the picture is damaged: a part of it is of no known kind"))
    if at + 10 > len(content):
        raise cut_off()
    return _skip_blocks(content, at + 11 + _measure_table(content[at + 9]))


def _skip_blocks(content: bytes, at: int) -> int:
    while at < len(content) and content[at]:
        at += 1 + content[at]
    if at >= len(content):
        raise cut_off()
    return at + 1


def _is_kept(block: bytes) -> bool:
    if block[0] == _IMAGE or block[1] in (_CONTROL, _TEXT):
        return True
    return block[1] == _APPLICATION and block[3:14] in _APPLICATIONS
