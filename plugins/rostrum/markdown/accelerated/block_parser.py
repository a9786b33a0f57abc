"""Blocks of Markdown: of each, only those processors are asked whose sign stands in it.

Python-Markdown asks all fourteen of every block, most of them with a regular expression, though
nearly every block is a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from markdown import Markdown, blockprocessors
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor, ParagraphProcessor
from markdown.extensions import abbr, def_list, footnotes, md_in_html, sane_lists, tables
from markdown.util import STX

_SIGNS: Mapping[type[BlockProcessor], str] = {
    md_in_html.MarkdownInHtmlProcessor: STX,
    blockprocessors.EmptyBlockProcessor: "",
    blockprocessors.ListIndentProcessor: "",
    def_list.DefListIndentProcessor: "",
    blockprocessors.CodeBlockProcessor: "",
    tables.TableProcessor: "|",
    blockprocessors.HashHeaderProcessor: "#",
    blockprocessors.SetextHeaderProcessor: "\n",
    blockprocessors.HRProcessor: "",
    blockprocessors.OListProcessor: ". ",
    blockprocessors.UListProcessor: "",
    sane_lists.SaneOListProcessor: ". ",
    sane_lists.SaneUListProcessor: "",
    def_list.DefListProcessor: ": ",
    blockprocessors.BlockQuoteProcessor: ">",
    footnotes.FootnoteBlockProcessor: "]:",
    abbr.AbbrBlockprocessor: "*[",
    blockprocessors.ReferenceProcessor: "]:",
    ParagraphProcessor: "",
}
"""What has to stand in a block that a processor can take; nothing, where that is not one text."""

_OPENERS = frozenset(" \n*+-_#>:[" + STX)  # what a block that is no paragraph can begin with
_OPENING_LINE = re.compile(r"\n *[#=\-_*:>\[]")  # a line that such a processor looks for further on
_EMPHASIS = re.compile(r"(?:\*\*?|__?)[^\s*_\[]")


class Blocks(BlockParser):
    """The parser of blocks; with a processor of unknown kind it asks all of them of every block."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._asked: Sequence[tuple[BlockProcessor, str]] = ()
        self._paragraph: BlockProcessor | None = None

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802
        """Append to `parent` what the blocks become; they are used up."""
        # No call more a level than the original: quotes nest as deep as Python's stack allows.
        while blocks:
            if self._paragraph and _is_paragraph(blocks[0]):
                self._paragraph.run(parent, blocks)
                continue
            for processor, sign in self._asked:
                if (
                    sign in blocks[0]
                    and processor.test(parent, blocks[0])
                    and processor.run(parent, blocks) is not False
                ):
                    break

    def choose(self) -> None:
        """Look anew which processors there are: before the first text, and before each."""
        processors = list(self.blockprocessors)
        kinds = [type(processor) for processor in processors]
        is_known = _SIGNS.keys() >= set(kinds) and self.md.tab_length > 0
        is_usual = is_known and kinds[-1:] == [ParagraphProcessor]
        self._paragraph = processors[-1] if is_usual else None
        self._asked = [
            (processor, _SIGNS[kind] if is_usual else "")
            for processor, kind in zip(processors, kinds, strict=True)
        ]


def _is_paragraph(block: str) -> bool:
    """Return whether no processor but that of paragraphs takes a block; False where in doubt."""
    first = block[:1]
    if "|" in block or not first or first.isdecimal():
        return False
    if first in _OPENERS and not _begins_inline(block, first):
        return False
    return "\n" not in block or not _OPENING_LINE.search(block)


def _begins_inline(block: str, first: str) -> bool:
    """Return whether a block begins with a link, or emphasis, and not with a list or definition."""
    if first == "[":
        return "]:" not in block
    return first in "*_" and _EMPHASIS.match(block) is not None
