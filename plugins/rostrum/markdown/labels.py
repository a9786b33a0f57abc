"""Labels that Markdown adds to a text, in its language: of footnotes, alerts and contents."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import NamedTuple


class TextLabels(NamedTuple):
    """The labels in one language, escaped for HTML.

    `back` contains `%(number)s`; `back_to_place` also contains `%(place)s`, for a note with
    several references. Then come the titles of GitHub's alerts, and that of a table of contents.
    """

    notes: str
    back: str
    back_to_place: str
    note: str
    tip: str
    important: str
    warning: str
    caution: str
    contents: str


def make_labels(gettext: Callable[[str], str]) -> TextLabels:
    """Return the labels as translated by `gettext`."""
    labels = (
        gettext("Footnotes"),
        gettext("Back to the text: footnote %(number)s"),
        gettext("Back to the text: footnote %(number)s, place %(place)s"),
        gettext("Note"),
        gettext("Tip"),
        gettext("Important"),
        gettext("Warning"),
        gettext("Caution"),
        gettext("Contents"),
    )
    return TextLabels(*map(html.escape, labels))


ENGLISH = make_labels(str)
"""The labels as written in the code."""
