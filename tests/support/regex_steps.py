"""Measure the work of a regular expression in steps, independent of the machine.

`re` does not report its work. This matcher backtracks like `re`, over the tree parsed by `re`,
and counts each visited node. It supports the operators used in the package's patterns; any other
operator is an error.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

NOT_PORTABLE = (ops.POSSESSIVE_REPEAT, ops.ATOMIC_GROUP)
_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    ops.CATEGORY_SPACE: str.isspace,
    ops.CATEGORY_DIGIT: str.isdecimal,
    ops.CATEGORY_WORD: lambda sign: sign.isalnum() or sign == "_",
    ops.CATEGORY_NOT_SPACE: lambda sign: not sign.isspace(),
    ops.CATEGORY_NOT_DIGIT: lambda sign: not sign.isdecimal(),
    ops.CATEGORY_NOT_WORD: lambda sign: not (sign.isalnum() or sign == "_"),
}
Then = Callable[[int], bool]
MAX_STEPS = 500_000


class TooManySteps(Exception):
    """Raised if a search takes more than MAX_STEPS."""


def operators(pattern: str | bytes, flags: int = 0) -> set[Any]:
    """Return the operators of a pattern, including those in groups.

    Raises re.error if the pattern is invalid.
    """
    return set(_operators(parser.parse(pattern, flags)))


def _operators(tree: Any) -> Iterator[Any]:
    if isinstance(tree, parser.SubPattern):
        for operator, argument in tree:
            yield operator
            yield from _operators(argument)
    elif isinstance(tree, list | tuple):
        for part in tree:
            yield from _operators(part)


class StepCounter:
    """Search a text for a pattern and count the work in `steps`."""

    def __init__(self, pattern: re.Pattern[Any]) -> None:
        written = pattern.pattern
        self._tree = parser.parse(
            written.decode("latin-1") if isinstance(written, bytes) else written,
            pattern.flags & ~re.DEBUG,
        )
        self._flags = self._tree.state.flags
        self.steps = 0

    def spans(self, text: str, beginning_only: bool = False) -> list[tuple[int, int]]:
        """Return the spans of all matches, like `re.finditer`; count the steps.

        With `beginning_only`, match at the beginning of the text only, like `re.match`.
        """
        self.steps, self._text, self._groups = 0, text, dict[int, str]()
        found, start, last = [], 0, -1
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(1_000_000)  # each character takes a few calls
        try:
            while start <= (0 if beginning_only else len(text)):
                ends: list[int] = []
                accept = self._acceptor(start if start == last else -1, ends)
                if self._run(list(self._tree), 0, start, accept):
                    found.append((start, ends[0]))
                    last = ends[0] if ends[0] == start else -1
                    start = ends[0]
                else:
                    start += 1
        finally:
            sys.setrecursionlimit(limit)
        return found

    @staticmethod
    def _acceptor(refused: int, ends: list[int]) -> Then:
        def accept(place: int) -> bool:
            if place == refused:  # an empty match directly after another
                return False
            ends.append(place)
            return True

        return accept

    def _run(self, nodes: list[Any], index: int, place: int, then: Then) -> bool:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise TooManySteps(self._tree.state.str)
        if index == len(nodes):
            return then(place)
        operator, argument = nodes[index]

        def rest(end: int) -> bool:
            return self._run(nodes, index + 1, end, then)

        if operator in (ops.LITERAL, ops.NOT_LITERAL, ops.ANY, ops.IN):
            return (
                place < len(self._text)
                and self._is_one(operator, argument, self._text[place])
                and rest(place + 1)
            )
        if operator is ops.AT:
            return self._is_at(argument, place) and rest(place)
        return bool(getattr(self, f"_{str(operator).lower()}")(argument, place, rest))

    def _branch(self, argument: Any, place: int, rest: Then) -> bool:
        # Not any(): a generator would use space on the C stack.
        for branch in argument[1]:  # noqa: SIM110
            if self._run(list(branch), 0, place, rest):
                return True
        return False

    def _subpattern(self, argument: Any, place: int, rest: Then) -> bool:
        group, _, _, inner = argument

        def close(end: int) -> bool:
            before = self._groups.get(group)
            self._groups[group] = self._text[place:end]
            if rest(end):
                return True
            if before is not None:
                self._groups[group] = before
            return False

        return self._run(list(inner), 0, place, close if group is not None else rest)

    def _groupref(self, group: int, place: int, rest: Then) -> bool:
        text = self._groups.get(group)
        if text is None:
            return False
        here = self._text[place : place + len(text)]
        return self._fold(here) == self._fold(text) and rest(place + len(text))

    def _assert(self, argument: Any, place: int, rest: Then) -> bool:
        return self._looks(argument, place) and rest(place)

    def _assert_not(self, argument: Any, place: int, rest: Then) -> bool:
        return not self._looks(argument, place) and rest(place)

    def _looks(self, argument: Any, place: int) -> bool:
        direction, inner = argument
        start = place - (inner.getwidth()[0] if direction < 0 else 0)
        return start >= 0 and self._run(list(inner), 0, start, lambda _: True)

    def _max_repeat(self, argument: Any, place: int, rest: Then) -> bool:
        low, high, inner = argument
        nodes = list(inner)

        def again(count: int, start: int) -> bool:
            def more(end: int) -> bool:
                return (end > start or count < low) and again(count + 1, end)

            if count < high and self._run(nodes, 0, start, more):
                return True
            return count >= low and rest(start)

        return again(0, place)

    def _min_repeat(self, argument: Any, place: int, rest: Then) -> bool:
        low, high, inner = argument
        nodes = list(inner)

        def again(count: int, start: int) -> bool:
            if count >= low and rest(start):
                return True
            return count < high and self._run(
                nodes, 0, start, lambda end: end > start and again(count + 1, end)
            )

        return again(0, place)

    def _is_at(self, where: Any, place: int) -> bool:
        text = self._text
        if where is ops.AT_BEGINNING and self._flags & re.MULTILINE:
            return place == 0 or text[place - 1] == "\n"
        if where in (ops.AT_BEGINNING, ops.AT_BEGINNING_STRING):
            return place == 0
        if where is ops.AT_END_STRING:
            return place == len(text)
        if where is ops.AT_END:
            line_ends = text[place:] == "\n" or (
                bool(self._flags & re.MULTILINE) and text[place : place + 1] == "\n"
            )
            return place == len(text) or line_ends
        is_word = _CATEGORIES[ops.CATEGORY_WORD]
        before = place > 0 and is_word(text[place - 1])
        after = place < len(text) and is_word(text[place])
        return (before != after) is (where is ops.AT_BOUNDARY)

    def _is_one(self, operator: Any, argument: Any, sign: str) -> bool:
        if operator is ops.ANY:
            return bool(self._flags & re.DOTALL) or sign != "\n"
        if operator is ops.IN:
            return self._is_in(argument, sign)
        return (self._fold(chr(argument)) == self._fold(sign)) is (operator is ops.LITERAL)

    def _is_in(self, items: list[Any], sign: str) -> bool:
        cases = {sign, sign.lower(), sign.upper()} if self._flags & re.IGNORECASE else {sign}
        inside = any(
            (kind is ops.LITERAL and chr(argument) in cases)
            or (kind is ops.RANGE and any(argument[0] <= ord(c) <= argument[1] for c in cases))
            or (kind is ops.CATEGORY and _CATEGORIES[argument](sign))
            for kind, argument in items
        )
        return inside is not (items[0][0] is ops.NEGATE)

    def _fold(self, text: str) -> str:
        return text.lower() if self._flags & re.IGNORECASE else text
