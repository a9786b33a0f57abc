"""Parse a text's HTML to an lxml tree: well-formed, whatever the author's tags, without scripts.

The trees are used to merge several texts into one document. What a page hides is left out. nh3
cleans the HTML and corrects its structure by the rules of browsers, so that no text affects the
next one; lxml's own HTML parser has other rules. What nh3 writes is parsed as XML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import nh3

from rostrum.core.text import clean
from rostrum.html.addresses import SCHEMES
from rostrum.html.hidden import VOID, drop_hidden, fit_hidden
from rostrum.html.text import html_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LOADED = ("audio", "embed", "iframe", "object", "video")
"""Embedded media and documents; replaced by a link if the output can't play them."""

EPUB = "http://www.idpf.org/2007/ops"
"""The XML namespace of `epub:type`, which `serialize` writes with this prefix."""

_BOTTOM = 5_000  # nesting limit, as nh3 takes quadratic time
# Elements with an optional or without an end tag are not counted: they close each other.
_NESTING = re.compile(
    r"<(/?)(?!(?:br|col|dd|dt|embed|hr|img|li|option|p|source|t[dhr]|tbody|tfoot|thead|wbr)\b)[a-z]",
    re.IGNORECASE,
)
_VOID = re.compile(rf'<((?:{"|".join(VOID)})(?: [^\s="]+="[^"]*")*)>')
# What stands in an iframe is no markup, and is not cleaned; no browser shows it.
_IFRAME = re.compile(r"(<iframe\b[^>]*>).*?(?=</iframe>)", re.DOTALL)
_CHECKBOX = re.compile(r"""<input\b[^<>]*\btype=["']?checkbox\b[^<>]*>""", re.IGNORECASE)
_BLOCKS = (
    "address article aside blockquote caption col colgroup dd details div dl dt figcaption figure"
    " footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot"
    " th thead tr ul"
)
_INLINES = (
    "a abbr b bdi bdo br cite code data del dfn em i img ins kbd mark q rp rt ruby s samp small"
    " span strong sub sup time u var wbr"
)
TEXT_ELEMENTS = frozenset(f"{_BLOCKS} {_INLINES}".split())
_LEFT_OUT = {"math", "script", "select", "style", "svg", "template"}
ALLOWED_ATTRIBUTES: Mapping[str, set[str]] = {
    "*": {"aria-label", "class", "dir", "id", "lang", "role", "title"},
    "a": {"href", "hreflang", "name", "rel", "type"},
    "audio": {"src"},
    "bdo": {"dir"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "data": {"value"},
    "del": {"datetime"},
    "details": {"open"},
    "embed": {"src"},
    "iframe": {"src"},
    "img": {"alt", "decoding", "height", "loading", "sizes", "src", "srcset", "width"},
    "ins": {"datetime"},
    "li": {"value"},
    "object": {"data"},
    "ol": {"reversed", "start", "type"},
    "q": {"cite"},
    "source": {"src"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "video": {"poster", "src"},
}

_ATTRIBUTES = {**ALLOWED_ATTRIBUTES, "*": ALLOWED_ATTRIBUTES["*"] | {"hidden", "style"}}


def parse_html(html: str) -> HtmlElement:
    """Parse HTML as browsers do, to a `body` element; scripts, styles, SVG and MathML are left out.

    Excessively nested HTML is reduced to its plain text.
    """
    from lxml import etree  # imported here because most builds merge no texts

    if not is_bottomless(html):
        cleaned = drop_hidden(_IFRAME.sub(r"\1", _make_cleaner().clean(mark_ticks(html))))
        xml = _VOID.sub(r"<\1/>", cleaned).replace("&nbsp;", "\xa0")
        try:
            return etree.fromstring(f'<body xmlns:epub="{EPUB}">{clean(xml)}</body>', _parser())
        except etree.XMLSyntaxError:  # nested more than 2,048 levels deep
            pass
    body = etree.fromstring("<body/>", _parser())
    body.text = clean(html_text(html))
    return body


def mark_ticks(html: str) -> str:
    """Return HTML with ☑ and ☐ in place of checkboxes, for output without forms."""
    return _CHECKBOX.sub(lambda box: "☑" if " checked" in box[0].lower() else "☐", html)


def serialize(element: HtmlElement) -> str:
    """Return the content of an element, without its own tags, as XHTML that is also HTML."""
    from lxml import etree

    for empty in element.xpath(".//*[not(node())]"):
        if empty.tag not in VOID:
            empty.text = ""  # lxml writes `<p></p>` instead of `<p/>`
    written: str = etree.tostring(element, encoding="unicode", with_tail=False)
    return written[written.index(">") + 1 : written.rindex("<")] if "</" in written else ""


def is_bottomless(html: str) -> bool:
    """Return True if the nesting exceeds _BOTTOM; parsing would take minutes."""
    depth = 0
    for tag in _NESTING.finditer(html):
        depth += -1 if tag[1] else 1
        if depth > _BOTTOM:
            return True
    return False


@cache
def _make_cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags={*TEXT_ELEMENTS, *LOADED, "source"},
        clean_content_tags=_LEFT_OUT,
        attributes={name: {*names} for name, names in _ATTRIBUTES.items()},
        attribute_filter=_fit_attribute,
        url_schemes={"data", *SCHEMES},
        link_rel=None,
    )


def _fit_attribute(_tag: str, name: str, value: str) -> str | None:
    return fit_hidden(name, value) if name in ("hidden", "style") else value


@cache
def _parser() -> Any:
    from lxml.html import XHTMLParser

    return XHTMLParser(huge_tree=True)
