"""Labels of footnotes in the language of a text, in place of Markdown's own English ones."""

from __future__ import annotations

import re

from rostrum.markdown.labels import TextLabels

_SECTION = '<div class="footnote">'
_PYTHON_BACK = re.compile(
    r'<a class="footnote-backref" href="(#fnref(\d*):[^"]*)"'
    r' title="Jump back to footnote (\d+) in the text">'
)
_CMARK_BACK = re.compile(
    r' <a href="(#[^"]*)" class="footnote-backref" data-footnote-backref'
    r' data-footnote-backref-idx="(\d+)(?:-(\d+))?" aria-label="[^"]*">↩(?:<sup[^>]*>\d+</sup>)?'
)


def word_notes(fragment: str, labels: TextLabels) -> str:
    """Return HTML with labels on its footnotes and on the links back from them."""
    if "footnote-backref" not in fragment:
        return fragment
    fragment = _PYTHON_BACK.sub(lambda match: _link(labels, match[1], match[3], match[2]), fragment)
    fragment = _CMARK_BACK.sub(
        lambda match: f"&#160;{_link(labels, *match.groups())}&#8617;", fragment
    )
    named = f'<div class="footnote" role="doc-endnotes" aria-label="{labels.notes}">'
    return fragment.replace(_SECTION, named)


def _link(labels: TextLabels, target: str, number: str, place: str | None) -> str:
    text = labels.back_to_place if place else labels.back
    label = text % {"number": number, "place": place}
    return f'<a class="footnote-backref" href="{target}" role="doc-backlink" aria-label="{label}">'
