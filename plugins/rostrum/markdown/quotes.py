"""Quotations and pull quotes: the forms of a block quote, the same in each dialect.

A quote whose last line is a dash and a name becomes a figure with the name as its caption. One
marked as a pull quote, with `[!PULL]` or the class `pull`, becomes a figure of its own class. Every
other quote stays as it is, and so does one written in HTML with attributes.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_TAG = re.compile(r"<(/?)blockquote\b([^<>]*)>", re.IGNORECASE)
_PULL = re.compile(r"<p>\[!PULL\](?:</p>\n?|<br>\n?|\n| )", re.IGNORECASE)
_PULL_CLASS = '<p class="pull">'
_DASHES = ("—", "–", "―", "--")
_TAGS = re.compile(r"<[^<>]*>")
_SENTENCE_END = re.compile(r"[.!?…:][\"'”“’‘»«)]*\Z")
_MAX_NAME_CHARS = 120
_HANGING = {
    **dict.fromkeys(("„", "“", "”", '"', "&quot;"), "hanging-quote"),
    **dict.fromkeys(("«", "»"), "hanging-guillemet"),
    **dict.fromkeys(("‚", "‘", "‹", "›"), "hanging-single"),
}
"""The class of a paragraph by its first character; an apostrophe does not hang."""
_FIRST_QUOTE = re.compile(
    r"(<blockquote\b[^<>]*>\s*<p)(>(?:<(?:a|b|cite|em|i|mark|q|small|span|strong|u)\b[^<>]*>)*"
    rf"({'|'.join(_HANGING)}))",
    re.IGNORECASE,
)


def dress_quotes(fragment: str) -> str:
    """Return HTML with its quotations and pull quotes as figures.

    If the tags of quotes are unbalanced, as in hand-written HTML, the HTML is returned unchanged.
    """
    if "<blockquote>" not in fragment:
        return fragment
    opened, end = [_Opened("", [])], 0
    for tag in _TAG.finditer(fragment):
        opened[-1].parts.append(fragment[end : tag.start()])
        end = tag.end()
        if not tag[1]:
            opened.append(_Opened(tag[0], []))
        elif len(opened) == 1:
            return fragment
        else:
            quote = opened.pop()
            inner = "".join(quote.parts)
            is_plain = quote.tag == "<blockquote>"
            dressed = _dress(inner) if is_plain else f"{quote.tag}{inner}{tag[0]}"
            opened[-1].parts.append(dressed)
    if len(opened) > 1:
        return fragment
    return "".join([*opened[0].parts, fragment[end:]])


def hang_quotes(fragment: str) -> str:
    """Return HTML with a class for each block quote that begins with a quotation mark.

    The theme sets the mark outside of the text's edge; few browsers can do so without a class.
    """
    if "<blockquote" not in fragment:
        return fragment
    return _FIRST_QUOTE.sub(lambda it: f'{it[1]} class="{_HANGING[it[3]]}"{it[2]}', fragment)


class _Opened(NamedTuple):
    """A quote that is open: its start tag and the HTML in it."""

    tag: str
    parts: list[str]


def _dress(inner: str) -> str:
    """Return a quote with the given content in its form."""
    text, is_pull = _take_pull_mark(inner)
    words, name = _split_name(text)
    if not is_pull and not name:
        return f"<blockquote>{inner}</blockquote>"
    caption = f"\n<figcaption>{name}</figcaption>" if name else ""
    kind = "pull-quote" if is_pull else "quotation"
    return f'<figure class="{kind}">\n<blockquote>{words}</blockquote>{caption}\n</figure>'


def _take_pull_mark(inner: str) -> tuple[str, bool]:
    """Return the content of a quote without the mark of a pull quote, and whether it has one.

    A quote of nothing but the mark is left alone.
    """
    text = _drop_pull_mark(inner)
    if text is None or not _TAGS.sub("", text).strip():
        return inner, False
    return text, True


def _drop_pull_mark(inner: str) -> str | None:
    """Return the content of a quote without the mark of a pull quote; None without a mark."""
    if _PULL_CLASS in inner:
        return inner.replace(_PULL_CLASS, "<p>")
    start = inner.lstrip()
    if mark := _PULL.match(start):
        return f"\n{'' if '</p>' in mark[0] else '<p>'}{start[mark.end() :]}"
    return None


def _split_name(inner: str) -> tuple[str, str]:
    """Return the content of a quote without its last line, and that line if it names somebody.

    A name has a line of its own, after a dash: a paragraph, or the last line of one whose line
    before is the end of a sentence or broken on purpose. A quote that begins with a dash is a
    dialogue.
    """
    before, lines = _split_last_paragraph(inner)
    if not lines or not _is_name(lines[-1]) or _TAGS.sub("", inner).lstrip().startswith(_DASHES):
        return inner, ""
    words = lines[:-1]
    if not words:
        return before, lines[-1]
    if not words[-1].endswith("<br>") and not _SENTENCE_END.search(_TAGS.sub("", words[-1])):
        return inner, ""
    return before + _write_paragraph(words), lines[-1]


def _is_name(line: str) -> bool:
    dash = next((dash for dash in _DASHES if line.startswith(dash)), "")
    name = _TAGS.sub("", line.removeprefix(dash))
    is_apart = bool(name.strip()) and name[0].isspace()
    return bool(dash) and is_apart and len(name) <= _MAX_NAME_CHARS


def _split_last_paragraph(inner: str) -> tuple[str, list[str]]:
    """Return HTML before its last paragraph, and the lines of that; none if it ends otherwise."""
    before, tag, last = inner.rstrip().rpartition("<p>")
    text = last.removesuffix("</p>")
    if not tag or text == last or "</p" in text:
        return inner, []
    return before, [line.strip() for line in text.split("\n")]


def _write_paragraph(lines: list[str]) -> str:
    text = "\n".join(lines).removesuffix("<br>")
    return f"<p>{text}</p>\n" if text else ""
