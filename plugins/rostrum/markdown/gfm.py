"""The dialect of GitHub's merge requests: cmark-gfm's HTML, dressed as the kit's readers get it.

Every pass begins with a plain search, so that a text pays only for what it uses, and takes time
in proportion to the text, whatever stands in it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import cached_property
from urllib.parse import unquote

from cmarkgfm import Options
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_all_lexers, get_lexer_by_name

from rostrum.markdown.cmark import Cmark
from rostrum.markdown.headings import anchor_headings
from rostrum.markdown.renderer import Renderer, Unrenderable

# Without GitHub's "tagfilter": it would show <script> and <iframe> as words. Authors are trusted,
# and their embeds have to survive a change of dialect.
EXTENSIONS = ("table", "strikethrough", "autolink", "tasklist")
OPTIONS = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES

DEEPEST = 100
"""Levels of quotes, lists and emphasis; browsers flatten what lies deeper than some 500 tags."""

LONGEST_CODE = 100_000
"""Characters of a block of code that are coloured: some lexers take a second for more."""

_NESTING_TAG = re.compile(r"<(/?)(?:blockquote|ul|ol|em|strong|del)\b")
_CODE, _CODE_END = "<pre><code", "</code></pre>"
_CODE_LANGUAGE = re.compile(r'(?: class="language-([^"]*)")?>')
_TASK = re.compile(
    r'<li>(<input type="checkbox" (?:checked="" )?disabled="") /> (\n<p>)?'
    r"(.*?)(?=</p>|</li>|\n<(?:[ou]l|p|pre|div|table|blockquote|h[1-6r]|section)\b|\Z)",
    re.DOTALL,
)
_MARKED = re.compile(
    r'="%7([BC])(filename|static|attach|tag|category|author|index)%7[DC]([^"]*)', re.IGNORECASE
)
_CELLS: Mapping[str, str] = {
    f'<{cell} align="{side}">': f'<{cell} class="align-{side}">'
    for cell in ("td", "th")
    for side in ("left", "center", "right")
}
_NOTE_MARK = " data-footnote-ref>"
_NOTES, _NOTES_END = '<section class="footnotes" data-footnotes>', "</section>"


class GfmRenderer(Renderer):
    """Turns GitHub Flavored Markdown into HTML; one object serves many texts."""

    def __init__(self) -> None:
        self._cmark = Cmark(EXTENSIONS, OPTIONS)
        self._colours = Colours()

    def convert(self, text: str) -> str:
        """Return the HTML of a text as cmark has it."""
        return self._cmark.render(text)

    def dress(self, fragment: str) -> str:
        """Return cmark's HTML as the kit's readers get it; raises Unrenderable."""
        found = fragment
        _check_depth(found)
        if "<h" in found:
            found = anchor_headings(found)
        if _CODE in found:
            found = self._colours.colour(found)
        if ' align="' in found:
            for written, wanted in _CELLS.items():
                found = found.replace(written, wanted)
        if '="%7' in found:
            found = _MARKED.sub(_restore_mark, found)
        if '<li><input type="checkbox"' in found:
            found = _TASK.sub(_label_task, found)
        if _NOTES in found:
            found = _dress_notes(found)
        return found.replace("<br />", "<br>").replace("<hr />", "<hr>").rstrip("\n")


class Colours:
    """Colours blocks of code with the classes that Python-Markdown's codehilite gives them."""

    def __init__(self) -> None:
        self._formatter = HtmlFormatter(cssclass="highlight", wrapcode=True)
        self._lexers: dict[str, Lexer] = {}

    def colour(self, fragment: str) -> str:
        """Return HTML with its blocks of code coloured, as far as their language is known."""
        before, *pieces = fragment.split(_CODE)
        return "".join([before, *map(self._colour_piece, pieces)])

    def _colour_piece(self, piece: str) -> str:
        opening = _CODE_LANGUAGE.match(piece)
        end = piece.find(_CODE_END)
        if not opening or end < 0:  # an author's own HTML
            return _CODE + piece
        code, rest = piece[opening.end() : end], piece[end + len(_CODE_END) :]
        lexer = self._find_lexer(html.unescape(opening[1] or ""))
        if lexer is None or len(code) > LONGEST_CODE:
            found = f'<div class="highlight"><pre><code>{code}</code></pre></div>'
        else:
            found = highlight(html.unescape(code), lexer, self._formatter).rstrip("\n")
        return found + rest

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
    if fragment.count("</") <= DEEPEST:
        return
    depth = 0
    for tag in _NESTING_TAG.finditer(fragment):
        depth += -1 if tag[1] else 1
        if depth > DEEPEST:
            hint = "Take some of the levels of quotes, lists or emphasis out."
            raise Unrenderable("the text nests quotes, lists or emphasis too deeply", hint)


def _restore_mark(found: re.Match[str]) -> str:
    """Write `{static}/Öl.jpg` as its author did, where cmark has encoded it (RFC 3986)."""
    left, right = "{}" if found[1] in "Bb" else "||"
    rest = html.escape(unquote(html.unescape(found[3]))) if "%" in found[3] else found[3]
    return f'="{left}{found[2]}{right}{rest}'


def _label_task(found: re.Match[str]) -> str:
    """Name a task's checkbox by its words, and keep it from being ticked."""
    paragraph = "<p>" if found[2] else ""
    return f'<li class="task">{paragraph}<label>{found[1]}> {found[3]}</label>'


def _dress_notes(fragment: str) -> str:
    """Give the footnotes the form that Python-Markdown's have."""
    before, _, notes = fragment.replace(_NOTE_MARK, ">").rpartition(_NOTES)
    inner = notes.rstrip("\n").removesuffix(_NOTES_END)
    return f'{before}<div class="footnote">\n<hr>{inner}</div>'
