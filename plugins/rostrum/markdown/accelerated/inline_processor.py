"""Emphasis, links and code: each pattern is applied only where what it begins with stands.

Python-Markdown applies all of its patterns to every piece of text, some four hundred times a
post, and most pieces hold nothing for any of them. What a pattern makes of a match, it says itself.
"""

from __future__ import annotations

import re
from collections import deque
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import InlineProcessor
from markdown.util import INLINE_PLACEHOLDER, INLINE_PLACEHOLDER_PREFIX, AtomicString

from rostrum.markdown.accelerated.inline_fast_path import Plain, find_plain
from rostrum.markdown.accelerated.inline_patterns import Applied, join_signs, prepare

_PLACEHOLDER = re.compile(INLINE_PLACEHOLDER % "([0-9]+)")

_Found = list[tuple[Element, list[str]]]


class Inlines(InlineProcessor):
    """Applies the inline patterns to a tree, as the class that it extends does, and sooner."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._patterns: list[Any] = []
        self._regexes: list[re.Pattern[str] | None] = []
        self._applied: list[Applied] = []
        self._signs: tuple[str, ...] | None = ()
        self._plain: Plain | None = None

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Return the tree with the elements that stood in its texts."""
        self.stashed_nodes: dict[str, Element | str] = {}
        self._prepare()
        waiting = deque([(tree, [*(ancestors or ()), tree.tag.lower()])])
        while waiting:
            element, self.ancestors = waiting.popleft()
            if element is not tree:
                self.ancestors.append(element.tag.lower())
            self._expand_children(element, waiting)
        return tree

    def _prepare(self) -> None:
        patterns: list[Any] = list(self.inlinePatterns)
        regexes = [getattr(pattern, "compiled_re", None) for pattern in patterns]
        if patterns != self._patterns or regexes != self._regexes:
            self._patterns, self._regexes = patterns, regexes
            self._applied = [prepare(pattern) for pattern in patterns]
            self._signs = join_signs(self._applied)
            self._plain = None if self._signs is None else find_plain(patterns, self._is_marked)

    def _expand_children(self, element: Element, waiting: deque[tuple[Element, list[str]]]) -> None:
        inserted = []
        for child in element:
            text, tail = child.text, child.tail
            if text and not isinstance(text, AtomicString) and self._is_marked(text):
                split = self._split_plain(text)
                if split:
                    child.text, found = split
                else:
                    found = self._expand_text(child, text)
                    waiting += found
                inserted.append((child, found))
            if tail and self._is_marked(tail):
                self._expand_tail(element, child, tail)
            if len(child):
                waiting.append((child, self.ancestors[:]))
        for child, found in inserted:
            for place, (new, _) in enumerate(found):
                child.insert(place, new)

    def _is_marked(self, text: str) -> bool:
        """Return whether any pattern may find something in a text, or has left a placeholder."""
        if self._signs is None:
            return True
        for sign in self._signs:  # noqa: SIM110 - any() takes four times as long
            if sign in text:
                return True
        return False

    def _split_plain(self, text: str) -> tuple[str | None, _Found] | None:
        if self._plain is None or self.md.references:
            return None
        split = self._plain.split(text)
        if split:  # numbers count: some texts lead Python-Markdown to leave one in its output
            for element in sorted(split[1], key=self._plain.rank):
                self._stash(element)
        return split and (split[0] or None, [(element, list[str]()) for element in split[1]])

    def _expand_text(self, child: Element, text: str) -> _Found:
        self.ancestors.append(child.tag.lower())
        child.text = None
        found = self._place(self._mark(text), child)
        self.ancestors.pop()
        return found

    def _expand_tail(self, element: Element, child: Element, tail: str) -> None:
        marked = self._mark(tail)
        surrogate = Element("d")
        child.tail = None
        found = self._place(marked, surrogate, False)
        if surrogate.tail:
            child.tail = surrogate.tail
        place = list(element).index(child) + 1
        for new, _ in reversed(found):
            element.insert(place, new)

    # -- from text to text with placeholders --------------------------------------------------

    def _mark(self, data: str, first: int = 0) -> str:
        """Return a text whose elements are replaced by placeholders, from a pattern on."""
        if isinstance(data, AtomicString):
            return data
        for index in range(first, len(self._applied)):
            applied = self._applied[index]
            if applied.signs is not None:
                for sign in applied.signs:
                    if sign in data:
                        break
                else:
                    continue
            if applied.needs_references and not self.md.references:
                continue
            if applied.excludes and not applied.excludes.isdisjoint(self.ancestors):
                continue
            data = self._apply(applied, data, index)
        return data

    def _apply(self, applied: Applied, data: str, index: int) -> str:
        """Return a text in which all that a pattern finds is replaced by placeholders."""
        start = 0
        while found := applied.find(data, start):
            node, before, after, start = found
            if node is None:
                continue
            if not isinstance(node, str) and not isinstance(node.text, AtomicString):
                for child in (node, *node):
                    if child.text and self._is_marked(child.text):
                        self.ancestors.append(child.tag.lower())
                        child.text = self._mark(child.text, index + 1)
                        self.ancestors.pop()
                    if child.tail and self._is_marked(child.tail):
                        child.tail = self._mark(child.tail, index)
            placeholder = INLINE_PLACEHOLDER % self._stash(node)
            start = len(before) + len(placeholder)
            data = f"{before}{placeholder}{after}"
        return data

    def _stash(self, node: Element | str) -> str:
        key = f"{len(self.stashed_nodes):04d}"
        self.stashed_nodes[key] = node
        return key

    # -- from text with placeholders to elements ----------------------------------------------

    def _place(self, data: str, parent: Element, is_text: bool = True) -> _Found:
        """Return the elements of a text; what stands before them goes to the parent."""
        found: _Found = []
        start, index = 0, data.find(INLINE_PLACEHOLDER_PREFIX)
        while index >= 0:
            match = _PLACEHOLDER.search(data, index)
            node = self.stashed_nodes.get(match[1]) if match else None
            if match is None or node is None:
                end = index + len(INLINE_PLACEHOLDER_PREFIX)
                _append(data[start:end], found, parent, is_text)
            else:
                end = match.end()
                _append(data[start:index], found, parent, is_text)
                if isinstance(node, str):
                    _append(node, found, parent, is_text)
                else:
                    self._unfold(node)
                    found.append((node, self.ancestors[:]))
            start, index = end, data.find(INLINE_PLACEHOLDER_PREFIX, end)
        rest = data[start:]
        _append(
            AtomicString(rest) if isinstance(data, AtomicString) else rest, found, parent, is_text
        )
        return found

    def _unfold(self, node: Element) -> None:
        """Replace the placeholders in the texts of an element and its children."""
        for child in (node, *node):
            if child.tail and INLINE_PLACEHOLDER_PREFIX in child.tail:
                text, child.tail = child.tail, None
                place = 0 if child is node else list(node).index(child) + 1
                for new, _ in reversed(self._place(text, child, False)):
                    node.insert(place, new)
            if child.text and INLINE_PLACEHOLDER_PREFIX in child.text:
                text, child.text = child.text, None
                for new, _ in reversed(self._place(text, child)):
                    child.insert(0, new)


def _append(text: str, found: _Found, parent: Element, is_text: bool) -> None:
    """Add a text behind the last element that was found, or to the parent."""
    if not text:
        return
    if found:
        last = found[-1][0]
        last.tail = last.tail + text if last.tail else text
    elif is_text:
        parent.text = parent.text + text if parent.text else text
    else:
        parent.tail = parent.tail + text if parent.tail else text
