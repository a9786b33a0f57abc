"""Merge texts into one document, with unique ids and internal links between them.

Used for the single page of a whole series, with each text as a part of the page, and for the
e-book, with each text as a file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin

from rostrum.core.lazy_html import LazyHtml
from rostrum.html.drawings import put_drawings, take_drawings
from rostrum.html.fragments import HEADINGS, LOADED, parse_html, serialize
from rostrum.html.text import html_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DEEPEST_HEADING = 6


@dataclass(frozen=True, slots=True)
class MergedSection:
    """A text to be merged: `url` is the absolute URL of its own page, `name` its name here.

    The name is an id for a part of a page, and a file name for a part of a book.
    """

    name: str
    url: str
    text: LazyHtml


@dataclass(frozen=True)
class MergedDocument:
    """Several texts merged into one document.

    `name_id` converts an id of a part to its id in the document; `point` returns the URL of a part,
    or of an id in it, for links from another part. If `is_apart` is True, the document is outside
    the site, such as a book, and links to the site with scheme and host.
    """

    parts: tuple[MergedSection, ...]
    name_id: Callable[[MergedSection, str], str]
    point: Callable[[MergedSection, MergedSection, str], str]
    is_apart: bool = False
    _trees: dict[int, HtmlElement] = field(default_factory=dict, repr=False)
    _ids: dict[int, Mapping[str, str]] = field(default_factory=dict, repr=False)
    _drawings: dict[int, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def bind(self, n: int) -> HtmlElement:
        """Return the nth part with links and ids adapted, and without its table of contents.

        A picture is in the place of each drawing: see `drawings_of`.
        """
        part, ids, body = self.parts[n], dict(self._ids_of(n)), self._take(n)
        for contents in [part for part in body.iter("nav", "div") if "toc" in part.classes]:
            contents.drop_tree()
        for loaded in list(body.iter(*LOADED)):
            _link_loaded(loaded, part)
        for source in list(body.iter("source")):
            source.drop_tree()
        for element in body.iterdescendants():
            _fit_id(element, ids)
        for link in body.iter("a"):
            self._fit_link(link, part)
        return body

    def _fit_link(self, link: HtmlElement, part: MergedSection) -> None:
        link.attrib.pop("name", None)
        href = link.get("href")
        if href is None:
            return
        if href.strip().lower().startswith("data:"):
            del link.attrib["href"]
        else:
            link.set("href", self._lead(href.strip(), part))

    def _lead(self, href: str, part: MergedSection) -> str:
        """Return the target of a link, inside the document if the linked page is merged."""
        full = join(part.url, href)
        page, _, fragment = full.partition("#")
        index = self._places.get(page)
        if index is None:
            return full if self.is_apart or href.startswith("#") else href
        if not fragment:
            return self.point(part, self.parts[index], "")
        ids = self._ids_of(index)
        target = ids.get(unquote(fragment)) or ids.get(fragment)
        return self.point(part, self.parts[index], target) if target else full

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {part.url: n for n, part in enumerate(self.parts)}

    def _take(self, n: int) -> HtmlElement:
        """Return the tree of a part and drop it from the cache, since the caller changes it."""
        tree = self._trees.pop(n, None)
        return self._parse(n) if tree is None else tree

    def _parse(self, n: int) -> HtmlElement:
        html, self._drawings[n] = take_drawings(str(self.parts[n].text))
        return parse_html(html)

    def drawings_of(self, n: int) -> tuple[str, ...]:
        """Return the drawings of the nth part after `bind`."""
        return self._drawings[n]

    def _ids_of(self, n: int) -> Mapping[str, str]:
        """Return a mapping of every id of a part to its id in the document."""
        if n not in self._ids:
            self._trees[n] = self._parse(n)
            ids = filter(None, map(_find_id, self._trees[n].iterdescendants()))
            self._ids[n] = {id: self.name_id(self.parts[n], id) for id in ids}
        return self._ids[n]


def merge_into_page(parts: Sequence[MergedSection], level: int) -> tuple[LazyHtml, ...]:
    """Return texts as parts of one page, their ids prefixed by the part's: `part-3.sources`.

    Each text is converted lazily. Its headings are lowered by `level` levels.
    """
    volume = MergedDocument(tuple(parts), _name_below, _point_within)
    names = tuple(f"{part.name} {part.url}" for part in parts)
    return tuple(
        LazyHtml(("bound", *part.text.key, *names), partial(_write_part, volume, n, level))
        for n, part in enumerate(parts)
    )


def _write_part(volume: MergedDocument, n: int, level: int) -> str:
    html = serialize(lower_headings(volume.bind(n), level))
    return put_drawings(html, volume.drawings_of(n), partial(volume.name_id, volume.parts[n]))


def lower_headings(body: HtmlElement, levels: int) -> HtmlElement:
    """Return an element with the headings in it lowered by some levels, down to `h6`."""
    for heading in body.iter(*HEADINGS):
        heading.tag = f"h{min(_DEEPEST_HEADING, int(heading.tag[1]) + levels)}"
    return body


def join(page: str, address: str) -> str:
    """Return a URL made absolute relative to a page; an invalid URL is returned unchanged."""
    try:
        return urljoin(page, address)
    except ValueError:  # http://[bad
        return address


def _name_below(part: MergedSection, written: str) -> str:
    return f"{part.name}.{written}"


def _point_within(source: MergedSection, target: MergedSection, id: str) -> str:
    return f"#{id or target.name}"


def _find_id(element: HtmlElement) -> str:
    id = element.get("id") or (element.get("name") if element.tag == "a" else "")
    return id or ""


def _fit_id(element: HtmlElement, ids: dict[str, str]) -> None:
    """Set an element's id in the document; the first of duplicates keeps it."""
    id = ids.pop(_find_id(element), "")
    element.attrib.pop("id", None)
    if id:
        element.set("id", id)


def _link_loaded(element: HtmlElement, part: MergedSection) -> None:
    """Put a link in place of embedded media, for example for printing."""
    urls = (node.get(key) for node in (element, *element) for key in ("src", "data"))
    address = next(filter(None, urls), "")
    if not address or address.lower().startswith("data:"):
        element.drop_tree()
        return
    full = join(part.url, address)
    link = element.makeelement("a", {"href": full})
    link.text = element.get("title") or html_text(serialize(element)) or full
    link.tail, element.tail = element.tail, None
    element.getparent().replace(element, link)
