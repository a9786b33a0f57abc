"""TIFF (TIFF 6.0, and BigTIFF): keep pages, colours and credits, in a newly written file.

Only the values of kept entries are copied, so that no data remain in gaps. Strips and tiles are
copied unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rostrum.core.translatable import gettext_lazy as _
from rostrum.image_metadata import iptc, xmp
from rostrum.image_metadata.stripped import Stripped, Unusable, cut_off, damaged

BEGINNINGS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_SIZES |= {13: 4, 16: 8, 17: 8, 18: 8}  # bytes of a value, by type
_SUBFILE, _WIDTH, _HEIGHT, _COMPRESSION, _ORIENTATION = 254, 256, 257, 259, 274
_OFFSETS = {273: 279, 324: 325}  # offsets of strips and tiles: their byte counts
_XMP, _IPTC, _RESOURCES = 700, 33723, 34377
_CREDITS = frozenset((315, 33432))  # Artist, Copyright
# fmt: off
_KEPT = frozenset((
    254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 274, 277, 278, 279, 280, 281, 282,
    283, 284, 290, 291, 292, 293, 296, 297, 301, 317, 318, 319, 320, 321, 322, 323, 324, 325, 332,
    334, 336, 338, 339, 340, 341, 347, 529, 530, 531, 532, 34675,
))
# fmt: on
"""Tags for storage and colours of the image: TIFF 6.0, ICC.1 annex B, TechNote 2."""
_RAW = frozenset((50706, 33421))  # DNG's version; the pattern of a sensor's colours (TIFF/EP)
_OLD_JPEG = 6
_MOST_PAGES, _MOST_STRIPS = 1_000, 1_000_000

_Order = Literal["little", "big"]


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of a directory: tag, type, and the bytes of its value."""

    tag: int
    kind: int
    value: bytes


@dataclass(frozen=True, slots=True)
class _Flavour:
    """Number format of a file: the byte order, and the width of an offset in bytes, 4 or 8."""

    order: _Order
    width: int

    @property
    def count_width(self) -> int:
        """Width in bytes of the number of entries."""
        return 8 if self.width == 8 else 2

    def number(self, raw: bytes) -> int:
        return int.from_bytes(raw, self.order)

    def numbers(self, entry: _Entry) -> list[int]:
        size = _SIZES[entry.kind]
        value = entry.value
        return [self.number(value[n : n + size]) for n in range(0, len(value), size)]

    def write(self, value: int, width: int) -> bytes:
        return value.to_bytes(width, self.order)


def strip(content: bytes, keep_credits: bool) -> Stripped:
    """Return a TIFF without metadata; raises Unusable for a damaged or truncated one.

    Thumbnail pages are removed as well: they may show cropped areas.
    """
    flavour = _read_flavour(content)
    pages = [page for page in _list_pages(content, flavour) if not _is_thumbnail(page, flavour)]
    if not pages:
        raise _raw()
    writer = _Writer(flavour)
    for page in pages:
        writer.add(content, page, keep_credits)
    first = {key: _first(pages[0], key, flavour) for key in (_WIDTH, _HEIGHT, _ORIENTATION)}
    if not first[_WIDTH] or not first[_HEIGHT]:
        raise damaged(_("the picture is damaged: it says nothing of its size"))
    turned = first[_ORIENTATION] if 1 <= first[_ORIENTATION] <= 8 else 1
    return Stripped((writer.finish(),), first[_WIDTH], first[_HEIGHT], turned)


def _read_flavour(content: bytes) -> _Flavour:
    order: _Order = "little" if content[:2] == b"II" else "big"
    is_big = int.from_bytes(content[2:4], order) == 43
    return _Flavour(order, 8 if is_big else 4)


def _list_pages(content: bytes, flavour: _Flavour) -> Iterator[dict[int, _Entry]]:
    """Yield the entries of each page by tag."""
    width = flavour.width
    link, seen, total = width, set[int](), 0
    while at := flavour.number(content[link : link + width]):
        if at in seen or len(seen) == _MOST_PAGES:
            raise damaged(_("the picture is damaged: its pages form a circle, or are too many"))
        seen.add(at)
        size = 4 + 2 * width
        count = flavour.number(content[at : at + flavour.count_width])
        start = at + flavour.count_width
        link = start + count * size
        if link + width > len(content):
            raise cut_off()
        page: dict[int, _Entry] = {}
        for n in range(count):
            entry = _read_entry(content, start + n * size, flavour)
            if entry is not None:
                page[entry.tag] = entry
                total += len(entry.value)
            if total > 2 * len(content):  # entries with shared values could exhaust memory
                raise damaged(_("the picture is damaged: its entries overlap"))
        yield page


def _read_entry(content: bytes, at: int, flavour: _Flavour) -> _Entry | None:
    """Return an entry, or None for one of unknown type, an empty one, or damaged metadata."""
    width = flavour.width
    tag, kind = (flavour.number(content[at + n : at + n + 2]) for n in (0, 2))
    length = flavour.number(content[at + 4 : at + 4 + width]) * _SIZES.get(kind, 0)
    offset = at + 4 + width
    if length > width:
        offset = flavour.number(content[offset : offset + width])
    if length and offset + length > len(content):
        if tag in _KEPT:
            raise cut_off()
        return None
    return _Entry(tag, kind, content[offset : offset + length]) if length else None


def _is_thumbnail(page: dict[int, _Entry], flavour: _Flavour) -> bool:
    """Return True if a page is a reduced version of another one (TIFF 6.0, NewSubfileType).

    Raises Unusable for a camera's raw image.
    """
    if not _RAW.isdisjoint(page) or _first(page, _COMPRESSION, flavour) == _OLD_JPEG:
        raise _raw()
    return bool(_first(page, _SUBFILE, flavour) & 1)


def _first(page: dict[int, _Entry], tag: int, flavour: _Flavour) -> int:
    return flavour.numbers(page[tag])[0] if tag in page else 0


class _Writer:
    """Writes a file, page after page."""

    def __init__(self, flavour: _Flavour) -> None:
        self._flavour = flavour
        head = b"II" if flavour.order == "little" else b"MM"
        rest = [flavour.write(42, 2)]
        if flavour.width == 8:
            rest = [flavour.write(number, 2) for number in (43, 8, 0)]
        self._copied = 0  # bytes of strips and tiles
        self._output = bytearray(b"".join((head, *rest)))
        self._link = len(self._output)  # position for the offset of the next page
        self._output += bytes(flavour.width)

    def add(self, content: bytes, page: dict[int, _Entry], keep_credits: bool) -> None:
        """Copy a page with its strips or tiles."""
        entries = {tag: entry for tag, entry in page.items() if tag in _KEPT}
        if keep_credits:
            entries |= _find_credits(page)
        if not any(tag in entries for tag in _OFFSETS):
            raise damaged(_("the picture is damaged: it shows nothing"))
        for tag, lengths in _OFFSETS.items():
            if tag in entries:
                entries[tag] = self._copy(content, entries[tag], page.get(lengths))
        self._write_page([entries[tag] for tag in sorted(entries)])

    def finish(self) -> bytes:
        """Return the file."""
        return bytes(self._output)

    def _copy(self, content: bytes, offsets: _Entry, lengths: _Entry | None) -> _Entry:
        """Copy the strips or tiles, and return the entry with their new offsets."""
        flavour = self._flavour
        starts = flavour.numbers(offsets)
        sizes = flavour.numbers(lengths) if lengths else []
        if len(starts) != len(sizes) or len(starts) > _MOST_STRIPS:
            raise damaged(_("the picture is damaged: it does not say where it lies"))
        self._copied += sum(sizes)
        if self._copied > len(content):  # overlapping strips would inflate the file
            raise damaged(_("the picture is damaged: its parts overlap, or it is cut off"))
        moved: list[int] = []
        for start, size in zip(starts, sizes, strict=True):
            if start + size > len(content):
                raise cut_off()
            self._align()
            moved.append(len(self._output) if size else 0)
            self._output += content[start : start + size]
        kind = 16 if flavour.width == 8 else 4
        value = b"".join(flavour.write(start, flavour.width) for start in moved)
        return _Entry(offsets.tag, kind, value)

    def _write_page(self, entries: list[_Entry]) -> None:
        flavour, width, rows = self._flavour, self._flavour.width, b""
        for entry in entries:
            field = entry.value.ljust(width, b"\0")
            if len(entry.value) > width:
                self._align()
                field = flavour.write(len(self._output), width)
                self._output += entry.value
            count = len(entry.value) // _SIZES[entry.kind]
            rows += flavour.write(entry.tag, 2) + flavour.write(entry.kind, 2)
            rows += flavour.write(count, width) + field
        self._align()
        self._output[self._link : self._link + width] = flavour.write(len(self._output), width)
        self._output += flavour.write(len(entries), flavour.count_width) + rows
        self._link = len(self._output)
        self._output += bytes(width)

    def _align(self) -> None:
        self._output += bytes(-len(self._output) % self._flavour.width)


def _find_credits(page: dict[int, _Entry]) -> dict[int, _Entry]:
    """Return entries with the credits of a page."""
    entries = {tag: page[tag] for tag in _CREDITS if tag in page}
    values = {
        _XMP: xmp.keep_credits(page[_XMP].value) if _XMP in page else b"",
        _IPTC: iptc.keep_credits(page[_IPTC].value) if _IPTC in page else b"",
        _RESOURCES: b"",
    }
    if _RESOURCES in page:
        values[_RESOURCES] = iptc.keep_credits_of_resources(page[_RESOURCES].value)
    return entries | {tag: _Entry(tag, 7, value) for tag, value in values.items() if value}


def _raw() -> Unusable:
    message = _("this is a camera's raw picture, which no browser shows and which holds metadata")
    return Unusable("image-format", message, _("Export it as JPEG."))
