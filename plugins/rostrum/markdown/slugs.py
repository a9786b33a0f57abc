"""Slugs of headings, as Python-Markdown makes them."""

from __future__ import annotations

from markdown.extensions.toc import slugify_unicode


def slugify_heading(words: str, separator: str) -> str:
    """Return what `markdown.extensions.toc.slugify_unicode` returns, for most headings sooner."""
    if separator == "-" and all(map(str.isalnum, words.split(" "))):
        return words.lower().replace(" ", "-")
    return slugify_unicode(words, separator)
