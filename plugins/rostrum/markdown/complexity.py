"""How much work Python-Markdown has with a text: counted beforehand, in time linear in the text.

Python-Markdown looks for the end of whatever begins, and copies the rest of a paragraph for
whatever it finds. A hundred kilobytes of `<img ` keep it busy for hours. Each measure here counts
characters that it has to look at or to copy; its limit is about two seconds of work, at least
ten times what any text of a real blog needs (docs/markdown.md has the figures).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _

SHORT = 4_000
"""Characters up to which nothing is counted: no text of that length takes a second."""


class Excess(NamedTuple):
    """What is too much in a text: the line, from 0, where there is most of it, and the reason."""

    line: int
    reason: Translatable


@dataclass(frozen=True, slots=True)
class _Measure:
    """`count` yields places and the work that each makes; `signs` are what it takes at least."""

    reason: Translatable
    limit: int
    signs: tuple[str, ...]
    count: Callable[[str], Iterator[tuple[int, int]]]


def find_excess(text: str) -> Excess | None:
    """Return what makes a text too much work for Python-Markdown, or None."""
    if len(text) < SHORT:
        return None
    for measure in MEASURES:
        # No sign makes more work than the whole text; most texts end here, at a plain search.
        if len(text) ** 2 <= measure.limit:
            continue
        if sum(map(text.count, measure.signs)) * len(text) <= measure.limit:
            continue
        share, place = _weigh(text, measure)
        if share > 1:
            return Excess(text.count("\n", 0, place), measure.reason)
    return None


def find_heaviest(text: str) -> int:
    """Return the line, from 0, that makes Python-Markdown most of the work that is counted."""
    place = max(_weigh(text, measure) for measure in MEASURES)[1]
    return text.count("\n", 0, place)


def find_deep_nesting(text: str, limit: int) -> int | None:
    """Return the line, from 1, that opens more quotes and lists than a limit; else None.

    comrak takes time quadratic in their number.
    """
    if len(text) <= limit:
        return None
    for markers in _NESTING.finditer(text):
        if len(markers[0]) > limit and len(_NESTING_MARKER.findall(markers[0])) > limit:
            return text.count("\n", 0, markers.start()) + 1
    return None


def _weigh(text: str, measure: _Measure) -> tuple[float, int]:
    """Return which share of its limit a text takes, and where it takes most."""
    heaviest = total = place = 0
    for offset, work in measure.count(text):
        total += work
        if work > heaviest:
            heaviest, place = work, offset
    return total / measure.limit, place


# -- what is looked for to the end -----------------------------------------------------------

_FENCE = re.compile(r"^(`{3,}|~{3,})([^\n]*)$", re.MULTILINE)
_PLAIN_FENCE = re.compile(r"[ ]*[\w#.+-]*[ ]*")
_RUN = re.compile(r"(`+)|\\.|(?P<end>\n[ \t]*\n)")
_ESCAPED = re.compile(r"\\.")
_BRACKET = re.compile(r"(?P<end>\n[ \t]*\n)|[\[\]]")
_PAREN = re.compile(r"(?P<end>\n[ \t]*\n)|\]\(|[()]")
_TAG = re.compile(r"<[a-zA-Z/!?]|>")
_NESTING_MARKER = re.compile(r">|[*+-][ \t]|[0-9]+\.[ \t]")
_NESTING = re.compile(rf"^(?:[ \t]*(?:{_NESTING_MARKER.pattern}))+", re.MULTILINE)
_BACKSLASHES = re.compile(r"\\{8,}")


def _count_fences(text: str) -> Iterator[tuple[int, int]]:
    """Yield each fence; the search for the end of one that is open goes to that of the text."""
    fences = [*_FENCE.finditer(text)]
    ends = {match[1]: match.start() for match in fences if not match[2].strip()}
    for match in fences:
        is_closed = ends.get(match[1], -1) > match.start()
        rest = len(text) - match.start()
        # A block that is closed is taken out of the text, which is copied: that is quicker.
        yield match.start(), rest if is_closed else 20 * rest


def _count_blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield each fence that names a language or class; a lexer is looked for, and runs."""
    yield from ((match.start(), 1) for match in _FENCE.finditer(text) if match[2].strip())


def blank_fences(text: str) -> str:
    """Return a text with blanks in place of its fenced blocks of code."""
    pieces, start, opening = [], 0, None
    for match in _FENCE.finditer(text):
        if opening is None:
            opening = match if _PLAIN_FENCE.fullmatch(match[2]) else None
        elif match[1] == opening[1] and not match[2].strip():
            pieces += [text[start : opening.end()], _blank(text[opening.end() : match.start()])]
            start, opening = match.start(), None
    return "".join([*pieces, text[start:]])


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _count_code(text: str) -> Iterator[tuple[int, int]]:
    """Yield each run of backticks with how far away the next run of its length is."""
    for start, length, end, _closed in _pair_runs(blank_fences(text)):
        yield start, length * (end - start)


def _pair_runs(text: str) -> Iterator[tuple[int, int, int, bool]]:
    """Yield start, sign's length and end of each piece of code, and whether that is closed."""
    blocks: list[list[tuple[int, int]]] = [[]]
    ends = []
    for match in _RUN.finditer(text):
        if match["end"]:
            blocks.append([])
            ends.append(match.start())
        elif match[1]:
            blocks[-1].append((match.start(), len(match[1])))
    for runs, end in zip(blocks, [*ends, len(text)], strict=True):
        nexts: dict[int, int] = {}
        follows = []
        for start, length in reversed(runs):
            follows.append(nexts.get(length, -1))
            nexts[length] = start
        past = 0
        for (start, length), follow in zip(runs, reversed(follows), strict=True):
            if start < past:
                continue
            if follow >= 0:
                past = follow + length
            yield start, length, past if follow >= 0 else end, follow >= 0


def _without_code(text: str) -> str:
    """Return a text with blanks in place of all code, and of characters that are escaped."""
    text = blank_fences(text)
    pieces, start = [], 0
    for begin, _length, end, is_closed in _pair_runs(text):
        if is_closed:
            pieces += [text[start:begin], _blank(text[begin:end])]
            start = end
    return _ESCAPED.sub("  ", "".join([*pieces, text[start:]]))


def _count_brackets(text: str) -> Iterator[tuple[int, int]]:
    """Yield each bracket with the way to the one that closes it, or to the paragraph's end."""
    clean = _without_code(text)
    yield from _count_pairs(_BRACKET.finditer(clean), "[", "]", len(text))
    yield from _count_pairs(_PAREN.finditer(clean), "](", ")", len(text))


def _count_pairs(
    tokens: Iterable[re.Match[str]], opening: str, closing: str, end: int
) -> Iterator[tuple[int, int]]:
    opened: list[tuple[int, bool]] = []
    for token in tokens:
        if token["end"]:
            yield from ((start, token.start() - start) for start, counts in opened if counts)
            opened.clear()
        elif token[0] == closing:
            if opened:
                start, counts = opened.pop()
                if counts:
                    yield start, token.start() - start
        else:
            opened.append((token.start(), token[0] == opening))
    yield from ((start, end - start) for start, counts in opened if counts)


def _count_tags(text: str) -> Iterator[tuple[int, int]]:
    """Yield each beginning of a tag with the way to the next end of one."""
    clean = blank_fences(text)
    opened: list[int] = []
    for match in _TAG.finditer(clean):
        if match[0] != ">":
            opened.append(match.start())
            continue
        yield from ((start, match.start() - start) for start in opened)
        opened.clear()
    yield from ((start, len(text) - start) for start in opened)


def _count_sections(text: str) -> Iterator[tuple[int, int]]:
    """Yield each beginning of a CDATA section with the rest of the text, which is parsed anew."""
    clean = blank_fences(text)
    yield from ((match.start(), len(clean) - match.start()) for match in _SECTION.finditer(clean))


def _count_braces(text: str) -> Iterator[tuple[int, int]]:
    """Yield each line that has braces; lists of attributes are looked for to the line's end."""
    offset = 0
    for line in blank_fences(text).split("\n"):
        if braces := line.count("{"):
            yield offset, braces * len(line)
        offset += len(line) + 1


def _count_nesting(text: str) -> Iterator[tuple[int, int]]:
    """Yield each line that opens quotes or lists; the rest is parsed anew for each of them."""
    for markers in _NESTING.finditer(blank_fences(text)):
        line_end = text.find("\n", markers.end())
        length = (line_end if line_end >= 0 else len(text)) - markers.start()
        yield markers.start(), len(_NESTING_MARKER.findall(markers[0])) * length


def _count_backslashes(text: str) -> Iterator[tuple[int, int]]:
    for match in _BACKSLASHES.finditer(text):
        yield match.start(), len(match[0]) ** 2


# -- what is copied for each thing that is found ----------------------------------------------

_BLOCK = re.compile(r"[^\n]+(?:\n(?![ \t]*(?:\n|\Z))[^\n]+)*")
_SECTION = re.compile(r"<!\[")
_NOTE = re.compile(r"\[\^([^\]\s]+)\]")
_TITLE = re.compile(r"""\]\([^()"\n]*"[^"\n)]*\)""")
_MARK = re.compile(r"[\[<&*_`!\\]|[ ]{2}\n")
_OWN_LINE = re.compile(r"^[ ]{0,3}(?:#|:[ ]|\*\[|[-=*_][-=*_ ]*$)", re.MULTILINE)
_RULE = re.compile(r"[|:\- ]*\|[|:\- ]*")
_ABBREVIATION = re.compile(r"^[ ]{0,3}\*\[", re.MULTILINE)
_HEADING = re.compile(r"^(?:#|[-=]+$)", re.MULTILINE)


def _count_marks(text: str) -> Iterator[tuple[int, int]]:
    """Yield each paragraph with its marks, for each of which the paragraph is copied."""
    for block in _BLOCK.finditer(blank_fences(text)):
        if len(block[0]) > SHORT:
            yield block.start(), len(_MARK.findall(block[0])) * len(block[0])


def _count_lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield each block with its headings, rules and definitions that no empty line ends."""
    for block in _BLOCK.finditer(blank_fences(text)):
        if len(block[0]) > SHORT:
            yield block.start(), len(_OWN_LINE.findall(block[0])) * len(block[0])


def _count_notes(text: str) -> Iterator[tuple[int, int]]:
    """Yield each label of a footnote; for each reference those before it are looked at."""
    labels: dict[str, list[int]] = {}
    for match in _NOTE.finditer(blank_fences(text)):
        labels.setdefault(match[1], []).append(match.start())
    yield from ((places[0], len(places) ** 2) for places in labels.values())


def _count_titles(text: str) -> Iterator[tuple[int, int]]:
    """Yield each title of a link that nothing closes; the search goes to the paragraph's end."""
    for block in _BLOCK.finditer(blank_fences(text)):
        if len(block[0]) > SHORT:
            yield block.start(), len(_TITLE.findall(block[0])) * len(block[0])


def _count_cells(text: str) -> Iterator[tuple[int, int]]:
    """Yield each table with its cells; short rows are filled up."""
    for block in _BLOCK.finditer(text):
        lines = block[0].split("\n", 2)
        if len(lines) > 2 and _RULE.fullmatch(lines[1]):
            yield block.start(), lines[1].count("|") * block[0].count("\n")


def _count_abbreviations(text: str) -> Iterator[tuple[int, int]]:
    """Yield each abbreviation, and, if there is any, what is put into each long paragraph."""
    abbreviations = [(match.start(), len(text)) for match in _ABBREVIATION.finditer(text)]
    yield from abbreviations
    for block in _BLOCK.finditer(text) if abbreviations else ():
        yield block.start(), len(block[0]) ** 2 // 1000


def _count_contents(text: str) -> Iterator[tuple[int, int]]:
    """Yield each place of a table of contents with the headings that it lists."""
    headings = len(_HEADING.findall(text)) + 20
    for match in re.finditer(re.escape("[TOC]"), text):
        yield match.start(), headings


MEASURES = (
    _Measure(_("too many blocks of code"), 800_000_000, ("```", "~~~"), _count_fences),
    _Measure(_("too many backticks that nothing closes"), 100_000_000, ("`",), _count_code),
    _Measure(_("too many backslashes"), 100_000_000, ("\\\\",), _count_backslashes),
    _Measure(_("too many brackets that nothing closes"), 10_000_000, ("[",), _count_brackets),
    _Measure(_("too many tags that nothing closes"), 40_000_000, ("<",), _count_tags),
    _Measure(_("too many quotes or lists begin in a line"), 100_000_000,
             (">", "* ", "+ ", "- ", ". ", "\t"), _count_nesting),
    _Measure(_("too many braces in a line"), 100_000_000, ("{",), _count_braces),
    _Measure(_("too many headings, rules or definitions without an empty line"), 500_000_000,
             ("#", ":", "*", "-", "=", "_"), _count_lines),
    _Measure(_("too many cells in a table"), 200_000, ("|",), _count_cells),
    _Measure(_("too many abbreviations"), 100_000_000, ("*[",), _count_abbreviations),
    _Measure(_("too many CDATA sections"), 2_500_000, ("<![",), _count_sections),
    _Measure(_("too many references to one footnote"), 2_000_000, ("[^",), _count_notes),
    _Measure(_("too many titles of links that nothing closes"), 30_000_000, ("](",), _count_titles),
    _Measure(_("too many coloured blocks of code"), 2_000, ("```", "~~~"), _count_blocks),
    _Measure(_("too many tables of contents"), 50_000, ("[TOC]",), _count_contents),
    _Measure(_("too many marks in a paragraph"), 2_000_000_000,
             ("[", "<", "&", "*", "_", "`", "!", "\\", "  \n"), _count_marks),
)  # fmt: skip
