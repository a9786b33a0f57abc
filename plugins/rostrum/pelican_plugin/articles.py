"""Convert the kit's posts and pages to Pelican metadata, and Pelican's articles back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pelican.contents import Article, Author, Category, Content, Tag

from rostrum.core.content import Visibility
from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.model import Body, Page, Person, Post, Status
from rostrum.core.translatable import gettext_lazy as _
from rostrum.html.addresses import replace_addresses
from rostrum.html.tags import Attributes, rewrite_tags
from rostrum.markdown.renderer import make_body
from rostrum.people.translations import gather_translations, localize
from rostrum.site.links import LinkResolver
from rostrum.site.related import RelatedPosts
from rostrum.site.shown_images import show_alt
from rostrum.site.site import Site
from rostrum.site.urls import Addresses

SOURCE = "rostrum_source"
"""Key of the source post or page in the metadata of Pelican's article or page."""

_ATTRIBUTES = frozenset((
    *("settings", "metadata", "translations", "in_default_lang", "source_path", "timezone"),
    *("relative_source_path", "date_format", "locale_date", "locale_modified", "authors", "author"),
    *("override_url", "override_save_as", "default_status", "people", "thread", "related"),
))  # fmt: skip
"""Attributes of Pelican's articles, and of the kit's for other themes."""


class Metadata:
    """Build Pelican metadata; wrap each name once, since Pelican slugifies it on wrapping.

    The authors among `people` have their display names, which another theme shows. Their `slug`
    and `key` are the keys of the people.
    """

    def __init__(
        self, settings: Mapping[str, Any], addresses: Addresses, people: Iterable[Person]
    ) -> None:
        self._settings, self._addresses = settings, addresses
        self._people = gather_translations(people)
        self._names: dict[tuple[type, str], Any] = {}
        self._authors: dict[tuple[str, str], Author] = {}

    def of_post(self, post: Post) -> dict[str, Any]:
        """Return a post's metadata, without keys for missing values."""
        metadata = {
            **self._of_any(post),
            "date": post.date,
            "tags": [self._name(Tag, name) for name in post.tags],
        }
        if post.authors:  # Pelican fails on an empty list; the kit has reported it
            metadata["authors"] = [self._author(key, post.lang) for key in post.authors]
        if post.category:
            metadata["category"] = self._name(Category, post.category)
        return metadata

    def of_page(self, page: Page) -> dict[str, Any]:
        """Return a standing page's metadata."""
        metadata = self._of_any(page)
        if page.date:
            metadata["date"] = page.date
        if page.authors:
            metadata["authors"] = [self._author(key, page.lang) for key in page.authors]
        if page.category:
            metadata["category"] = self._name(Category, page.category)
        if page.tags:
            metadata["tags"] = [self._name(Tag, name) for name in page.tags]
        return metadata

    def _of_any(self, item: Post | Page) -> dict[str, Any]:
        address = self._addresses.of(item)
        metadata = {
            **{key: item.extra[key] for key in item.own_keys if not _is_pelicans(key)},
            "title": item.title,
            "slug": item.slug,
            "lang": item.lang.lower(),  # Pelican compares it with DEFAULT_LANG in lower case
            "status": item.status.value,
            "summary": item.summary,
            "save_as": address.file,
            SOURCE: item,
        }
        optional = {"url": address.url, "modified": item.modified, "template": item.template}
        return metadata | {key: value for key, value in optional.items() if value}

    def _author(self, key: str, lang: str) -> Author:
        if key not in self._people:
            return self._name(Author, key)
        if (key, lang) not in self._authors:
            person = localize(self._people[key], lang, self._addresses.default_lang)
            author = Author(person.name, self._settings)
            author.slug = author.key = key
            self._authors[key, lang] = author
        return self._authors[key, lang]

    def _name(self, kind: type, name: str) -> Any:
        if (kind, name) not in self._names:
            self._names[kind, name] = kind(name, self._settings)
        return self._names[kind, name]


def post_of(article: Article) -> Post | None:
    """Return the post of an article, with changes made by plugins; None without a kit source."""
    post: Post | None = article.metadata.get(SOURCE)
    if post is None:
        return None
    values = {
        "title": str(article.title),
        "date": article.date,
        "modified": getattr(article, "modified", None),
        "slug": article.slug,
        "summary": getattr(article, "_summary", post.summary),
        "category": _category_of(article, post),
        "tags": tuple(tag.name for tag in getattr(article, "tags", ())),
        "authors": tuple(
            getattr(author, "key", author.name) for author in getattr(article, "authors", ())
        ),
        "status": _status_of(article, post),
        "body": _body_of(article, post),
    }
    changed = {key: value for key, value in values.items() if value != getattr(post, key)}
    return replace(post, **changed) if changed else post


def page_of(item: Content) -> Page | None:
    """Return the standing page of a Pelican page, with changes by plugins; None without one."""
    page: Page | None = item.metadata.get(SOURCE)
    if page is None:
        return None
    status, body = _status_of(item, page), _body_of(item, page)
    return replace(page, title=str(item.title), slug=item.slug, status=status, body=body)


def is_out(item: Content, visibility: Visibility) -> bool:
    """Return True if an article or page, of the kit or of a plugin, is published."""
    if visibility.preview:
        return True
    post = item.metadata.get(SOURCE)
    date = getattr(item, "date", None) if post is None or isinstance(post, Post) else None
    is_future = date is not None and date.timestamp() > visibility.moment.timestamp()
    return item.status != "draft" and not is_future


def relate(articles: Iterable[Article], site: Site, maximum: int) -> None:
    """Set `related` on each article of the kit, for other themes: at most `maximum` articles."""
    relations = RelatedPosts(site, maximum)
    by_id = {
        article.metadata[SOURCE].id: article for article in articles if SOURCE in article.metadata
    }
    posts = [post for post in site.posts if post.id in by_id]
    for post in posts:
        related = relations.find(post)
        by_id[post.id].related = tuple(by_id[other.id] for other in related if other.id in by_id)


def set_translations(items: Iterable[Content], site: Site) -> None:
    """Set `lang` and `translations` on each article and page of the kit.

    Pelican pairs by slug alone, and has languages in lower case.
    """
    by_path = {item.metadata[SOURCE].path: item for item in items if SOURCE in item.metadata}
    for item in by_path.values():
        source: Post | Page = item.metadata[SOURCE]
        others: tuple[Post, ...] | tuple[Page, ...] = (
            site.translations.get(source.id, ())
            if isinstance(source, Post)
            else site.translations_of(source)
        )
        item.lang = source.lang
        item.translations = [by_path[other.path] for other in others if other.path in by_path]


def decorate(article: Article, site: Site) -> None:
    """Set the people, series, part and thread of an article of the kit, for any theme."""
    post: Post | None = article.metadata.get(SOURCE)
    if post is None:
        return
    if post.modified and not site.visibility.is_changed(post):
        for name in ("modified", "locale_modified"):
            article.__dict__.pop(name, None)
    article.people = tuple(site.person(key, post.lang, post.date) for key in post.authors)
    article.written_with = tuple(
        site.person(key, post.lang, post.date) for key in post.written_with
    )
    article.series = site.series.get((post.series, post.lang))
    article.part = site.parts.get(post.id)
    article.thread = site.thread(post)


_BY_PELICAN = frozenset({"href", "src", "data"})
"""Attributes with addresses that Pelican resolves itself (pelican.contents)."""


def fit_links(item: Content, links: LinkResolver) -> None:
    """Prepare the links of an article or page for Pelican, which resolves the rest.

    Links to unpublished and missing files are removed, and keep their texts. Addresses that Pelican
    does not read, such as those of `srcset`, are resolved.
    """
    source: Post | Page | None = item.metadata.get(SOURCE)
    if source is None or not source.body.references:
        return

    def replace_address(name: str, address: str) -> str | None:
        target = links.resolve(address, source.path, source.lang)
        is_marked = address.startswith(("{", "|"))
        is_missing = is_marked and target.code in ("link-missing", "markup-left")
        if is_missing or target.code in ("link-unpublished", "file-withheld"):
            return None
        is_left = name in _BY_PELICAN or target.href is None
        return address if is_left else target.href

    def rewrite(tag: str, attributes: Attributes) -> Attributes | str:
        rewritten = replace_addresses(tag, attributes, replace_address)
        is_lost = tag == "img" and "src" in attributes and "src" not in rewritten
        return show_alt(attributes) if is_lost else rewritten

    item._content = rewrite_tags(item._content, rewrite)


def report_strangers(items: Iterable[Content], display_path: str, report: Report) -> None:
    """Report items read by Pelican or a plugin's reader: the kit makes no page of them."""
    known = {diagnostic.place for diagnostic in report if diagnostic.code == "not-markdown"}
    for item in items:
        location = SourceLocation(f"{display_path}/{item.get_relative_source_path() or item.title}")
        if SOURCE not in item.metadata and location not in known:
            message = _("this was read by another reader than the kit's, which makes no page of it")
            report.error(
                "not-markdown", location, message, _("Write it in Markdown, or move it elsewhere.")
            )


def _is_pelicans(key: str) -> bool:
    """Return True if a key is an attribute that Pelican sets or reads itself."""
    return key.startswith("_") or key in _ATTRIBUTES or hasattr(Article, key)


def _category_of(article: Article, post: Post) -> str:
    name = getattr(getattr(article, "category", None), "name", "")
    # Pelican assigns DEFAULT_CATEGORY to posts without a category; the kit assigns none.
    return name if post.category or name != article.settings["DEFAULT_CATEGORY"] else ""


def _status_of(item: Content, source: Post | Page) -> Status:
    try:
        return Status(item.status)
    except ValueError:  # a status defined by a plugin
        return source.status


def _body_of(item: Content, source: Post | Page) -> Body:
    if item._content == source.body.html:
        return source.body
    return make_body(item._content, "", source.place.path, source.place.line)
