"""Elements that browsers do not show: with `hidden`, or with a style that hides them.

Feed readers and books know neither: what is hidden on a page would be read there.
"""

from __future__ import annotations

import re

from rostrum.html.comments import TokenKind, split_html
from rostrum.html.tags import Attributes, read_attributes

VOID = ("br", "col", "embed", "hr", "img", "source", "wbr")
"""Elements without an end tag, as far as texts have them after cleaning."""

HIDING_STYLE = "display: none"
"""The style that `drop_hidden` knows; the cleaners write it for each style that hides."""

_UNSEEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))\b", re.I
)
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)(.*?)/?>\Z", re.DOTALL)


def is_hiding(style: str) -> bool:
    """Return True if the value of an attribute `style` hides its element."""
    return _UNSEEN.search(style) is not None


def fit_hidden(name: str, value: str) -> str | None:
    """Return the value of `hidden` or `style` as `drop_hidden` reads it; None drops the attribute.

    What a search reveals (`until-found`, HTML Standard, 6.1) is for readers, and is not hidden.
    """
    if name == "hidden":
        return None if value.strip().lower() == "until-found" else ""
    return HIDING_STYLE if is_hiding(value) else None


def hides(attributes: Attributes) -> bool:
    """Return True if the attributes of a tag hide its element."""
    return any(
        fit_hidden(name, attributes[name] or "") is not None
        for name in ("hidden", "style")
        if name in attributes
    )


def drop_hidden(html: str) -> str:
    """Return the HTML of a cleaner, in which all elements are closed, without hidden ones."""
    if " hidden=" not in html and HIDING_STYLE not in html:
        return html
    parts, hidden, depth = list[str](), "", 0
    for piece in split_html(html):
        written = html[piece.start : piece.end]
        tag = _TAG.match(written) if piece.kind is TokenKind.TAG else None
        if hidden:
            if tag and tag[2] == hidden:
                depth += -1 if tag[1] else 1
            if not depth:
                hidden = ""
        elif tag and not tag[1] and hides(read_attributes(tag[3])):
            if tag[2] not in VOID:
                hidden, depth = tag[2], 1
        else:
            parts.append(written)
    return "".join(parts)
