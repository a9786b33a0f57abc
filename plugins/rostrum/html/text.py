"""The text of HTML, as headings, summaries, keywords and titles of feed entries need it."""

from __future__ import annotations

import re
from html import unescape

from rostrum.html.tags import ATTRIBUTES

_INLINE = (
    "[abiqsu]|em|strong|code|span|s(?:amp|mall|trike|u[bp])|abbr|acronym|b(?:di|do|ig)|cite|"
    "d(?:ata|el|fn)|font|ins|kbd|mark|r(?:b|p|tc?|uby)|t(?:ime|t)|var|wbr"
)
_UNREAD = "|".join(
    rf"{name}\b.*?(?:</{name}\s*>|\Z)"
    for name in ("noscript", "script", "style", "svg", "template")
)
_WITHIN_WORDS = re.compile(
    rf"<(?:/?(?:{_INLINE})(?:>|(?=[\s/]){ATTRIBUTES}>?)|{_UNREAD}|!--(?:-?>|.*?(?:--!?>|\Z)))",
    re.DOTALL,
)
"""What leaves no gap in a text: inline tags, elements that are not read, and comments."""

_TAG = re.compile(rf"<(?:/?[a-z0-9]+>|/?[a-z][^\s/>]*{ATTRIBUTES}>?|[!?/][^>]*>?)")
_CAPITAL = re.compile("</?[A-Z]")
_TAG_NAME = re.compile("</?[a-zA-Z][a-zA-Z0-9]*")
_NOTE_MARK = re.compile(
    r'<(sup|a)(?= )[^<>]* class="footnote-(?:back)?ref".*?(?:</\1>|\Z)', re.DOTALL
)


def html_text(html: str) -> str:
    """Return the text of HTML on one line: its words, joined by single spaces.

    Inline elements such as `<em>` leave no gap: `<b>W</b>ort` is one word. All other tags, such as
    `</p>`, `<br>` or `<td>`, end a word. Scripts and `<noscript>`, styles, drawings, comments, and
    the numbers and arrows of footnotes are left out. Deleted text (`<del>`) is part of the text:
    readers see it.
    """
    return " ".join(html_words(html))


def html_words(html: str) -> list[str]:
    """Return the words of HTML, separated by whitespace in its text (see `html_text`)."""
    if "<" not in html:
        return unescape(html).split()
    if _CAPITAL.search(html):
        html = _TAG_NAME.sub(lambda tag: tag[0].lower(), html)
    if "footnote-" in html:
        html = _NOTE_MARK.sub("", html)
    return unescape(_TAG.sub(" ", _WITHIN_WORDS.sub("", html))).split()
