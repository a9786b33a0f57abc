"""Boxes: the structure of AVIF, HEIC, MP4 and QuickTime files (ISO/IEC 14496-12, 4.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rostrum.core.translatable import gettext_lazy as _
from rostrum.image_metadata.stripped import cut_off, damaged


@dataclass(frozen=True, slots=True)
class Box:
    """A box: its four-letter type, and the start and end of its content in the file."""

    name: bytes
    start: int
    end: int


def list_boxes(content: bytes, start: int, end: int) -> Iterator[Box]:
    """Yield the boxes between two offsets of a file; raises Unusable for a truncated box."""
    at = start
    while at < end:
        length, begin = int.from_bytes(content[at : at + 4], "big"), at + 8
        if length == 1:
            length, begin = int.from_bytes(content[at + 8 : at + 16], "big"), at + 16
        elif length == 0:  # up to the end of the file
            length = end - at
        if begin > end or at + length > end:
            raise cut_off()
        if at + length < begin:
            raise damaged(_("the file is damaged: a part of it is shorter than its own head"))
        yield Box(bytes(content[at + 4 : at + 8]), begin, at + length)
        at += length


def find_box(content: bytes, name: bytes, start: int, end: int) -> Box | None:
    """Return the first box with a name between two offsets, or None if there is none."""
    return next((box for box in list_boxes(content, start, end) if box.name == name), None)


def list_brands(content: bytes) -> tuple[bytes, ...]:
    """Return the brands of a file, the major one first; empty if it has none (4.3)."""
    if content[4:8] != b"ftyp":
        return ()
    end = min(int.from_bytes(content[:4], "big"), len(content))
    compatible = (content[n : n + 4] for n in range(16, end - 3, 4))
    return (content[8:12], *compatible)
