"""SVG drawings within the HTML of a text, kept apart while texts are merged into one document.

A drawing refers to its own parts by their ids (`fill="url(#sky)"`, `<use href="#star">`). It stays
whole: in a book as a file of its own, on a page with all its ids prefixed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from xml.etree import ElementTree

from rostrum.html.comments import TokenKind, split_html
from rostrum.html.text import html_text

_SVG = "{http://www.w3.org/2000/svg}"
_NAMESPACES = {
    "xmlns": "http://www.w3.org/2000/svg",
    "xmlns:xlink": "http://www.w3.org/1999/xlink",
}
# CSS accepts `url` in upper or lower case, and with escaped letters: `\75rl`.
_URL = re.compile(r"\\|url\((?!\s*['\"]?#)", re.IGNORECASE)
_PROGRAMS = frozenset(f"{_SVG}{name}" for name in ("a", "foreignObject", "script", "style"))

_TAG = re.compile(r"</?svg(?=[\s/>])", re.IGNORECASE)
_OPENING = re.compile(r"<svg\b([^<>]*)>", re.IGNORECASE)
_LABEL = re.compile(r"""\saria-label=(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^<>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_SIZE = re.compile(r"""\s(width|height)=["']?(\d+)(?:px)?["']?(?=[\s/>])""")
_PLACE = re.compile(r'<img\b[^<>]*\bsrc="#drawing-(\d+)"[^<>]*>')
_REFERENCE = re.compile(
    r"""(?P<before>\s(?:id|aria-labelledby|aria-describedby)=["']|\s(?:xlink:)?href=["']\#"""
    r"""|url\(\s*["']?\#)(?P<ids>[^"'()<>]+)"""
)


def take_drawings(html: str) -> tuple[str, tuple[str, ...]]:
    """Return HTML with a picture in place of each drawing, and the drawings.

    The address of the nth picture is `#drawing-n`, from 0; its words are the drawing's title.
    """
    if "<svg" not in html and "<SVG" not in html:
        return html, ()
    parts, drawings, end = list[str](), list[str](), 0
    for start, stop in _find_drawings(html):
        drawing = html[start:stop]
        parts += [html[end:start], _write_place(drawing, len(drawings))]
        drawings.append(drawing)
        end = stop
    return "".join([*parts, html[end:]]), tuple(drawings)


def _find_drawings(html: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each outermost drawing; one without an end is none."""
    start = depth = 0
    for piece in split_html(html):
        if piece.kind is not TokenKind.TAG or not (tag := _TAG.match(html, piece.start)):
            continue
        if tag[0].startswith("</"):
            depth = max(0, depth - 1)
            if not depth and start < piece.end and html.startswith("<", start):
                yield start, piece.end
        elif not html.startswith("/>", piece.end - 2):
            start = start if depth else piece.start
            depth += 1


def _write_place(drawing: str, number: int) -> str:
    tag = _OPENING.match(drawing)
    label = _LABEL.search(tag[0]) if tag else None
    title = _TITLE.search(drawing)
    words = (label[1] or label[2]) if label else escape(html_text(title[1])) if title else ""
    size = "".join(f' {name}="{value}"' for name, value in _SIZE.findall(tag[0] if tag else ""))
    return f'<img src="#drawing-{number}" alt="{words}"{size}>'


def find_drawing(src: str) -> int | None:
    """Return the number of the drawing at the address of a picture, or None."""
    number = src.removeprefix("#drawing-")
    return int(number) if number != src and number.isdecimal() else None


def write_file(drawing: str) -> bytes:
    """Return a drawing as the content of an SVG file; empty if it is not safe on its own."""
    missing = "".join(
        f' {name}="{uri}"'
        for name, uri in _NAMESPACES.items()
        if f"{name}=" not in drawing and (name == "xmlns" or "xlink:" in drawing)
    )
    content = (drawing[:4].lower() + missing + drawing[4:]).encode("utf-8", "replace")
    return content if is_plain_svg(content) else b""


def put_drawings(html: str, drawings: tuple[str, ...], name_id: Callable[[str], str]) -> str:
    """Return HTML with the drawings in their places, each of their ids changed by `name_id`.

    Of a drawing that is not safe, the words remain.
    """

    def put(place: re.Match[str]) -> str:
        drawing = drawings[int(place[1])]
        if write_file(drawing):
            return _REFERENCE.sub(lambda match: _rename(match, name_id), drawing)
        words = re.search(r'\balt="([^"]+)"', place[0])
        return f'<span class="left-out">[{words[1]}]</span>' if words else ""

    return _PLACE.sub(put, html) if drawings else html


def _rename(match: re.Match[str], name_id: Callable[[str], str]) -> str:
    return match["before"] + " ".join(map(name_id, match["ids"].split()))


def is_plain_svg(content: bytes) -> bool:
    """Return True if a file is an SVG drawing without scripts, links and external resources."""
    if b"<!DOCTYPE" in content or b"<?xml-stylesheet" in content:
        return False
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError):
        return False
    return root.tag == f"{_SVG}svg" and all(map(_is_plain, root.iter()))


def _is_plain(element: ElementTree.Element) -> bool:
    if element.tag in _PROGRAMS:
        return False
    for key, value in element.attrib.items():
        name = key.rpartition("}")[2].lower()
        if name.startswith("on") or (name == "href" and not value.startswith("#")):
            return False
        if _URL.search(value):
            return False
    return True
