"""Read and rewrite the tags of HTML that may hold an address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape, unescape

# The attributes of a tag as HTML's tokenizer reads them (HTML Standard, 13.2.5). They match in
# exactly one way, and an unclosed value extends to the end of the text, so that no input takes
# quadratic time: each repetition ends at the first character outside its set, enforced by a
# lookahead if necessary.
_NAME = r"[^\s/>][^\s/>=]*(?![^\s/>=])"
_VALUE = r"""\s*=\s*(?:"[^"]*(?:"|\Z)|'[^']*(?:'|\Z)|[^\s>"'][^\s>]*(?![^\s>])|(?=>|\Z))"""
ATTRIBUTES = rf"(?:[\s/]|{_NAME}(?:{_VALUE}|(?!\s*=)))*"

_NAMES = (
    "a(?:rea|udio)?|b(?:lockquote|utton)|del|embed|f(?:eimage|orm|rame)|i(?:mage|mg|nput|ns)|link|"
    "object|q|source|t(?:extpath|rack)|use|video"
)
RAW_ELEMENTS = "iframe|noembed|noframes|script|style|textarea|title|xmp"
"""Elements with content parsed as text, not markup (13.2.5.2 and 3)."""

_COMMENT = r"!--.*?(?:-->|\Z)"
_RAW = rf"(?P<raw>{RAW_ELEMENTS})(?=[\s/>])(?P<before>{ATTRIBUTES})(?:>.*?(?=</(?P=raw)|\Z))?"
_TAG = re.compile(
    rf"<(?=[abdefilnoqstuvx!])(?:{_COMMENT}"  # the first sign tells most tags apart quickly
    rf"|(?P<name>{_NAMES})(?=[\s/>])(?P<attributes>{ATTRIBUTES})>?|{_RAW})",
    re.DOTALL | re.IGNORECASE,
)
"""A comment, a tag that may hold an address, or an element whose content is text, not markup."""
_ANY_TAG = re.compile(
    rf"<(?:{_COMMENT}|{_RAW}|(?P<name>[a-z][a-z0-9:-]*)(?=[\s/>])(?P<attributes>{ATTRIBUTES})>?)",
    re.DOTALL | re.IGNORECASE,
)
"""The same with every tag, for HTML with an address in a style, which any tag may have."""
_CSS_URL = re.compile(r"\((?<=url\()", re.IGNORECASE)
"""`url(`; the search for it is one for the bracket, a single character, and quick."""

_ATTRIBUTE = re.compile(
    r"(?P<space>\s?)(?P<name>[^\s/>][^\s/>=]*)(?:(?P<sign>\s*=\s*)"
    r"""(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>(?:[^\s>"'][^\s>]*)?)))?"""
)
# A named reference without its semicolon is text in an attribute: `?a=1&section=2`.
_REFERENCE = re.compile(r"&(?:#x[0-9a-f]+;?|#[0-9]+;?|[a-z][a-z0-9]*;)", re.IGNORECASE)

Attributes = dict[str, str | None]
"""Attributes by their names in lower case, values unescaped; None is that of one without value."""


def read_tags(html: str) -> Iterator[tuple[str, Attributes]]:
    """Yield the name and attributes of each start tag that may hold an address, in order.

    The rules of a `<style>` with an address in them are its attribute `style`.
    """
    for tag in _choose_pattern(html).finditer(html):
        if name := tag["name"] or tag["raw"]:
            attributes = read_attributes(tag["attributes"] or tag["before"] or "")
            yield name.lower(), attributes | _read_styles(tag)


def rewrite_tags(html: str, rewrite: Callable[[str, Attributes], Attributes | str]) -> str:
    """Return HTML with changed attributes of the start tags that may hold an address.

    `rewrite` receives the name of a tag and its attributes, and returns those that it is to have,
    or HTML in place of the tag. Attributes that stay the same are left as they are written.
    Comments, and the content of elements such as `<script>`, are unchanged.
    """

    def replace(tag: re.Match[str]) -> str:
        name = tag["name"] or tag["raw"]
        start, end = tag.span("attributes" if tag["name"] else "before")
        if not name or html[end : end + 1] != ">":
            return tag[0]
        styles = _read_styles(tag)
        old = read_attributes(html[start:end]) | styles
        new = rewrite(name.lower(), {**old})
        if isinstance(new, str):
            return new
        if new == old:
            return tag[0]
        if styles:
            return f"{html[tag.start() : end + 1]}{new.get('style') or ''}"
        written = _write_attributes(html[start:end], old, new)
        return f"{html[tag.start() : start]}{written}{html[end : tag.end()]}"

    return _choose_pattern(html).sub(replace, html)


def _read_styles(tag: re.Match[str]) -> Attributes:
    """Return the content of a `<style>` with an address in it, as if it were an attribute."""
    if not tag["raw"] or tag["raw"].lower() != "style" or not _CSS_URL.search(tag[0]):
        return {}
    return {"style": tag[0][tag.end("before") - tag.start() + 1 :]}


def _choose_pattern(html: str) -> re.Pattern[str]:
    return _ANY_TAG if _CSS_URL.search(html) else _TAG


def _write_attributes(written: str, old: Attributes, new: Attributes) -> str:
    """Return the attributes of a tag as they are written, with the new values in their places."""
    pieces, end = [], 0
    for attribute in _ATTRIBUTE.finditer(written):
        space, name, sign = attribute.group("space", "name", "sign")
        pieces.append(written[end : attribute.start()])
        end = attribute.end()
        value = new.get(name.lower())
        if name.lower() not in new:
            pieces.append(" " if written[end : end + 1].strip(" \t\n\f\r/") else "")
        elif value == old[name.lower()]:
            pieces.append(attribute[0])
        else:
            pieces.append(space + (name if value is None else _join(name, value, sign or "=")))
    added = {name: value for name, value in new.items() if name not in old}
    return "".join([*pieces, _join_attributes(added), written[end:]])


def write_tag(name: str, attributes: Attributes) -> str:
    """Return a start tag, with escaped attribute values."""
    return f"<{name}{_join_attributes(attributes)}>"


def _join_attributes(attributes: Attributes) -> str:
    return "".join(
        f" {name}" if value is None else f" {_join(name, value)}"
        for name, value in attributes.items()
    )


def _join(name: str, value: str, sign: str = "=") -> str:
    return f'{name}{sign}"{escape(value)}"'


def read_attributes(written: str) -> Attributes:
    """Return the attributes of a start tag; the first of duplicate attributes counts."""
    attributes: Attributes = {}
    for _, name, sign, double, single, bare in _ATTRIBUTE.findall(written):
        value = double or single or bare if sign else None
        if value and "&" in value:
            value = _REFERENCE.sub(lambda reference: unescape(reference[0]), value)
        attributes.setdefault(name.lower(), value)
    return attributes
