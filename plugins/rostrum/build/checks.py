"""All checks of an assembled site, in order.

Checks report findings and never stop a build: all findings are reported together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from rostrum.core.diagnostics import Report
from rostrum.core.model import Page, Person, Post, Series, Status
from rostrum.core.traversal import check_folder
from rostrum.people.translations import gather_translations
from rostrum.series.checks import check_series
from rostrum.site.checks import check_drafts, check_library, check_roles
from rostrum.site.links import LinkResolver
from rostrum.site.related import check_related
from rostrum.site.schedule import Schedule, ScheduledLinks
from rostrum.site.site import Site
from rostrum.site.urls import Addresses


def check_site(site: Site, report: Report) -> None:
    """Report inconsistencies in a site's content."""
    library, lang = site.library, site.default_lang
    known = gather_translations(library.people)
    check_library(library, known, site.slugify, report)
    check_roles(known, lang, report)
    check_drafts(library, lang, report)
    check_series(library, site.visibility.moment, lang, report)
    check_related(site, report)


def check_texts(
    links: LinkResolver,
    schedule: Schedule,
    list_pages: Callable[[Site], frozenset[str]],
    report: Report,
) -> frozenset[str]:
    """Return the content files in use by texts, including unpublished ones.

    Report faulty links and pictures in them.
    """
    library = schedule.site.library
    later = ScheduledLinks(links, schedule, list_pages)
    texts: list[Page | Person | Series] = [*library.pages, *library.people, *library.series]
    used: set[str] = set()
    for item in texts:
        used |= links.check(item.body, item.path, item.lang, report)
    for post in library.posts:
        used |= links.check(post.body, post.path, post.lang, report, later.of(post))
        used |= links.check_image(post.image, post.where("image"), report)
    for series in library.series:
        used |= links.check_image(series.image, series.where("image"), report)
    for person in library.people:
        used |= links.check_photo(person.photo, person.where("photo"), report)
    return frozenset(used)


def check_crossposts(
    posts: Sequence[Post], addresses: Addresses, networks: Sequence[str], report: Report
) -> None:
    """Report custom crosspost texts of scheduled posts if they exceed a network's limits."""
    own = [post for post in posts if any(post.crosspost.values())]
    if shown := [post for post in own if post.status is not Status.HIDDEN]:
        # Counting by the rules of the networks takes libraries needed by few builds.
        from rostrum.crosspost.checks import check_own_texts
        from rostrum.crosspost.networks import NETWORKS

        check_own_texts(shown, addresses, [NETWORKS[key] for key in networks], report)


def check_theme(
    folders: Sequence[Path], content: Path, shown: Callable[[Path], str], report: Report
) -> None:
    """Report unreadable files in a theme's folders, and names not in UTF-8."""
    for folder in folders:
        if folder.exists() and not content.is_relative_to(folder):
            check_folder(folder, shown(folder), report)
