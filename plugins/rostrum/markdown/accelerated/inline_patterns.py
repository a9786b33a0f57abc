"""Inline patterns: what each needs, and the plainest code, links and emphasis, made sooner."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from markdown import inlinepatterns
from markdown.extensions.nl2br import BR_RE
from markdown.inlinepatterns import (
    BacktickInlineProcessor,
    DelimiterProcessor,
    InlineProcessor,
    LinkInlineProcessor,
    Pattern,
)
from markdown.util import INLINE_PLACEHOLDER_PREFIX, AtomicString, code_escape

_SIGNS: Mapping[str, tuple[str, ...]] = {
    inlinepatterns.BACKTICK_RE: ("`",),
    inlinepatterns.ESCAPE_RE: ("\\",),
    r"\[\^([^\]]*)\]": ("[^",),
    inlinepatterns.LINK_RE: ("[",),
    inlinepatterns.IMAGE_LINK_RE: ("![",),
    inlinepatterns.AUTOLINK_RE: ("<",),
    inlinepatterns.AUTOMAIL_RE: ("<",),
    inlinepatterns.LINE_BREAK_RE: ("  \n",),
    inlinepatterns.HTML_RE: ("<",),
    inlinepatterns.ENTITY_RE: ("&",),
    r"\*|_": ("*", "_"),
    BR_RE: ("\n",),
}
"""By regular expression: one of these stands in every text in which it finds anything."""

_REFERENCES = frozenset(
    {
        inlinepatterns.ReferenceInlineProcessor,
        inlinepatterns.ImageReferenceInlineProcessor,
        inlinepatterns.ShortReferenceInlineProcessor,
        inlinepatterns.ShortImageReferenceInlineProcessor,
    }
)
"""Patterns that change nothing in a text without definitions of links."""

_CODE = re.compile(r"`([^`]+)`(?!`)")
_LINK = re.compile(r"\[([^\[\]]*)\]\(([^\s()<>\"'\x02]*)\)")
_EMPHASIS = re.compile(r"(?<!\*)(\*\*?)(?![\s*])([^*_]*[^*_\s])\1(?!\*)")

Node = Element | str | None
Match = tuple[Node, int | None, int | None]
Found = tuple[Node, str, str, int]
"""What was made, the texts before and behind it, and where to look further if it is nothing."""


class Applied(NamedTuple):
    """A pattern as it is applied; without signs it is applied to every text."""

    find: Callable[[str, int], Found | None]
    signs: tuple[str, ...] | None
    excludes: frozenset[str]
    needs_references: bool


def prepare(pattern: Pattern) -> Applied:
    """Return a pattern with what it needs, as far as that is known."""
    known = type(pattern).getCompiledRegExp is Pattern.getCompiledRegExp
    return Applied(
        _choose_finder(pattern),
        _SIGNS.get(pattern.compiled_re.pattern) if known else None,
        frozenset(tag.lower() for tag in pattern.ANCESTOR_EXCLUDES),
        type(pattern) in _REFERENCES,
    )


def join_signs(patterns: Sequence[Applied]) -> tuple[str, ...] | None:
    """Return the signs of which one stands in every text that any pattern changes, or None."""
    signs = {INLINE_PLACEHOLDER_PREFIX: None}
    for applied in patterns:
        if applied.signs is None:
            return None
        signs.update(dict.fromkeys(applied.signs))
    # What holds "[^" or "![" holds "[" as well.
    return tuple(sign for sign in signs if sign not in ("[^", "![") or "[" not in signs)


def _choose_finder(pattern: Pattern) -> Callable[[str, int], Found | None]:
    if not isinstance(pattern, InlineProcessor):
        return partial(_find_old, pattern)
    make = _MAKERS.get(type(pattern))
    return partial(_find, pattern, partial(make, pattern) if make else pattern.handleMatch)


def _find(
    pattern: InlineProcessor, make: Callable[[re.Match[str], str], Match], data: str, start: int
) -> Found | None:
    for match in pattern.getCompiledRegExp().finditer(data, start):
        node, begin, end = make(match, data)
        if begin is not None and end is not None:
            return node, data[:begin], data[end:], end
    return None


def _find_old(pattern: Any, data: str, start: int) -> Found | None:
    """Look with a pattern of the kind before Python-Markdown 3, which matches the whole text."""
    match = pattern.getCompiledRegExp().match(data[start:])
    if match is None:
        return None
    return pattern.handleMatch(match), data[:start] + match[1], match.groups()[-1], match.end()


def _make_code(pattern: BacktickInlineProcessor, match: re.Match[str], data: str) -> Match:
    found = _CODE.match(data, match.start())
    if found is None:
        return pattern.handleMatch(match, data)
    node = Element(pattern.tag)
    node.text = AtomicString(code_escape(found[1].strip()))
    return node, found.start(), found.end()


def _make_link(pattern: LinkInlineProcessor, match: re.Match[str], data: str) -> Match:
    found = _LINK.match(data, match.start())
    if found is None:
        return pattern.handleMatch(match, data)
    node = Element("a", {"href": found[2]})
    node.text = found[1]
    return node, found.start(), found.end()


def _make_emphasis(pattern: DelimiterProcessor, match: re.Match[str], data: str) -> Match:
    # Regions are what the pattern found in this text already and has still to give out.
    found = None if pattern.regions else _EMPHASIS.match(data, match.start())
    if found is None or pattern.tokens != ["*", "_"] or pattern.delimiters["*"].smart:
        return pattern.handleMatch(match, data)
    strong, emphasis = pattern.delimiters["*"].tags
    node = Element(strong if len(found[1]) == 2 else emphasis)
    node.text = found[2]
    return node, found.start(), found.end()


_MAKERS: Mapping[type[Pattern], Callable[[Any, re.Match[str], str], Match]] = {
    BacktickInlineProcessor: _make_code,
    LinkInlineProcessor: _make_link,
    DelimiterProcessor: _make_emphasis,
}
"""By exact class: what makes the plainest of its elements, and leaves others to the pattern."""
