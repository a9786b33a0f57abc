"""Texts bound into one: their ids do not collide, and links between them stay inside.

It serves the page that has all of a series, where each text is a part of one page, and the
e-book, where each is a file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from urllib.parse import unquote, urljoin

from rostrum.core.lazy_html import LazyHtml
from rostrum.html.tree import (
    HEADINGS,
    LOADED,
    Element,
    Nodes,
    parse_html,
    serialize,
    text_of_leaves,
    transform,
    walk_leaves,
)

_DEEPEST_HEADING = 6


@dataclass(frozen=True, slots=True)
class MergedSection:
    """A text to be bound: `url` is that of its own page, absolute; `name` what it has here.

    The name of a part of a page is its id, that of a part of a book its file.
    """

    name: str
    url: str
    text: LazyHtml


@dataclass(frozen=True)
class MergedDocument:
    """Several texts bound into one.

    `name_id` gives an id, as it is in a part, the one that it has here; `point` makes the
    address of a part, or of an id in it, as another part links to it. What `is_apart` from the
    site, such as a book, links to it with scheme and host.
    """

    parts: tuple[MergedSection, ...]
    name_id: Callable[[MergedSection, str], str]
    point: Callable[[MergedSection, MergedSection, str], str]
    is_apart: bool = False
    _trees: dict[int, Nodes] = field(default_factory=dict, repr=False)
    _ids: dict[int, Mapping[str, str]] = field(default_factory=dict, repr=False)

    def bind(self, n: int) -> Nodes:
        """Return the nth part as it stands here: links, ids and headings fitted, no contents."""
        part, ids = self.parts[n], dict(self._ids_of(n))

        def fit(leaf: Element) -> Nodes:
            if "toc" in leaf.classes and leaf.name == "div":
                return []
            if leaf.name in LOADED:
                return _link_loaded(leaf, part)
            if leaf.name == "source":
                return []
            _fit_id(leaf, ids)
            if leaf.name == "a":
                self._fit_link(leaf, part)
            return [leaf]

        return transform(self._take(n), fit)

    def _fit_link(self, leaf: Element, part: MergedSection) -> None:
        leaf.attributes.pop("name", None)
        if "href" not in leaf.attributes:
            return
        href = leaf.attributes["href"].strip()
        leaf.attributes["href"] = self._lead(href, part)
        if href.lower().startswith("data:"):
            del leaf.attributes["href"]

    def _lead(self, href: str, part: MergedSection) -> str:
        """Return where a link leads from here: into the volume if what it leads to is bound."""
        full = join(part.url, href)
        page, _, fragment = full.partition("#")
        found = self._places.get(page)
        if found is None:
            return full if self.is_apart or href.startswith("#") else href
        if not fragment:
            return self.point(part, self.parts[found], "")
        ids = self._ids_of(found)
        wanted = ids.get(unquote(fragment)) or ids.get(fragment)
        return self.point(part, self.parts[found], wanted) if wanted else full

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {part.url: n for n, part in enumerate(self.parts)}

    def _take(self, n: int) -> Nodes:
        """Return the tree of a part, which is used up by it."""
        return self._trees.pop(n, None) or parse_html(str(self.parts[n].text))

    def _ids_of(self, n: int) -> Mapping[str, str]:
        """Return every id of a part, and what it is here."""
        if n not in self._ids:
            self._trees[n] = parse_html(str(self.parts[n].text))
            found = filter(None, map(_find_id, walk_leaves(self._trees[n])))
            self._ids[n] = {id: self.name_id(self.parts[n], id) for id in found}
        return self._ids[n]


def merge_into_page(parts: Sequence[MergedSection], level: int) -> tuple[LazyHtml, ...]:
    """Return texts as parts of one page, their ids below that of their part: `part-3.sources`.

    Each is made when it is asked for. `level` is how much lower their headings stand here.
    """
    volume = MergedDocument(tuple(parts), _name_below, _point_within)
    names = tuple(f"{part.name} {part.url}" for part in parts)
    return tuple(
        LazyHtml(("bound", *part.text.key, *names), partial(_write_part, volume, n, level))
        for n, part in enumerate(parts)
    )


def _write_part(volume: MergedDocument, n: int, level: int) -> str:
    return serialize(lower_headings(volume.bind(n), level))


def lower_headings(nodes: Nodes, levels: int) -> Nodes:
    """Return nodes whose headings stand some levels lower, the sixth being the lowest."""
    for leaf in walk_leaves(nodes):
        if leaf.name in HEADINGS:
            leaf.name = f"h{min(_DEEPEST_HEADING, int(leaf.name[1]) + levels)}"
    return nodes


def join(page: str, address: str) -> str:
    """Return an address as a page means it, absolute; one that is none stays as it is."""
    try:
        return urljoin(page, address)
    except ValueError:  # http://[bad
        return address


def _name_below(part: MergedSection, written: str) -> str:
    return f"{part.name}.{written}"


def _point_within(source: MergedSection, target: MergedSection, id: str) -> str:
    return f"#{id or target.name}"


def _find_id(leaf: Element) -> str:
    return leaf.attributes.get("id") or (
        leaf.attributes.get("name", "") if leaf.name == "a" else ""
    )


def _fit_id(leaf: Element, ids: dict[str, str]) -> None:
    """Give an element the id that it has here, the first of those that share one."""
    found = ids.pop(_find_id(leaf), "")
    leaf.attributes.pop("id", None)
    if found:
        leaf.attributes["id"] = found


def _link_loaded(leaf: Element, part: MergedSection) -> Nodes:
    """Return a link to what would be loaded: paper plays no films."""
    sources = [leaf, *(inner for inner in leaf.inner if isinstance(inner, Element))]
    found = (each.attributes.get(key) for each in sources for key in ("src", "data"))
    address = next(filter(None, found), "")
    if not address or address.lower().startswith("data:"):
        return []
    full = join(part.url, address)
    words = leaf.attributes.get("title") or text_of_leaves(leaf.inner).strip() or full
    return [Element("a", {"href": full}, [words])]
