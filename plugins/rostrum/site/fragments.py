"""Check links to a part of another page of the site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rostrum.core.diagnostics import Report
from rostrum.core.model import Body, Page, Post
from rostrum.markdown.fragments import check_fragment, list_ids
from rostrum.site.links import LinkResolver


@dataclass(frozen=True)
class FragmentChecker:
    """Checks the fragments of links between the published posts and pages of a site."""

    links: LinkResolver
    _ids: dict[str, frozenset[str]] = field(default_factory=dict)

    def check(self, body: Body, path: str, lang: str, report: Report) -> None:
        """Report links of a text to parts of another post or page that do not exist."""
        for reference in body.references:
            if reference.attribute != "href" or "#" not in reference.target[1:]:
                continue
            href = self.links.resolve(reference.target, path, lang).href
            page, sign, fragment = (href or "").partition("#")
            if sign and (item := self._items.get(page)):
                check_fragment(
                    fragment, self._list_ids(item), reference.place, report, item.place.path
                )

    @cached_property
    def _items(self) -> Mapping[str, Post | Page]:
        """The published posts and pages by the address in links to them."""
        addresses, site = self.links.addresses, self.links.site
        items: list[Post | Page] = [*site.posts, *site.pages]
        return {addresses.href(addresses.of(item).url): item for item in items}

    def _list_ids(self, item: Post | Page) -> frozenset[str]:
        if item.path not in self._ids:
            self._ids[item.path] = list_ids(self.links.texts.read(item.body))
        return self._ids[item.path]
