"""What readers see of a text's HTML, in its own language and without code."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from rostrum.html.comments import TokenKind, split_html
from rostrum.html.tags import read_attributes

OBJECT = "\ufffc"
"""Stands for code, and for what else is no text of a language."""

_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_INLINE = re.compile(
    "a|abbr|acronym|b|bdi|bdo|big|cite|data|del|dfn|em|font|i|ins|label|mark|q|rb|rt|ruby|s|small|"
    "span|strike|strong|sub|sup|time|u|wbr"
)
"""Elements that leave no gap in a word."""

_NO_TEXT = re.compile("code|kbd|math|noscript|pre|samp|svg|template|tt|var")
_VOID = re.compile("area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr")
_SHOWN = ("alt", "title")
_MAY_SHOW = (" alt=", " title=", " lang=")


def read_visible_text(html: str, lang: str) -> str:
    """Return the text of HTML, with the alt texts and titles in it.

    Code, and elements in another language than `lang` by their attribute, are left out.
    """
    visible = _VisibleText(_find_primary(lang))
    for piece in split_html(html):
        part = html[piece.start : piece.end]
        if piece.kind is TokenKind.TAG:
            visible.read_tag(part)
        elif piece.kind is TokenKind.TEXT and not visible.closing:
            visible.parts.append(part)
    return unescape("".join(visible.parts)) + "".join(visible.attributes)


def _find_primary(lang: str) -> str:
    return lang.replace("_", "-").partition("-")[0].lower()


@dataclass(slots=True)
class _VisibleText:
    """Collects the text; `closing` is the element that is left out, open `depth` times."""

    lang: str
    parts: list[str] = field(default_factory=list)
    attributes: list[str] = field(default_factory=list)
    closing: str = ""
    depth: int = 0

    def read_tag(self, tag: str) -> None:
        match = _NAME.match(tag)
        name = match[1].lower() if match else ""
        if self.closing:
            self._pass_over(name, tag)
            return
        is_text = _NO_TEXT.fullmatch(name) is None
        self._end_word(name)
        if tag.startswith("</"):
            return
        is_other = self._read_attributes(name, tag)
        has_end = not (_VOID.fullmatch(name) or tag.endswith("/>"))
        if has_end and (is_other or not is_text):
            self.closing, self.depth = name, 1
            self.parts.append(OBJECT)

    def _pass_over(self, name: str, tag: str) -> None:
        if name != self.closing:
            return
        if tag.startswith("</"):
            self.depth -= 1
        elif not tag.endswith("/>"):
            self.depth += 1
        if not self.depth:
            self.closing = ""
            self._end_word(name)

    def _end_word(self, name: str) -> None:
        """Let a tag end the word before it, if its element is none within a line."""
        if not (_INLINE.fullmatch(name) or _NO_TEXT.fullmatch(name)):
            self.parts.append("\n")

    def _read_attributes(self, name: str, tag: str) -> bool:
        """Note the texts in a tag; return True for one of another language."""
        if not any(map(tag.lower().__contains__, _MAY_SHOW)):
            return False
        attributes = read_attributes(tag[1 + len(name) :].rstrip(">"))
        if _find_primary(attributes.get("lang") or self.lang) != self.lang:
            return True
        if "footnote" not in (attributes.get("class") or ""):  # the kit's own words
            texts = (attributes.get(key) for key in _SHOWN)
            self.attributes += (f"\n{text}" for text in texts if text)
        return False
