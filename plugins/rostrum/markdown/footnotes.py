"""Labels of footnotes in the language of a text, in place of Markdown's own English ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

from rostrum.markdown.complexity import blank_fences
from rostrum.markdown.labels import TextLabels

# The link is in the last paragraph of a note, or on a line of its own after a list or code.
_SPACES = {" ": "&#160;", "\n": "\n", "": ""}
_SECTION = '<div class="footnote">'
_PYTHON_BACK = re.compile(
    r'<a class="footnote-backref" href="(#fnref(\d*):[^"]*)"'
    r' title="Jump back to footnote (\d+) in the text">'
)
_COMRAK_BACK = re.compile(
    r'(\s?)<a href="(#[^"]*)" class="footnote-backref" data-footnote-backref'
    r' data-footnote-backref-idx="(\d+)(?:-(\d+))?" aria-label="[^"]*">↩(?:<sup[^>]*>\d+</sup>)?'
)
_BACK_LINK = re.compile(
    r'(?:&#160;|\n)?<a class="footnote-backref" href="#([^"]*)" role="doc-backlink"'
    r' aria-label="[^"]*">&#8617;</a>'
)
_ID = re.compile(r' id="(fnref[^"]*)"')

_DEFINITION = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:", re.MULTILINE)
_SHOWN_NOTE = re.compile(r'<li(?: [^<>]*)? id="fn[-:]([^"]+)"')
_REFERENCE = re.compile(r"\[\^([^\]\s<>&]+)\]")
_CODE = re.compile(r"<(code|pre|script|style)\b.*?</\1>", re.DOTALL)


def word_notes(fragment: str, labels: TextLabels) -> str:
    """Return HTML with labels on its footnotes and on the links back from them."""
    if "footnote-backref" not in fragment:
        return fragment
    fragment = _PYTHON_BACK.sub(lambda match: _link(labels, match[1], match[3], match[2]), fragment)
    fragment = _COMRAK_BACK.sub(
        lambda match: f"{_SPACES[match[1]]}{_link(labels, *match.groups()[1:])}&#8617;", fragment
    )
    fragment = _drop_dead_links(fragment)
    named = f'<div class="footnote" role="doc-endnotes" aria-label="{labels.notes}">'
    return fragment.replace(_SECTION, named)


def _drop_dead_links(fragment: str) -> str:
    """Return HTML without links back to references that are not shown.

    A reference is not shown if it is in a footnote that no text refers to.
    """
    ids = {unescape(id) for id in _ID.findall(fragment)}

    def drop(link: re.Match[str]) -> str:
        return link[0] if unquote(unescape(link[1])) in ids else ""

    kept = _BACK_LINK.sub(drop, fragment)
    return fragment if kept == fragment else kept.replace("<p></p>", "")


def _link(labels: TextLabels, target: str, number: str, place: str | None) -> str:
    text = labels.back_to_place if place else labels.back
    label = text % {"number": number, "place": place}
    return f'<a class="footnote-backref" href="{target}" role="doc-backlink" aria-label="{label}">'


class LostNote(NamedTuple):
    """A footnote that readers do not get: its label, line from 0, and the reason.

    The reason is `unused` or `twice` for a definition, `missing` for a reference without one.
    """

    label: str
    line: int
    reason: str


def find_lost_notes(fragment: str, source: str) -> Iterator[LostNote]:
    """Yield each definition that is a second one or that no text refers to.

    Then yield each label that is referred to and not defined.
    """
    if "[^" not in source:
        return
    source = blank_fences(source)
    shown = {unquote(unescape(label)).casefold() for label in _SHOWN_NOTE.findall(fragment)}
    defined = set[str]()
    for definition in _DEFINITION.finditer(source):
        label = definition[1].casefold()
        if label in defined or label not in shown:
            line = source.count("\n", 0, definition.start())
            yield LostNote(definition[1], line, "twice" if label in defined else "unused")
        defined.add(label)
    for label in dict.fromkeys(_REFERENCE.findall(_CODE.sub("", fragment))):
        offset = source.find(f"[^{label}]")
        if offset >= 0 and source[offset - 1 : offset] != "\\":
            yield LostNote(label, source.count("\n", 0, offset), "missing")
