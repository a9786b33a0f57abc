"""Convert HTML to valid XHTML for an e-book (EPUB 3.3; HTML, 4: content models).

Invalid markup is replaced by its nearest valid equivalent, e.g. a cell without a row becomes a
`div`, and an obsolete attribute is removed. All text is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from rostrum.html.tree import HEADINGS, Element, Nodes

_INLINES = (
    "a abbr b bdi bdo br cite code del em i img ins kbd mark q ruby s samp small span strong sub"
    " sup u var wbr"
)
_PHRASING = frozenset(_INLINES.split())
_TRANSPARENT = frozenset({"a", "del", "ins"})
_BOXES = "address article aside details footer header main nav section summary"
_RENAMED: Mapping[str, str] = {
    **dict.fromkeys(_BOXES.split(), "div"),
    **dict.fromkeys(("data", "time"), "span"),
    "dfn": "i",  # a dfn must not contain another one
}
_LINES = frozenset({"p", "pre", *HEADINGS})
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
    ("", "epub:type"): _ANY,
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
    ("img", "width"): _PIXELS,
    ("img", "height"): _PIXELS,
}
_BARE_PERCENT = re.compile("%(?![0-9a-fA-F]{2})")
_SIGNS = "!#$%&'()*+,/:;=?@[]~"


@dataclass(frozen=True, slots=True)
class EpubSanitizer:
    """Make nodes valid for a book.

    `find_picture` returns the file in the book for the address of a picture, or an empty string.
    """

    find_picture: Callable[[str], str]

    def sanitize(self, nodes: Nodes) -> Nodes:
        """Return nodes valid in a section of a book."""
        return self._flow(nodes, False)

    def _flow(self, nodes: Nodes, linked: bool) -> Nodes:
        """Return nodes valid as flow content; `linked` is True inside a link."""
        flow: Nodes = []
        for node in nodes:
            flow += [node] if isinstance(node, str) else self._block(node, linked)
        return flow

    def _block(self, leaf: Element, linked: bool) -> Nodes:
        name = _RENAMED.get(leaf.name, leaf.name)
        if name in _PHRASING:
            return self._inline(leaf, name, linked)
        if name in _LINES:
            return [_make(leaf, name, self._phrasing(leaf.inner, linked))]
        if name == "hr":
            return [_make(leaf, name, [])]
        convert = {
            "ul": self._list,
            "ol": self._list,
            "dl": self._terms,
            "table": self._table,
            "figure": self._figure,
        }.get(name)
        if convert:
            return convert(leaf, linked)
        if name in ("blockquote", "div"):
            return [_make(leaf, name, self._flow(leaf.inner, linked))]
        # A cell, an item or a caption without a parent of its type.
        return [_make(leaf, "div", self._flow(leaf.inner, linked))]

    def _inline(self, leaf: Element, name: str, linked: bool) -> Nodes:
        """Return an inline element valid among blocks.

        An element with blocks inside is replaced by its content, except for a transparent one:
        a link outside other links, `del` or `ins`.
        """
        if not _holds_block(leaf):
            return self._phrasing([leaf], linked)
        if name in _TRANSPARENT and not (name == "a" and (linked or not _is_link(leaf))):
            return [_make(leaf, name, self._flow(leaf.inner, linked or name == "a"))]
        return _keep_place(leaf, self._flow(leaf.inner, linked))

    def _phrasing(self, nodes: Nodes, linked: bool) -> Nodes:
        """Return nodes valid as phrasing content; blocks are replaced by their content."""
        phrasing: Nodes = []
        for node in nodes:
            phrasing += [node] if isinstance(node, str) else self._phrase(node, linked)
        return phrasing

    def _phrase(self, leaf: Element, linked: bool) -> Nodes:
        name = _RENAMED.get(leaf.name, leaf.name)
        if name == "img":
            return self._picture(leaf)
        if name in ("br", "wbr"):
            return [_make(leaf, name, [])]
        if name == "ruby":
            return self._ruby(leaf, linked)
        if name == "rp":
            return []
        if name == "a" and (linked or not _is_link(leaf)):
            return [_make(leaf, "span", self._phrasing(leaf.inner, linked))]
        if name == "bdo" and leaf.attributes.get("dir") not in ("ltr", "rtl"):
            name = "span"
        if name in _PHRASING:
            return [_make(leaf, name, self._phrasing(leaf.inner, linked or name == "a"))]
        return [" ", *_keep_place(leaf, self._phrasing(leaf.inner, linked)), " "]

    def _picture(self, leaf: Element) -> Nodes:
        """Return a picture from the book; for a missing picture, its alternative text."""
        file = self.find_picture(leaf.attributes.get("src", ""))
        alt = leaf.attributes.get("alt", "")
        if file:
            image = _make(leaf, "img", [])
            image.attributes |= {"src": file, "alt": alt}
            return [image]
        left_out = Element("span", {"class": "left-out"}, [f"[{alt}]"])
        return _keep_place(leaf, [left_out] if alt.strip() else [])

    def _ruby(self, leaf: Element, linked: bool) -> Nodes:
        """Return a ruby annotation; if a base text lacks its reading, a `span`."""
        inner: Nodes = []
        for node in leaf.inner:
            if isinstance(node, Element) and node.name == "rt":
                inner.append(_make(node, "rt", self._phrasing(node.inner, linked)))
            else:
                inner += self._phrasing([node], linked)
        names = ["rt" if _is(node, "rt") else "" for node in inner]
        if re.fullmatch("(?:,+rt)+", ",".join(["", *names])):
            return [_make(leaf, "ruby", inner)]
        for node in inner:
            if isinstance(node, Element) and node.name == "rt":
                node.name = "span"
        return [_make(leaf, "span", inner)]

    def _list(self, leaf: Element, linked: bool) -> Nodes:
        """Return a list; content between its items becomes an item of its own."""
        items: Nodes = []
        for node in leaf.inner:
            if isinstance(node, Element) and node.name == "li":
                item = _make(node, "li", self._flow(node.inner, linked))
                if leaf.name != "ol":
                    item.attributes.pop("value", None)
                items.append(item)
            elif isinstance(node, Element) or node.strip():
                items.append(Element("li", {}, self._flow([node], linked)))
        return [_make(leaf, leaf.name, items)]

    def _terms(self, leaf: Element, linked: bool) -> Nodes:
        """Return a list of terms; if it lacks a term or a description, a `div`."""
        inner = [node for node in leaf.inner if isinstance(node, Element) or node.strip()]
        names = "".join(node.name[-1] if isinstance(node, Element) else "?" for node in inner)
        if not re.fullmatch("(?:t+d+)+", names):
            return [_make(leaf, "div", self._flow(leaf.inner, linked))]
        items: Nodes = []
        for node in inner:
            assert isinstance(node, Element)
            fit = self._phrasing if node.name == "dt" else self._flow
            items.append(_make(node, node.name, fit(node.inner, linked)))
        return [_make(leaf, "dl", items)]

    def _figure(self, leaf: Element, linked: bool) -> Nodes:
        """Return a figure with at most one caption, at the end; several captions are joined."""
        captions = _pick(leaf.inner, "figcaption")
        rest: Nodes = [node for node in leaf.inner if node not in captions]
        caption_nodes: Nodes = [inner for caption in captions for inner in caption.inner]
        figure = _make(leaf, "figure", self._flow(rest, linked))
        if captions:
            figure.inner.append(_make(captions[0], "figcaption", self._flow(caption_nodes, linked)))
        return [figure]

    def _table(self, leaf: Element, linked: bool) -> Nodes:
        """Return a table: caption, head, bodies and foot, in this order.

        A table without cells is left out; if it has a caption, it becomes a `div`.
        """
        captions = _pick(leaf.inner, "caption")[:1]
        groups = _pick(leaf.inner, "thead", "tbody", "tfoot", "tr")
        heads = [group for group in groups if group.name == "thead"][:1]
        feet = [group for group in groups if group.name == "tfoot" and group not in heads][:1]
        bodies = [group for group in groups if group not in heads and group not in feet]
        parts: Nodes = [
            _make(caption, "caption", self._phrasing(caption.inner, linked)) for caption in captions
        ]
        for name, chosen in (("thead", heads), ("tbody", bodies), ("tfoot", feet)):
            for group in chosen:
                rows = list(self._rows(group, linked))
                if rows:
                    parts.append(_make(group, name, [*rows]))
        if not any(_is(node, "thead", "tbody", "tfoot") for node in parts):
            return [_make(leaf, "div", self._flow(leaf.inner, linked))] if captions else []
        return [_make(leaf, "table", parts)]

    def _rows(self, group: Element, linked: bool) -> Iterator[Element]:
        for row in [group] if group.name == "tr" else group.inner:
            if isinstance(row, Element) and row.name == "tr":
                cells: Nodes = [
                    _make(cell, cell.name, self._cell(cell, linked))
                    for cell in row.inner
                    if isinstance(cell, Element) and cell.name in ("td", "th")
                ]
                if cells:
                    yield _make(row, "tr", cells)

    def _cell(self, cell: Element, linked: bool) -> Nodes:
        # A header cell must not contain headings (HTML, 4.9.10).
        return (self._phrasing if cell.name == "th" else self._flow)(cell.inner, linked)


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


def _make(leaf: Element, name: str, inner: Nodes) -> Element:
    """Return an element with the given name and content, and all valid attributes of `leaf`."""
    return Element(name, dict(_fit_attributes(name, leaf.attributes)), inner)


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
        yield from (("lang", written["lang"]), ("xml:lang", written["lang"]))


def _keep_place(leaf: Element, nodes: Nodes) -> Nodes:
    """Return replacement nodes for an element; a `span` keeps its id as a link target."""
    id = leaf.attributes.get("id")
    return [Element("span", {"id": id}), *nodes] if id else nodes


def _holds_block(leaf: Element) -> bool:
    return any(
        _RENAMED.get(inner.name, inner.name) not in _PHRASING and inner.name not in ("rt", "rp")
        for inner in leaf.walk()
        if inner is not leaf
    )


def _is(node: Element | str, *names: str) -> bool:
    return isinstance(node, Element) and node.name in names


def _pick(nodes: Nodes, *names: str) -> list[Element]:
    return [node for node in nodes if isinstance(node, Element) and node.name in names]


def _is_link(leaf: Element) -> bool:
    return is_address(leaf.attributes.get("href", ""))


def write_address(written: str) -> str:
    """Return an address with all characters invalid in a URI percent-encoded (RFC 3986)."""
    page, sign, fragment = written.strip().partition("#")
    whole = page + sign + fragment.replace("#", "%23")
    return quote(_BARE_PERCENT.sub("%25", whole), safe=_SIGNS)
