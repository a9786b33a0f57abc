"""Typography by language: quotation marks, dashes, ellipses and no-break spaces in HTML and text.

Only what a keyboard has is replaced: straight quotes, hyphens as dashes, three dots, spaces. What
is written with the right character stays, and so does what is ambiguous. Code, tags and their
attributes are left alone. Each call takes time linear in the text.

The rules are the kit's own. Those of Python-Markdown's `smarty` and of comrak's `smart` work while
Markdown is parsed: ids of headings would change, and the two dialects would differ. Those of
markdown-it-py take quadratic time.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from rostrum.html.typographic_rules import (
    NO_BREAK,
    UNTOUCHED,
    TypographicRules,
    find_rules,
)

_INLINE = (
    "a|abbr|acronym|b|bdi|bdo|big|br|cite|data|del|dfn|em|font|i|img|ins|label|mark|q|s|small|span|"
    "strike|strong|sub|sup|time|u|wbr"
)
_IN_LINES = ("code", "kbd", "samp", "tt", "var", "title")
"""Untouched elements that hold no blocks; Markdown does not write `title`, an address may."""

_IS_INLINE = re.compile(rf"</?(?:{_INLINE})(?=[\s/>])", re.IGNORECASE)
_BEYOND_TAGS = re.compile(
    rf"(?:</?(?!img\b|br\b)(?:{_INLINE})(?:\s[^<>]*)?>)*(&[a-z]+;|.?)", re.IGNORECASE | re.DOTALL
)
_IS_OBJECT = re.compile(rf"<(?:{UNTOUCHED}|img)\b", re.IGNORECASE)
_OBJECT = "\ufffc"
"""Stands for a picture, or for code, beside a quotation mark."""

_OPENING = frozenset("([{<–—-/¿¡„‚«‹“")
_WORD_BEFORE = re.compile(r"(?:^|[\s>(\[„“‚‘«»])[^\W\d_]+\Z")
_WORD_AFTER = re.compile(r"[^\W\d_]+(?:[\s<,;:!?)\]”“‘»]|\.(?!\w)|\Z)")
_LONGEST_WORD = 60
_LITERAL = {"&quot;": '"', "&amp;": "&", "&lt;": "<", "&gt;": ">"}


_BLOCKS = (
    "address|article|aside|blockquote|d[dlt]|details|div|figcaption|figure|footer|h[1-6]|header|hr|"
    "li|main|nav|[ou]l|p|section|summary|table|tbody|t[dhr]|tfoot|thead"
)
_BLOCK_START = re.compile(rf"\n(?=</?(?:{_BLOCKS})[\s>])")
_MANY_LINES = re.compile(
    rf"(<(?P<name>{'|'.join(name for name in UNTOUCHED.split('|') if name not in _IN_LINES)})"
    r"(?=[\s/>]).*?(?:</(?P=name)\s*>|\Z))",
    re.IGNORECASE | re.DOTALL,
)


def typeset_html(fragment: str, lang: str) -> str:
    """Return HTML with the typography of a language (BCP 47)."""
    rules = find_rules(lang)
    parts: list[str] = []
    done = 0
    for untouched in _MANY_LINES.finditer(fragment):
        parts += (_typeset_blocks(fragment[done : untouched.start()], rules), untouched[0])
        done = untouched.end()
    rest = _typeset_blocks(fragment[done:], rules)
    return "".join((*parts, rest)) if parts else rest


def typeset_text(text: str, lang: str) -> str:
    """Return a plain text, such as a title, with the typography of a language (BCP 47)."""
    if "<" not in text and "&" not in text:
        return _typeset_blocks(text, find_rules(lang))
    return html.unescape(_typeset_blocks(html.escape(text, quote=False), find_rules(lang)))


def _typeset_blocks(fragment: str, rules: TypographicRules) -> str:
    """Return HTML without code blocks with its typography; most blocks have nothing to change."""
    parts: list[str] = []
    done = 0
    for place in sorted(sign.start() for find in rules.signs for sign in find.finditer(fragment)):
        if place >= done:
            start, end = _find_block(fragment, done, place)
            parts += (fragment[done:start], _Typesetter(fragment[start:end], rules).run())
            done = end
    return "".join((*parts, fragment[done:])) if parts else fragment


def _find_block(fragment: str, first: int, offset: int) -> tuple[int, int]:
    """Return start and end of the block around an offset; it does not start before `first`."""
    following = _BLOCK_START.search(fragment, offset)
    start = offset
    while (start := fragment.rfind("\n", first, start)) >= 0:
        if _BLOCK_START.match(fragment, start):
            break
    return max(start, first), following.start() if following else len(fragment)


@dataclass(slots=True)
class _Quote:
    """A quotation mark that may open: where it stands among the parts, and its closing one."""

    sign: str
    part: int


@dataclass(slots=True)
class _Typesetter:
    """Goes through a text once; `parts` are those done, up to `done`.

    `before` is the character before the current place as readers see it, whatever tags are
    between: a space at the beginning of a block. `block` is where the block begins, `quotes` are
    its open ones.
    """

    html: str
    rules: TypographicRules
    parts: list[str] = field(default_factory=list)
    done: int = 0
    before: str = " "
    block: int = 0
    quotes: list[_Quote] = field(default_factory=list)

    def run(self) -> str:
        """Return the text with its typography."""
        end = 0
        for match in self.rules.places.finditer(self.html):
            if match.start() > end:
                self.before = self.html[match.start() - 1]
            end = match.end()
            _HANDLERS[match.lastgroup or ""](self, match)
        if not self.parts:
            return self.html
        return "".join((*self.parts, self.html[self.done :]))

    def ignore(self, match: re.Match[str]) -> None:
        """Pass over a comment."""

    def pass_object(self, match: re.Match[str]) -> None:
        """Pass over what is no prose, but is seen: code, or feet and inches."""
        self.before = _OBJECT

    def pass_tag(self, match: re.Match[str]) -> None:
        """Pass over a tag; that of a block ends all quotations."""
        tag = match[0]
        if not _IS_INLINE.match(tag):
            self.before = " "
            self.block = match.end()
            self.quotes.clear()
        elif tag[:4].lower() == "<img":
            self.before = _OBJECT
        elif tag[:3].lower() == "<br":
            self.before = " "

    def bind_after(self, match: re.Match[str]) -> None:
        """Replace the space behind a place by one where no line breaks."""
        end = match.end()
        self._put(end, end + 1, NO_BREAK)
        self.before = self.html[end - 1]

    def bind_before(self, match: re.Match[str]) -> None:
        """Replace the space in front of a place by one where no line breaks."""
        start = match.start()
        if self._follows_word(start):
            self._put(start - 1, start, NO_BREAK)
        self.before = self.html[start]

    def dash(self, match: re.Match[str]) -> None:
        """Replace hyphens between spaces, if they are between words."""
        start, end = match.span()
        after = self._read_after(end + 1)
        is_sum = end - start == 1 and after.isdigit() and self.html[start - 2].isdigit()
        if self._follows_word(start) and not after.isspace() and not is_sum:
            self._put(start, end, "—" if end - start == 3 else "–")
        self.before = "–"

    def long_dash(self, match: re.Match[str]) -> None:
        """Replace `--` and `---` between two words without spaces."""
        start, end = match.span()
        is_between = _WORD_BEFORE.search(
            self.html[max(0, start - _LONGEST_WORD) : start]
        ) and _WORD_AFTER.match(self.html, end, end + _LONGEST_WORD)
        if is_between and (end - start == 3 or self.rules.has_long_dash):
            self._put(start, end, "—")
        self.before = "—"

    def dots(self, match: re.Match[str]) -> None:
        """Replace three dots, but not within a word: `a...b`."""
        start, end = match.span()
        is_word = self._read_after(end).isalnum()
        if not is_word and self._follows_word(start):
            self._put(start - 1, end, NO_BREAK + "…")
        elif not (is_word and self.before.isalnum()):
            self._put(start, end, "…")
        self.before = "…"

    def apostrophe(self, match: re.Match[str]) -> None:
        """Replace an apostrophe at the beginning of a word."""
        self._put(*match.span(), "’" + match[0][1:])
        self.before = match[0][-1]

    def quote(self, match: re.Match[str]) -> None:
        """Open or close a quotation, or write an apostrophe."""
        sign = "'" if match[0] == "'" else '"'
        before, after = self.before, self._read_after(match.end())
        if sign == "'" and before.isalnum() and after.isalnum():
            if not before.isdigit() or after == "s":
                self._put(*match.span(), "’")
            self.before = "’"
        elif not after.isspace() and (before.isspace() or before in _OPENING):
            self._open(match, sign)
        elif not before.isspace() and any(quote.sign == sign for quote in self.quotes[-2:]):
            self._close(match, sign)
        else:
            if sign == "'" and before.isalpha():
                self._put(*match.span(), "’")
            self.before = "”"

    def _open(self, match: re.Match[str], sign: str) -> None:
        self._put(*match.span(), match[0])
        self.quotes.append(_Quote(sign, len(self.parts) - 1))
        self.before = "„"

    def _close(self, match: re.Match[str], sign: str) -> None:
        opening = self.quotes.pop()
        while opening.sign != sign:
            opening = self.quotes.pop()
        if marks := self.rules.quotes:
            first = 2 * (sign == "'")
            self.parts[opening.part] = marks[first]
            self._put(*match.span(), marks[first + 1])
        self.before = "”"

    def _put(self, start: int, end: int, text: str) -> None:
        """Put a text in the place of what is between two offsets."""
        self.parts += (self.html[self.done : start], text)
        self.done = end

    def _follows_word(self, start: int) -> bool:
        """Return True for a place behind a space that a word of the same block precedes."""
        return (
            start > max(self.block + 1, self.done)
            and self.html[start - 1] in " \n"
            and not self.html[start - 2].isspace()
        )

    def _read_after(self, offset: int) -> str:
        """Return the character that readers see at a place; a space for the end of a block."""
        match = _BEYOND_TAGS.match(self.html, offset)
        sign = match[1] if match else ""
        if sign == "<" and match:
            return _OBJECT if _IS_OBJECT.match(self.html, match.start(1)) else " "
        return _LITERAL.get(sign, sign[:1]) or " "


_HANDLERS: Mapping[str, Callable[[_Typesetter, re.Match[str]], None]] = {
    "": _Typesetter.ignore,
    "untouched": _Typesetter.pass_object,
    "feet": _Typesetter.pass_object,
    "tag": _Typesetter.pass_tag,
    "after": _Typesetter.bind_after,
    "before": _Typesetter.bind_before,
    "dash": _Typesetter.dash,
    "long_dash": _Typesetter.long_dash,
    "dots": _Typesetter.dots,
    "apostrophe": _Typesetter.apostrophe,
    "quote": _Typesetter.quote,
}
