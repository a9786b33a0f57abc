"""HTML as text: its words, its tags and their attributes."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping

_TAGS = r"a|area|audio|embed|iframe|img|object|script|source|track|video"

# What ends nowhere ends with the text, or each of its beginnings would be followed to the end.
_TAG = re.compile(
    rf"""<!--.*?(?:-->|\Z)|<({_TAGS})\b([^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*)>""",
    re.I | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([a-zA-Z][\w:-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_ANY_TAG = re.compile(r"<[^>]*(?:>|\Z)")
_UNREAD = re.compile(
    r"<(script|style|svg|template)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.I
)


def plain_text(fragment: str) -> str:
    """Return the words of an HTML fragment, one blank between them, entities resolved."""
    return " ".join(_words(fragment))


def inline_text(fragment: str) -> str:
    """Return the text of inline HTML: tags vanish without leaving blanks."""
    return " ".join(html.unescape(_ANY_TAG.sub("", fragment)).split())


def rewrite_tags(fragment: str, rewrite: Callable[[str, dict[str, str | None]], str]) -> str:
    """Return a fragment with each tag that can hold an address given to `rewrite`.

    `rewrite` gets the tag's name and its attributes, values unescaped, and returns the tag.
    """

    def replace(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0]
        return rewrite(found[1].lower(), read_attributes(found[2]))

    return _TAG.sub(replace, fragment)


def write_tag(name: str, attributes: Mapping[str, str | None]) -> str:
    """Return a start tag, its values escaped."""
    parts = [
        key if value is None else f'{key}="{html.escape(value)}"'
        for key, value in attributes.items()
    ]
    return f"<{' '.join([name, *parts])}>"


def read_attributes(written: str) -> dict[str, str | None]:
    """Return the attributes of a start tag, names in lower case, values unescaped."""
    found: dict[str, str | None] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(written):
        value = double or single or bare
        has_value = value or re.search(rf"{re.escape(name)}\s*=", written)
        found.setdefault(name.lower(), html.unescape(value) if has_value else None)
    return found


def _words(fragment: str) -> list[str]:
    without = _ANY_TAG.sub(" ", _UNREAD.sub(" ", fragment)) if "<" in fragment else fragment
    return html.unescape(without).split()
