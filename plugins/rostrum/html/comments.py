"""HTML comments in a text: notes of its author, which are not published.

What is a comment is decided as a browser decides it, on the HTML that Markdown has made: in code
it is text there already. A comment that Markdown takes for text, such as one with an empty line
in it in the middle of a paragraph, is taken out of the source, and the text converted again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import Enum, auto
from typing import NamedTuple

from rostrum.core.diagnostics import SourceLocation
from rostrum.html.unrenderable import Unrenderable

_COMMENT = re.compile(r"<!--(?:-?>|.*?--!?>)", re.DOTALL)
"""A whole comment (HTML Standard, 13.2.5.43 to 52): `<!-->` and `--!>` end one as well."""

_TAG_NAME = re.compile(r"</?([a-zA-Z][^\t\n\f\r />]*)")
_BOGUS = re.compile(r"<[!?]|</[^>]")
"""What begins a comment, too, which then ends at the first `>` (13.2.5.6, 7 and 41)."""

_BLANK = r"[\t\n\f\r ]*"
_VALUE = r"""(?:"[^"]*(?:"|\Z)|'[^']*(?:'|\Z)|[^\t\n\f\r >"'][^\t\n\f\r >]*)"""
_ATTRIBUTE = re.compile(
    rf"[\t\n\f\r /]*(?:[^\t\n\f\r />][^\t\n\f\r />=]*(?:{_BLANK}={_BLANK}{_VALUE}?)?)?"
)
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
"""Elements whose content is text for a browser, and no markup (13.2.5.2 and 3)."""

_FOREIGN = frozenset({"svg", "math"})
_CODE = frozenset({"code", "pre"})
_EMPTY_PARAGRAPH = re.compile(r"<p>[\0\s]*</p>\n?")
_OPENING = "<!--"
_ESCAPED_OPENING = "&lt;!--"
_MOST_CONVERTED = 300_000
"""Characters that are converted again at most; the slower dialect takes about a second for them."""

Convert = Callable[[str], str]
Span = tuple[int, int]


class CommentError(Unrenderable):
    """A comment that can't be taken out: where its `<!--` stands in the text, words, and a hint."""

    def __init__(self, offset: int, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.offset = offset

    def place(self, text: str, path: str, line: int) -> SourceLocation:
        """Return where that is; `line` is that of the text's first line in the file `path`."""
        before = text[: self.offset]
        return SourceLocation(path, line + before.count("\n"), self.offset - before.rfind("\n"))


class TokenKind(Enum):
    """What a piece of HTML is to a browser; `OPEN` is a comment without an end."""

    TEXT = auto()
    TAG = auto()
    RAW = auto()
    COMMENT = auto()
    OPEN = auto()


class Piece(NamedTuple):
    """A piece of HTML; `in_code` says whether it stands in an element of code."""

    kind: TokenKind
    start: int
    end: int
    in_code: bool = False


def split_html(html: str) -> Iterator[Piece]:
    """Yield the pieces of a fragment, in order and without gaps, in linear time.

    Processing instructions, `<!DOCTYPE>` and `<![CDATA[` are comments to a browser (13.2.5.41
    and 42), the last one not within a drawing or formula.
    """
    start = place = foreign = code = 0
    has_tags = True  # behind one that has no end, none is looked for: that would take too long
    while (place := html.find("<", place)) >= 0:
        name = _TAG_NAME.match(html, place)
        if name:
            piece = _read_tag(html, name) if has_tags else None
            has_tags = piece is not None
        else:
            piece = _read_comment(html, place, is_foreign=foreign > 0)
        if piece is None:
            place += 1
            continue
        if start < place:
            yield Piece(TokenKind.TEXT, start, place, code > 0)
        yield piece._replace(in_code=code > 0)
        start = place = piece.end
        if not name:
            continue
        element, step = name[1].lower(), _count_open(html, piece)
        if element in _CODE:
            code = max(0, code + step)
        if element in _FOREIGN:
            foreign = max(0, foreign + step)
        if element in _RAW and step > 0 and not foreign:
            start = place = _find_raw_end(html, place, element)
            yield Piece(TokenKind.RAW, piece.end, place)
    if start < len(html):
        yield Piece(TokenKind.TEXT, start, len(html), code > 0)


def _read_comment(html: str, start: int, *, is_foreign: bool) -> Piece | None:
    """Return the comment that begins with the `<` at `start`, None where that is text."""
    if html.startswith(_OPENING, start):
        found = _COMMENT.match(html, start)
        return (
            Piece(TokenKind.COMMENT, *found.span())
            if found
            else Piece(TokenKind.OPEN, start, len(html))
        )
    if is_foreign and html.startswith("<![CDATA[", start):
        end = html.find("]]>", start)
        return Piece(TokenKind.TEXT, start, end + 3 if end >= 0 else len(html))
    if _BOGUS.match(html, start):
        end = html.find(">", start)
        return Piece(TokenKind.COMMENT if end >= 0 else TokenKind.OPEN, start, end + 1 or len(html))
    return None


def _read_tag(html: str, name: re.Match[str]) -> Piece | None:
    """Return the tag with a name, None where it has no end."""
    end = _find_tag_end(html, name.end())
    return Piece(TokenKind.TAG, name.start(), end) if end >= 0 else None


def _find_tag_end(html: str, place: int) -> int:
    """Return where a tag ends whose attributes begin at `place`; -1 where it doesn't."""
    while place < len(html):
        if html[place] == ">":
            return place + 1
        found = _ATTRIBUTE.match(html, place)
        place = found.end() if found and found.end() > place else place + 1
    return -1


def _count_open(html: str, piece: Piece) -> int:
    """Return 1 for a start tag, -1 for an end tag, 0 for one that is both (`<svg/>`)."""
    if html.startswith("</", piece.start):
        return -1
    return 0 if html.startswith("/>", piece.end - 2) else 1


def _find_raw_end(html: str, place: int, name: str) -> int:
    found = re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE).search(html, place)
    return found.start() if found else len(html)


def convert_text(convert: Convert, text: str) -> str:
    """Return the HTML that `convert` makes of a text, without its comments.

    Raises CommentError for a comment that has no end.
    """
    html = convert(text)
    if not _may_hold_comments(html, text):
        return html
    pieces = list(split_html(html))
    if any(_is_doubtful(html, piece) for piece in pieces):
        html = _convert_again(convert, text)
        pieces = list(split_html(html))
    opened = next((piece.start for piece in pieces if piece.kind is TokenKind.OPEN), -1)
    if opened >= 0:
        raise _no_end(max(0, text.find(html[opened : opened + 20].rstrip())))
    return _join(html, pieces)


def remove_comments(text: str) -> str:
    """Return a plain text without its comments; raises CommentError for one that has no end."""
    if _OPENING not in text:
        return text
    pieces, end = list[str](), 0
    while (start := text.find(_OPENING, end)) >= 0:
        comment = _COMMENT.match(text, start)
        if comment is None:
            raise _no_end(start)
        pieces.append(text[end:start])
        end = comment.end()
    return " ".join("".join((*pieces, text[end:])).split())


def _may_hold_comments(html: str, text: str) -> bool:
    if "<!" in html or "<?" in html or "&lt;!" in html:
        return True
    return "</" in text and re.search("</[^a-zA-Z>]", html) is not None


def _is_doubtful(html: str, piece: Piece) -> bool:
    """Return whether a piece may show a comment, or swallow what stands behind one."""
    if piece.kind is TokenKind.OPEN:
        return html.startswith(_OPENING, piece.start)
    if piece.kind is TokenKind.COMMENT:
        return _holds_another(html, piece.start, piece.end)
    is_shown = piece.kind is TokenKind.TAG or (piece.kind is TokenKind.TEXT and not piece.in_code)
    return is_shown and html.find("&lt;!", piece.start, piece.end) >= 0


def _holds_another(text: str, start: int, end: int) -> bool:
    """Return whether a comment begins within another one (`nested-comment`, 13.2.5.49).

    Conditional comments of old browsers are made so.
    """
    if text.startswith("<!--[if", start):
        return False
    inner = text.find(_OPENING, start + 4, end)
    return inner >= 0 and not text.startswith(">", inner + 4)


def _convert_again(convert: Convert, text: str) -> str:
    """Return the HTML of a text without those comments that Markdown takes for text."""
    gone: list[Span] = []
    mark = _find_unused(text)
    for _ in range(max(2, _MOST_CONVERTED // (len(text) + 1))):
        marked = convert(_cut(text, gone, mark))
        shown = sorted(n for n in _list_shown(marked, mark) if not _is_escaped(text, n))
        if not shown:
            return convert(_cut(text, gone))
        gone += _find_comments(text, shown)
    message = "there are too many comments here that Markdown takes for text"
    hint = "Write each on lines of its own, with an empty line before and after it."
    raise CommentError(gone[-1][0], message, hint)


def _find_comments(text: str, shown: list[int]) -> Iterator[Span]:
    """Yield the comments that begin at some places, up to one with signs of code in it.

    Without those signs, what stands behind it may be code, or none any more.
    """
    end = 0
    for start in shown:
        if start >= end:
            span = _find_comment(text, start)
            end = span[1]
            yield span
            if re.search("[`~]", text[start:end]):
                return


def _find_comment(text: str, start: int) -> Span:
    found = _COMMENT.match(text, start)
    if found is None:
        raise _no_end(start)
    if _holds_another(text, start, found.end()):
        raise _no_end(start, " before the next one begins")
    return found.span()


def _no_end(offset: int, more: str = "") -> CommentError:
    hint = 'Write "-->" where it ends; to show "<!--" to readers, write it as code.'
    return CommentError(offset, f"the HTML comment that begins here has no end{more}", hint)


def _find_unused(text: str) -> str:
    """Return letters that stand nowhere in a text."""
    mark = "openingmark"
    while mark in text:
        mark += "x"
    return mark


def _cut(text: str, gone: list[Span], mark: str = "") -> str:
    """Return a text without some spans; with a `mark`, each `<!--` is followed by it and its place.

    A comment that ends at once is left as it is: what follows it is not in it.
    """
    spans, place = [*sorted(gone), (len(text), len(text))], 0
    found: list[str] = []
    for start, end in spans:
        if start > place:
            found.append(_mark(text, place, start, mark) if mark else text[place:start])
        place = max(place, end)
    return "".join(found)


def _mark(text: str, start: int, end: int, mark: str) -> str:
    opening = re.compile(r"<!--(?!-?>)")
    pieces, place = [], start
    for found in opening.finditer(text, start, end):
        pieces.append(f"{text[place : found.end()]}{mark}{found.start()}e")
        place = found.end()
    return "".join([*pieces, text[place:end]])


def _list_shown(html: str, mark: str) -> Iterator[int]:
    """Yield the places, in the source, of comments that HTML shows, or that swallow others."""
    pattern = re.compile(rf"{mark}(\d+)e")
    for piece in split_html(html):
        places = [(int(found[1]), found.start()) for found in pattern.finditer(html, *piece[1:3])]
        if piece.kind is TokenKind.TEXT and not piece.in_code:
            yield from (place for place, _ in places)
        elif piece.kind is TokenKind.TAG:
            yield from (n for n, at in places if html.endswith(_ESCAPED_OPENING, 0, at))
        elif _is_doubtful(html, piece):
            yield from (place for place, _ in places[:1])


def _is_escaped(text: str, place: int) -> bool:
    start = place
    while text[start - 1 : start] == "\\":
        start -= 1
    return (place - start) % 2 == 1


def _join(html: str, pieces: list[Piece]) -> str:
    """Return HTML without its comments, and without the paragraphs that held nothing else."""
    parts = ["\0" if it.kind is TokenKind.COMMENT else html[it.start : it.end] for it in pieces]
    found = "".join(parts)
    if "\0" not in found:
        return html
    found = _EMPTY_PARAGRAPH.sub(lambda it: "" if "\0" in it[0] else it[0], found)
    return found.replace("\0", "").strip("\n")
