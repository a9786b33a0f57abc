"""The kit's options for Python-Markdown, usable in settings files without importing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def slugify_heading(heading: str, separator: str) -> str:
    """Same as `markdown.extensions.toc.slugify_unicode`, but faster for most headings."""
    if separator == "-" and all(map(str.isalnum, heading.split(" "))):
        return heading.lower().replace(" ", "-")
    from markdown.extensions.toc import slugify_unicode

    return slugify_unicode(heading, separator)


MARKDOWN_OPTIONS: Mapping[str, Any] = {
    "extensions": ["extra", "sane_lists", "codehilite", "toc"],
    "extension_configs": {
        "codehilite": {"css_class": "highlight", "guess_lang": False},
        "toc": {"slugify": slugify_heading},
    },
    "output_format": "html",
}
