"""One-line summary of a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rostrum.core.text import pluralize

if TYPE_CHECKING:  # slower to import than the check for an up-to-date site
    from rostrum.site.site import Site


def summarize(site: Site | None) -> str:
    """Return a summary such as `40 posts, 9 people, 2 series`; empty without a site."""
    if site is None:
        return ""
    series = len({key for key, _ in site.series})
    people = f"{len(site.people) or 'no'} {'person' if len(site.people) == 1 else 'people'}"
    return f"{pluralize(len(site.posts), 'post')}, {people}, {series or 'no'} series"
