"""Footnotes in the words of a text's language; Markdown's own are English in every text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple


class NoteWords(NamedTuple):
    """What a screen reader says of footnotes; `{}` stands for a number."""

    notes: str
    back: str
    place: str


WORDS: Mapping[str, NoteWords] = {
    "de": NoteWords("Fußnoten", "Zurück zum Text: Fußnote {}", ", Stelle {}"),
    "en": NoteWords("Footnotes", "Back to the text: footnote {}", ", place {}"),
}
"""By language; texts in others get the English ones."""

_SECTION = '<div class="footnote">'
_PYTHON_BACK = re.compile(
    r'<a class="footnote-backref" href="(#fnref(\d*):[^"]*)"'
    r' title="Jump back to footnote (\d+) in the text">'
)
_CMARK_BACK = re.compile(
    r' <a href="(#[^"]*)" class="footnote-backref" data-footnote-backref'
    r' data-footnote-backref-idx="(\d+)(?:-(\d+))?" aria-label="[^"]*">↩(?:<sup[^>]*>\d+</sup>)?'
)


def word_notes(fragment: str, lang: str) -> str:
    """Return HTML whose footnotes, and the links back from them, have names in a language."""
    if "footnote-backref" not in fragment:
        return fragment
    words = WORDS.get(lang.partition("-")[0], WORDS["en"])
    fragment = _PYTHON_BACK.sub(lambda back: _link(words, back[1], back[3], back[2]), fragment)
    fragment = _CMARK_BACK.sub(
        lambda back: f"&#160;{_link(words, *back.groups())}&#8617;", fragment
    )
    named = f'<div class="footnote" role="doc-endnotes" aria-label="{words.notes}">'
    return fragment.replace(_SECTION, named)


def _link(words: NoteWords, target: str, number: str, place: str | None) -> str:
    label = words.back.format(number) + (words.place.format(place) if place else "")
    return f'<a class="footnote-backref" href="{target}" role="doc-backlink" aria-label="{label}">'
