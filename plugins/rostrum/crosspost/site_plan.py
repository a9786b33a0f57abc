"""Create the cross-post plan of a site from its new posts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from rostrum.config.settings import Settings
from rostrum.core.diagnostics import Report
from rostrum.core.model import Post
from rostrum.crosspost.compose import Announcement
from rostrum.crosspost.ledger import read_ledger
from rostrum.crosspost.ledger_checks import follow_renames
from rostrum.crosspost.messages import name_part
from rostrum.crosspost.networks import NETWORKS
from rostrum.crosspost.plan import Plan, apply_levels, make_plan
from rostrum.i18n.catalogs import ENGLISH, Messages
from rostrum.site.site import Site
from rostrum.site.static_files import LEDGER
from rostrum.site.urls import Addresses


def make_site_plan(
    site: Site,
    addresses: Addresses,
    content: Path,
    settings: Settings,
    messages: Mapping[str, Messages],
    report: Report,
    days: int = 0,
    ledger_name: str = f"content/{LEDGER}",
) -> Plan:
    """Return the plan for the new posts of a checked site, and add problems to the report.

    `messages` holds the messages of each language. A post counts as new for `days` days, by
    default the value of the setting `crosspost_days`. The ledger of sent announcements is read
    from the folder `content`; `ledger_name` is how it is shown.
    """
    ledger = read_ledger(content / LEDGER, ledger_name, report)
    ledger = follow_renames(ledger, site.library)
    since = site.visibility.moment - timedelta(days=days or settings.crosspost_days)
    announcements = [
        announce(post, site, addresses, messages.get(post.lang, ENGLISH))
        for post in site.listed
        if post.date >= since
    ]
    networks = [NETWORKS[key] for key in settings.networks]
    plan = make_plan(announcements, networks, ledger, since=since)
    posts = {post.id: post for post in site.listed}
    for post, problem in plan.problems():
        report.add(problem.at(posts[post.id].where("crosspost")))
    return apply_levels(plan, settings.levels)


def announce(post: Post, site: Site, addresses: Addresses, messages: Messages) -> Announcement:
    """Return the announcement data of a post; `messages` are those of its language."""
    series = site.series.get((post.series, post.lang))
    people = [site.person(key, post.lang, post.date) for key in post.authors]
    return Announcement(
        id=post.id,
        title=post.title,
        summary=post.summary,
        url=addresses.absolute(addresses.post(post).url),
        lang=post.lang,
        date=post.date,
        tags=post.tags,
        authors=tuple((person.name, person.role) for person in people),
        series=series.series.title if series else "",
        part=name_part(site.parts.get(post.id), series.total if series else None, messages),
        custom_texts=post.crosspost,
    )
