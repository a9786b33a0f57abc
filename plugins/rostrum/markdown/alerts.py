"""Titles of GitHub's alerts (`> [!NOTE]`) in the language of the text."""

from __future__ import annotations

import re

from rostrum.markdown.labels import ENGLISH, TextLabels

KINDS = ("note", "tip", "important", "warning", "caution")
_TITLE = re.compile(
    rf'(<div class="admonition ({"|".join(KINDS)})">\n'
    r'<p class="admonition-title"><strong>)(\w+)</strong>'
)


def title_alerts(fragment: str, labels: TextLabels) -> str:
    """Return HTML whose alerts have titles in a language; an author's own title stays."""
    if "admonition-title" not in fragment:
        return fragment

    def title(match: re.Match[str]) -> str:
        is_default = match[3] == getattr(ENGLISH, match[2])
        label = getattr(labels, match[2]) if is_default else match[3]
        return f"{match[1]}{label}</strong>"

    return _TITLE.sub(title, fragment)
