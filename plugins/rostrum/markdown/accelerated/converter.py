"""Python-Markdown, the same to a byte and several times faster: our own classes in its registries.

Each of them takes the place of one of Python-Markdown's, and only of that very class: what an
extension of a site's own brings is left where it is. Decision 12 says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import chain
from typing import Any, NamedTuple, Self

import markdown
from markdown import preprocessors
from markdown.extensions import attr_list, codehilite, fenced_code, md_in_html, toc
from markdown.preprocessors import NormalizeWhitespace, Preprocessor
from markdown.serializers import to_html_string
from markdown.treeprocessors import (
    InlineProcessor,
    PrettifyTreeprocessor,
    UnescapeTreeprocessor,
)
from markdown.util import ETX, STX, Processor, Registry

from rostrum.markdown.accelerated.block_parser import Blocks
from rostrum.markdown.accelerated.formatters import Formatters
from rostrum.markdown.accelerated.inline_processor import Inlines
from rostrum.markdown.accelerated.tree_processors import (
    AttrLists,
    HeadingIdTreeprocessor,
    Prettify,
    Unescape,
    write_html,
)

COMPARED = ("3.11.3",)
"""Releases of Python-Markdown whose output was compared; any other is used as it is."""


def make_converter(options: Mapping[str, Any]) -> markdown.Markdown:
    """Return what turns Markdown into HTML as `markdown.Markdown(**options)` does."""
    if markdown.__version__ in COMPARED:
        converter = Converter(**options)
        if converter.is_exchanged:
            return converter
    return markdown.Markdown(**options)


class Converter(markdown.Markdown):
    """Python-Markdown with those of its parts exchanged that take longest.

    `is_exchanged` tells whether each of them stands where the other stood.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        rows = [*_ROWS, _HEADINGS] if _is_own(self) else _ROWS
        self.is_exchanged = not [row for row in rows if not _exchange(self, row)]
        _keep_formatters(self)
        if self.serializer is to_html_string:
            self.serializer = write_html

    def build_parser(self) -> Self:
        """Build the parts; the parser of blocks is ours before any extension sees it."""
        super().build_parser()
        parser = Blocks(self)
        parser.blockprocessors = self.parser.blockprocessors
        for processor in parser.blockprocessors:
            processor.parser = parser
        self.parser = parser
        return self

    def reset(self) -> Self:
        """Make ready for the next text."""
        if isinstance(self.parser, Blocks):
            self.parser.choose()
        return super().reset()


class _Whitespace(NormalizeWhitespace):
    """Makes line ends and blanks alike, as the class that it extends does."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines of the text without what only looks like nothing."""
        text = "\n".join(lines)
        if any(sign in text for sign in ("\t", "\r", STX, ETX)):
            return super().run(lines)
        text += "\n\n"
        return (_BLANK_LINE.sub("\n", text) if "\n " in text else text).split("\n")


_BLANK_LINE = re.compile(r"\n +(?=\n)")


class _Html(Preprocessor):
    """Takes HTML out of a text that holds any."""

    def __init__(self, theirs: Preprocessor) -> None:
        super().__init__(theirs.md)
        self._theirs = theirs

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines as the other preprocessor makes them."""
        text = "\n".join(lines)
        return self._theirs.run(lines) if "<" in text or "&" in text else text.split("\n")


class _Fences(Preprocessor):
    """Takes blocks of code out of a text, and looks for them only where they can stand."""

    def __init__(self, theirs: Preprocessor) -> None:
        super().__init__(theirs.md)
        self._theirs = theirs

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines as the other preprocessor makes them."""
        lines = "\n".join(lines).split("\n")
        fences = [n for n, line in enumerate(lines) if line.startswith(("```", "~~~"))]
        if not fences:
            return lines
        first, end = fences[0], fences[-1] + 1
        return [*lines[:first], *self._theirs.run(lines[first:end]), *lines[end:]]


class _Row(NamedTuple):
    """What takes the place of which class, under which name and priority."""

    registry: str
    name: str
    priority: int
    theirs: type[Processor]
    make: Callable[[Any], Processor]


def _of(kind: type[Processor]) -> Callable[[Processor], Processor]:
    return lambda theirs: kind(theirs.md)


def _make_anchors(theirs: Processor) -> Processor:
    for each in theirs.md.registeredExtensions:
        if type(each) is toc.TocExtension:
            return HeadingIdTreeprocessor(theirs.md, each.getConfigs())
    return theirs


_ROWS = (
    _Row("preprocessors", "normalize_whitespace", 30, NormalizeWhitespace, _of(_Whitespace)),
    _Row("preprocessors", "fenced_code_block", 25, fenced_code.FencedBlockPreprocessor, _Fences),
    _Row("preprocessors", "html_block", 20, preprocessors.HtmlBlockPreprocessor, _Html),
    _Row("preprocessors", "html_block", 20, md_in_html.HtmlBlockPreprocessor, _Html),
    _Row("treeprocessors", "inline", 20, InlineProcessor, _of(Inlines)),
    _Row("treeprocessors", "prettify", 10, PrettifyTreeprocessor, _of(Prettify)),
    _Row("treeprocessors", "attr_list", 8, attr_list.AttrListTreeprocessor, _of(AttrLists)),
    _Row("treeprocessors", "unescape", 0, UnescapeTreeprocessor, _of(Unescape)),
)
_HEADINGS = _Row("treeprocessors", "toc", 5, toc.TocTreeprocessor, _make_anchors)
"""Where no code of a site's own asks for the table of contents: it is made if the text shows it."""


def _exchange(md: markdown.Markdown, row: _Row) -> bool:
    """Put ours in the place of theirs, if it is there; return whether the order is as it was."""
    registry: Registry[Any] = getattr(md, row.registry)
    if row.name not in registry or type(registry[row.name]) is not row.theirs:
        return True
    place = registry.get_index_for_name(row.name)
    registry.register(row.make(registry[row.name]), row.name, row.priority)
    return registry.get_index_for_name(row.name) == place


def _is_own(md: markdown.Markdown) -> bool:
    """Return whether all that takes part comes with Python-Markdown."""
    parts = chain(
        md.preprocessors,
        md.parser.blockprocessors,
        md.inlinePatterns,
        md.treeprocessors,
        md.postprocessors,
        md.registeredExtensions,
    )
    return all(type(part).__module__.startswith("markdown.") for part in parts)


def _keep_formatters(md: markdown.Markdown) -> None:
    formatters = Formatters()
    for each in md.registeredExtensions:
        is_known = type(each) is codehilite.CodeHiliteExtension
        if is_known and each.getConfig("pygments_formatter") == "html":
            each.setConfig("pygments_formatter", formatters)
    for processor in md.treeprocessors:
        if type(processor) is codehilite.HiliteTreeprocessor:
            config: dict[str, Any] = processor.config
            if config.get("pygments_formatter") == "html":
                config["pygments_formatter"] = formatters
