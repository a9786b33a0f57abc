"""Check links to a part of another page of the site."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from rostrum.core.diagnostics import Report
from rostrum.core.model import Body, Page, Person, Post, Series
from rostrum.markdown.fragments import check_fragment, is_link, list_targets
from rostrum.site.links import LinkResolver, LinkTarget

_SITE = re.compile(r"(?:https?:)?//[^/?#]*", re.IGNORECASE)

Linked = Post | Page | Person | Series


def _is_same_host(address: str, site_root: str) -> bool:
    try:
        return urlsplit(address).netloc.lower() == urlsplit(site_root).netloc.lower()
    except ValueError:  # http://[bad
        return False


@dataclass(frozen=True)
class FragmentChecker:
    """Checks the fragments of links between the texts of a site."""

    links: LinkResolver
    _targets: dict[str, frozenset[str]] = field(default_factory=dict)

    def check(
        self,
        body: Body,
        path: str,
        lang: str,
        report: Report,
        then: Callable[[str], LinkTarget] | None = None,
    ) -> None:
        """Report links of a text to parts of another one that do not exist.

        For a scheduled text, `then` returns the target of a link as of the publication date.
        """
        for reference in body.references:
            if not is_link(reference) or "#" not in reference.target[1:]:
                continue
            href = self.links.resolve(reference.target, path, lang).href
            if href is None and then:
                href = then(reference.target).href
            page, sign, fragment = (href or "").partition("#")
            if sign and (item := self._find_item(page)):
                check_fragment(
                    fragment, self._list_targets(item), reference.place, report, item.place.path
                )

    def _find_item(self, page: str) -> Linked | None:
        """Return the content at an address; that of the site itself may be absolute."""
        addresses = self.links.addresses
        path = _SITE.sub("", page) if page.startswith(("http:", "https:", "//")) else page
        if path != page and not _is_same_host(page, addresses.site_root):
            return None
        path = path.partition("?")[0].removesuffix("index.html")
        return self._items.get(path) or self._items.get(f"{path}/")

    @cached_property
    def _items(self) -> Mapping[str, Linked]:
        """The content with a page by the address in links to it, scheduled posts too."""
        addresses, library = self.links.addresses, self.links.site.library
        items: dict[str, Linked] = {}
        for person in library.people:
            items[addresses.person(person.key, person.lang).url] = person
        for series in library.series:
            items[addresses.folder(f"series/{series.key}/", series.lang).url] = series
        dated: list[Post | Page] = [*library.posts, *library.pages]
        items |= {addresses.of(item).url: item for item in dated}
        return {addresses.href(url): item for url, item in items.items()}

    def _list_targets(self, item: Linked) -> frozenset[str]:
        if item.path not in self._targets:
            self._targets[item.path] = list_targets(self.links.texts.read(item.body))
        return self._targets[item.path]
