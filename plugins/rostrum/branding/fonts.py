"""A company's fonts: stacks of families, and font files with the rules that load them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from rostrum.core.hashing import digest_bytes

MEDIA_TYPES: Mapping[str, str] = {".woff2": "font/woff2", ".ttf": "font/ttf"}
"""The types of font files by suffix (RFC 8081)."""
_FORMATS: Mapping[str, str] = {".woff2": "woff2", ".ttf": "truetype"}
_SIGNATURES: Mapping[str, tuple[bytes, ...]] = {
    ".woff2": (b"wOF2",),
    ".ttf": (b"\0\1\0\0", b"true"),
}
SUBSETS: Mapping[str, tuple[tuple[int, int], ...]] = {
    "latin": (
        *((0x0000, 0x024F), (0x02B0, 0x02FF), (0x0300, 0x036F), (0x1E00, 0x1EFF)),
        *((0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20CF), (0x2100, 0x214F)),
        *((0x2150, 0x218F), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x25A0, 0x25FF)),
        *((0xFB00, 0xFB06), (0xFFFD, 0xFFFD)),
    ),
    "greek": ((0x0370, 0x03FF), (0x1F00, 0x1FFF)),
    "cyrillic": ((0x0400, 0x052F), (0x1C80, 0x1C8F), (0x2DE0, 0x2DFF), (0xA640, 0xA69F)),
}
"""The characters of a subset, as ranges of code points (Unicode blocks). `latin` has the signs."""


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font file below the content folder, with its weight (`400`, `100 900`) and style."""

    file: str
    weight: str
    style: str


@dataclass(frozen=True, slots=True)
class Font:
    """The font of a kind of text: a stack of families, the first of which may have own files.

    `subset` are names of SUBSETS; an empty one keeps all characters of the files.
    """

    stack: str
    family: str = ""
    files: tuple[FontFile, ...] = ()
    license: str = ""
    subset: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts of a company: for texts, and for menus, labels and captions (`ui`)."""

    text: Font | None = None
    ui: Font | None = None

    def list_fonts(self) -> Iterator[tuple[str, Font]]:
        """Yield the key and the font of each kind of text that has one."""
        if self.text:
            yield "text", self.text
        if self.ui:
            yield "ui", self.ui


class NoFontToolsError(Exception):
    """Raised if a subset is wanted and fontTools is not installed."""


def is_font(file: str, content: bytes) -> bool:
    """Return True if content begins as a font of its suffix does."""
    return content.startswith(_SIGNATURES[PurePosixPath(file).suffix.lower()])


def name_file(file: str, content: bytes) -> str:
    """Return the name of a published font file, which follows from its content."""
    path = PurePosixPath(file)
    return f"{path.stem}.{digest_bytes(content).hex()[:12]}{path.suffix.lower()}"


def write_rule(family: str, file: FontFile, url: str, subset: tuple[str, ...]) -> str:
    """Return the CSS rule that loads a font file; text is shown before it has come."""
    format = _FORMATS[PurePosixPath(file.file).suffix.lower()]
    declarations = [
        f'font-family: "{family}"',
        f'src: url("{url}") format("{format}")',
        f"font-weight: {file.weight}",
        f"font-style: {file.style}",
        "font-display: swap",
    ]
    if subset:
        declarations.append(f"unicode-range: {_write_ranges(subset)}")
    return f"@font-face {{ {'; '.join(declarations)} }}"


def subset_font(content: bytes, suffix: str, subset: tuple[str, ...]) -> bytes:
    """Return a font with the characters of a subset alone, and with all of its features.

    Raises NoFontToolsError without fontTools, and ValueError for a font that it can't read.
    """
    try:
        from fontTools.subset import Options, Subsetter
        from fontTools.ttLib import TTFont
    except ImportError:
        raise NoFontToolsError from None
    codes = (
        code for name in subset for first, last in SUBSETS[name] for code in range(first, last + 1)
    )
    options = Options(layout_features=["*"], notdef_outline=True, name_IDs=["*"], hinting=False)
    try:
        font = TTFont(BytesIO(content), recalcTimestamp=False)
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=codes)
        subsetter.subset(font)
        font.flavor = "woff2" if suffix == ".woff2" else None
        raw = BytesIO()
        font.save(raw)
    except Exception as error:  # fontTools raises many kinds for a damaged font
        raise ValueError(str(error)) from error
    return raw.getvalue()


def _write_ranges(subset: tuple[str, ...]) -> str:
    ranges = (pair for name in subset for pair in SUBSETS[name])
    return ", ".join(f"U+{a:04X}" if a == b else f"U+{a:04X}-{b:04X}" for a, b in ranges)
