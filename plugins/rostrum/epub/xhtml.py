"""Make HTML valid in an e-book (EPUB 3.3; HTML, 4: content models), as EPUBCheck checks it.

Invalid markup is replaced by its nearest valid equivalent: most elements only change their name,
e.g. an item without a list becomes a `div`, and an obsolete attribute is removed. All text is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from rostrum.html.fragments import EPUB, HEADINGS

if TYPE_CHECKING:
    from lxml.html import HtmlElement

EPUB_TYPE = f"{{{EPUB}}}type"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_TRANSPARENT = ("a", "del", "ins")
_INLINE = (
    *("abbr", "b", "bdi", "bdo", "cite", "code", "em", "i", "kbd", "mark", "q", "ruby", "s"),
    *("rp", "rt", "samp", "small", "span", "strong", "sub", "sup", "u", "var"),
)
_PHRASING = frozenset({*_TRANSPARENT, *_INLINE, "br", "img", "wbr"})
_LINES = ("p", "pre", *HEADINGS)
"""Blocks with phrasing content only."""

_RENAMED: Mapping[str, str] = {
    **dict.fromkeys(("address", "details", "footer", "header", "main", "summary"), "div"),
    **dict.fromkeys(("data", "time"), "span"),
    "dfn": "i",  # a dfn must not contain another one
}
_ROLES: Mapping[str, tuple[str, ...]] = {
    "a": ("doc-backlink", "doc-noteref"),
    "div": ("doc-endnotes",),
}
_LANG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.IGNORECASE)
_WHOLE = re.compile(r"[1-9][0-9]{0,3}")
_NUMBER = re.compile(r"-?[0-9]{1,6}")
_PIXELS = re.compile(r"[0-9]{1,5}")
_ANY = re.compile(r".*\S.*", re.DOTALL)
_KNOWN: Mapping[tuple[str, str], re.Pattern[str]] = {
    ("", "class"): _ANY,
    ("", EPUB_TYPE): _ANY,
    ("", "id"): _ANY,
    ("", "title"): _ANY,
    ("", "dir"): re.compile("ltr|rtl|auto"),
    ("td", "colspan"): _WHOLE,
    ("td", "rowspan"): _WHOLE,
    ("th", "colspan"): _WHOLE,
    ("th", "rowspan"): _WHOLE,
    ("th", "scope"): re.compile("row|col|rowgroup|colgroup"),
    ("ol", "start"): _NUMBER,
    ("ol", "reversed"): re.compile("|reversed"),
    ("ol", "type"): re.compile("[1aAiI]"),
    ("li", "value"): _NUMBER,
    ("img", "alt"): re.compile(".*", re.DOTALL),
    ("img", "src"): _ANY,
    ("img", "width"): _PIXELS,
    ("img", "height"): _PIXELS,
}
_BARE_PERCENT = re.compile("%(?![0-9a-fA-F]{2})")
_SIGNS = "!#$%&'()*+,/:;=?@[]~"


def make_valid(body: HtmlElement, find_picture: Callable[[str], str]) -> None:
    """Make the content of an element valid in a section of a book.

    `find_picture` returns the file in the book for the address of a picture, or an empty string.
    """
    for element in body.iter(*_RENAMED):
        element.tag = _RENAMED[element.tag]
    for image in list(body.iter("img")):
        _place_picture(image, find_picture)
    for table in list(body.iter("table")):
        _order_table(table)
    _fit_lists(body)
    _fit_captions(body)
    _fit_links(body)
    _fit_lines(body)
    _fit_inline(body)
    for element in body.xpath(".//*[@*]"):
        written = dict(element.attrib)
        attributes = dict(_fit_attributes(element.tag, written))
        if attributes != written:
            element.attrib.clear()
            element.attrib.update(attributes)


def _place_picture(image: HtmlElement, find_picture: Callable[[str], str]) -> None:
    """Show a picture from the book; for a missing picture, its alternative text."""
    file, alt = find_picture(image.get("src", "")), image.get("alt", "")
    image.set("alt", alt)
    image.set("src", file)
    if not file:
        image.tag, image.text = "span", f"[{alt}]" if alt.strip() else ""
        image.set("class", "left-out")


def _order_table(table: HtmlElement) -> None:
    """Put the parts of a table in order: caption, head, bodies and foot.

    Column groups are left out, a second head or foot becomes a body, and a caption becomes a `div`
    before the table if it is not the first one, or has a table in it.
    """
    for columns in table.findall("colgroup"):
        columns.drop_tree()
    for n, caption in enumerate(table.findall("caption")):
        if n or caption.find(".//table") is not None:
            caption.tag = "div"
            table.addprevious(caption)
    for extra in [*table.findall("thead")[1:], *table.findall("tfoot")[1:]]:
        extra.tag = "tbody"
    ranks = {"caption": 0, "thead": 1, "tfoot": 3}
    table[:] = sorted(table, key=lambda part: ranks.get(part.tag, 2))


def _fit_lists(body: HtmlElement) -> None:
    """Make content between the items of a list an item; a wrong list of terms becomes a `div`."""
    for items in list(body.iter("ul", "ol")):
        _wrap_items(items)
    for terms in body.iter("dl"):
        if not re.fullmatch("(?:t+d+)+", _describe(terms, {"dt": "t", "dd": "d"})):
            terms.tag = "div"
    for item in body.iter("li", "dt", "dd"):
        if item.getparent().tag not in (("ul", "ol") if item.tag == "li" else ("dl",)):
            item.tag = "div"
        elif item.getparent().tag == "ul":
            item.attrib.pop("value", None)


def _wrap_items(items: HtmlElement) -> None:
    for node in list(items):
        if node.tag != "li":
            item = items.makeelement("li")
            items.replace(node, item)
            item.append(node)
        elif (node.tail or "").strip():
            item = items.makeelement("li")
            item.text, node.tail = node.tail, None
            node.addnext(item)
    if (items.text or "").strip():
        item = items.makeelement("li")
        item.text, items.text = items.text, None
        items.insert(0, item)


def _describe(element: HtmlElement, signs: Mapping[str, str]) -> str:
    """Return a sign for each child of an element, and a comma for each other child or text."""
    nodes = [(element.text, ""), *((child.tail, signs.get(child.tag, ",")) for child in element)]
    return "".join(sign + ("," if (text or "").strip() else "") for text, sign in nodes)


def _fit_captions(body: HtmlElement) -> None:
    """Make a caption a `div` unless it is the only one, and the first or last node of a figure."""
    for caption in body.iter("figcaption"):
        signs = _describe(caption.getparent(), {"figcaption": "c"})
        if caption.getparent().tag != "figure" or not re.fullmatch("c,*|,+c", signs):
            caption.tag = "div"


def _fit_links(body: HtmlElement) -> None:
    """Remove targets that no reading system can follow, and links in links."""
    for link in body.iter("a"):
        if not is_address(link.get("href", "")):
            link.attrib.pop("href", None)
        for inner in link.iterdescendants("a"):
            inner.tag = "span"


def _fit_lines(body: HtmlElement) -> None:
    """Make blocks within paragraphs and headings inline."""
    for line in body.iter(*_LINES):
        for block in line.iterdescendants():
            if block.tag not in _PHRASING:
                block.tag = "span"
                block.text, block.tail = f" {block.text or ''}", f" {block.tail or ''}"


def _fit_inline(body: HtmlElement) -> None:
    """Make inline elements with blocks in them a `div`; links, `del` and `ins` may hold blocks."""
    for block in [element for element in body.iterdescendants() if element.tag not in _PHRASING]:
        for inline in block.iterancestors(*_INLINE):
            inline.tag = "div"
    for isolated in body.iter("bdo"):
        if isolated.get("dir") not in ("ltr", "rtl"):
            isolated.tag = "span"
    for ruby in body.iter("ruby"):
        if not re.fullmatch("(?:,*(?:t|ptp))+", _describe(ruby, {"rt": "t", "rp": "p"})):
            ruby.tag = "span"
    for reading in body.iter("rt", "rp"):
        if reading.getparent().tag != "ruby":
            reading.tag = "span"


def _fit_attributes(name: str, written: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the attributes allowed on an element of a book, if their values are valid."""
    if written.get("role") in _ROLES.get(name, ()):
        yield from ((key, written[key]) for key in ("role", "aria-label") if key in written)
    for key, value in written.items():
        known = _KNOWN.get((name, key)) or _KNOWN.get(("", key))
        if name == "a" and key == "href":
            yield key, write_address(value)
        elif known and known.fullmatch(value):
            yield key, value
    if _LANG.fullmatch(written.get("lang", "")):
        yield from (("lang", written["lang"]), (_XML_LANG, written["lang"]))


def is_address(href: str) -> bool:
    """Return True if a reading system can follow an address (URL Standard, 4.4)."""
    try:
        parts = urlsplit(href)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme in ("http", "https"):
        host = parts.hostname or ""
        return bool(_HOST.fullmatch(_spell(host))) and port != 0
    return parts.scheme in ("mailto", "tel", "sms", "xmpp", "matrix", "") and bool(
        parts.path or parts.fragment
    )


def _spell(host: str) -> str:
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return ""


def write_address(written: str) -> str:
    """Return an address with all characters invalid in a URI percent-encoded (RFC 3986)."""
    page, sign, fragment = written.strip().partition("#")
    whole = page + sign + fragment.replace("#", "%23")
    return quote(_BARE_PERCENT.sub("%25", whole), safe=_SIGNS)
