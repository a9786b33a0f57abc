"""Trees of HTML on their way to a text: what Python-Markdown does to them, in fewer steps."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from typing import Any
from xml.etree.ElementTree import HTML_EMPTY, Element

from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.toc import (
    TocTreeprocessor,
    remove_fnrefs,
    render_inner_html,
    strip_tags,
    unique,
)
from markdown.serializers import BOOLEAN_ATTRIBUTES as FLAGS  # type: ignore[attr-defined]
from markdown.serializers import RE_AMP, to_html_string
from markdown.treeprocessors import PrettifyTreeprocessor, UnescapeTreeprocessor
from markdown.util import STX, AtomicString

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class Prettify(PrettifyTreeprocessor):
    """Puts line breaks between block elements."""

    def run(self, root: Element) -> None:
        """Change the texts and tails of a tree that are blank."""
        self._blocks = frozenset(self.md.block_level_elements)
        if not self._is_block(root.tag):
            super().run(root)
            return
        self._break_lines(root)
        for br in root.iter("br"):
            tail = br.tail or ""
            br.tail = f"\n{tail}" if tail.strip() else "\n"
        for pre in root.iter("pre"):
            if len(pre) and pre[0].tag == "code" and not len(pre[0]) and pre[0].text is not None:
                pre[0].text = AtomicString(pre[0].text.rstrip() + "\n")

    def _break_lines(self, element: Element) -> None:
        if element.tag not in ("code", "pre"):
            children = [child for child in element if self._is_block(child.tag)]
            text = element.text
            if children and children[0] is element[0] and not (text and text.strip()):
                element.text = "\n"
            for child in children:
                if len(child):
                    self._break_lines(child)
                elif not child.tail or not child.tail.strip():
                    child.tail = "\n"
        if not element.tail or not element.tail.strip():
            element.tail = "\n"

    def _is_block(self, tag: Any) -> bool:  # a comment's is a function
        if tag in self._blocks:
            return True
        return isinstance(tag, str) and tag.lower().rstrip("/") in self._blocks


class Unescape(UnescapeTreeprocessor):
    """Puts the characters that an author escaped in their places."""

    def run(self, root: Element) -> None:
        """Change the texts, tails and attributes of a tree in which there are any."""
        for element in root.iter():
            if (text := element.text) and STX in text and element.tag != "code":
                element.text = self.unescape(text)
            if (tail := element.tail) and STX in tail:
                element.tail = self.unescape(tail)
            for key, value in element.items():
                if value is not None and STX in value:
                    element.set(key, self.unescape(value))


class AttrLists(AttrListTreeprocessor):
    """Gives elements the attributes that stand behind them in braces."""

    def run(self, doc: Element) -> None:
        """Change a tree in whose texts there are braces."""
        if "{" in _all_text(doc):
            super().run(doc)


class HeadingIdTreeprocessor(TocTreeprocessor):
    """Gives headings their ids, and makes the table of contents where a text asks for one."""

    def run(self, doc: Element) -> None:
        """Change a tree; what is in the table is not kept on the renderer, as nobody asks there."""
        headings = [element for element in doc.iter() if element.tag in _HEADINGS]
        if self._is_plain(headings) and not (self.marker and self.marker in _all_text(doc)):
            taken = {element.get("id", "") for element in doc.iter() if element.keys()}
            self._give_ids(headings, taken)
        else:
            super().run(doc)

    def _is_plain(self, headings: Sequence[Element]) -> bool:
        """Return whether all that headings get is an id."""
        if self.use_anchors or self.use_permalinks not in (False, None):
            return False
        return not any("data-toc-label" in heading.keys() for heading in headings)  # noqa: SIM118

    def _give_ids(self, headings: Sequence[Element], taken: set[str]) -> None:
        taken.discard("")
        counters: dict[str, int] = {}
        for heading in headings:
            self.set_level(heading)
            name = self._read_name(heading)
            if "id" not in heading.keys():  # noqa: SIM118
                slug = self.slugify(html.unescape(name), self.sep)
                anchor = unique(slug, taken, counters)  # type: ignore[call-arg]  # as above
                heading.set("id", anchor)

    def _read_name(self, heading: Element) -> str:
        text = heading.text or ""
        if len(heading) or not text or any(sign in text for sign in f"<>&{STX}"):
            return strip_tags(render_inner_html(remove_fnrefs(heading), self.md))
        return " ".join(text.split())


def _all_text(root: Element) -> str:
    return "".join(root.itertext())


_USUAL = frozenset(
    (
        *("p", "em", "strong", "a", "code", "h2", "h3", "h4", "ul", "ol", "li", "blockquote"),
        *("div", "pre", "sup", "table", "thead", "tbody", "tr", "th", "td"),
    )
)
"""Tags of elements that have an end, and whose texts are escaped."""


class _Unusual(Exception):
    """An element that is not written like others: a comment, a script, a name with a namespace."""


def write_html(root: Element) -> str:
    """Return a tree as HTML, as `markdown.serializers.to_html_string` does."""
    pieces: list[str] = []
    try:
        _write(root, pieces.append)
    except (_Unusual, RecursionError):
        return to_html_string(root)
    return "".join(pieces)


def _write(element: Element, write: Callable[[str], None]) -> None:
    tag, text, tail = element.tag, element.text, element.tail
    end = f"</{tag}>"
    if tag not in _USUAL:
        if not isinstance(tag, str) or tag.lower() in ("script", "style"):
            raise _Unusual
        if tag.lower() in HTML_EMPTY:
            end = ""
    attributes = _write_attributes(element) if element.keys() else ""
    write(f"<{tag}{attributes}>{_escape(text)}" if text else f"<{tag}{attributes}>")
    for child in element:
        _write(child, write)
    write(f"{end}{_escape(tail)}" if tail else end)


def _write_attributes(element: Element) -> str:
    made = ""
    for key, value in sorted(element.items()):
        if not isinstance(key, str) or not isinstance(value, str | None):
            raise _Unusual
        if value is None:
            made += f" {key}"
            continue
        value = _escape(value).replace('"', "&quot;")
        is_flag = key == value and key in FLAGS["html"]
        made += f" {key}" if is_flag else f' {key}="{value}"'
    return made


def _escape(text: str) -> str:
    if "&" in text:
        text = RE_AMP.sub("&amp;", text)
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text
