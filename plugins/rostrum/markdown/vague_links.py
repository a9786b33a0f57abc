"""Links whose text says nothing of their target, such as "hier" and "read more".

Screen readers list the links of a page without the text around them (WCAG 2.2, 2.4.4 and 2.4.9).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rostrum.core.diagnostics import Report, shorten
from rostrum.core.translatable import gettext_lazy as _
from rostrum.markdown.source_text import SourceText

_GERMAN = (
    *("da", "dieser link", "diesem link", "dort", "hier", "hier klicken", "hier mehr", "hierher"),
    *("klick", "klick hier", "klicken", "klicke hier", "klicken sie hier", "link", "mehr"),
    *("mehr dazu", "mehr dazu hier", "mehr details", "mehr erfahren", "mehr hier", "mehr info"),
    *("mehr infos", "mehr informationen", "mehr lesen", "siehe hier", "weiter", "weiter lesen"),
    *("weitere details", "weitere infos", "weitere informationen", "weiterlesen"),
)
_ENGLISH = (
    *("click", "click here", "click this", "click this link", "continue reading"),
    *("find out more", "go", "go here", "here", "learn more", "learn more here", "link", "more"),
    *("more details", "more here", "more info", "more information", "read more"),
    *("read more here", "read on", "right here", "see here", "see more", "this", "this link"),
)
_VAGUE = frozenset((*_GERMAN, *_ENGLISH))
_LONGEST_WRITTEN = 2 * max(map(len, _VAGUE))  # with signs
_MARKUP = re.compile(r"</?(?:b|em|i|span|strong|u)\b[^<>]*>", re.IGNORECASE)
_SIGNS = " \t\n\xa0.,:;!…»«›‹>→⟶➔➜\"'“”„‚‘’()[]"
_REFERENCES = (("&gt;", ">"), ("&raquo;", "»"), ("&rarr;", "→"), ("&nbsp;", " "), ("&quot;", '"'))
_NAMED = re.compile(
    r"""\s(?:aria-label|aria-labelledby|title)\s*=\s*["']?[^\s"'>]""", re.IGNORECASE
)
_TARGET = re.compile(r"\shref\s*=", re.IGNORECASE)
_EMPTY = re.compile(r"(?<![!\]])\[\s*\][(\[]|<a\s[^<>]*>\s*</a>", re.IGNORECASE)
_SHOWN_MARK = re.compile(
    r"<(?:\{(?:filename|static|attach|tag|category|author|index)\}"
    r"|\|(?:filename|static|attach|tag|category|author|index)\|)[^<>\n]*>"
)
_START = re.compile(r"<a\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE)


def report_shown_marks(html: str, source: SourceText, report: Report) -> None:
    """Report Pelican's marks in angle brackets: they make no link, and readers see them."""
    if "&lt;{" not in html and "&lt;|" not in html:
        return
    for match in _SHOWN_MARK.finditer(source.prose):
        message = _('"%(written)s" is no link: readers see the signs', written=shorten(match[0]))
        hint = _("Give it a text: [text](%(target)s).", target=match[0][1:-1])
        report.warning("link-missing", source.locate(match.start()), message, hint)


def report_vague_links(html: str, source: SourceText, report: Report) -> None:
    """Report the links of a text that have no text, or are named like every other one."""
    offsets: dict[str, Iterator[re.Match[str]]] = {}
    for text in _find_vague(html):
        if text not in offsets:
            offsets[text] = _make_pattern(text).finditer(source.prose)
        match = next(offsets[text], None)
        place = source.locate(match.start() if match else 0)
        if not text:
            hint = _("Write between the brackets what is there: nobody can see or find the link.")
            report.warning("link-text", place, _("the link has no text"), hint)
            continue
        message = _('the link "%(text)s" says nothing of its target', text=" ".join(text.split()))
        hint = _(
            "Let the words of the link name what is there: screen readers list links without the "
            "text around them."
        )
        report.warning("link-text", place, message, hint)


def _find_vague(html: str) -> Iterator[str]:
    """Yield the vague texts of links, without signs and markup, in order; empty for no text."""
    for piece in html.split("</a>")[:-1]:
        # Without markup in it, the text of a link is what follows the last tag.
        text = piece[piece.rfind(">") + 1 :]
        if len(text) > _LONGEST_WRITTEN or (text and not text.isspace() and not _to_plain(text)):
            continue
        start = piece.rfind("<a ")
        tag = _START.match(piece, start) if start >= 0 else None
        if tag is None or _NAMED.search(tag[0]):
            continue
        inner = piece[tag.end() :]
        if (plain := _to_plain(inner)) or _is_empty(tag[0], inner):
            yield plain


def _is_empty(tag: str, inner: str) -> bool:
    """Return True for a link without text or picture; `tag` is its start tag."""
    return bool(_TARGET.search(tag)) and not _MARKUP.sub("", inner).strip()


def _to_plain(text: str) -> str:
    """Return the text of a link without signs and markup if it is vague, else nothing."""
    if "<" in text:
        text = _MARKUP.sub("", text)
    for reference, sign in _REFERENCES if "&" in text else ():
        text = text.replace(reference, sign)
    text = text.strip(_SIGNS)
    return text if " ".join(text.split()).casefold() in _VAGUE else ""


def _make_pattern(text: str) -> re.Pattern[str]:
    """Return the pattern of a link with a text in Markdown, or in HTML."""
    if not text:
        return _EMPTY
    words = r"\s+".join(map(re.escape, text.split()))
    markdown = rf"(?<!!)\[[^\w\[\]]*{words}[^\w\[\]]*\](?!:)"
    return re.compile(rf"{markdown}|(?<=>)[^\w<>]*{words}[^\w<>]*(?=<)")
