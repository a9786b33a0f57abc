"""The text of a post with its key points and changes, for feeds, books and the full-series page.

The page of a post shows them in places of their own.
"""

from __future__ import annotations

from html import escape

from rostrum.core.hashing import digest_bytes
from rostrum.core.lazy_html import LazyHtml
from rostrum.core.model import Change, ChangeKind, Post
from rostrum.pages.context import Language


def complete_text(text: LazyHtml, post: Post, language: Language) -> LazyHtml:
    """Return a post's text with the key points before it and the changes behind it."""
    before = _write_key_points(post, language) + _write_notice(post, language)
    after = _write_changes(post, language)
    if not before and not after:
        return text
    key = digest_bytes(f"{before}\0{after}".encode("utf-8", "surrogatepass")).hex()
    return LazyHtml((*text.key, key), lambda: f"{before}{text}{after}", text.assets)


def _write_key_points(post: Post, language: Language) -> str:
    if not post.key_points:
        return ""
    title = escape(language.gettext("In brief"), quote=False)
    points = "".join(f"<li>{escape(point, quote=False)}</li>\n" for point in post.key_points)
    return (
        f'<div class="key-points">\n<p><strong>{title}</strong></p>\n<ul>\n{points}</ul>\n</div>\n'
    )


def _write_notice(post: Post, language: Language) -> str:
    """Return the note above a text that has been corrected."""
    corrections = [change for change in post.changes if change.kind is ChangeKind.CORRECTION]
    if not corrections:
        return ""
    date = language.wording.date(corrections[-1].date)
    note = language.gettext("Corrected on %(date)s: see below the text.", date=date)
    return f"<p><em>{escape(note, quote=False)}</em></p>\n"


def _write_changes(post: Post, language: Language) -> str:
    if not post.changes:
        return ""
    title = escape(language.gettext("Corrections and updates"), quote=False)
    items = "".join(f"<li>{_word(change, language)}</li>\n" for change in post.changes)
    return f'\n<div class="changes">\n<p><strong>{title}</strong></p>\n<ul>\n{items}</ul>\n</div>'


def _word(change: Change, language: Language) -> str:
    is_correction = change.kind is ChangeKind.CORRECTION
    kind = language.gettext("Correction") if is_correction else language.gettext("Update")
    day = escape(language.wording.date(change.date), quote=False)
    date = f'<time datetime="{change.date.isoformat()}">{day}</time>'
    return f"{escape(kind, quote=False)}, {date}: {escape(change.text, quote=False)}"
