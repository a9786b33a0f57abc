"""Titles of GitHub's alerts (`> [!NOTE]`) in the language of the text."""

from __future__ import annotations

import re
from collections.abc import Mapping

TITLES: Mapping[str, Mapping[str, str]] = {
    "de": {
        "Note": "Hinweis",
        "Tip": "Tipp",
        "Important": "Wichtig",
        "Warning": "Warnung",
        "Caution": "Vorsicht",
    },
}
"""By language; texts in other languages get GitHub's English titles."""

_TITLE = re.compile(
    r'(<div class="admonition (?:note|tip|important|warning|caution)">\n'
    r'<p class="admonition-title"><strong>)(Note|Tip|Important|Warning|Caution)</strong>'
)


def title_alerts(fragment: str, lang: str) -> str:
    """Return HTML whose alerts have titles in a language; an author's own title stays."""
    titles = TITLES.get(lang.partition("-")[0])
    if titles is None or "admonition-title" not in fragment:
        return fragment
    return _TITLE.sub(lambda match: f"{match[1]}{titles[match[2]]}</strong>", fragment)
