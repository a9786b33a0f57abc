"""All diagnostic codes, with their severity and whether a site may change it.

See docs/diagnostics.md for the meaning and remedy of each code.
"""

from __future__ import annotations

from collections.abc import Mapping

# fmt: off
FIXED = frozenset((
    "address", "address-long", "address-outside", "address-taken", "cache-tracked", "catalog",
    "comment-name", "comments", "crosspost-link-too-long", "crosspost-too-long",
    "crosspost-unknown", "date", "duplicate-id", "file-name", "file-outside", "flag", "folder",
    "frontmatter-missing", "frontmatter-open", "html-comment-open", "id", "id-twice",
    "image-damaged", "image-format", "key-empty", "key-missing", "key-twice", "lang-unknown",
    "level", "markdown", "name", "name-case", "not-text", "not-utf8", "number", "output",
    "output-foreign", "part-twice", "parts-mixed", "person-draft", "person-twice",
    "person-unknown", "person-untranslated", "post-unknown", "removal-large", "reply-cycle",
    "reply-unknown", "roles-both", "roles-overlap", "roles-reversed", "roles-unlike",
    "series-draft", "series-twice", "series-unknown", "setting", "slug", "slug-twice", "status",
    "template", "too-large", "too-slow", "unreadable", "value-kind", "value-long", "worker",
    "writer-twice", "yaml",
))
# fmt: on
"""Codes with a fixed level, error: if ignored, published content would be missing or wrong."""

CHANGEABLE: Mapping[str, str] = {
    "author-twice": "warning",
    "cache-dir": "warning",
    "comment-long": "error",
    "comment-url": "warning",
    "crosspost-empty": "warning",
    "crosspost-link-plain": "warning",
    "dialect": "warning",
    "file-location": "error",
    "file-public": "warning",
    "file-withheld": "warning",
    "folder-missing": "error",
    "footnote-missing": "warning",
    "footnote-twice": "warning",
    "footnote-unused": "warning",
    "image-alt": "warning",
    "image-large": "warning",
    "image-metadata": "warning",
    "image-missing": "warning",
    "key-unknown": "error",
    "ledger-broken": "error",
    "ledger-duplicate": "warning",
    "link-empty": "warning",
    "link-missing": "warning",
    "link-scheme": "warning",
    "link-unpublished": "warning",
    "name-clash": "warning",
    "name-reserved": "warning",
    "namesake": "warning",
    "no-posts": "warning",
    "not-image": "warning",
    "not-markdown": "error",
    "not-rendered": "warning",
    "output-unknown": "warning",
    "part-alone": "warning",
    "part-gap": "warning",
    "parts-disordered": "warning",
    "pelican": "warning",
    "planned-overdue": "warning",
    "related-unknown": "warning",
    "related-unpublished": "warning",
    "remote-file": "warning",
    "reply-early": "warning",
    "robots-sitemap": "warning",
    "series-lang": "warning",
    "series-status": "warning",
    "tags-merged": "error",
    "tags-similar": "warning",
    "theme-foreign": "warning",
    "title-entity": "warning",
    "topic-slug": "warning",
    "topic-unknown": "warning",
    "total-exceeded": "warning",
    "unread": "warning",
    "yaml-comment": "warning",
}
"""Codes with a level configurable in ROSTRUM["levels"], mapped to their default level."""
