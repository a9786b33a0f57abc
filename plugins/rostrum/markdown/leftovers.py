"""Markup of other systems that readers would see as it is written, or that a dialect loses.

Whether markup is left over depends on what the dialect makes of it: the same signs in a block of
code are meant to be seen. So the text is converted once more with a mark in each candidate, and the
marks are looked up in the HTML. Most texts have no candidate.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from html import escape
from typing import NamedTuple

from markdown.extensions.attr_list import get_attrs_and_remainder
from markdown.extensions.fenced_code import FencedBlockPreprocessor

from rostrum.html.comments import Piece, TokenKind, is_escaped, split_html
from rostrum.html.elements import is_element
from rostrum.html.shortcodes import HUGO, LIQUID, WORDPRESS
from rostrum.html.unrenderable import Unrenderable

# Attributes without a value: the boolean ones of the HTML Standard, and download.
_WITHOUT_VALUE = frozenset(
    (
        *("allowfullscreen", "async", "autofocus", "autoplay", "checked", "controls", "default"),
        *("defer", "disabled", "download", "formnovalidate", "hidden", "inert", "ismap"),
        *("itemscope", "loop", "multiple", "muted", "nomodule", "novalidate", "open"),
        *("playsinline", "readonly", "required", "reversed", "selected"),
    )
)
_MAX_CANDIDATES = 500


class Kind(Enum):
    """What is left over or lost: each kind is reported in its own words."""

    MARKUP = auto()
    TAG = auto()
    FENCE = auto()
    LINK = auto()
    BLANK = auto()
    SIGN = auto()
    WORDS = auto()
    QUOTES = auto()
    INSTRUCTION = auto()


_ESCAPABLE = (Kind.MARKUP, Kind.BLANK, Kind.WORDS)
"""Kinds that an author can mean to show, with a backslash before them."""


class Context(Enum):
    """Where a mark is in the HTML of a text; an attribute's value counts for nothing."""

    TEXT = auto()
    TAG = auto()
    CODE = auto()
    BLOCK_OF_CODE = auto()
    VALUE = auto()


class Leftover(NamedTuple):
    """Markup that is left over or lost, at an offset in the source."""

    kind: Kind
    offset: int
    written: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Markup at `offset`, with the offset of a mark and the white space before the mark.

    `shown` is text that must come before the mark if the markup is left over.
    """

    kind: Kind
    offset: int
    written: str
    mark_at: int
    space: str = " "
    shown: str = ""


_TEMPLATE = re.compile(f"{HUGO}|{LIQUID}", re.DOTALL)
_SHORTCODE = re.compile(WORDPRESS)
_SHORTCODE_END = re.compile(r"\s*[-/]?(?:[>%]\}\}|%\}|\}\}|\])\Z")
_BOX = re.compile(
    r"^[ \t>]*(?:>[ \t]*(\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\])|[-*+][ \t]+(\[[ xX]\])[ \t])",
    re.MULTILINE | re.IGNORECASE,
)
_ATTRIBUTES = re.compile(
    r"\{:?[ \t]*[#.][\w-][^{}\n]{0,200}\}|\{:[^{}\n]{1,200}\}|(?<=\))\{[\w-]+=[^{}\n]{1,200}\}"
)
_BRACED = re.compile(r"\{:?[ \t]*(?![%{])([^{}\n]{1,200})\}")
_BRACES = re.compile(r"\{[^{}\n]+\}")
_STRUCK = re.compile(r"(?<!~)~~(?=[^\s~])[^~\n]{1,300}(?<!\s)~~(?!~)")
# A tag with a typographic quotation mark where a value begins; values in straight ones are passed.
_QUOTED = re.compile(
    r"<([a-zA-Z][\w-]*)(?=\s)(?:\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'|[^<>\"'])*?"
    r"=\s*[„“”‚‘’«»‹›][^<>]{0,500}>"
)
# Processing instructions, declarations and CDATA are comments in HTML (13.2.5.6, 7, 41 and 42).
_INSTRUCTION = re.compile(r"<(?:\?|!(?!--)(?:\[CDATA\[|[a-zA-Z]+)?|/[^a-zA-Z>\s])")
_INSTRUCTION_END = re.compile(r"[^<>]{0,200}>?")
_ANGLED = re.compile(r"<([a-zA-Z][^\s<>/\"'=@:]*)(?:\s[^<>@:]{0,200})?>")
_FENCE = re.compile(r"^([ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(`{3,}|~{3,})([^`\n]*)$", re.M)
_PAIR = re.compile(r"\[([^\[\]\n]{1,200})\][ \n]\[([^\[\]\n]{1,200})\]")
_DEFINITION = re.compile(r"^ {0,3}\[([^\[\]\n]{1,200})\]:[ \t]*\S", re.MULTILINE)
# The sign comes first, so that the search for it is one for a single character.
_CLOSED_HEADING = re.compile(r"(#(?<=^#)#{0,5})(?!#)([^\n]*[^\s#\\])(#+)[ \t]*$", re.MULTILINE)
_BLOCK_OF_CODE = re.compile(r"</?pre[\s>]", re.IGNORECASE)
# An address with a blank: a path, or the name of a file.
_BLANK = re.compile(
    r"!?\[[^\[\]\n]{0,200}\]\("
    r"((?=[{./]|mailto: |https?: |tel: "
    r"|[^()\n]*\.\w{2,5}(?:#[^()\s]*)?\))[^()<>\"'\s]+(?: [^()<>\"'\s]+)+)\)"
)
_SHORT_WORD = re.compile(r"(?:^|[^\w])\w{1,2}\Z")


def find_leftovers(
    text: str, html: str, render: Callable[[str], str], *, is_python: bool
) -> list[Leftover]:
    """Return the markup left over in a text, in order.

    `html` is the HTML of `text`, and `render` converts Markdown to such HTML. `is_python` is True
    for Python-Markdown, which takes no fence within a list or with words behind the language.
    """
    candidates = sorted(
        _list_candidates(text, html, is_python=is_python), key=lambda each: each.mark_at
    )[:_MAX_CANDIDATES]
    if not candidates:
        return []
    mark = "leftovermark"
    while mark in text:
        mark += "x"
    try:
        marked = render(_insert(text, candidates, mark))
    except Unrenderable:
        return []
    contexts = _find_marks(marked, mark, candidates)
    return [
        Leftover(each.kind, each.offset, each.written)
        for number, each in enumerate(candidates)
        if _is_left(each, contexts.get(number))
        and not (each.kind in _ESCAPABLE and is_escaped(text, each.offset))
    ]


def _list_candidates(text: str, html: str, *, is_python: bool) -> Iterator[_Candidate]:
    """Yield what may be left over, and is in the HTML or can vanish from it."""
    if "{" in text and ("{%" in text or "{{" in html):
        yield from _list_shortcodes(_TEMPLATE, text)
    if "]" in html:
        yield from _list_shortcodes(_SHORTCODE, text)
    yield from _list_signs(text, html)
    if "<" in text:
        yield from _list_tags(text)
    yield from _list_fences(text, html, is_python=is_python)
    if is_python:
        yield from _list_lost_pieces(text, html)


def _list_tags(text: str) -> Iterator[_Candidate]:
    """Yield what looks like a tag, and is none or not the one that is meant."""
    for match in _ANGLED.finditer(text):
        if not is_element(match[1]):
            yield _Candidate(Kind.TAG, match.start(), match[0], match.end() - 1)
    for match in _QUOTED.finditer(text):
        yield _Candidate(Kind.QUOTES, match.start(), match[0], match.end(1))
    for match in _INSTRUCTION.finditer(text):
        end = _INSTRUCTION_END.match(text, match.end())
        written = match[0] + (end[0] if end else "")
        yield _Candidate(Kind.INSTRUCTION, match.start(), written, match.end())


def _list_signs(text: str, html: str) -> Iterator[_Candidate]:
    """Yield signs that one dialect reads and the other shows, if the HTML has such signs."""
    # Searches for one character are many times quicker than others, and mostly enough.
    has_bracket = "[" in html
    if has_bracket and ("[!" in html or "[ ]" in html or "[x]" in html or "[X]" in html):
        for match in _BOX.finditer(text):
            box = match[1] or match[2]
            start = match.start(match.lastindex or 0)
            yield _Candidate(Kind.MARKUP, start, box, start + len(box), shown=box)
    if "{" in html and any(signs in html for signs in ("{#", "{:", "{.", "{ ", ">{")):
        for match in _ATTRIBUTES.finditer(text):
            end = match.start() + len(match[0][:-1].rstrip())
            yield _Candidate(Kind.MARKUP, match.start(), match[0], end, "")
    if has_bracket and "](" in html:
        for match in _BLANK.finditer(text):
            if "{{" in match[1] or "{%" in match[1]:
                continue  # the blank is within the tag of a template, which is a candidate itself
            yield _Candidate(Kind.BLANK, match.start(), match[0], match.end() - 1, "")
    if "~" in html and "~~" in html:
        for match in _STRUCK.finditer(text):
            yield _Candidate(Kind.MARKUP, match.start(), match[0], match.end() - 2, "", "~~")


def _list_shortcodes(pattern: re.Pattern[str], text: str) -> Iterator[_Candidate]:
    for match in pattern.finditer(text):
        if end := _SHORTCODE_END.search(match[0]):
            mark_at = match.start() + end.start()
            yield _Candidate(Kind.MARKUP, match.start(), match[0], mark_at)


def _list_lost_pieces(text: str, html: str) -> Iterator[_Candidate]:
    """Yield two references side by side, which are one link, signs at the end of headings, and
    words in braces, which are attributes.
    """
    if pairs := list(_PAIR.finditer(text)):
        defined = {match[1].casefold() for match in _DEFINITION.finditer(text)}
        for match in pairs:
            if match[1].casefold() in defined and match[2].casefold() in defined:
                yield _Candidate(Kind.LINK, match.start(2) - 1, f"[{match[2]}]", match.end(1))
    if "#" in text:
        for match in _CLOSED_HEADING.finditer(text):
            # "## Title##" is closed as it was opened; "## C#" and "# F#" are not.
            if match[1] != match[3] or (len(match[3]) == 1 and _SHORT_WORD.search(match[2])):
                yield _Candidate(Kind.SIGN, match.start(3), match[3], match.start(3), "")
    if "{" in text:
        written = Counter(_BRACES.findall(text))
        shown = Counter(_BRACES.findall(html))
        for match in _BRACED.finditer(text):
            is_less = shown[escape(match[0], quote=False)] < written[match[0]]
            if is_less and _has_words(match[1]):
                yield _Candidate(Kind.WORDS, match.start(), match[0], match.end() - 1)


def _has_words(written: str) -> bool:
    """Return True for what Python-Markdown reads as attributes, but is no attribute of HTML."""
    pairs, _rest = get_attrs_and_remainder(written)
    return any(
        value in (None, key)  # a word alone has the value None since Python-Markdown 3.11
        and key.lower() not in _WITHOUT_VALUE
        and not key.startswith(("data-", "aria-"))
        for key, value in pairs
    )


def _list_fences(text: str, html: str, *, is_python: bool) -> Iterator[_Candidate]:
    """Yield the first line of each block of code that may be no code."""
    if not ("`" in text and "```" in text) and not ("~" in text and "~~~" in text):
        return
    if is_python:
        text = FencedBlockPreprocessor.FENCED_BLOCK_RE.sub(_blank, text)
    elif "```" not in html and "~~~" not in html:
        return
    opened = ""
    for match in _FENCE.finditer(text):
        if opened:
            if match[2].startswith(opened) and not match[3].strip():
                opened = ""
        else:
            opened = match[2]
            margin = "\n" + re.sub(r"[^\s>]", " ", match[1])
            written = match[2] + match[3].rstrip()
            yield _Candidate(Kind.FENCE, match.start(2), written, match.end(), margin)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _insert(text: str, candidates: list[_Candidate], mark: str) -> str:
    parts, end = list[str](), 0
    for number, each in enumerate(candidates):
        parts += [text[end : each.mark_at], f"{each.space}{mark}{number}e"]
        end = each.mark_at
    return "".join([*parts, text[end:]])


def _find_marks(html: str, mark: str, candidates: list[_Candidate]) -> dict[int, Context]:
    """Return where the marks are; some must follow what is to be shown."""
    pattern, contexts, blocks = re.compile(rf"{mark}(\d+)e"), dict[int, Context](), 0
    for piece in split_html(html):
        written = html[piece.start : piece.end]
        if piece.kind is TokenKind.TAG and _BLOCK_OF_CODE.match(written):
            blocks = max(0, blocks + (-1 if written.startswith("</") else 1))
        for match in pattern.finditer(written):
            number, before = int(match[1]), written[: match.start()]
            if number < len(candidates) and candidates[number].shown in before:
                context = _read_context(piece, before, in_block=blocks > 0)
                if candidates[number].kind is Kind.WORDS and "{" in before.rpartition('"')[2]:
                    context = Context.VALUE  # a tag that is written with the braces
                contexts[number] = context
    return contexts


def _read_context(piece: Piece, before: str, *, in_block: bool) -> Context:
    if piece.kind is TokenKind.TEXT:
        if in_block:
            return Context.BLOCK_OF_CODE
        return Context.CODE if piece.in_code else Context.TEXT
    is_value = piece.kind is not TokenKind.TAG or before.count('"') % 2
    return Context.VALUE if is_value else Context.TAG


def _is_left(candidate: _Candidate, context: Context | None) -> bool:
    if candidate.kind is Kind.FENCE:
        return context in (Context.TEXT, Context.CODE)
    if candidate.kind in (Kind.TAG, Kind.WORDS):
        return context is Context.TAG
    if candidate.kind is Kind.QUOTES:
        return context in (Context.TEXT, Context.TAG)
    if candidate.kind is Kind.INSTRUCTION:
        return context is None
    # Python-Markdown takes a Liquid tag at the end of a paragraph for attributes; without blanks,
    # the inside of a Hugo shortcode is a tag of HTML.
    may_be_tag = candidate.written.startswith(("{%", "{{<"))
    return context is Context.TEXT or (may_be_tag and context is Context.TAG)
