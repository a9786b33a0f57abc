"""Check every link of a built site against its output files.

    assert read_site(output, "https://blog.example").broken == []

Links to other hosts are not followed: tests use no network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree, html

_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_LINKS = etree.XPath("//@href | //@src | //@poster | //@srcset | //meta/@content")
_IDS = etree.XPath("//@id")
_IN_TEXT = etree.XPath("boolean(ancestor-or-self::*[contains(@class, 'e-content')])")
_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_IN_TAG = re.compile(r"""\s(?:href|src|poster|url)=(?:"([^"]*)"|'([^']*)')""")
_IN_ELEMENT = re.compile(r"<(?:link|comments|uri|url|loc|wfw:commentRss)>([^<]*)</")


@dataclass(frozen=True, slots=True)
class Link:
    """A link into the site: a path and perhaps `#fragment`.

    Links by an author may have a missing fragment; the kit's links may not.
    """

    target: str
    by_author: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """Links of a page, feed or sitemap, and the ids of a page."""

    path: str
    links: frozenset[Link]
    ids: frozenset[str] | None = None


@dataclass(frozen=True)
class Site:
    """Files of a built site, with the links of its pages, feeds and sitemaps."""

    files: frozenset[str]
    sheets: tuple[Sheet, ...]

    @cached_property
    def broken(self) -> list[str]:
        """Broken links into the site, as `/page/index.html: /target/`."""
        return sorted(
            f"{sheet.path}: {link.target}"
            for sheet in self.sheets
            for link in sheet.links
            if not self._leads_somewhere(link)
        )

    @property
    def link_count(self) -> int:
        """Number of links into the site, counting each target once per file."""
        return sum(len(sheet.links) for sheet in self.sheets)

    @cached_property
    def _ids(self) -> dict[str, frozenset[str]]:
        return {sheet.path: sheet.ids for sheet in self.sheets if sheet.ids is not None}

    def _leads_somewhere(self, link: Link) -> bool:
        address, _, fragment = link.target.partition("#")
        path = unquote(address.partition("?")[0])
        file = f"{path}index.html" if path.endswith("/") else path
        if file not in self.files:
            return False
        ids = self._ids.get(file)
        return not fragment or ids is None or link.by_author or unquote(fragment) in ids


def read_site(output: Path, site: str) -> Site:
    """Return the site in `output`; `site` is its URL, without a trailing slash."""
    files = [file for file in sorted(output.rglob("*")) if file.is_file()]
    names = [f"/{file.relative_to(output).as_posix()}" for file in files]
    linking = [file for file in files if file.suffix in (".html", ".xml")]
    with ProcessPoolExecutor() as pool:
        sheets = pool.map(partial(_read_sheet, output, site), linking, chunksize=64)
        return Site(frozenset(names), tuple(sheets))


def _read_sheet(output: Path, site: str, file: Path) -> Sheet:
    path = f"/{file.relative_to(output).as_posix()}"
    if file.suffix == ".xml":
        return Sheet(path, frozenset(_read_feed(file.read_text("utf-8"), site)))
    page = html.document_fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    links = {
        Link(_from_root(target, path, site), bool(_IN_TEXT(value.getparent())))
        for value in _LINKS(page)
        for target in _targets(value.attrname, value, site)
        if _is_ours(target, site)
    }
    return Sheet(path, frozenset(links), frozenset(_IDS(page)))


def _targets(attribute: str, value: str, site: str) -> list[str]:
    if attribute == "srcset":
        return [candidate.split()[0] for candidate in value.split(",") if candidate.strip()]
    if attribute == "content":  # OpenGraph URLs; other values are text
        return [value] if value.startswith(f"{site}/") else []
    return [value.strip()]


def _read_feed(text: str, site: str) -> Iterator[Link]:
    """Yield the links of a feed or sitemap, in its elements and embedded HTML.

    Relative URLs are broken, since a feed has no base page.
    """
    own = [unescape(found) for found in _IN_ELEMENT.findall(text)]
    own += _addresses(text)
    written = _addresses(unescape(text))
    for targets, by_author in ((own, False), (set(written) - set(own), True)):
        for target in targets:
            if not _ADDRESS.match(target):
                yield Link(f"relative: {target}")
            elif _is_ours(target, site):
                yield Link(target.removeprefix(site) or "/", by_author)


def _addresses(text: str) -> list[str]:
    found = (pair for tag in _TAG.findall(text) for pair in _IN_TAG.findall(tag))
    return [unescape(double or single) for double, single in found]


def _is_ours(target: str, site: str) -> bool:
    """Return True for URLs in the site: `#comments`, `/tag/x/`, `../a/`, the site's URL."""
    return f"{target}/".startswith(f"{site}/") or not _ADDRESS.match(target)


def _from_root(target: str, page: str, site: str) -> str:
    if target.startswith("/") and "/." not in target:
        return target  # most links: same result as urljoin, a hundred times faster
    parts = urlsplit(urljoin(f"{site}{page}", target))
    return f"{parts.path or '/'}#{parts.fragment}" if parts.fragment else parts.path or "/"
