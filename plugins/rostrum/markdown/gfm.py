"""GitHub's dialect of Markdown: comrak's HTML, adapted to the kit's templates and style sheet.

Each pass begins with a plain search, so that a text pays only for the features it uses, and takes
time linear in the text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import cached_property
from urllib.parse import quote, unquote

import comrak
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_all_lexers, get_lexer_by_name

from rostrum.core.translatable import gettext_lazy as _
from rostrum.html.addresses import find_end
from rostrum.markdown.complexity import find_deep_nesting
from rostrum.markdown.headings import anchor_headings, list_written_ids
from rostrum.markdown.positions import strip_block_positions
from rostrum.markdown.renderer import Renderer, Unrenderable, nests_too_deeply

# GitHub's "tagfilter" is off: it would escape <script> and <iframe>. Authors are trusted, and
# their embeds have to survive a change of dialect. GitHub has no definition lists.
_EXTENSIONS = comrak.ExtensionOptions(
    table=True,
    strikethrough=True,
    autolink=True,
    tasklist=True,
    footnotes=True,
    alerts=True,
    shortcodes=True,
    math_dollars=True,
    math_code=True,
    description_lists=True,
)
# Columns count bytes: with `sourcepos_chars` comrak counts the characters of a line anew for each
# of its elements.
_RENDERING = comrak.RenderOptions(unsafe_=True, sourcepos=True, gfm_quirks=True)

MAX_DEPTH = 100
"""Levels of quotes, lists and emphasis; browsers flatten what is deeper than some 500 tags."""

MAX_HIGHLIGHTED_CHARS = 100_000
"""Length of a code block that is highlighted: some lexers take a second for more."""

_NESTING_TAG = re.compile(r"<(/?)(?:blockquote|ul|ol|em|strong|del|dl)\b")
_CODE, _CODE_END = "<pre><code", "</code></pre>"
_CODE_LANGUAGE = re.compile(r'(?: class="language-([^"]*)")?>')
_TASK = re.compile(
    r'<li>(<input type="checkbox" (?:checked="" )?disabled="") /> (\n<p>)?'
    r"(.*?)(?=</p>|</li>|\n<(?:[ou]l|p|pre|div|table|blockquote|h[1-6r]|section|dl)\b|\Z)",
    re.DOTALL,
)
_MARKED = re.compile(
    r'="%7([BC])(filename|static|attach|tag|category|author|index)%7[DC]([^"]*)', re.IGNORECASE
)
_ADDRESS_START = r"(?:https?://|ftp://|www\.)"
_BARE_ADDRESS = re.compile(f">{_ADDRESS_START}", re.IGNORECASE)
_AUTOLINK = re.compile(rf'<a( [^<>]*)? href="([^"]*)">({_ADDRESS_START}[^<]*)</a>', re.IGNORECASE)
_TYPOGRAPHIC = re.compile("[„“”‚‘’«»‹›…]")
_ENCODED_QUOTE = re.compile("%E2%80%(?:9[89A-F]|A6|B9|BA)|%C2%[AB]B", re.IGNORECASE)
_ENCODED_ADDRESS = re.compile(r' (?:href|src)="[^"]*%(?:E2%80|C2)%[^"]*"')
_ESCAPED_SIGN = re.compile(r"(%(?:23|25|3[Ff]))")
_IN_ADDRESS = "/:?#[]@!$&'()*+,;=%~-._"
"""The signs that comrak does not encode in an address."""
_CELLS: Mapping[str, str] = {
    f'<{cell} align="{side}">': f'<{cell} class="align-{side}">'
    for cell in ("td", "th")
    for side in ("left", "center", "right")
}
_NOTE_MARK = " data-footnote-ref>"
_NOTES, _NOTES_END = '<section class="footnotes" data-footnotes>', "</section>"
_ALERT = re.compile(
    r'<div class="markdown-alert markdown-alert-(\w+)">\n'
    r'<p class="markdown-alert-title">([^<]*)</p>'
)


class GfmRenderer(Renderer):
    """Converts GitHub Flavored Markdown to HTML; one object serves many texts."""

    def __init__(self) -> None:
        self._highlighter = Highlighter()

    def convert(self, text: str) -> str:
        """Return comrak's HTML of a text; links, images, code and math have source positions.

        Raises Unrenderable if comrak fails.
        """
        if line := find_deep_nesting(text, MAX_DEPTH):
            raise nests_too_deeply(line - 1)
        text = text.encode("utf-8", "replace").decode()  # comrak refuses lone surrogates
        try:
            fragment = comrak.markdown_to_html(text, _EXTENSIONS, None, _RENDERING)
        except BaseException as error:
            # A panic of the Rust library is no Exception (pyo3, PanicException).
            if type(error).__name__ != "PanicException":
                raise
            hint = _("Halve the text to find the place, and report it to the kit's developers.")
            raise Unrenderable(
                _("comrak fails on this text: %(error)s", error=str(error)), hint
            ) from None
        if _ENCODED_QUOTE.search(fragment) and not _ENCODED_QUOTE.search(text):
            fragment = _ENCODED_ADDRESS.sub(_restore_quotes, fragment)
        return strip_block_positions(fragment)

    def list_ids(self, fragment: str) -> list[str]:
        """Return the ids of elements in HTML, and those that headings set in Markdown."""
        return [*super().list_ids(fragment), *list_written_ids(fragment)]

    def dress(self, fragment: str) -> str:
        """Return comrak's HTML in the form of the kit's pages; raises Unrenderable."""
        _check_depth(fragment)
        if "<h" in fragment:
            fragment = anchor_headings(fragment)
        if _CODE in fragment:
            fragment = self._highlighter.highlight(fragment)
        if ' align="' in fragment:
            for written, replacement in _CELLS.items():
                fragment = fragment.replace(written, replacement)
        if '="%7' in fragment:
            fragment = _MARKED.sub(_restore_mark, fragment)
        if not fragment.isascii() and _BARE_ADDRESS.search(fragment):
            fragment = _AUTOLINK.sub(_end_autolink, fragment)
        if '<li><input type="checkbox"' in fragment:
            fragment = _TASK.sub(_label_task, fragment)
        if "markdown-alert-title" in fragment:
            fragment = _ALERT.sub(self._dress_alert, fragment)
        if _NOTES in fragment:
            fragment = _dress_notes(fragment)
        return fragment.replace("<br />", "<br>").replace("<hr />", "<hr>").rstrip("\n")

    def _dress_alert(self, match: re.Match[str]) -> str:
        """Return the start of an alert; its title may have Markdown of its author."""
        title = self.render_inline(html.unescape(match[2]))
        return (
            f'<div class="admonition {match[1]}">\n'
            f'<p class="admonition-title"><strong>{title}</strong></p>'
        )


class Highlighter:
    """Highlights code blocks with the classes of Python-Markdown's codehilite extension."""

    def __init__(self) -> None:
        self._formatter = HtmlFormatter(cssclass="highlight", wrapcode=True)
        self._lexers: dict[str, Lexer] = {}

    def highlight(self, fragment: str) -> str:
        """Return HTML with its code blocks highlighted, if their language is known."""
        before, *pieces = fragment.split(_CODE)
        return "".join([before, *map(self._highlight_piece, pieces)])

    def _highlight_piece(self, piece: str) -> str:
        opening = _CODE_LANGUAGE.match(piece)
        end = piece.find(_CODE_END)
        if not opening or end < 0:  # HTML of the author
            return _CODE + piece
        code, rest = piece[opening.end() : end], piece[end + len(_CODE_END) :]
        if "<" in code:  # HTML of the author, too: comrak escapes code
            return _CODE + piece
        lexer = self._find_lexer(html.unescape(opening[1] or ""))
        if lexer is None or len(code) > MAX_HIGHLIGHTED_CHARS:
            block = f'<div class="highlight"><pre><code>{code}</code></pre></div>'
        else:
            block = highlight(html.unescape(code), lexer, self._formatter).rstrip("\n")
        return block + rest

    def _find_lexer(self, language: str) -> Lexer | None:
        if language.lower() not in self._languages:  # Pygments would look through them all
            return None
        if language not in self._lexers:
            self._lexers[language] = get_lexer_by_name(language, stripnl=False)
        return self._lexers[language]

    @cached_property
    def _languages(self) -> frozenset[str]:
        return frozenset(name.lower() for lexer in get_all_lexers() for name in lexer[1])


def _check_depth(fragment: str) -> None:
    if fragment.count("</") <= MAX_DEPTH:
        return
    depth = 0
    for tag in _NESTING_TAG.finditer(fragment):
        depth += -1 if tag[1] else 1
        if depth > MAX_DEPTH:
            raise nests_too_deeply()


def _restore_mark(match: re.Match[str]) -> str:
    """Return `{static}/Öl.jpg` as its author wrote it; comrak percent-encodes it (RFC 3986).

    `#`, `?` and `%` stay encoded: comrak encodes none of them, so the author has.
    """
    left, right = "{}" if match[1] in "Bb" else "||"
    rest = match[3]
    if "%" in rest:
        pieces = _ESCAPED_SIGN.split(html.unescape(rest))
        pieces[::2] = map(unquote, pieces[::2])
        rest = html.escape("".join(pieces))
    return f'="{left}{match[2]}{right}{rest}'


def _restore_quotes(match: re.Match[str]) -> str:
    """Return an address with the quotation marks of its author, which comrak percent-encodes."""
    return _ENCODED_QUOTE.sub(lambda sign: unquote(sign[0]), match[0])


def _end_autolink(match: re.Match[str]) -> str:
    """Return a link made of a bare address, without the quotation mark behind it."""
    text = html.unescape(match[3])
    rest = text[find_end(text) :]
    quoted = "".join(
        char if _TYPOGRAPHIC.match(char) else quote(char, safe=_IN_ADDRESS) for char in rest
    )
    encoded = html.escape(quoted)
    if not rest or not match[2].endswith(encoded):
        return match[0]
    href = match[2].removesuffix(encoded)
    shown = html.escape(text.removesuffix(rest), quote=False)
    return f'<a{match[1] or ""} href="{href}">{shown}</a>{html.escape(rest, quote=False)}'


def _label_task(match: re.Match[str]) -> str:
    """Return a task with its text as the label of its disabled checkbox."""
    paragraph = "<p>" if match[2] else ""
    return f'<li class="task">{paragraph}<label>{match[1]}> {match[3]}</label>'


def _dress_notes(fragment: str) -> str:
    """Return HTML with footnotes in the form of Python-Markdown's."""
    before, _, notes = fragment.replace(_NOTE_MARK, ">").rpartition(_NOTES)
    inner = notes.rstrip("\n").removesuffix(_NOTES_END)
    return f'{before}<div class="footnote">\n<hr>{inner}</div>'
