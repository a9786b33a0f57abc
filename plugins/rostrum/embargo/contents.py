"""What is searched of a file: its bytes, and what is compressed in it."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _

LARGEST = 500_000_000
"""Bytes to which a file may grow when it is unpacked."""

_DEEPEST = 3  # an archive in an archive, and one in that
_GZIP, _ZIP, _PDF, _PNG = b"\x1f\x8b", b"PK\x03\x04", b"%PDF", b"\x89PNG\r\n\x1a\n"
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_HEAD = 8  # bytes that tell the format
_BLOCK = 65_536  # bytes that are unpacked at once


class Unsearchable(Exception):
    """A file whose contents can't be searched, with the reason."""

    def __init__(self, reason: Translatable) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class SearchedPart:
    """Bytes to be searched: of a file, or of what is compressed in it.

    `name` is that of an entry of an archive, or says how the bytes are compressed; empty for the
    file itself.
    """

    name: str
    content: bytes


def iter_parts(path: str, content: bytes, largest: int = LARGEST) -> Iterator[SearchedPart]:
    """Yield what is searched of a file; raises Unsearchable if something can't be unpacked.

    What grows beyond `largest` bytes can't.
    """
    yield SearchedPart("", content)
    yield from _Unpacker(largest).unpack(path, content, "", _DEEPEST)


@dataclass(frozen=True, slots=True)
class _Unpacker:
    """Unpacks files that do not grow beyond a number of bytes."""

    largest: int

    def unpack(self, path: str, content: bytes, name: str, depth: int) -> Iterator[SearchedPart]:
        """Yield what is compressed in some bytes, and what is compressed in that."""
        for part in self._open(path, content):
            if not depth:
                raise Unsearchable(_("archives are nested too deeply in it"))
            inner = f"{name}/{part.name}".lstrip("/")
            yield SearchedPart(inner, part.content)
            yield from self.unpack(part.name, part.content, inner, depth - 1)

    def _open(self, path: str, content: bytes) -> Iterator[SearchedPart]:
        head = content[:_HEAD]
        try:
            if head.startswith(_GZIP):
                yield SearchedPart("gzip", self._gunzip(content))
            elif path.endswith(".br"):
                yield SearchedPart("brotli", self._unpack_brotli(content))
            elif head.startswith(_ZIP):
                yield from self._open_zip(content)
            elif head.startswith(_PDF):
                yield from _open_pdf(content, self.largest)
            elif head.startswith(_PNG):
                yield from _open_png(content, self.largest)
        except (OSError, EOFError, zlib.error, BadZipFile, NotImplementedError, RuntimeError):
            raise Unsearchable(_("it can't be unpacked")) from None

    def _check(self, size: int) -> None:
        if size > self.largest:
            raise Unsearchable(_("it is too large when it is unpacked"))

    def _gunzip(self, content: bytes) -> bytes:
        with gzip.open(BytesIO(content)) as opened:
            unpacked = opened.read(self.largest + 1)
        self._check(len(unpacked))
        return unpacked

    def _unpack_brotli(self, content: bytes) -> bytes:
        try:
            from brotli import Decompressor, error
        except ImportError:
            reason = _("brotli is not installed: pip install pelican-rostrum[publish]")
            raise Unsearchable(reason) from None
        unpacker, parts, size = Decompressor(), [], 0
        try:
            for start in range(0, len(content), _BLOCK):
                parts.append(unpacker.process(content[start : start + _BLOCK]))
                size += len(parts[-1])
                self._check(size)
        except error:
            raise Unsearchable(_("it can't be unpacked")) from None
        if not unpacker.is_finished():
            raise Unsearchable(_("it can't be unpacked"))
        return b"".join(parts)

    def _open_zip(self, content: bytes) -> Iterator[SearchedPart]:
        with ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            self._check(sum(entry.file_size for entry in entries))
            for entry in entries:
                yield SearchedPart(entry.filename, archive.read(entry))


def _open_pdf(content: bytes, largest: int) -> Iterator[SearchedPart]:
    """Yield the streams that are compressed as most are (ISO 32000-1, 7.4.4); skip the others."""
    for number, stream in enumerate(_STREAM.finditer(content)):
        try:
            yield SearchedPart(
                f"stream {number}", zlib.decompressobj().decompress(stream[1], largest)
            )
        except zlib.error:
            continue


def _open_png(content: bytes, largest: int) -> Iterator[SearchedPart]:
    """Yield the compressed texts of a picture (PNG 3rd edition, 11.3.3)."""
    start = len(_PNG)
    while start + 8 <= len(content):
        size = int.from_bytes(content[start : start + 4], "big")
        kind, data = content[start + 4 : start + 8], content[start + 8 : start + 8 + size]
        if kind in (b"zTXt", b"iTXt", b"iCCP"):
            # The text follows a keyword and up to five signs; try where zlib's header may be.
            for place in (n for n, byte in enumerate(data[:200]) if byte == 0x78):
                try:
                    text = zlib.decompressobj().decompress(data[place:], largest)
                except zlib.error:
                    continue
                yield SearchedPart("text", text)
        start += size + 12
