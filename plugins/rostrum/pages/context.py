"""The context of all views: the site, its addresses, and the messages of its languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from rostrum.cards.brand import CardBrand, make_brand
from rostrum.config.settings import Settings
from rostrum.config.site_info import SiteInfo, identify
from rostrum.core.assets import Asset, PictureUse
from rostrum.core.content import Visibility
from rostrum.core.creative_commons import find_license
from rostrum.core.languages import find_fallback
from rostrum.core.locale_formats import Wording
from rostrum.core.model import CommentStatus, Image, Page, Post
from rostrum.feeds.model import FORMATS
from rostrum.html.responsive import ImageSource
from rostrum.i18n.catalogs import Messages
from rostrum.icons.plan import IconSource, find_source
from rostrum.pages.feed_selection import has_feed
from rostrum.renditions.plan import Shape
from rostrum.site.cards import find_picture, is_shown
from rostrum.site.images import Pictures
from rostrum.site.links import LinkResolver, is_remote
from rostrum.site.site import Site
from rostrum.site.urls import Address, Addresses
from rostrum.views.components import FeedView, ImageView, LinkView

_WORDS_A_MINUTE = 200

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True)
class Language:
    """One language: its translated messages, and the wording of its dates and lists."""

    code: str
    name: str
    messages: Messages
    wording: Wording

    def gettext(self, message: str, **values: object) -> str:
        """Return the translation of a message, with `values` for its `%(name)s`."""
        return self.messages.gettext(message, **values)

    def pgettext(self, context: str, message: str) -> str:
        """Return the translation of a message in a context, such as `one` or `many`."""
        return self.messages.pgettext(context, message)


@dataclass(frozen=True)
class ViewContext:
    """The input of all views: site, settings, addresses, languages, links.

    `began` is a time not after the start of the build, an argument of
    rostrum.cache.fingerprints.digest_file. `templates` are the existing ones of those that posts
    and pages name.
    """

    site: Site
    info: SiteInfo
    settings: Settings
    addresses: Addresses
    links: LinkResolver
    pictures: Pictures
    languages: dict[str, Language]
    began: int = 0
    templates: frozenset[str] = frozenset()

    def find_template(self, item: Post | Page) -> str:
        """Return the template that a post or page names; empty without an existing one."""
        return item.template if item.template in self.templates else ""

    @cached_property
    def card_brand(self) -> CardBrand:
        """The colours, logo and font of social cards."""
        logo, font = map(self._find_file, (self.settings.logos.light, self.settings.card_font))
        return make_brand(self.info.colors, logo, font)

    @cached_property
    def icon_source(self) -> IconSource:
        """What the icons of the site are made of: `icon`, the logo, or initials."""
        icon, logo = map(self._find_file, (self.settings.icon, self.settings.logos.light))
        return find_source(icon, logo, _shorten_name(self.info.name), self.info.colors)

    def _find_file(self, path: str) -> str:
        """Return the file of a path in the settings, empty for none."""
        return str(self.links.content / self.pictures.find(path)) if path else ""

    @property
    def visibility(self) -> Visibility:
        """The rule for published posts."""
        return self.site.visibility

    def href(self, address: Address) -> str:
        """Return an address as the `href` of a link; empty for a page that is not written."""
        return self.addresses.href(address.url) if address.is_written else ""

    def absolute(self, address: Address) -> str:
        """Return an address with scheme and host; empty for a page that is not written."""
        return self.addresses.absolute(address.url) if address.is_written else ""

    def link(self, title: str, address: Address, lang: str = "") -> LinkView:
        """Return a link with its text."""
        return LinkView(title, self.href(address), lang=lang)

    def image(self, image: Image | None, shape: Shape | None = Shape.WHOLE) -> ImageView | None:
        """Return the view of an image, with its sizes unless `shape` is None."""
        if image is None:
            return None
        target = self.links.locate(image.src)
        plan = self.pictures.plan(target.asset, shape) if target.asset and shape else None
        asset: Asset = target.asset
        src = target.href or ""
        width, height = self.pictures.measure(self.pictures.find_in_any_case(image.src))
        sources: tuple[ImageSource, ...] = ()
        srcset = ""
        if plan and shape:
            asset, default = PictureUse(target.asset, shape), plan.default
            src = self.addresses.file_href(default.path)
            width, height = default.width, default.height
            sources, srcset = self.links.images.list_sources(plan)
        name, url = find_license(image.license)
        absolute = src if "://" in src else self.addresses.site_root + src
        return ImageView(
            *(src, absolute, image.alt, image.credit, name, url, image.source, width, height),
            *(asset, sources, srcset),
        )

    def card(self, item: Post) -> ImageView | None:
        """Return the picture of a post for networks: its image, else one of its text."""
        image = self.image(item.image)
        if image and is_shown(image.src_absolute):
            return image
        return self.image(find_picture(item.body, item.path, item.lang, self.links))

    def describe_image(self, image: ImageView) -> dict[str, Any]:
        """Return the structured data of a picture (https://schema.org/ImageObject).

        It is one object for all its files, because credit and licence are the same for each.
        """
        urls = [image.src_absolute]
        if isinstance(image.asset, PictureUse):
            plan = self.pictures.plan(image.asset.path, Shape(image.asset.shape)) or ()
            root, href = self.addresses.site_root, self.addresses.file_href
            urls += [url for item in plan if (url := root + href(item.path)) != urls[0]]
        data = {
            "@type": "ImageObject",
            "contentUrl": urls if len(urls) > 1 else urls[0],
            "width": image.width,
            "height": image.height,
            "caption": image.alt,
            "creditText": image.credit,
            "license": image.license_url,
            "acquireLicensePage": image.source if is_remote(image.source) else "",
        }
        return {key: value for key, value in data.items() if value}

    @cached_property
    def site_card(self) -> ImageView | None:
        """The picture for networks of pages without one: `card_image`, else the logo."""
        known = (self.settings.card_image, self.settings.logos.light)
        images = (self.image(Image(src, self.info.name)) for src in known if src)
        return next((image for image in images if image and is_shown(image.src_absolute)), None)

    def name(self, lang: str) -> str:
        """Return the site's name in a language, from the settings."""
        return find_fallback(self.settings.names, lang) or self.info.name

    def subtitle(self, lang: str) -> str:
        """Return the site's subtitle in a language, from the settings."""
        subtitle = find_fallback(self.settings.subtitles, lang)
        return self.settings.subtitle if subtitle is None else subtitle

    def identify(self, name: str) -> str:
        """Return the tag URI (RFC 4151) of a post, comment, feed or event.

        It remains the same if the address changes.
        """
        return identify(name, self.info.url, self.settings.feed_authority)

    def feeds(self, page: Address, title: str, kind: str) -> tuple[FeedView, ...]:
        """Return the feeds in the folder of a page; none if its kind of list has none."""
        if not has_feed(self.settings, kind):
            return ()
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
        """Return True if a post has comments or accepts them."""
        return post.comments is CommentStatus.OPEN or self.site.thread(post).count > 0

    def minutes(self, word_count: int) -> int:
        """Return the reading time of a text in whole minutes, at least 1."""
        return max(1, round(word_count / _WORDS_A_MINUTE))

    def part_of(self, post: Post) -> int | None:
        """Return the number of a post in its series, or None."""
        return self.site.parts.get(post.id)


def _shorten_name(name: str) -> str:
    """Return the initials of the first two words of a site's name."""
    words = [word for word in name.split() if word[:1].isalnum()]
    return "".join(word[0] for word in words[:2]).upper() or name[:1]


def once(known: dict[K, V], key: K, make: Callable[[], V]) -> V:
    """Return `known[key]`; if missing, call `make` and store its result first."""
    if key not in known:
        known[key] = make()
    return known[key]
