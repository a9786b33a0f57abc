"""The sections of a text, by its headings with an id."""

from __future__ import annotations

import re
from typing import NamedTuple

from rostrum.html.tags import read_attributes
from rostrum.html.text import html_text

_HEADING = re.compile(r"<h([23])((?:\s[^<>]*)?)>(.*?)</h\1\s*>", re.DOTALL | re.IGNORECASE)
_CONTENTS = re.compile(r'<(?:nav|div) class="toc"')


class Section(NamedTuple):
    """A section of a text: its title, the id of its heading, and its level, 2 or 3."""

    level: int
    id: str
    title: str


def list_sections(html: str) -> tuple[Section, ...]:
    """Return the sections of a text and their subsections, in order.

    A text with a table of contents of its own needs no other and has none.
    """
    if _CONTENTS.search(html):
        return ()
    found = []
    for level, attributes, inner in _HEADING.findall(html):
        id, title = read_attributes(attributes).get("id"), html_text(inner)
        if id and title:
            found.append(Section(int(level), id, title))
    return tuple(found)
