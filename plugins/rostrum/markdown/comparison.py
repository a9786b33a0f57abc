"""Compare the HTML of a text in two dialects of Markdown."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

_BLOCKS = "blockquote|d[dlt]|div|h[1-6r]|li|ol|p|pre|t(?:able|body|head|[dhr])|ul"
_SPACE_AT_BLOCK = re.compile(rf"\s*(</?(?:{_BLOCKS})\b[^>]*>)\s*")
_FOOTNOTE_ID = re.compile(r"(#?fn(?:ref)?)(\d*):(.+)")


class Change(NamedTuple):
    """HTML of a text that differs in another dialect; its line in the source, from 0.

    `start` is the offset of the first difference in `before` and `after`.
    """

    line: int
    before: str
    after: str
    start: int


def compare_html(before: str, after: str, source: str) -> list[Change]:
    """Return the blocks of HTML that differ, with their lines in the Markdown source.

    Differences that no reader sees are ignored: white space, the order of attributes, empty
    elements for highlighting, the form of footnote ids.
    """
    blocks_before, blocks_after = list(_split_blocks(before)), list(_split_blocks(after))
    matcher = SequenceMatcher(None, blocks_before, blocks_after, autojunk=False)
    changes: list[Change] = []
    offset = 0
    for kind, start, end, after_start, after_end in matcher.get_opcodes():
        if kind == "equal":
            offset = _find_source(blocks_before[end - 1], source, offset)
            continue
        block = "".join(blocks_before[start:end])
        other = "".join(blocks_after[after_start:after_end])
        offset = _find_source(block, source, offset)
        first = _find_difference(block, other)
        line = source.count("\n", 0, _find_source(block[first:], source, offset))
        changes.append(Change(line, block, other, first))
    return changes


def _find_difference(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    differing = (offset for offset, (left, right) in enumerate(pairs) if left != right)
    return next(differing, min(len(one), len(other)))


def _split_blocks(fragment: str) -> Iterator[str]:
    """Yield the blocks of HTML in a normal form."""
    soup = BeautifulSoup(fragment, "html.parser")
    for tag in soup.find_all(True):
        if tag.name == "span" and not tag.contents:
            tag.extract()
        elif tag.find_parent("sup") or tag.name == "sup":
            tag.attrs = {}  # of a footnote's number: the place of its class and id differs
        else:
            tag.attrs = {key: _normalize(tag.attrs[key]) for key in sorted(tag.attrs)}
    for child in soup.children:
        text = ""
        if isinstance(child, Tag):
            text = child.decode(formatter="minimal")
        elif isinstance(child, NavigableString):
            text = child.output_ready(formatter="minimal")
        if text := _SPACE_AT_BLOCK.sub(r"\1", re.sub(r"\s+", " ", text)).strip():
            yield text


def _normalize(value: Any) -> Any:
    return _FOOTNOTE_ID.sub(r"\1-\3", value) if isinstance(value, str) else value


def _find_source(block: str, source: str, start: int) -> int:
    """Return the offset of a block's first words in the source, from `start` on."""
    text = html.unescape(re.sub(r"<[^>]*>", "\n", block))
    for phrase in re.findall(r"\w[\w ]*", text):
        if match := re.compile(rf"\b{re.escape(phrase.strip())}\b").search(source, start):
            return match.start()
    return start
