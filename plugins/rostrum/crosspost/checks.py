"""Checks of the cross-posts of scheduled posts and drafts, before they are published."""

from __future__ import annotations

from collections.abc import Iterable

from rostrum.core.diagnostics import Report
from rostrum.core.model import Post
from rostrum.crosspost.compose import Announcement, compose
from rostrum.crosspost.networks import Network
from rostrum.site.urls import Addresses

OF_SITE = "crosspost-link-plain"
"""The code of a finding that concerns SITEURL, not a post."""


def check_own_texts(
    posts: Iterable[Post], addresses: Addresses, networks: Iterable[Network], report: Report
) -> None:
    """Report the problems of texts written by authors, as `rostrum crosspost.plan` does."""
    networks = tuple(networks)
    for post in posts:
        announcement = _announce(post, addresses)
        for network in networks:
            if isinstance(post.crosspost.get(network.key), str):
                for problem in compose(announcement, network).problems:
                    if problem.code != OF_SITE:
                        report.add(problem.at(post.where("crosspost")))


def _announce(post: Post, addresses: Addresses) -> Announcement:
    """Return an announcement with the fields needed to measure an author's own text."""
    url = addresses.absolute(addresses.post(post).url)
    return Announcement(
        post.id, post.title, post.summary, url, post.lang, post.date, custom_texts=post.crosspost
    )
