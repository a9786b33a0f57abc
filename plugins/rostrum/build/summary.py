"""One-line summary of a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rostrum.core.translatable import NO_TEXT, Translatable, ngettext_lazy
from rostrum.core.translatable import gettext_lazy as _

if TYPE_CHECKING:  # slower to import than the check for an up-to-date site
    from rostrum.site.site import Site


def summarize(site: Site | None) -> Translatable:
    """Return a summary such as `40 posts, 9 people, 2 series`; NO_TEXT without a site."""
    if site is None:
        return NO_TEXT
    posts, people = len(site.posts), len(site.people)
    series = len({key for key, _lang in site.series})
    return _(
        "%(posts)s, %(people)s, %(series)s",
        posts=ngettext_lazy("%(count)s post", "%(count)s posts", posts) if posts else _("no posts"),
        people=ngettext_lazy("%(count)s person", "%(count)s people", people)
        if people
        else _("no people"),
        series=ngettext_lazy("%(count)s series", "%(count)s series", series)
        if series
        else _("no series"),
    )


def count_files(number: int) -> Translatable:
    """Return a number of files in words: `no files`, `1 file`, `2 files`."""
    return ngettext_lazy("%(count)s file", "%(count)s files", number) if number else _("no files")
