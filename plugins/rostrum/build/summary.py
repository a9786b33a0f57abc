"""What a command says about a site, in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rostrum.core.text import pluralize

if TYPE_CHECKING:  # importing it takes longer than to see that nothing has changed
    from rostrum.site.site import Site


def summarize(site: Site | None) -> str:
    """Return what a site holds: `40 posts, 9 people, 2 series`; of no site, nothing."""
    if site is None:
        return ""
    series = len({key for key, _ in site.series})
    people = f"{len(site.people) or 'no'} {'person' if len(site.people) == 1 else 'people'}"
    return f"{pluralize(len(site.posts), 'post')}, {people}, {series or 'no'} series"
