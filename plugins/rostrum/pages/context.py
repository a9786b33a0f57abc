"""What all views are made from: the site, its addresses, and the words of its languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote, urlsplit

from rostrum.config.settings import Settings
from rostrum.config.site_info import SiteInfo
from rostrum.core.content import Visibility
from rostrum.core.locale_formats import Wording
from rostrum.core.model import CommentStatus, Image, Post
from rostrum.feeds.model import FORMATS
from rostrum.i18n.catalogs import Messages
from rostrum.pages.creative_commons import find_license
from rostrum.site.images import Pictures
from rostrum.site.links import LinkResolver
from rostrum.site.site import Site
from rostrum.site.urls import Address, Addresses
from rostrum.views.components import (
    FeedView,
    ImageView,
    LinkView,
)

_WORDS_A_MINUTE = 200

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True)
class Language:
    """The words of one language: translated messages, and dates and lists in words."""

    code: str
    name: str
    messages: Messages
    wording: Wording

    def gettext(self, message: str, **values: object) -> str:
        """Return a message in this language, its `%(name)s` filled in."""
        return self.messages.gettext(message, **values)


@dataclass
class ViewContext:
    """The values that all views are made from: site, settings, addresses, languages, links.

    `began` is when the run began at the latest, as
    rostrum.cache.fingerprints.digest_file asks for it.
    """

    site: Site
    info: SiteInfo
    settings: Settings
    addresses: Addresses
    links: LinkResolver
    pictures: Pictures
    languages: dict[str, Language]
    began: int = 0

    @property
    def visibility(self) -> Visibility:
        """Which posts are out."""
        return self.site.visibility

    def href(self, address: Address) -> str:
        """Return an address as links write it."""
        return self.addresses.href(address.url)

    def absolute(self, address: Address) -> str:
        """Return an address with scheme and host."""
        return self.addresses.absolute(address.url)

    def link(self, title: str, address: Address, current: bool = False, lang: str = "") -> LinkView:
        """Return a link with its words."""
        return LinkView(title, self.href(address), current, lang)

    def image(self, image: Image | None) -> ImageView | None:
        """Return a picture's view, and have its file published."""
        if image is None:
            return None
        src = self.links.publish(image.src)
        width, height = self.pictures.measure(image.src.lstrip("/"))
        name, url = find_license(image.license)
        absolute = src if "://" in src else self.addresses.absolute(image.src.lstrip("/"))
        return ImageView(
            src, absolute, image.alt, image.credit, name, url, image.source, width, height
        )

    def identify(self, name: str) -> str:
        """Return a tag URI (RFC 4151) of a post, comment, feed or event: it outlives addresses."""
        host = urlsplit(self.info.url).hostname or "localhost"
        authority = self.settings.feed_authority or f"{host},2026"
        return f"tag:{authority}:{quote(name.replace('#', '/comment/'), safe='/')}"

    def feeds(self, page: Address, title: str) -> tuple[FeedView, ...]:
        """Return the feeds that stand beside a page."""
        return tuple(
            FeedView(
                title,
                self.href(self.addresses.beside(page, format.filename)),
                format.media_type,
                format.name,
            )
            for format in FORMATS
        )

    def has_comments(self, post: Post) -> bool:
        """Say whether a post's page shows a conversation: one that closed empty is none."""
        return post.comments is CommentStatus.OPEN or self.site.thread(post).count > 0

    def minutes(self, words: int) -> int:
        """Return how long a text takes to read, in whole minutes from 1."""
        return max(1, round(words / _WORDS_A_MINUTE))

    def part_of(self, post: Post) -> int | None:
        """Return a post's number in its series."""
        return self.site.parts.get(post.id)


def once(known: dict[K, V], key: K, make: Callable[[], V]) -> V:
    """Return what is known of a key; make and keep it if nothing is."""
    if key not in known:
        known[key] = make()
    return known[key]
