"""The fonts of cards: which letters they have, and how wide a text is in them."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import ImageFont

_FOLDER = Path(__file__).with_name("fonts")
SERIF = _FOLDER / "RostrumSerif-Bold.ttf"
SANS = _FOLDER / "RostrumSans-Regular.ttf"
SANS_BOLD = _FOLDER / "RostrumSans-Bold.ttf"

_PROBE = 24  # pixels; the size at which letters are compared with the sign for a missing one
_NO_LETTER = "\uffff"  # never a character (Unicode Standard, 23.7)
_RIGHT_TO_LEFT = frozenset(("R", "AL", "AN"))
_SIGNS = frozenset(("So", "Sk", "Cf", "Cc", "Co", "Cs", "Cn"))
"""Categories of characters without which words remain: emoji, and what is not shown anyway."""
_SPACES = re.compile(r"[ \t\r\n]+")  # a no-break space remains
_SOFT_HYPHEN = "\u00ad"


class Typeface:
    """A font file in all sizes."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._sizes: dict[int, ImageFont.FreeTypeFont] = {}
        self._known: dict[str, bool] = {}
        self._widths: dict[int, dict[str, float]] = {}

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        """Return the font in a size in pixels; raises OSError for a file that is no font."""
        if size not in self._sizes:
            from PIL import ImageFont  # imported late: many builds draw nothing

            # The other layout engine depends on libraries of the machine.
            layout = ImageFont.Layout.BASIC
            self._sizes[size] = ImageFont.truetype(str(self.file), size, layout_engine=layout)
        return self._sizes[size]

    def measure(self, text: str, size: int) -> float:
        """Return the width of a text in a size, in pixels: the sum of its letters, unkerned.

        Pillow's own measure takes 50 times as long, and a title is measured a hundred times.
        """
        widths = self._widths.setdefault(size, {})
        try:
            return sum([widths[letter] for letter in text])
        except KeyError:
            font = self.at(size)
            widths |= {letter: font.getlength(letter) for letter in text}
            return self.measure(text, size)

    def can_draw(self, text: str) -> bool:
        """Return True if the font has all letters of a text, and they need no shaping."""
        return all(map(self._can_draw, text))

    def _can_draw(self, letter: str) -> bool:
        if letter not in self._known:
            self._known[letter] = not needs_shaping(letter) and self._has(letter)
        return self._known[letter]

    def _has(self, letter: str) -> bool:
        try:
            return letter.isspace() or bytes(self.at(_PROBE).getmask(letter)) != self._missing
        except OSError:  # a damaged font
            return False

    @cached_property
    def _missing(self) -> bytes:
        return bytes(self.at(_PROBE).getmask(_NO_LETTER))


def needs_shaping(letter: str) -> bool:
    """Return True for a letter that is drawn from right to left, or joined with its neighbours.

    Such scripts need a layout engine that is not on every machine.
    """
    is_mark = unicodedata.category(letter).startswith("M")
    return is_mark or unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT


class CardFonts:
    """The typefaces of a site's cards; `own` is the company's file, empty for none."""

    def __init__(self, own: str = "") -> None:
        mine = [Typeface(Path(own))] if own else []
        serif, sans, bold = Typeface(SERIF), Typeface(SANS), Typeface(SANS_BOLD)
        self._titles = (*mine, serif, bold)
        self._names = (*mine, bold)
        self._notes = (*mine, sans)

    def for_title(self, text: str) -> Typeface | None:
        """Return the typeface of a title; None if no font has its letters."""
        return _choose(self._titles, text)

    def for_name(self, text: str) -> Typeface | None:
        """Return the typeface of a name or another short text in bold; None without letters."""
        return _choose(self._names, text)

    def for_note(self, text: str) -> Typeface | None:
        """Return the typeface of a text that is not bold; None if no font has its letters."""
        return _choose(self._notes, text)

    def clean(self, text: str) -> str:
        """Return a text in one line, composed (UAX 15), without signs that no font has.

        Soft hyphens remain: a long word is broken there.
        """
        composed = unicodedata.normalize("NFC", " ".join(_SPACES.split(text.strip())))
        if composed.isascii():
            return composed
        kept = (letter for letter in composed if not self._is_left_out(letter))
        return " ".join(filter(None, "".join(kept).split(" ")))

    def _is_left_out(self, letter: str) -> bool:
        if letter == _SOFT_HYPHEN:
            return False
        is_variant = "\ufe00" <= letter <= "\ufe0f"  # of the emoji before it
        is_sign = is_variant or unicodedata.category(letter) in _SIGNS
        return is_sign and _choose(self._titles, letter) is None


def _choose(typefaces: tuple[Typeface, ...], text: str) -> Typeface | None:
    plain = text.replace(_SOFT_HYPHEN, "")
    return next((typeface for typeface in typefaces if typeface.can_draw(plain)), None)
