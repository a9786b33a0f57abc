"""Set a text in lines: the largest size that fits, breaks at words, an ellipsis at the very end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from rostrum.cards.fonts import Typeface

Measure = Callable[[str], float]

_SOFT_HYPHEN = "\u00ad"
_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"  # written without spaces
# A line may end at a space, after a hyphen, soft hyphen, dash or slash, and between wide letters.
_PIECE = re.compile(rf"[{_WIDE}]|[^ \-–—/\u00ad{_WIDE}]+[\-–—/\u00ad]*|[\-–—/\u00ad]+| +")
_UNSPLIT = ("ch", "ck", "ph", "qu", "th", "st", "sh")
_VOWELS = frozenset("aeiouyäöüáàâéèêíìîóòôúùûőű")
_SHORTEST = 3  # letters of a word before and after a hyphen
_LEAST_KEPT = 0.7  # of a text; otherwise it ends within a word
_BETWEEN = " · "
_SEARCHED = 6  # letters in which a good place for a hyphen is looked for


@dataclass(frozen=True, slots=True)
class Setting:
    """A text in lines: its size and the distance of its lines in pixels."""

    lines: tuple[str, ...]
    size: int
    leading: int

    @property
    def height(self) -> int:
        """The height of all lines."""
        return self.leading * len(self.lines)


def set_text(
    text: str, typeface: Typeface, width: int, height: int, sizes: Sequence[int], leading: float
) -> Setting:
    """Return a text in the largest of some sizes in which it fits, with lines of similar length.

    Words are broken only if the text would be set in less than the middle one of the sizes, and if
    the author has set no soft hyphens. A text too long for the smallest size ends in an ellipsis.
    `leading` is a multiple of the size.
    """
    smallest = sizes[-1] if _SOFT_HYPHEN in text else sizes[len(sizes) // 2]
    attempts = [(size, False) for size in sizes if size >= smallest]
    attempts += [(size, True) for size in sizes if size <= sizes[1]]
    for size, may_hyphenate in attempts:
        measure, most = partial(typeface.measure, size=size), int(height / (size * leading))
        lines = _break_lines(text, measure, width, may_hyphenate)
        if lines and len(lines) <= most:
            return Setting(_balance(text, lines, measure, width), size, round(size * leading))
    size = sizes[-1]
    measure, most = partial(typeface.measure, size=size), max(1, int(height / (size * leading)))
    lines = _break_lines(text, measure, width, may_hyphenate=True)
    kept = (*lines[: most - 1], shorten_line(" ".join(lines[most - 1 :]), measure, width))
    return Setting(kept, size, round(size * leading))


def shorten_line(text: str, measure: Measure, width: float) -> str:
    """Return a text, or its beginning and an ellipsis if it is too wide for a line."""
    text = text.replace(_SOFT_HYPHEN, "")
    if measure(text) <= width:
        return text
    shortest, longest = 0, len(text)
    while shortest < longest:
        middle = (shortest + longest + 1) // 2
        if measure(_end(text[:middle])) <= width:
            shortest = middle
        else:
            longest = middle - 1
    kept = text[:shortest]
    words = kept.rpartition(" ")[0]
    is_within = len(words) >= shortest * _LEAST_KEPT and text[shortest : shortest + 1] != " "
    return _end(words if is_within else kept)


def shorten_first(text: str, measure: Measure, width: float) -> str:
    """Return a text of parts with ` · ` between them; if it is too wide, the last one is kept."""
    first, dot, last = text.rpartition(_BETWEEN)
    if not dot or measure(text) <= width or measure(dot + last) > width / 2:
        return shorten_line(text, measure, width)
    return shorten_line(first, measure, width - measure(dot + last)) + dot + last


def _end(text: str) -> str:
    return text.rstrip(" ,;:.-–—/") + "…"


def _break_lines(text: str, measure: Measure, width: float, may_hyphenate: bool) -> tuple[str, ...]:
    """Return the lines of a text; none if a word is too wide and may not be broken."""
    lines, line = list[str](), ""
    for piece in _PIECE.findall(text):
        if _fits(line + piece, measure, width):
            line += piece
            continue
        if line.strip() and (not may_hyphenate or _fits(piece.strip(), measure, width)):
            lines.append(line)
            line = piece.lstrip()
        elif may_hyphenate:
            *whole, line = _hyphenate(line, piece, measure, width)
            lines += whole
        else:
            return ()
        if not _fits(line, measure, width):
            return ()
    return tuple(_show(line) for line in (*lines, line) if line.strip())


def _fits(line: str, measure: Measure, width: float) -> bool:
    return measure(_show(line)) <= width


def _show(line: str) -> str:
    """Return a line as it is drawn; a soft hyphen at its end is a hyphen."""
    line = line.strip(" ")
    end = "-" if line.endswith(_SOFT_HYPHEN) else ""
    return line.replace(_SOFT_HYPHEN, "") + end


def _hyphenate(line: str, word: str, measure: Measure, width: float) -> Iterator[str]:
    """Yield the lines of a long word behind the beginning of a line; the last one may go on."""
    rest = word
    while not _fits(line + rest, measure, width):
        place = _find_place(line, rest, measure, width)
        if place:
            yield line + rest[:place] + _SOFT_HYPHEN
            rest = rest[place:]
        elif line.strip():
            yield line
        else:
            break  # the width of a few letters
        line = ""
    yield line + rest


def _find_place(line: str, word: str, measure: Measure, width: float) -> int:
    """Return how many letters of a word fit on a line with a hyphen, 0 for too few."""
    fitting = [
        place
        for place in range(_SHORTEST, len(word) - _SHORTEST + 1)
        if _fits(line + word[:place] + _SOFT_HYPHEN, measure, width)
    ]
    if not fitting:
        return 0
    soft = [place for place in fitting if word[place - 1] == _SOFT_HYPHEN]
    good = [place for place in fitting[-_SEARCHED:] if _is_good(word, place)]
    return (soft or good or fitting)[-1]


def _is_good(word: str, place: int) -> bool:
    """Return True if a syllable may begin at a place: with a consonant before a vowel."""
    before, first, second = map(str.lower, word[place - 1 : place + 2])
    is_start = first not in _VOWELS and second in _VOWELS
    return is_start and before + first not in _UNSPLIT


def _balance(text: str, lines: tuple[str, ...], measure: Measure, width: float) -> tuple[str, ...]:
    """Return the lines of a text in the smallest width that needs no more of them."""
    if len(lines) < 2:
        return lines
    narrow, wide, best = width / 2, float(width), lines
    while wide - narrow > width / 40:
        middle = (narrow + wide) / 2
        tried = _break_lines(text, measure, middle, may_hyphenate=False)
        if tried and len(tried) == len(lines):
            wide, best = middle, tried
        else:
            narrow = middle
    return best
