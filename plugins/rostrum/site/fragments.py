"""Check links to a part of another page of the site."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rostrum.core.diagnostics import Report
from rostrum.core.model import Body, Page, Person, Post, Series
from rostrum.markdown.fragments import check_fragment, is_link, list_targets
from rostrum.site.links import LinkResolver, Target

Linked = Post | Page | Person | Series


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
        then: Callable[[str], Target] | None = None,
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
            if sign and (item := self._items.get(page)):
                check_fragment(
                    fragment, self._list_targets(item), reference.place, report, item.place.path
                )

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
