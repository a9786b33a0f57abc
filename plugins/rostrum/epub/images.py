"""The pictures of an e-book, unconverted, limited to formats of all reading systems."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from rostrum.image_metadata.formats import strip
from rostrum.image_metadata.stripped import Unusable

_BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"GIF8", "image/gif", "gif"),
)
_SVG = "{http://www.w3.org/2000/svg}"
_UNSAFE = re.compile(r"[^A-Za-z0-9.-]")
# CSS accepts `url` in upper or lower case, and with escaped letters: `\75rl`.
_URL = re.compile(r"\\|url\((?!\s*['\"]?#)", re.IGNORECASE)
_PROGRAMS = frozenset(f"{_SVG}{name}" for name in ("a", "foreignObject", "script", "style"))


@dataclass(frozen=True, slots=True)
class BookImage:
    """A picture of a book: `src` is its address in texts, `digest` identifies the file content."""

    src: str
    file: str
    digest: bytes
    alt: str = ""
    credit: str = ""
    license: str = ""
    license_url: str = ""
    source: str = ""

    @property
    def caption(self) -> str:
        """The credit and licence on one line, separated by a comma."""
        return ", ".join(filter(None, (self.credit, self.license)))


@dataclass(frozen=True, slots=True)
class ManifestItem:
    """A picture file in the book: its name there, media type and bytes."""

    name: str
    media_type: str
    content: bytes


def load_plates(
    pictures: Sequence[BookImage], keep_credits: bool = True
) -> Iterator[tuple[str, ManifestItem]]:
    """Yield the `src` and file of each picture in a supported format, without metadata.

    Pictures with the same file share one item. `keep_credits` keeps the credits in the metadata.
    """
    items: dict[str, ManifestItem] = {}
    for picture in pictures:
        if picture.file not in items:
            content = _read(picture.file, keep_credits)
            kind = _find_kind(content)
            if kind:
                stem = _UNSAFE.sub("-", Path(picture.file).stem)[:60]
                name = f"pictures/p{len(items) + 1:03}-{stem}.{kind[1]}"
                items[picture.file] = ManifestItem(name, kind[0], content)
        if picture.file in items:
            yield picture.src, items[picture.file]


def _read(file: str, keep_credits: bool) -> bytes:
    try:
        return strip(Path(file).read_bytes(), keep_credits).content
    except (OSError, Unusable):  # deleted or damaged since the check
        return b""


def _find_kind(content: bytes) -> tuple[str, str] | None:
    """Return the media type and suffix of a picture, or None for an unsupported format.

    Supported are the core media types of EPUB 3.3, section 3.2; of SVG, only plain drawings.
    """
    for beginning, media_type, suffix in _BEGINNINGS:
        if content.startswith(beginning):
            return media_type, suffix
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp", "webp"
    return ("image/svg+xml", "svg") if _is_plain_svg(content) else None


def _is_plain_svg(content: bytes) -> bool:
    """Return True if a file is an SVG drawing without scripts, links and external resources."""
    if b"<!DOCTYPE" in content or b"<?xml-stylesheet" in content:
        return False
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError):
        return False
    return root.tag == f"{_SVG}svg" and all(map(_is_plain, root.iter()))


def _is_plain(element: ElementTree.Element) -> bool:
    if element.tag in _PROGRAMS:
        return False
    for key, value in element.attrib.items():
        name = key.rpartition("}")[2].lower()
        if name.startswith("on") or (name == "href" and not value.startswith("#")):
            return False
        if _URL.search(value):
            return False
    return True
