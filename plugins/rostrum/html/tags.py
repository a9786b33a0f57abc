"""Rewrite the tags of HTML: their names and attributes."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping

_TAGS = r"a|area|audio|embed|iframe|img|object|script|source|track|video"

# An unclosed construct ends with the text; otherwise each start would be scanned to the end again.
_TAG = re.compile(
    rf"""<!--.*?(?:-->|\Z)|<({_TAGS})\b([^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*)>""",
    re.I | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([a-zA-Z][\w:-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")


def rewrite_tags(fragment: str, rewrite: Callable[[str, dict[str, str | None]], str]) -> str:
    """Replace each tag able to hold a URL, such as `<a>` or `<img>`, with the result of `rewrite`.

    `rewrite` receives the tag's name and its attributes, values unescaped, and returns the new tag.
    """

    def replace(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0]
        return rewrite(match[1].lower(), read_attributes(match[2]))

    return _TAG.sub(replace, fragment)


def write_tag(name: str, attributes: Mapping[str, str | None]) -> str:
    """Return a start tag, with escaped attribute values."""
    parts = [
        key if value is None else f'{key}="{html.escape(value)}"'
        for key, value in attributes.items()
    ]
    return f"<{' '.join([name, *parts])}>"


def read_attributes(written: str) -> dict[str, str | None]:
    """Return the attributes of a start tag, names in lower case, values unescaped.

    The value of an attribute without one is None; the first of duplicate attributes counts.
    """
    attributes: dict[str, str | None] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(written):
        value = double or single or bare
        has_value = value or re.search(rf"{re.escape(name)}\s*=", written)
        attributes.setdefault(name.lower(), html.unescape(value) if has_value else None)
    return attributes
