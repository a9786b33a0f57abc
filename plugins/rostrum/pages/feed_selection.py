"""The lists with feeds, according to the settings."""

from __future__ import annotations

from rostrum.config.setting_types import FEED_KINDS
from rostrum.config.settings import Settings
from rostrum.site.site import Site

BLOG, COMMENTS, SERIES, PEOPLE, CATEGORIES, TAGS = FEED_KINDS

MANY_TAGS = 100
"""With more tags in a language, only those with POSTS_OF_MANY posts have feeds by default."""

POSTS_OF_MANY = 5


def has_feed(settings: Settings, kind: str) -> bool:
    """Return True if the lists of a kind have feeds."""
    return kind in settings.feeds


def has_tag_feed(settings: Settings, count: int, site: Site, lang: str) -> bool:
    """Return True if a tag of `count` posts has feeds: if tags do, and it has enough posts.

    The number is the setting `tag_feed_posts`. If that is 0, it is POSTS_OF_MANY in a language with
    more than MANY_TAGS tags, and 1 otherwise.
    """
    usual = POSTS_OF_MANY if len(site.tags[lang]) > MANY_TAGS else 1
    return has_feed(settings, TAGS) and count >= (settings.tag_feed_posts or usual)
