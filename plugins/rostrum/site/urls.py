"""Build the addresses of a site's pages and files from Pelican's URL patterns."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import PurePosixPath
from urllib.parse import quote, urlsplit

from rostrum.core.model import Page, Post

FILE_ENDINGS = (".html", ".htm", ".xhtml", ".php", ".txt", ".xml", ".json")
"""Endings of an address that names a file; other addresses are folders."""


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a page: `url` relative to the site's root, `file` relative to `output/`.

    A page that is not written has neither: its …_SAVE_AS setting is empty.
    """

    url: str
    file: str
    is_written: bool = True


_DATE = re.compile(r"(?<!\{)(?:\{\{)*\{date\b")
_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
"""The date in the address of a page without one, which is an error."""

UNWRITTEN = Address("", "", is_written=False)
"""The address of all pages that are not written."""

_SECTIONS: Mapping[str, tuple[str, ...]] = {
    "archive/": ("ARCHIVES_SAVE_AS",),
    "people/": ("AUTHORS_SAVE_AS",),
    "topics/": ("TAGS_SAVE_AS", "CATEGORIES_SAVE_AS"),
}
"""The settings of Pelican for the kit's own pages; if they are empty, these are not written."""


@dataclass(frozen=True)
class Addresses:
    """Builds addresses. `patterns` are Pelican's `…_URL` and `…_SAVE_AS` settings by name.

    Languages are in lower case in addresses: `de-at`, as many hosts do not tell them apart.
    `default_category` stands for the category in the address of a post without one. `site_roots`
    are the paths of the host that belong to the site; without any, `root` is the only one.
    """

    patterns: Mapping[str, str]
    site_url: str
    default_lang: str
    slugify: Callable[[str], str]
    default_category: str = ""
    site_roots: tuple[str, ...] = ()
    _posts: dict[str, Address] = field(default_factory=dict, compare=False, repr=False)
    _hrefs: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    _file_hrefs: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def root(self) -> str:
        """The path of the site on its host: `/`, or `/blog/` for a site in a subfolder."""
        return urlsplit(self.site_url).path.rstrip("/") + "/"

    @cached_property
    def site_root(self) -> str:
        """The scheme and host of the site, a prefix for an `href`."""
        parts = urlsplit(self.site_url)
        return f"{parts.scheme}://{parts.netloc}"

    def relate(self, target: str) -> str | None:
        """Return an address that begins with `/` relative to the site's root.

        Return None for an address outside of it.
        """
        bare = self.root.removesuffix("/")
        if target.startswith(self.root):
            return target.removeprefix(self.root)
        has_end = target[len(bare) : len(bare) + 1] in ("", "?", "#")
        return target.removeprefix(bare) if target.startswith(bare) and has_end else None

    def relate_url(self, target: str) -> str | None:
        """Return a whole URL relative to the site's root, None for one outside of the site."""
        scheme, _separator, rest = target.partition("//")
        host, slash, path = rest.partition("/")
        is_here = host.lower() == urlsplit(self.site_url).netloc.lower()
        is_web = scheme.lower() in ("", "http:", "https:")
        return self.relate(slash + path) if is_here and is_web else None

    def owns(self, path: str) -> bool:
        """Return True if a path of the host belongs to the site."""
        roots = [root.strip("/") for root in self.site_roots or (self.root,)]
        return any(not root or f"{path}/".startswith(f"/{root}/") for root in roots)

    def writes(self, kind: str) -> bool:
        """Return True if the pages of a kind, such as TAG, are written."""
        return bool(self.patterns[f"{kind}_SAVE_AS"])

    def href(self, url: str) -> str:
        """Return an address of this site as an `href` for internal links.

        It is percent-encoded and begins with `root`.
        """
        if url not in self._hrefs:
            self._hrefs[url] = self.root + quote(url, safe="/#?&=%:;,+~@!$'()*")
        return self._hrefs[url]

    def file_href(self, path: str) -> str:
        """Return the `href` of a file of this site; `path` is its name below `output/`.

        All signs with a meaning in a URL are percent-encoded, also `#`, `?` and `%` (RFC 3986).
        """
        if path not in self._file_hrefs:
            self._file_hrefs[path] = self.root + quote(path, safe="/&=:;,+~@!$'()*")
        return self._file_hrefs[path]

    def absolute(self, url: str) -> str:
        """Return an address of this site as an absolute URL."""
        return self.site_url.rstrip("/") + "/" + self.href(url).removeprefix(self.root)

    def post(self, post: Post) -> Address:
        """Return a post's address."""
        if post.id not in self._posts:
            self._posts[post.id] = self._make_post(post)
        return self._posts[post.id]

    def post_with_slug(self, post: Post, slug: str) -> Address:
        """Return the address that a post would have with another slug."""
        return self._make_post(replace(post, slug=slug))

    def _make_post(self, post: Post) -> Address:
        if post.url or post.save_as:
            return _own_address(post)
        return self._format(
            "ARTICLE",
            post.lang,
            slug=post.slug,
            date=post.date,
            category=self.slugify(post.category or self.default_category),
            author="".join(post.authors[:1]),
            path=_name_source(post),
        )

    def of(self, item: Post | Page) -> Address:
        """Return the address of a post or standing page."""
        return self.post(item) if isinstance(item, Post) else self.page(item)

    def is_canonical(self, post: Post) -> bool:
        """Return True if a post's own address is its canonical URL, not one on another site."""
        own = self.absolute(self.post(post).url)
        return not post.canonical or post.canonical.rstrip("/") == own.rstrip("/")

    def page(self, page: Page) -> Address:
        """Return a standing page's address."""
        if page.url or page.save_as:
            return _own_address(page)
        return self._format(
            "PAGE",
            page.lang,
            slug=page.slug,
            date=page.date or _UNDATED,
            category=self.slugify(page.category),
            author="".join(page.authors[:1]),
            path=_name_source(page),
        )

    def needs_date(self, page: Page) -> str:
        """Return the setting by which the address of a page has its date; empty without any."""
        kind = "PAGE" if page.lang == self.default_lang else "PAGE_LANG"
        if page.url or page.save_as or not self.writes(kind):
            return ""
        keys = (f"{kind}_URL", f"{kind}_SAVE_AS")
        return next((key for key in keys if _DATE.search(self.patterns[key])), "")

    def person(self, key: str, lang: str) -> Address:
        """Return the address of a person's page."""
        return self._below(lang, self._format("AUTHOR", self.default_lang, slug=key))

    def tag(self, slug: str, lang: str) -> Address:
        """Return the address of a tag's page."""
        return self._below(lang, self._format("TAG", self.default_lang, slug=slug))

    def category(self, slug: str, lang: str) -> Address:
        """Return the address of a category's page."""
        return self._below(lang, self._format("CATEGORY", self.default_lang, slug=slug))

    def month(self, date: datetime, lang: str) -> Address:
        """Return the address of a month's page."""
        return self._below(lang, self._format("MONTH_ARCHIVE", self.default_lang, date=date))

    def year(self, date: datetime, lang: str) -> Address:
        """Return the address of a year's page."""
        return self._below(lang, self._format("YEAR_ARCHIVE", self.default_lang, date=date))

    def folder(self, path: str, lang: str) -> Address:
        """Return the address of one of the kit's own pages, such as `series/`."""
        if any(path.startswith(section) for section in self._unwritten):
            return UNWRITTEN
        return self._below(lang, Address(path, f"{path}index.html"))

    def file(self, path: str, lang: str) -> Address:
        """Return the address of a single file, such as `404.html`."""
        return self._below(lang, Address(path, path))

    def number(self, first: Address, number: int) -> Address:
        """Return the address of a further page of a long list: `tag/x/page/2/`."""
        if number == 1 or not first.is_written:
            return first
        url = f"{_as_folder(first.url)}page/{number}/"
        return Address(url, f"{url}index.html")

    def beside(self, page: Address, name: str) -> Address:
        """Return the address of a file belonging to a page, such as its feed."""
        if not page.is_written:
            return UNWRITTEN
        path = _as_folder(page.url) + name
        return Address(path, path)

    def _format(self, kind: str, lang: str, **fields: object) -> Address:
        kind = kind if lang == self.default_lang else f"{kind}_LANG"
        values = {**fields, "lang": lang.lower()}
        if not self.writes(kind):
            return UNWRITTEN
        file = self.patterns[f"{kind}_SAVE_AS"].format(**values)
        url = self.patterns[f"{kind}_URL"].format(**values)
        return Address(url or file.removesuffix("index.html"), file)

    @cached_property
    def _unwritten(self) -> tuple[str, ...]:
        """The kit's own folders that are not written."""
        return tuple(
            section
            for section, keys in _SECTIONS.items()
            if all(self.patterns.get(key) == "" for key in keys)
        )

    def _below(self, lang: str, address: Address) -> Address:
        if lang == self.default_lang or not address.is_written:
            return address
        folder = lang.lower()
        return Address(f"{folder}/{address.url}", f"{folder}/{address.file}")


def _name_source(item: Post | Page) -> str:
    """Return the path of a source below the content folder without its suffix, as Pelican does."""
    return PurePosixPath(item.path).with_suffix("").as_posix()


def _own_address(item: Post | Page) -> Address:
    """Return the address written in front matter; each half is made of the other if missing."""
    file = item.save_as or item.url
    if not file.endswith(FILE_ENDINGS):
        file = f"{file.rstrip('/')}/index.html"
    return Address(item.url or item.save_as.removesuffix("index.html"), file)


def _as_folder(url: str) -> str:
    if not url or url.endswith("/"):
        return url
    return url.removesuffix(".html") + "/"
