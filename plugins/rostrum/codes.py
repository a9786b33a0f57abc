"""Every code of a diagnostic: how grave it is, and whether a site may change that.

What each means and what to do about it is in docs/diagnostics.md.
"""

from __future__ import annotations

from collections.abc import Mapping

# fmt: off
FIXED = frozenset((
    "address", "address-outside", "address-taken", "comments", "crosspost-link-too-long",
    "crosspost-too-long", "crosspost-unknown", "date", "duplicate-id",
    "file-name", "file-outside", "flag", "frontmatter-missing", "frontmatter-open", "id",
    "id-twice", "key-empty",
    "key-missing", "key-twice", "lang-unknown", "level", "markdown", "name", "not-text",
    "not-utf8", "number", "output", "part-twice", "parts-mixed", "person-twice", "person-unknown",
    "person-untranslated", "post-unknown", "reply-cycle", "reply-unknown", "roles-both",
    "roles-overlap", "roles-reversed", "roles-unlike", "series-twice",
    "series-unknown", "setting", "slug", "slug-twice", "status", "template", "too-large",
    "too-slow",
    "unreadable", "value-kind", "value-long", "worker", "writer-twice", "yaml",
))
# fmt: on
"""Always errors: were one let pass, something that an author wrote would be missing or wrong."""

CHANGEABLE: Mapping[str, str] = {
    "author-twice": "warning",
    "comment-long": "error",
    "comment-url": "warning",
    "crosspost-empty": "warning",
    "crosspost-link-plain": "warning",
    "image-alt": "warning",
    "image-missing": "warning",
    "key-unknown": "error",
    "ledger-broken": "error",
    "ledger-duplicate": "warning",
    "link-empty": "warning",
    "link-missing": "warning",
    "link-scheme": "warning",
    "link-unpublished": "warning",
    "no-posts": "warning",
    "not-markdown": "error",
    "part-alone": "warning",
    "part-gap": "warning",
    "parts-disordered": "warning",
    "pelican": "warning",
    "planned-overdue": "warning",
    "related-unknown": "warning",
    "related-unpublished": "warning",
    "remote-file": "warning",
    "reply-early": "warning",
    "series-lang": "warning",
    "series-status": "warning",
    "tags-merged": "error",
    "tags-similar": "warning",
    "title-entity": "warning",
    "topic-slug": "warning",
    "topic-unknown": "warning",
    "total-exceeded": "warning",
    "unread": "warning",
    "yaml-comment": "warning",
}
"""The levels that ROSTRUM["levels"] may change, with the one that each has by itself."""
