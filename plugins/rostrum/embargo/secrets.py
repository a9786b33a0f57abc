"""What is not out: the addresses, ids, titles, summaries and pictures that no file may have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from rostrum.core.hashing import digest
from rostrum.core.model import Comment, Page, Person, Post, Series
from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.embargo.spellings import fold
from rostrum.renditions.plan import Shape
from rostrum.site.file_usage import Content, Usage
from rostrum.site.images import Pictures
from rostrum.site.site import Site
from rostrum.site.urls import Addresses
from rostrum.topics.checks import CATEGORIES, TAGS, Taxonomy

SHORTEST = 12
"""Characters of a text that is searched anywhere; a shorter title counts as a whole title alone."""

# A comment is Markdown: what may be written otherwise on its page parts it.
_MARKUP = re.compile(r"[\[\]<>`|]|\(.*?\)|https?://\S+|\n\s*\n")


class SecretKind(StrEnum):
    """What a secret is of its source."""

    ADDRESS = "address"
    ID = "id"
    TITLE = "title"
    SUMMARY = "summary"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Secret:
    """Something that is not out: its text, and the path of its source below the content folder.

    An address is a path of the host, such as `/blog/2026/name/`; an id is a whole `tag:` URI. With
    `is_exact`, published addresses begin with this one. A file has its path as text; `names` are
    how the names of its renditions begin, and `digest` is that of its bytes, if it is known.
    """

    kind: SecretKind
    text: str
    source: str
    is_exact: bool = False
    names: tuple[str, ...] = ()
    digest: str = ""

    @property
    def is_short(self) -> bool:
        """Whether a title counts as a whole title, heading or link text alone."""
        return self.kind is SecretKind.TITLE and len(self.text) < SHORTEST

    @property
    def key(self) -> bytes:
        """The digest of what is searched."""
        return digest(self.kind, self.text, self.is_exact, self.names, self.digest)


KIND_NAMES = {
    SecretKind.ADDRESS: _("the address"),
    SecretKind.ID: _("the id"),
    SecretKind.TITLE: _("the title"),
    SecretKind.SUMMARY: _("the summary"),
    SecretKind.FILE: _("a picture or file"),
}
"""The names of kinds for messages."""


def name_kind(secret: Secret) -> Translatable:
    """Return what a secret is of its source."""
    return KIND_NAMES[secret.kind]


@dataclass(frozen=True)
class SecretLister:
    """Lists what is not out. `identify` returns the `tag:` URI of a name.

    `urls` are the addresses of the published files, `statics` the static files, which are public.
    """

    site: Site
    addresses: Addresses
    usage: Usage
    pictures: Pictures
    identify: Callable[[str], str]
    urls: frozenset[str]
    statics: frozenset[str]

    def list_secrets(self) -> tuple[Secret, ...]:
        """Return all secrets of a site, each once; none that the published site has as its own."""
        known: dict[bytes, Secret] = {}
        said = self._list_said() if self.usage.unpublished else frozenset()
        for secret in self._list_all():
            if _is_searchable(secret) and secret.text not in said:
                known.setdefault(secret.key, secret)
        return tuple(known.values())

    def list_sources(self) -> tuple[str, ...]:
        """Return the source files of all that is not out, below the content folder."""
        paths = [item.path for item in self._items]
        paths += [comment.path for comment, _post in self._list_unpublished_comments()]
        return tuple(dict.fromkeys(paths))

    def _list_all(self) -> Iterator[Secret]:
        for item in self._items:
            yield from self._list_of(item)
        yield from self._list_topics(TAGS)
        yield from self._list_topics(CATEGORIES)
        yield from self._list_comments()
        yield from self._list_files()

    @property
    def _items(self) -> tuple[Content, ...]:
        return self.usage.unpublished

    def _list_of(self, item: Content) -> Iterator[Secret]:
        title = item.name if isinstance(item, Person) else item.title
        yield Secret(SecretKind.TITLE, title, item.path)
        for text in _list_texts(item):
            yield Secret(SecretKind.SUMMARY, text, item.path)
        for url in self._locate(item):
            yield from self._make_address(url, item.path)
        if isinstance(item, Post):
            yield Secret(SecretKind.ID, self.identify(item.id), item.path)

    def _locate(self, item: Content) -> Iterator[str]:
        addresses = self.addresses
        if isinstance(item, Post | Page):
            yield addresses.of(item).url
        elif isinstance(item, Person):
            yield addresses.person(item.key, item.lang).url
        else:
            yield addresses.folder(f"series/{item.key}/", item.lang).url

    def _make_address(self, url: str, source: str) -> Iterator[Secret]:
        if not url.strip("/") or url in self.urls:
            return
        below = url.rstrip("/") + "/"
        is_exact = any(other.startswith(below) for other in self.urls)
        yield Secret(SecretKind.ADDRESS, self.addresses.root + url, source, is_exact)

    def _list_topics(self, kind: Taxonomy) -> Iterator[Secret]:
        site = self.site
        topics = site.tags if kind is TAGS else site.categories
        known = {(lang, topic.slug) for lang, found in topics.items() for topic in found}
        locate = self.addresses.tag if kind is TAGS else self.addresses.category
        for item in self._items:
            for name in kind.names_of(item) if isinstance(item, Post) else ():
                slug = site.slugify(name)
                if slug and (item.lang, slug) not in known:
                    yield Secret(SecretKind.TITLE, name, item.path)
                    yield from self._make_address(locate(slug, item.lang).url, item.path)

    def _list_comments(self) -> Iterator[Secret]:
        for comment, post in self._list_unpublished_comments():
            name = f"{comment.post}#{comment.id}"
            yield Secret(SecretKind.ID, self.identify(name), comment.path)
            yield Secret(SecretKind.SUMMARY, _begin_comment(comment), comment.path)
            if post is not None:
                url = f"{self.addresses.post(post).url}#comment-{comment.id}"
                yield from self._make_address(url, comment.path)

    def _list_unpublished_comments(self) -> Iterator[tuple[Comment, Post | None]]:
        """Yield the comments that are not out, each with its post if that is."""
        site = self.site
        posts = {post.id: post for post in site.posts}
        for comment in () if site.visibility.preview else site.library.comments:
            post = posts.get(comment.post)
            if post is None or not site.visibility.shows(comment):
                yield comment, post

    def _list_files(self) -> Iterator[Secret]:
        for path, source in self.usage.list_private().items():
            if path in self.statics or not self.pictures.exists(path):
                continue
            original = self.pictures.find_original(path)
            plans = [self.pictures.plan(path, shape) for shape in Shape]
            names = {item.path.rpartition("-")[0] for plan in plans if plan for item in plan}
            known = original.digest if original else ""
            yield Secret(SecretKind.FILE, path, source, False, tuple(sorted(names)), known)

    def _list_said(self) -> frozenset[str]:
        """Return the titles and summaries of what is out."""
        site = self.site
        withheld = {id(item) for item in self._items}
        people = [person for person in site.library.people if id(person) not in withheld]
        series = [item for item in site.library.series if id(item) not in withheld]
        texts: list[Post | Page | Series] = [*site.posts, *site.pages, *series]
        said = {text for item in texts for text in (item.title, item.summary)}
        said |= {text for person in people for text in (person.name, person.summary)}
        said |= {planned.title for item in series for planned in item.planned}
        named = (*site.tags.values(), *site.categories.values())
        said |= {topic.name for topics in named for topic in topics}
        return frozenset(said)


def name_host(url: str) -> str:
    """Return the host of a site, as absolute addresses have it."""
    return urlsplit(url).netloc.lower()


def _list_texts(item: Content) -> Iterator[str]:
    yield item.summary
    if isinstance(item, Post):
        yield from item.key_points
        yield from (text for text in item.crosspost.values() if isinstance(text, str))


def _begin_comment(comment: Comment) -> str:
    """Return the longest part of a comment's text without markup within."""
    return max(_MARKUP.split(comment.text), key=len).strip()


def _is_searchable(secret: Secret) -> bool:
    if secret.kind is SecretKind.SUMMARY:
        return len(secret.text) >= SHORTEST and bool(fold(secret.text))
    return bool(fold(secret.text))
