"""The HTML of a text for feed readers, which run no scripts and show no documents in documents.

What they would leave out becomes a link: to a film, or to the page with a form. The rules are those
of the W3C's feed validator (feedvalidator/validators.py, HTMLValidator), so that a feed is valid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import escape
from urllib.parse import urlsplit

import nh3

from rostrum.core.lazy_html import LazyHtml
from rostrum.core.text import clean
from rostrum.html.absolute_urls import absolute_html
from rostrum.html.addresses import SCHEMES
from rostrum.html.comments import Piece, TokenKind, split_html
from rostrum.html.fragments import (
    ALLOWED_ATTRIBUTES,
    TEXT_ELEMENTS,
    is_bottomless,
    mark_ticks,
)
from rostrum.html.hidden import HIDING_STYLE, drop_hidden, fit_hidden, hides, is_hiding
from rostrum.html.tags import ATTRIBUTES, read_tags
from rostrum.html.text import html_text

_PLAYED = ("audio", "label", "picture", "source", "track", "video")
_TAGS = frozenset({*TEXT_ELEMENTS, *_PLAYED})
_USUAL_NAMES = _TAGS | {f"/{name}" for name in _TAGS}
_ANY_TAG = re.compile(rf"<(/?[a-zA-Z][^\s/>]*|/)({ATTRIBUTES})")
_UNUSUAL_ATTRIBUTES = re.compile(
    r"[\s/\"'](?:on[a-z]+\s*=|style\s*=|hidden(?=[\s=/]))", re.IGNORECASE
)
_LOADED = frozenset({"applet", "embed", "frame", "iframe", "object", "portal"})
_VOID = frozenset({"embed", "frame"})
_LEFT_OUT = frozenset(
    {"button", "datalist", "math", "noembed", "noframes", "script", "select", "style", "svg",
     "template", "textarea"}
)  # fmt: skip
_TAG_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)")
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "pre"})
_BUTTON = re.compile(r"<button\b[^<>]*>(.*?)</button", re.DOTALL | re.IGNORECASE)
_MAX_LINK_CHARS = 80

_ATTRIBUTES = {
    **ALLOWED_ATTRIBUTES,
    "*": ALLOWED_ATTRIBUTES["*"] | {"hidden", "style"},
    "audio": {"controls", "loop", "muted", "preload", "src"},
    "source": {"media", "sizes", "src", "srcset", "type"},
    "track": {"default", "kind", "label", "src", "srclang"},
    "video": {"controls", "height", "loop", "muted", "poster", "preload", "src", "width"},
}
_STYLES = frozenset(
    (
        *("clear", "color", "direction", "display", "float", "font-size", "font-style"),
        *("font-variant", "font-weight", "height", "letter-spacing", "line-height"),
        *("list-style-type", "text-align", "text-decoration", "text-indent", "unicode-bidi"),
        *("vertical-align", "white-space", "width"),
    )
)
"""Properties of CSS that the validator accepts with any plain value."""
_PLAIN_VALUE = re.compile(r"[\w\s#%.,-]+")


def feed_text(text: LazyHtml, url: str) -> LazyHtml:
    """Return the text of the page at `url` for feed readers, converted lazily."""
    return LazyHtml((*text.key, url), lambda: feed_html(str(text), url))


def feed_html(html: str, url: str) -> str:
    """Return HTML with absolute URLs, without what feed readers refuse.

    A frame, object or form becomes a link; scripts, handlers of events, drawings, and styles other
    than plain ones are left out, and so is what a page hides. A tick of a task list becomes a sign.
    """
    html = absolute_html(html, url)
    if _is_usual(html):
        return html
    if is_bottomless(html):
        return escape(html_text(html), quote=False)
    return drop_hidden(_make_cleaner().clean("".join(_link_embedded(mark_ticks(html), url))))


def _is_usual(html: str) -> bool:
    """Return True if no tag of the HTML needs a change for feed readers."""
    if html.rfind(">") < html.rfind("<"):
        return False  # a tag without an end
    tags = _ANY_TAG.findall(html)
    if not {name.lower() for name, _attributes in tags} <= _USUAL_NAMES:
        return False
    return not _UNUSUAL_ATTRIBUTES.search(" ".join([*(it[1] for it in tags), ""]))


@cache
def _make_cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS),
        clean_content_tags=set(_LEFT_OUT),
        attributes={name: {*names} for name, names in _ATTRIBUTES.items()},
        attribute_filter=_fit_attribute,
        url_schemes={"data", *SCHEMES},
        link_rel=None,
    )


def _fit_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "hidden":
        return fit_hidden(name, value)
    if name != "style":
        return value
    if is_hiding(value):
        return HIDING_STYLE
    kept = []
    for declaration in value.split(";"):
        prop, _colon, written = (part.strip() for part in declaration.partition(":"))
        if prop.lower() in _STYLES and _PLAIN_VALUE.fullmatch(written):
            kept.append(f"{prop.lower()}: {written}")
    return "; ".join(kept) or None


def _link_embedded(html: str, url: str) -> Iterator[str]:
    """Yield HTML with a link in place of each frame, object and form."""
    opened, start, depth, paragraphs = "", 0, 0, 0
    for piece in split_html(html):
        name, is_end = _name_tag(html, piece)
        if opened:
            depth += (name == opened) * (-1 if is_end else 1)
            if depth:
                continue
            yield _link(opened, html[start : piece.end], url, is_inline=paragraphs > 0)
            opened = ""
        elif not is_end and name in _VOID:
            yield _link(name, html[piece.start : piece.end], url, is_inline=paragraphs > 0)
        elif not is_end and (name in _LOADED or name == "form"):
            opened, start, depth = name, piece.start, 1
        elif not (is_end and (name in _LOADED or name == "form")):
            if name in _PARAGRAPHS:
                paragraphs = max(0, paragraphs + (-1 if is_end else 1))
            yield html[piece.start : piece.end]
    if opened:
        yield _link(opened, html[start:], url, is_inline=paragraphs > 0)


def _name_tag(html: str, piece: Piece) -> tuple[str, bool]:
    """Return the name of a tag, empty for other pieces, and whether it is an end tag."""
    match = _TAG_NAME.match(html, piece.start) if piece.kind is TokenKind.TAG else None
    return (match[1].lower(), html.startswith("</", piece.start)) if match else ("", False)


def _link(name: str, written: str, url: str, *, is_inline: bool) -> str:
    """Return a link in place of an element: to what it loads, or to the page with the form."""
    if hides(next(read_tags(written), ("", {}))[1]):
        return ""
    title, address = "", url if name == "form" else ""
    if name == "form":
        button = _BUTTON.search(written)
        title = html_text(button[1]) if button else ""
    else:
        for _tag, attributes in read_tags(written):
            address = address or attributes.get("src") or attributes.get("data") or ""
            title = title or attributes.get("title") or ""
    if not _is_web_address(address):
        return ""
    inner = "" if name == "iframe" else html_text(written)
    text = title or (inner if len(inner) <= _MAX_LINK_CHARS else "") or address
    link = f'<a href="{escape(address)}">{escape(clean(text), quote=False)}</a>'
    return link if is_inline else f"<p>{link}</p>"


def _is_web_address(address: str) -> bool:
    try:
        return urlsplit(address).scheme in ("http", "https")
    except ValueError:  # http://[bad
        return False
