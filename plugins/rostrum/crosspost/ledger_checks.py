"""Compare the ledger with the posts: an entry may name a post that was renamed or deleted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from rostrum.core.content import Library
from rostrum.core.diagnostics import Report
from rostrum.core.model import Post
from rostrum.core.translatable import gettext_lazy as _
from rostrum.core.translatable import ngettext_lazy
from rostrum.crosspost.ledger import Ledger, Sent, read_ledger
from rostrum.site.checks import suggest_id
from rostrum.site.moved_links import MovedLinks
from rostrum.site.renames import find_renamed


def check_ledger(
    path: Path, name: str, library: Library, moved: MovedLinks, report: Report
) -> None:
    """Report the ledger's posts that do not exist, once each, with the links to a renamed post.

    An id with comments is reported with these. `check` and `crosspost.plan` report a broken ledger.
    """
    ledger = read_ledger(path, name, Report())
    commented = {comment.post for comment in library.comments}
    for post_id, entries in sorted(_find_orphans(ledger, library).items()):
        if post_id in commented:
            continue
        message = ngettext_lazy(
            'the ledger has %(count)s entry for a post "%(post)s", which does not exist',
            'the ledger has %(count)s entries for a post "%(post)s", which does not exist',
            len(entries),
            post=post_id,
        )
        renamed = _find_renamed(post_id, ledger, library)
        place = min(entry.place for entry in entries)
        hint = suggest_id(post_id, renamed)
        if renamed and (links := moved.take(renamed.path)):
            hint = _("%(hint)s. %(links)s", hint=hint, links=links)
        report.warning("ledger-post-unknown", place, message, hint)


def follow_renames(ledger: Ledger, library: Library) -> Ledger:
    """Return the ledger with the entries of posts that were probably renamed, under both ids.

    A post must not be announced twice because its file has another name.
    """
    followed = dict(ledger)
    for post_id, entries in _find_orphans(ledger, library).items():
        if renamed := _find_renamed(post_id, ledger, library):
            for entry in entries:
                followed[renamed.id, entry.network] = replace(entry, post=renamed.id)
    return followed


def _find_orphans(ledger: Ledger, library: Library) -> Mapping[str, list[Sent]]:
    """Return the entries of posts that do not exist, by id; none if a post can't be read."""
    orphans: dict[str, list[Sent]] = defaultdict(list)
    ids = {post.id for post in library.posts}
    if not library.has_unread("post"):
        for entry in ledger.values():
            if entry.post not in ids:
                orphans[entry.post].append(entry)
    return orphans


def _find_renamed(post_id: str, ledger: Ledger, library: Library) -> Post | None:
    taken = {entry.post for entry in ledger.values()}
    taken |= {comment.post for comment in library.comments}
    return find_renamed(post_id, library.posts, taken)
