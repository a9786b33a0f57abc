"""Parse a text's HTML to a tree: well-formed, whatever the author's tags, and without scripts.

The trees are used to merge several texts into one document. The HTML is cleaned by a parser with
the rules of browsers: it closes open elements, so that no text affects the next one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html import escape
from html.parser import HTMLParser

import nh3

from rostrum.html.text import html_text

VOID = frozenset({"br", "col", "embed", "hr", "img", "source", "wbr"})
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LOADED = frozenset({"audio", "embed", "iframe", "object", "video"})
"""Embedded media and documents; replaced by a link if the output can't play them."""

_DEEPEST = 80  # maximum nesting; deeper elements are reduced to their text
_BOTTOM = 5_000  # nesting limit, as the parser takes quadratic time
# Elements with an optional or without an end tag are not counted: they close each other.
_NESTING = re.compile(
    r"<(/?)(?!(?:br|col|dd|dt|embed|hr|img|li|option|p|source|t[dhr]|tbody|tfoot|thead|wbr)\b)[a-z]",
    re.IGNORECASE,
)
_BLOCKS = (
    "address article aside blockquote caption col colgroup dd details div dl dt figcaption figure"
    " footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot"
    " th thead tr ul"
)
_INLINES = (
    "a abbr b bdi bdo br cite code data del dfn em i img ins kbd mark q rp rt ruby s samp small"
    " span strong sub sup time u var wbr"
)
_LEFT_OUT = {"math", "script", "select", "style", "svg", "template"}
_ATTRIBUTES: Mapping[str, set[str]] = {
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
_SCHEMES = {"data", "ftp", "http", "https", "mailto", "matrix", "sms", "tel", "webcal", "xmpp"}


@dataclass(slots=True)
class Element:
    """An element: its name, its attributes, and its children, texts and elements."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    inner: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """Yield this element and all its descendants, in document order."""
        yield self
        for node in self.inner:
            if isinstance(node, Element):
                yield from node.walk()

    @property
    def classes(self) -> list[str]:
        """The classes of the element."""
        return self.attributes.get("class", "").split()


Nodes = list[Element | str]


def parse_html(html: str) -> Nodes:
    """Parse HTML as browsers do; scripts, styles, SVG and MathML are left out.

    Excessively nested HTML is reduced to its plain text.
    """
    if _is_bottomless(html):
        return [html_text(html)]
    reader = _Reader()
    reader.feed(_make_cleaner().clean(html))
    reader.close()
    return reader.root.inner


def serialize(nodes: Iterable[Element | str], *, strict: bool = False) -> str:
    """Serialize nodes as HTML, or as XHTML if `strict`."""
    return "".join(_write(nodes, "/>" if strict else ">"))


def transform(nodes: Nodes, change: Callable[[Element], Nodes]) -> Nodes:
    """Return nodes with each element replaced by the result of `change`, outer ones first."""
    result: Nodes = []
    for node in nodes:
        for new in [node] if isinstance(node, str) else change(node):
            if isinstance(new, Element):
                new.inner = transform(new.inner, change)
            result.append(new)
    return result


def walk_leaves(nodes: Nodes) -> Iterator[Element]:
    """Yield every element below some nodes, in document order."""
    for node in nodes:
        if isinstance(node, Element):
            yield from node.walk()


def text_of_leaves(nodes: Nodes) -> str:
    """Return the text of nodes, without tags."""
    return "".join(node if isinstance(node, str) else text_of_leaves(node.inner) for node in nodes)


def _is_bottomless(html: str) -> bool:
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
        tags={*_BLOCKS.split(), *_INLINES.split(), *LOADED, "source"},
        clean_content_tags=_LEFT_OUT,
        attributes={name: {*names} for name, names in _ATTRIBUTES.items()},
        url_schemes=_SCHEMES,
        link_rel=None,
    )


class _Reader(HTMLParser):
    """Builds a tree from well-formed HTML, as written by the cleaner."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self._open = [self.root]
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        leaf = Element(tag, {name: value or "" for name, value in attrs})
        if len(self._open) <= _DEEPEST:
            self._open[-1].inner.append(leaf)
        if tag not in VOID:
            self._open.append(leaf if len(self._open) <= _DEEPEST else self._open[-1])

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        inner = self._open[-1].inner
        if inner and isinstance(inner[-1], str):
            inner[-1] += data
        else:
            inner.append(data)


def _write(nodes: Iterable[Element | str], end: str) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield escape(node, quote=False)
            continue
        attributes = "".join(
            f' {name}="{escape(value)}"' for name, value in node.attributes.items()
        )
        if node.name in VOID:
            yield f"<{node.name}{attributes}{end}"
        else:
            yield f"<{node.name}{attributes}>"
            yield from _write(node.inner, end)
            yield f"</{node.name}>"
