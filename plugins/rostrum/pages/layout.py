"""The layout of a page: menu, footer, breadcrumbs, and the metadata in its head."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from markupsafe import Markup

from rostrum.config.brand_settings import Links
from rostrum.core.languages import find_direction, find_fallback, write_og_locale
from rostrum.core.lazy_html import LazyHtml
from rostrum.core.model import Image, Page, Status
from rostrum.icons.plan import MANIFEST, list_icons
from rostrum.pages.breadcrumbs import Breadcrumbs, Trail, describe
from rostrum.pages.feed_selection import BLOG
from rostrum.pages.sections import ARCHIVE as ARCHIVE
from rostrum.pages.sections import FEEDS as FEEDS
from rostrum.pages.sections import HOME as HOME
from rostrum.pages.sections import PEOPLE as PEOPLE
from rostrum.pages.sections import SERIES as SERIES
from rostrum.pages.sections import TOPICS as TOPICS
from rostrum.pages.sections import name_section
from rostrum.pages.sidebar import NO_LISTS, Sidebar
from rostrum.pages.view_makers import ViewMakers
from rostrum.site.cards import is_large, is_shown
from rostrum.site.urls import Address
from rostrum.views.components import FeedView, IconView, ImageView, LinkView
from rostrum.views.pages import HeadView, SiteView

COMMENTS = "comments/"
X_DEFAULT = "x-default"
_LEGAL = (
    frozenset({"impressum", "imprint", "legal", "legal-notice", "anbieterkennzeichnung"}),
    frozenset({"datenschutz", "datenschutzerklaerung", "privacy", "privacy-policy"}),
    frozenset({"barrierefreiheit", "accessibility", "accessibility-statement"}),
)
"""Slugs and file names of the pages at the end of the footer, in German and English."""
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True, slots=True)
class Head:
    """The metadata of one page. `translations` are its addresses in the other languages.

    `elsewhere` are the languages in which its canonical URL is on another site.

    `topics` are the category and the tags of a post, `authors` the URLs or names of its authors.

    `above` is the breadcrumb trail; None selects the trail of the section. It is empty for the
    home page and for a page outside the hierarchy.
    `data` returns the structured data (schema.org). It must depend only on values of the view.
    """

    title: str
    description: str = ""
    translations: Mapping[str, Address] | None = None
    og_type: str = "website"
    image: ImageView | None = None
    published: datetime | None = None
    changed: datetime | None = None
    feeds: tuple[FeedView, ...] = ()
    canonical: str = ""
    listed: bool = True
    elsewhere: frozenset[str] = frozenset()
    data: Callable[[], Mapping[str, Any]] | None = None
    topics: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    above: Trail | None = None


class PageLayout:
    """Makes the fields common to the views of all pages, per language."""

    def __init__(self, views: ViewMakers) -> None:
        self._context = views.context
        self.trails = Breadcrumbs(views)
        self._lists = Sidebar(views)
        self._sites = {lang: self._make_site(lang) for lang in views.context.languages}
        self._menus: dict[tuple[str, str | None], tuple[LinkView, ...]] = {}
        self._marked: dict[tuple[str, str | None, str], SiteView] = {}
        self._ends = {link.url for site in self._sites.values() for link in site.footer}

    def fields(
        self,
        lang: str,
        address: Address,
        head: Head,
        section: str | None = None,
        *,
        lists: bool = False,
    ) -> dict[str, Any]:
        """Return the fields of `View` for a page. `section` is the path of its menu entry.

        `lists` adds the small lists, regardless of the setting for all pages.
        """
        info, name = self._context.info, self._context.name(lang)
        has_lists = lists or self._context.settings.lists_everywhere
        crumbs = self._find_trail(lang, address, section) if head.above is None else head.above
        return {
            "site": self._site(lang, address, head, section),
            "head": self._head(lang, address, head, crumbs),
            "crumbs": crumbs,
            "lists": self._lists.of(lang) if has_lists else NO_LISTS,
            "SITENAME": name,
            "SITEURL": info.url,
            "DEFAULT_LANG": info.default_lang,
            "output_file": address.file,
        }

    def _find_trail(self, lang: str, address: Address, section: str | None) -> Trail:
        """Return the trail of a page in a section. The page may be the index of the section."""
        if not section:
            is_first = section == HOME and address == self._folder(HOME, lang)
            return () if is_first else self.trails.home(lang)
        is_first = address == self._folder(section, lang)
        return self.trails.home(lang) if is_first else self.trails.below(section, address, lang)

    def _site(self, lang: str, address: Address, head: Head, section: str | None) -> SiteView:
        """Return the site view of a page, the same object for pages with the same links."""
        url = self._context.href(address)
        end = url if url in self._ends else ""
        if head.translations:
            return self._mark(lang, section, end, head.translations)
        key = lang, section, end
        if key not in self._marked:
            self._marked[key] = self._mark(lang, section, end, {})
        return self._marked[key]

    def _mark(
        self, lang: str, section: str | None, end: str, translations: Mapping[str, Address]
    ) -> SiteView:
        """Return the site view of a language with the current links marked.

        `end` is the URL of the page if it is in the footer, else "".
        """
        site = self._sites[lang]
        if (lang, section) not in self._menus:
            current = None if section is None else self._context.href(self._folder(section, lang))
            self._menus[lang, section] = _mark_current(site.menu, current)
        footer = _mark_current(site.footer, end) if end else site.footer
        return replace(
            site,
            menu=self._menus[lang, section],
            languages=tuple(self._languages(lang, translations)),
            footer=footer,
        )

    def _languages(self, lang: str, translations: Mapping[str, Address]) -> Iterator[LinkView]:
        """Yield a link for each other language: to the same page, or else to the home page."""
        for other in self._context.site.languages:
            if other != lang:
                twin = translations.get(other)
                address = twin or self._folder(HOME, other)
                name = self._context.languages[other].name
                yield LinkView(name, self._context.href(address), False, other, twin is not None)

    def _make_site(self, lang: str) -> SiteView:
        context, settings = self._context, self._context.settings
        name = context.name(lang)
        return SiteView(
            name=name,
            subtitle=context.subtitle(lang),
            organisation=context.info.organisation,
            lang=lang,
            direction=find_direction(lang),
            home=context.href(self._folder(HOME, self._host(lang))),
            menu=tuple(self._menu(self._host(lang))),
            footer=tuple(self._footer(lang)),
            feeds=context.feeds(self._folder(HOME, self._host(lang)), name, BLOG),
            theme=context.addresses.href(context.info.theme),
            stylesheet=context.addresses.href(context.info.stylesheet),
            comments_script=context.addresses.href(context.info.comments_script),
            people_script=context.addresses.href(context.info.people_script),
            logo=self._make_logo(settings.logos.light, name),
            logo_dark=self._make_logo(settings.logos.dark, name),
            preview=context.visibility.preview,
            fonts=tuple(map(context.addresses.href, context.info.preloads)),
            links=_choose_links(settings.footer_links, lang),
            company_url=settings.company_url,
            social=_choose_links(settings.social, lang),
            icons=tuple(self._list_icons()),
            manifest=context.addresses.file_href(MANIFEST),
            theme_color=context.info.colors.paper.light,
            theme_color_dark=context.info.colors.paper.dark,
        )

    def _make_logo(self, src: str, name: str) -> ImageView | None:
        return self._context.image(Image(src, name), None) if src else None

    def _list_icons(self) -> Iterator[IconView]:
        """Yield the icons to link to, and the theme's drawing for a site without a picture."""
        source, addresses = self._context.icon_source, self._context.addresses
        for icon in list_icons(source):
            if icon.rel:
                href = addresses.file_href(icon.name)
                yield IconView(icon.rel, href, icon.media_type, icon.sizes)
        if not source.file:
            href = addresses.href(f"{self._context.info.theme}favicon.svg")
            yield IconView("icon", href, "image/svg+xml", "any")

    def _host(self, lang: str) -> str:
        return self._context.site.host_of(lang)

    def _menu(self, lang: str) -> list[LinkView]:
        gettext, site = self._context.languages[lang].gettext, self._context.site
        has_series = any(key[1] == lang for key in site.series)
        has_topics = site.tags.get(lang) or site.categories.get(lang)
        entries = [
            (gettext("New"), HOME, True),
            *(
                (name_section(path, gettext), path, is_shown)
                for path, is_shown in (
                    (SERIES, has_series),
                    (PEOPLE, bool(site.active(lang))),
                    (TOPICS, has_topics),
                    (ARCHIVE, site.months.get(lang)),
                    (FEEDS, True),
                )
            ),
        ]
        links = [
            self._context.link(title, self._folder(path, lang))
            for title, path, is_shown in entries
            if is_shown and self._folder(path, lang).is_written
        ]
        return [*links, *_choose_links(self._context.settings.menu_links, lang)]

    def _footer(self, lang: str) -> list[LinkView]:
        pages = [page for page in self._context.site.pages if page.lang == lang and page.menu]
        return [
            self._context.link(page.title, self._context.addresses.page(page))
            for page in sorted(pages, key=_rank_page)
            if page.status is not Status.HIDDEN
        ]

    def _head(self, lang: str, address: Address, head: Head, crumbs: Trail) -> HeadView:
        context, name = self._context, self._context.name(lang)
        hidden = context.visibility.preview or not head.listed
        alternates = self._alternates(lang, address, head)
        ends = (context.absolute(address), context.addresses.site_root)
        home = self._sites[lang].feeds
        image = head.image if head.image and is_shown(head.image.src_absolute) else None
        image = image or context.site_card
        is_logo = image is context.site_card and not is_shown(context.settings.card_image)
        is_wide = image is not None and is_large(image.width, image.height) and not is_logo
        return HeadView(
            title=head.title if head.title == name else f"{head.title} · {name}",
            name=head.title,
            description=head.description,
            canonical=head.canonical or context.absolute(address),
            robots="noindex" if hidden else "",
            og_type=head.og_type,
            image=image,
            card="summary_large_image" if is_wide else "summary",
            published=_iso(head.published),
            changed=_iso(head.changed),
            data=_describe(head.data) if head.data else None,
            trail=_describe(partial(describe, crumbs, head.title, *ends)) if crumbs else None,
            feeds=tuple(dict.fromkeys((*home, *head.feeds))) if head.feeds else home,
            alternates=alternates,
            locale=self._og_locale(lang),
            locales=tuple(
                self._og_locale(other.lang)
                for other in alternates
                if other.lang not in (lang, X_DEFAULT)
            ),
            section=head.topics[0] if head.topics else "",
            tags=head.topics[1:],
            authors=head.authors,
        )

    def _og_locale(self, lang: str) -> str:
        return write_og_locale(self._context.settings.locales.get(lang, lang))

    def _alternates(self, lang: str, address: Address, head: Head) -> tuple[LinkView, ...]:
        """Return the page in each language, and for other readers (`x-default`).

        Alternates must be canonical URLs (developers.google.com, "Localized versions").
        """
        pages = {**(head.translations or {}), lang: address}
        addresses = {code: page for code, page in pages.items() if code not in head.elsewhere}
        if len(addresses) < 2 or lang not in addresses:
            return ()
        languages, absolute = self._context.languages, self._context.absolute
        alternates = [
            LinkView(languages[code].name, absolute(page), code == lang, code)
            for code, page in sorted(addresses.items())
        ]
        default = self._context.info.default_lang
        usual = default if default in addresses else min(addresses)
        return (
            *alternates,
            LinkView(languages[usual].name, absolute(addresses[usual]), usual == lang, X_DEFAULT),
        )

    def _folder(self, path: str, lang: str) -> Address:
        return self._context.addresses.folder(path, lang)


def _choose_links(links: Links, lang: str) -> tuple[LinkView, ...]:
    """Return the links of a setting for a language: those of the language, or of all."""
    chosen = find_fallback(dict(links), lang)
    return tuple(LinkView(title, url) for title, url in chosen or dict(links).get("", ()))


def _rank_page(page: Page) -> tuple[int, str]:
    """Return the sort key of a standing page: by title, then what the law asks for."""
    names = {page.slug.lower(), page.path.rpartition("/")[2].partition(".")[0].lower()}
    ranks = (n for n, known in enumerate(_LEGAL, 1) if not known.isdisjoint(names))
    return next(ranks, 0), page.title.casefold()


def _mark_current(links: tuple[LinkView, ...], url: str | None) -> tuple[LinkView, ...]:
    return tuple(replace(link, current=link.url == url) for link in links)


def _describe(make: Callable[[], Mapping[str, Any]]) -> LazyHtml:
    # The key is empty: the structured data depends only on other values of the view.
    return LazyHtml((), lambda: write_json_ld(make()))


def write_json_ld(data: Mapping[str, Any]) -> Markup:
    """Return JSON-LD, safe in a script element (HTML, 4.12.1.3: restrictions on scripts).

    `<`, `>` and `&` are escaped, so no text can close the element.
    """
    text = _JSON.encode(data)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def _iso(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""
