"""SVG: remove what runs, or loads other files, from a drawing.

In an `<img>` a browser runs no scripts of a drawing. They run where a reader opens the drawing
itself, with all rights of the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING

from rostrum.core.translatable import gettext_lazy as _
from rostrum.image_metadata.stripped import Unusable, damaged

if TYPE_CHECKING:
    from lxml import etree

_SVG = "http://www.w3.org/2000/svg"
_XHTML = "http://www.w3.org/1999/xhtml"
_EVENTS = "http://www.w3.org/2001/xml-events"
_XML = "{http://www.w3.org/xml/1998/namespace"  # in lower case
_WORDS = ("id", "class", "name", "title", "aria-", "data-", "d", "points", "transform", "href")
"""Beginnings of the names of attributes that hold no CSS."""
# Elements of SVG 2 and 1.1, and those of HTML that SVG 2 takes over (5.1), which run or load.
_ACTIVE = frozenset(
    f"{{{_SVG}}}{name}"
    for name in (
        *("script", "foreignObject", "handler", "listener", "discard"),
        *("iframe", "object", "embed", "audio", "video", "canvas", "source", "track"),
    )
)
_ANIMATED = frozenset(f"{{{_SVG}}}{name}" for name in ("animate", "set", "animateTransform"))
_LINK = f"{{{_SVG}}}a"
_STYLE = f"{{{_SVG}}}style"
_PICTURES = frozenset((f"{{{_SVG}}}image", f"{{{_SVG}}}feImage"))
_LINKED = re.compile(r"(?:https?:|mailto:|tel:|[^:]*(?:[/?#]|$))", re.IGNORECASE)
_DATA = re.compile(r"data:image/(?:png|jpe?g|gif|webp|avif)[;,]", re.IGNORECASE)
_CONTROLS = re.compile(r"[\0-\x20]")  # a browser drops them from an address (URL, 4.4)

# CSS Syntax 3: comments, escapes, and what loads a file.
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE | re.DOTALL)
_IMPORT = re.compile(r"@import\b[^;]*(?:;|\Z)", re.IGNORECASE)
_URL = re.compile(r"""url\((?!\s*["']?\s*(?:\#|data:))[^)]*(?:\)|\Z)""", re.IGNORECASE)
_LOADING = re.compile(r"(?:image-set|src|image)\(|expression\(|javascript:", re.IGNORECASE)


def is_drawing(path: PurePath) -> bool:
    """Return True for the name of a drawing, which browsers read as one whatever is in it."""
    return path.suffix.lower() == ".svg"


def clean(content: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return a drawing without scripts and files from elsewhere, and the names of what was removed.

    A drawing without any is unchanged, byte for byte. Raises Unusable for a drawing that is not
    well-formed, because browsers may run the part before its error.
    """
    if b"<" not in content:
        return content, ()  # nothing in it can run
    tree = _parse(content)
    is_rewritten = (tree.docinfo.encoding or "UTF-8").upper() not in ("UTF-8", "ASCII")
    dtd = tree.docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        # libxml2 gives elements of an entity no namespace; in the tree written out they have one.
        tree, is_rewritten = _parse(_write(tree)), True
    removed = frozenset(_remove_all(tree))
    return (_write(tree) if removed or is_rewritten else content), tuple(sorted(removed))


def _parse(content: bytes) -> etree._ElementTree:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities="internal", no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(content, parser).getroottree()
    except (etree.XMLSyntaxError, ValueError):
        raise _unreadable() from None


def _write(tree: etree._ElementTree) -> bytes:
    """Return a drawing in UTF-8, without its document type."""
    from lxml import etree

    written: bytes = etree.tostring(tree, encoding="utf-8", xml_declaration=True, doctype="")
    return written


def _unreadable() -> Unusable:
    return damaged(_("the drawing is not well-formed SVG, so that it can't be checked for scripts"))


def _remove_all(tree: etree._ElementTree) -> Iterator[str]:
    """Remove from a tree what runs or loads; yield the name of each removed thing."""
    from lxml import etree

    yield from _remove_instructions(tree)
    for node in list(tree.getroot().iter()):
        if node.tag is etree.Entity:
            raise _unreadable()
        if not isinstance(node.tag, str):
            if node.tag is etree.ProcessingInstruction and node.getparent() is not None:
                yield f"<?{node.target}?>"
                _drop(node)
        elif _is_active(node):
            yield etree.QName(node).localname
            _drop(node)
        else:
            yield from _clean_attributes(node)
            if node.tag == _STYLE:
                yield from _clean_sheet(node)


def _remove_instructions(tree: etree._ElementTree) -> Iterator[str]:
    """Remove processing instructions before the root, such as a style sheet's."""
    from lxml import etree

    root = tree.getroot()
    for node in (*root.itersiblings(preceding=True), *root.itersiblings()):
        if node.tag is etree.ProcessingInstruction:
            yield f"<?{node.target}?>"
            # A node beside the root has no parent: it is moved into the root to be removed.
            root.append(node)
            root.remove(node)


def _drop(node: etree._Element) -> None:
    """Remove a node; the text behind it belongs to what is around it."""
    parent = node.getparent()
    if parent is None:
        raise _unreadable()  # the drawing itself is a script, or a page
    before, tail = node.getprevious(), node.tail or ""
    if before is None:
        parent.text = (parent.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail
    parent.remove(node)


def _is_active(node: etree._Element) -> bool:
    name = str(node.tag)
    if name in _ACTIVE or name.startswith((f"{{{_XHTML}}}", f"{{{_EVENTS}}}")):
        return True
    target = node.get("attributeName", "").rpartition(":")[2].strip().lower()
    return name in _ANIMATED and (target == "href" or target.startswith("on"))


def _clean_attributes(node: etree._Element) -> Iterator[str]:
    for key, value in list(node.attrib.items()):
        space, _, name = str(key).lower().rpartition("}")
        if _runs(str(node.tag), space, name, str(value)):
            yield str(key).rpartition("}")[2]
            del node.attrib[key]
        elif not space and not name.startswith(_WORDS):
            styled = _clean_css(str(value))
            if styled != value:
                yield "url()"
                node.set(key, styled)


def _runs(tag: str, space: str, name: str, value: str) -> bool:
    """Return True for an attribute that is an event handler, or an address outside the drawing."""
    if name.startswith("on") or _EVENTS in space or (name == "base" and space == _XML):
        return True
    return name in ("href", "src") and not _is_safe(tag, value)


def _is_safe(tag: str, address: str) -> bool:
    """Return True for an address within the drawing, of a picture in it, or of a page."""
    plain = _CONTROLS.sub("", address)
    if plain.startswith("#") or not plain:
        return True
    if tag in _PICTURES:
        return bool(_DATA.match(plain))
    return tag == _LINK and bool(_LINKED.match(plain))


def _clean_sheet(node: etree._Element) -> Iterator[str]:
    text = "".join(node.itertext())
    styled = _clean_css(text)
    if styled != text:
        yield "@import, url()"
        for child in list(node):
            node.remove(child)
        node.text = styled


def _clean_css(text: str) -> str:
    """Return CSS without other files; nothing if an escape, or another way, may hide one."""
    cleaned = _URL.sub("none", _IMPORT.sub("", text))
    plain = _ESCAPE.sub(_unescape, _COMMENT.sub("", cleaned))
    hides = any(pattern.search(plain) for pattern in (_IMPORT, _URL, _LOADING))
    return "" if hides else cleaned


def _unescape(escape: re.Match[str]) -> str:
    if not escape[1]:
        return escape[2]
    number = int(escape[1], 16)
    return chr(number) if number < 0x110000 else "\ufffd"
