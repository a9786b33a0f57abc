"""Markup of other systems that readers would see as it is written, or that a dialect loses.

Whether markup is left over depends on what the dialect makes of it: the same signs in a block of
code are meant to be seen. So the text is converted once more with a mark in each candidate, and the
marks are looked up in the HTML. Most texts have no candidate.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import NamedTuple

from markdown.extensions.attr_list import get_attrs_and_remainder
from markdown.extensions.fenced_code import FencedBlockPreprocessor

from rostrum.core.diagnostics import Diagnostic, Report, Severity, SourceLocation, shorten
from rostrum.core.translatable import Translatable, ngettext_lazy
from rostrum.core.translatable import gettext_lazy as _
from rostrum.html.comments import Piece, TokenKind, split_html
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
_MAX_LISTED = 10


class Kind(Enum):
    """What is left over or lost: each kind is reported in its own words."""

    MARKUP = auto()
    TAG = auto()
    FENCE = auto()
    LINK = auto()
    BLANK = auto()
    SIGN = auto()
    WORDS = auto()


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
_BRACED = re.compile(r"(?<!\\)\{:?[ \t]*(?![%{])([^{}\n]{1,200})\}")
_STRUCK = re.compile(r"(?<!~)~~(?=[^\s~])[^~\n]{1,300}(?<!\s)~~(?!~)")
_ANGLED = re.compile(r"<([a-zA-Z][^\s<>/\"'=@:]*)(?:\s[^<>@:]{0,200})?>")
_FENCE = re.compile(r"^([ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(`{3,}|~{3,})([^`\n]*)$", re.M)
_PAIR = re.compile(r"\[([^\[\]\n]{1,200})\][ \n]\[([^\[\]\n]{1,200})\]")
_DEFINITION = re.compile(r"^ {0,3}\[([^\[\]\n]{1,200})\]:[ \t]*\S", re.MULTILINE)
_CLOSED_HEADING = re.compile(r"^(#{1,6})(?!#)([^\n]*[^\s#\\])(#+)[ \t]*$", re.MULTILINE)
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
    ]


def _list_candidates(text: str, html: str, *, is_python: bool) -> Iterator[_Candidate]:
    """Yield what may be left over, and is in the HTML or can vanish from it."""
    if "{%" in text or "{{" in html:
        yield from _list_shortcodes(_TEMPLATE, text)
    if "]" in html:
        yield from _list_shortcodes(_SHORTCODE, text)
    yield from _list_signs(text, html)
    for match in _ANGLED.finditer(text):
        if not is_element(match[1]):
            yield _Candidate(Kind.TAG, match.start(), match[0], match.end() - 1)
    yield from _list_fences(text, html, is_python=is_python)
    if is_python:
        yield from _list_lost_pieces(text)


def _list_signs(text: str, html: str) -> Iterator[_Candidate]:
    """Yield signs that one dialect reads and the other shows, if the HTML has such signs."""
    if "[!" in html or "[ ]" in html or "[x]" in html or "[X]" in html:
        for match in _BOX.finditer(text):
            box = match[1] or match[2]
            start = match.start(match.lastindex or 0)
            yield _Candidate(Kind.MARKUP, start, box, start + len(box), shown=box)
    if "{#" in html or "{:" in html or "{." in html or "{ " in html or ">{" in html:
        for match in _ATTRIBUTES.finditer(text):
            end = match.start() + len(match[0][:-1].rstrip())
            yield _Candidate(Kind.MARKUP, match.start(), match[0], end, "")
    if "](" in html:
        for match in _BLANK.finditer(text):
            if "{{" in match[1] or "{%" in match[1]:
                continue  # the blank is within the tag of a template, which is a candidate itself
            yield _Candidate(Kind.BLANK, match.start(), match[0], match.end() - 1, "")
    if "~~" in html:
        for match in _STRUCK.finditer(text):
            yield _Candidate(Kind.MARKUP, match.start(), match[0], match.end() - 2, "", "~~")


def _list_shortcodes(pattern: re.Pattern[str], text: str) -> Iterator[_Candidate]:
    for match in pattern.finditer(text):
        if end := _SHORTCODE_END.search(match[0]):
            mark_at = match.start() + end.start()
            yield _Candidate(Kind.MARKUP, match.start(), match[0], mark_at)


def _list_lost_pieces(text: str) -> Iterator[_Candidate]:
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
        for match in _BRACED.finditer(text):
            if _has_words(match[1]):
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
    if "```" not in text and "~~~" not in text:
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
    # Python-Markdown takes a Liquid tag at the end of a paragraph for attributes; without blanks,
    # the inside of a Hugo shortcode is a tag of HTML.
    may_be_tag = candidate.written.startswith(("{%", "{{<"))
    return context is Context.TEXT or (may_be_tag and context is Context.TAG)


def report_leftovers(
    leftovers: Sequence[Leftover], text: str, path: str, line: int, report: Report
) -> None:
    """Report what find_leftovers returns; `line` is that of the text's first line in a file.

    Markup, and words in angle brackets, are one finding each with all lines.
    """
    groups: dict[Kind, list[Leftover]] = {}
    for leftover in leftovers:
        groups.setdefault(leftover.kind, []).append(leftover)

    def locate(each: Leftover) -> SourceLocation:
        column = each.offset - text.rfind("\n", 0, each.offset)
        return SourceLocation(path, line + text.count("\n", 0, each.offset), column)

    for kind, group in groups.items():
        reported, further = (group[:1], group[1:]) if kind in _GROUPED else (group, [])
        for leftover in reported:
            finding = _explain(leftover, locate(leftover))
            message = _list_places(finding.message, [locate(each).line for each in further])
            report.add(replace(finding, message=message))


_GROUPED = (Kind.MARKUP, Kind.TAG)


def _explain(leftover: Leftover, place: SourceLocation) -> Diagnostic:
    """Return the finding of a leftover at its place."""
    markup = shorten(" ".join(leftover.written.split()))
    match leftover.kind:
        case Kind.MARKUP:
            message = _(
                '"%(markup)s" is markup of another system: readers see it as it is written, or not '
                "at all",
                markup=markup,
            )
            hint = _("Write it in the Markdown or HTML of the site. As code it may stay: `…`")
            return Diagnostic(place, Severity.WARNING, "markup-left", message, hint)
        case Kind.TAG:
            message = _(
                '"%(markup)s" is no element of HTML, and readers do not see it', markup=markup
            )
            hint = _("Write &lt; for the sign <, or the whole as code: `…`")
            return Diagnostic(place, Severity.WARNING, "tag-unknown", message, hint)
        case Kind.FENCE:
            message = _(
                'the block of code that begins with "%(markup)s" is no code here, but running text',
                markup=markup,
            )
            hint = _(
                "Give it lines of its own at the margin, and a language alone behind the signs. In "
                "a list, indent code by eight blanks, without the signs."
            )
            return Diagnostic(place, Severity.WARNING, "code-lost", message, hint)
        case Kind.LINK:
            message = _(
                'the link "%(markup)s" is lost: Python-Markdown takes it for the target of the one '
                "before",
                markup=markup,
            )
            return Diagnostic(
                place,
                Severity.WARNING,
                "text-lost",
                message,
                _("Write [] behind the first link: [one][] [two]"),
            )
        case Kind.BLANK:
            message = _(
                '"%(markup)s" is no link: an address ends at a blank, and readers see the signs',
                markup=markup,
            )
            return Diagnostic(
                place, Severity.WARNING, "markup-left", message, _correct_blank(leftover.written)
            )
        case Kind.SIGN:
            message = _(
                'the sign "%(markup)s" is lost: Python-Markdown takes it for the end of the '
                "heading",
                markup=markup,
            )
            return Diagnostic(
                place, Severity.WARNING, "text-lost", message, _("Write a backslash before it: \\#")
            )
        case Kind.WORDS:
            message = _(
                '"%(markup)s" is lost: Python-Markdown takes it for attributes of HTML',
                markup=markup,
            )
            return Diagnostic(
                place, Severity.WARNING, "text-lost", message, _("Write a backslash before it: \\{")
            )


def _correct_blank(link: str) -> Translatable:
    """Return a hint with a link whose address has a blank."""
    before, _separator, address = link[:-1].partition("](")
    if address.startswith(("mailto: ", "http: ", "https: ", "tel: ")):
        return _("Remove the blank: %(link)s", link=f"{before}]({address.replace(' ', '')})")
    return _("Write it in angle brackets: %(link)s", link=f"{before}](<{address}>)")


def _list_places(first: Translatable, lines: Sequence[int]) -> Translatable:
    """Return a message with the lines of the further places."""
    if not lines:
        return first
    distinct = list(dict.fromkeys(lines))
    return ngettext_lazy(
        "%(first)s; %(number)s more in this text, line %(lines)s",
        "%(first)s; %(number)s more in this text, lines %(lines)s",
        len(distinct),
        first=first,
        number=len(lines),
        lines=", ".join(map(str, distinct[:_MAX_LISTED]))
        + (" …" if len(distinct) > _MAX_LISTED else ""),
    )
