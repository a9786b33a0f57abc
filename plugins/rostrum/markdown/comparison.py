"""Compare the HTML of a text in two dialects of Markdown."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple
from urllib.parse import unquote

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

_BLOCKS = "blockquote|d[dlt]|div|h[1-6r]|li|ol|p|pre|t(?:able|body|head|[dhr])|ul"
_SPACE_AT_BLOCK = re.compile(rf"\s*(</?(?:{_BLOCKS})\b[^>]*>)\s*")
_MAX_PHRASES = 8
_FOOTNOTE_ID = re.compile(r"(#?fn(?:ref)?)(\d*):(.+)")


class DialectChange(NamedTuple):
    """HTML of a text that differs in another dialect; its line in the source, from 0.

    `start` is the offset of the first difference in `before` and `after`, `blocks` the number of
    blocks in a row, in the larger of them.
    """

    line: int
    before: str
    after: str
    start: int
    blocks: int


def compare_html(before: str, after: str, source: str) -> list[DialectChange]:
    """Return the blocks of HTML that differ, with their lines in the Markdown source.

    Differences that no reader sees are ignored: white space, the order of attributes, the encoding
    of addresses, empty elements for highlighting, the form of footnotes. Several blocks in a row
    are one change if their number differs.
    """
    blocks, others = list(_split_blocks(before)), list(_split_blocks(after))
    offsets = list(_locate_blocks(blocks, source))
    changes: list[DialectChange] = []
    matcher = SequenceMatcher(None, blocks, others, autojunk=False)
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        if end - start == other_end - other_start:
            pairs = zip(range(start, end), range(other_start, other_end), strict=True)
            spans = [(n, n + 1, m, m + 1) for n, m in pairs]
        else:
            spans = [(start, end, other_start, other_end)]
        for first, last, other_first, other_last in spans:
            block = "".join(blocks[first:last])
            other = "".join(others[other_first:other_last])
            difference = _find_difference(block, other)
            offset = _find_text(block[difference:], source, offsets[first])[0]
            count = max(last - first, other_last - other_first)
            line = source.count("\n", 0, offset)
            changes.append(DialectChange(line, block, other, difference, count))
    return changes


def _locate_blocks(blocks: Sequence[str], source: str) -> Iterator[int]:
    """Yield the offset of each block in the source, and that of the end."""
    start = 0
    for block in blocks:
        offset, start = _find_text(block, source, start)
        yield offset
    yield start


def _find_difference(one: str, other: str) -> int:
    """Return the offset of the first difference; that of the tag if it is within a tag."""
    pairs = zip(one, other, strict=False)
    differing = (offset for offset, (left, right) in enumerate(pairs) if left != right)
    offset = next(differing, min(len(one), len(other)))
    tag = one.rfind("<", 0, offset)
    return tag if tag > one.rfind(">", 0, offset) else offset


def _split_blocks(fragment: str) -> Iterator[str]:
    """Yield the blocks of HTML in a normal form."""
    soup = BeautifulSoup(fragment, "html.parser")
    for tag in soup.find_all(True):
        is_note = tag.name == "sup" or tag.find_parent("sup")
        if "footnote-backref" in (tag.get("class") or ()) or (
            tag.name == "span" and not tag.contents
        ):
            tag.extract()
        elif is_note:
            tag.attrs = {}  # of a footnote's number: the place of its class and id differs
        else:
            tag.attrs = {key: _normalize(key, tag.attrs[key]) for key in sorted(tag.attrs)}
    for child in soup.children:
        text = ""
        if isinstance(child, Tag):
            text = child.decode(formatter="minimal")
        elif isinstance(child, NavigableString):
            text = child.output_ready(formatter="minimal")
        if text := _SPACE_AT_BLOCK.sub(r"\1", re.sub(r"\s+", " ", text)).strip():
            yield text


def _normalize(key: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return unquote(value) if key in ("href", "src") else _FOOTNOTE_ID.sub(r"\1-\3", value)


def _find_text(block: str, source: str, start: int) -> tuple[int, int]:
    """Return where the text of HTML begins in the source, from `start` on, and a place behind.

    Its first words may not be in the source, such as the title of an alert, but further down by
    chance: the first place of any of the first phrases counts.
    """
    text = html.unescape(re.sub(r"<[^>]*>", "\n", block))
    phrases = (it.strip() for it in re.findall(r"\w[\w ]*", text)[:_MAX_PHRASES])
    matches = (re.compile(rf"\b{re.escape(it)}\b").search(source, start) for it in phrases)
    spans = [match.span() for match in matches if match]
    return min(spans, default=(start, start))
