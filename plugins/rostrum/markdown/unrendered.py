"""Formulas and diagrams, which GitHub renders and the kit shows as source."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from rostrum.markdown.positions import POSITION

_DIAGRAM_LANGUAGES = ("mermaid", "geojson", "topojson", "stl")
"""Languages of code blocks that GitHub draws (GitHub Docs, "Creating diagrams")."""

_DIAGRAM = re.compile(
    rf'<pre(?: {POSITION})?><code class="language-({"|".join(_DIAGRAM_LANGUAGES)})">'
)
_MATH_BLOCK = re.compile(
    rf'<pre(?: {POSITION})?><code class="language-math" data-math-style="display"'
)
_MATH = re.compile(rf'<(span|code) data-math-style="(inline|display)"(?: {POSITION})?>([^<]*)</\1>')
# As references these are no signs for typography: a formula keeps its primes and dots.
_PLAIN_SIGN = re.compile(r"&quot;|'|\.(?=\.\.)|(?<=[ \n])-|-(?=-)")
_CODE_BLOCK = re.compile(rf"<pre(?: {POSITION})?><code")


class Unrendered(NamedTuple):
    """A kind of content shown as source: `formula` or `diagram`; its lines in the text, from 1.

    A line is 1 if the HTML has no position.
    """

    kind: str
    lines: tuple[int, ...]


def find_unrendered(fragment: str) -> Iterator[Unrendered]:
    """Yield each kind of unrendered content in comrak's HTML, with its places in order."""
    if "data-math-style" in fragment:
        lines = [int(math[3] or 1) for math in _MATH.finditer(fragment)]
        lines += [int(math[1] or 1) for math in _MATH_BLOCK.finditer(fragment)]
        if lines:
            yield Unrendered("formula", tuple(sorted(lines)))
    if lines := [int(diagram[1] or 1) for diagram in _DIAGRAM.finditer(fragment)]:
        yield Unrendered("diagram", tuple(lines))


def restore_source(fragment: str) -> str:
    """Return comrak's HTML with formulas as their author wrote them: `$a^2$`."""
    if "data-math-style" in fragment:
        fragment = _MATH.sub(_write_math, fragment)
        fragment = fragment.replace(' data-math-style="display"', "")
    return _CODE_BLOCK.sub("<pre><code", fragment)


def _write_math(match: re.Match[str]) -> str:
    name, style = match[1], match[2]
    formula = _PLAIN_SIGN.sub(lambda sign: f"&#{ord(html.unescape(sign[0]))};", match[7])
    if name == "code":
        return f"$<code>{formula}</code>$"
    signs = "$$" if style == "display" else "$"
    return f"{signs}{formula}{signs}"
