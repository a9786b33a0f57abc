"""Redirects from the former addresses of pages: as HTML pages, and as files for servers.

A host that serves files and no more gets a page at each former address. The files for servers
are public, so the former addresses of hidden posts are in none of them: these always have a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from html import escape
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import quote, unquote

from rostrum.config.settings import Settings
from rostrum.core.diagnostics import Report
from rostrum.core.document import Document
from rostrum.core.languages import find_direction
from rostrum.core.model import Alias, Page, Post, Status
from rostrum.core.portable_names import fold
from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.i18n.catalogs import Messages
from rostrum.pages.context import Language
from rostrum.pages.output_file import OutputFile
from rostrum.pages.series_urls import SeriesUrls
from rostrum.site.site import Site
from rostrum.site.urls import Address, Addresses
from rostrum.topics.topics import Topic

HTML = "html"
_PAGE_ENDINGS = (".html", ".htm")
_NONE: Mapping[str, Callable[[], Document]] = MappingProxyType({})


class Redirect(NamedTuple):
    """A former address, and the present one; `title` is that of the page in its language.

    `is_hidden` is True for a page that appears in no list.
    """

    alias: Alias
    former: Address
    present: Address
    lang: str
    title: str
    is_hidden: bool = False


def place_alias(alias: Alias) -> Address:
    """Return the address of the page that redirects a former address.

    A path with an ending other than that of a page is written as a folder: a host would send a
    file `old.php` with a type that no browser shows, and takes `old.php/index.html` for a page.
    """
    if alias.path.lower().endswith(_PAGE_ENDINGS):
        return Address(alias.path.removesuffix("index.html"), alias.path)
    folder = alias.path.rstrip("/")
    return Address(f"{folder}/", f"{folder}/index.html")


@dataclass(frozen=True)
class RedirectLister:
    """Lists the redirects to a site's pages."""

    addresses: Addresses
    series_urls: SeriesUrls

    def list_redirects(self, site: Site) -> Iterator[Redirect]:
        """Yield the redirects to all published pages; an address once for each page."""
        for redirect in self._list_all(site):
            if redirect.present.is_written:
                yield redirect

    def _list_all(self, site: Site) -> Iterator[Redirect]:
        addresses = self.addresses
        texts: list[Post | Page] = [*site.posts, *site.pages]
        for item in texts:
            if item.aliases:
                hidden = item.status is Status.HIDDEN
                yield from _lead(item.aliases, addresses.of(item), item.lang, item.title, hidden)
        for person in site.library.people:
            lang = site.host_of(person.lang)
            if person.aliases and site.has_page(person.key, lang):
                page = addresses.person(person.key, lang)
                name = site.localized_person(person.key, lang).name
                yield from _lead(person.aliases, page, lang, name)
        for series in site.library.series:
            lang = site.host_of(series.lang)
            if series.aliases and (run := site.series.get((series.key, lang))):
                page = self.series_urls.page(run)
                yield from _lead(series.aliases, page, lang, run.series.title)
        yield from self._list_topics(site)

    def _list_topics(self, site: Site) -> Iterator[Redirect]:
        for entry in site.library.topics:
            lang = site.host_of(entry.lang)
            kinds = (
                (entry.tag_aliases, site.tags, self.addresses.tag),
                (entry.category_aliases, site.categories, self.addresses.category),
            )
            for written, topics, locate in kinds:
                yield from self._lead_topics(site, written, topics[lang], locate, lang)

    def _lead_topics(
        self,
        site: Site,
        written: Iterable[tuple[str, tuple[Alias, ...]]],
        topics: Iterable[Topic],
        locate: Callable[[str, str], Address],
        lang: str,
    ) -> Iterator[Redirect]:
        by_slug = {topic.slug: topic for topic in topics} if written else {}
        for name, aliases in written:
            if topic := by_slug.get(site.slugify(name)):
                yield from _lead(aliases, locate(topic.slug, lang), lang, topic.name)


def _lead(
    aliases: Iterable[Alias], present: Address, lang: str, title: str, is_hidden: bool = False
) -> Iterator[Redirect]:
    """Yield the redirects to a page, each file once however often its address is written."""
    seen = set()
    for alias in aliases:
        former = place_alias(alias)
        if former.file not in seen:
            seen.add(former.file)
            yield Redirect(alias, former, present, lang, title, is_hidden)


def check_redirects(
    redirects: Iterable[Redirect], owners: Mapping[str, str], report: Report
) -> dict[str, Alias]:
    """Return the files of former addresses; report each one that is the address of something.

    `owners` maps each other file of the site to the place that decides on it, empty for a file of
    the kit. Capitals are ignored, as some hosts do.
    """
    known = {fold(file): place for file, place in owners.items()}
    seen: dict[str, Redirect] = {}
    for redirect in redirects:
        file = redirect.former.file
        first = seen.setdefault(fold(file), redirect)
        place = redirect.alias.place
        if fold(file) in known:
            message = _('the former address "%(path)s" is in use', path=redirect.alias.path)
            report.error("address-taken", place, message, _tell_owner(known[fold(file)]))
        elif first is not redirect and first.present != redirect.present:
            message = _('two pages have the former address "%(path)s"', path=redirect.alias.path)
            hint = _("%(place)s has it already.", place=str(first.alias.place))
            report.error("address-taken", place, message, hint)
    return {each.former.file: each.alias for each in seen.values()}


def _tell_owner(place: str) -> Translatable:
    if place:
        return _("%(place)s has it: remove it from aliases.", place=place)
    return _("A page that the kit makes has it: remove it from aliases.")


@dataclass(frozen=True, slots=True)
class RedirectPage(Document):
    """A page that leads to another address at once, without a script.

    `href` is the new address on the same host, `url` the same with scheme and host.
    """

    lang: str
    direction: str
    notice: str
    title: str
    href: str
    url: str

    def write(self) -> bytes:
        """Return the page's bytes; search engines drop it for the new address."""
        direction = ' dir="rtl"' if self.direction == "rtl" else ""
        lines = [
            "<!doctype html>",
            f'<html lang="{escape(self.lang)}"{direction}>',
            "<head>",
            '<meta charset="utf-8">',
            f"<title>{escape(self.title)}</title>",
            f'<link rel="canonical" href="{escape(self.url)}">',
            '<meta name="robots" content="noindex">',
            f'<meta http-equiv="refresh" content="0; url={escape(self.href)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            "</head>",
            "<body>",
            f"<p>{escape(self.notice)}</p>",
            f'<p><a href="{escape(self.href)}">{escape(self.title)}</a></p>',
            "</body>",
            "</html>",
            "",
        ]
        return "\n".join(lines).encode()


@dataclass(frozen=True, slots=True)
class JoinedDocument(Document):
    """Several documents in one file, one after the other."""

    parts: tuple[Document, ...]

    def write(self) -> bytes:
        """Return the bytes of all parts, an empty line between them."""
        return b"\n".join(part.write() for part in self.parts)


class RedirectRule(NamedTuple):
    """A redirect for a server: the former path on the host as it is typed, the present encoded."""

    former: str
    present: str


@dataclass(frozen=True, slots=True)
class RedirectRules(Document):
    """All redirects in the format of a server or host."""

    kind: str
    rules: tuple[RedirectRule, ...] = field(default=())

    def write(self) -> bytes:
        """Return the file's bytes: one rule for each spelling of an address, sorted."""
        lines = [_FORMATS[self.kind].line(rule) for rule in self.rules]
        before, after = _FORMATS[self.kind].frame
        return "".join(f"{line}\n" for line in (*before, *lines, *after)).encode()


def make_rules(
    redirects: Iterable[Redirect], addresses: Addresses, kind: str
) -> tuple[RedirectRule, ...]:
    """Return the rules of all redirects but those of hidden pages, sorted.

    Rules for a server, not for a host that limits their number, have the file of a folder too.
    """
    endings = ("", "/", "/index.html") if _FORMATS[kind].has_files else ("", "/")
    rules = {
        path: _locate(redirect, addresses)
        for redirect in redirects
        if not redirect.is_hidden
        for path in _spell(addresses.root + redirect.former.url, redirect.former.file, endings)
    }
    return tuple(RedirectRule(former, present) for former, present in sorted(rules.items()))


def _locate(redirect: Redirect, addresses: Addresses) -> str:
    # "$" begins a variable of nginx.
    return addresses.href(redirect.present.url).replace("$", "%24")


def _spell(url: str, file: str, endings: Sequence[str]) -> tuple[str, ...]:
    """Return the spellings of an address: a folder with each of the endings."""
    if not file.endswith("/index.html"):
        return (url,)
    return tuple(f"{url.rstrip('/')}{ending}" for ending in endings)


def _encode(path: str) -> str:
    """Return a path as it is sent in a request (RFC 3986, section 3.3)."""
    return quote(path, safe="/-._~")


_GLOB = re.compile(r"([\[\]])")  # no address holds * or ?
_REGEX = re.compile(r"([.^$*+?()\[\]{}|\\])")
_ESCAPED = r"\\\1"


def _write_nginx(rule: RedirectRule) -> str:
    # The key is compared with the decoded path. No address holds a quotation mark or a backslash.
    return f'    "{rule.former}" "{rule.present}";'


def _write_caddy(rule: RedirectRule) -> str:
    # A path with "%" would match that spelling alone; without, it is compared decoded, as a glob.
    return f"redir {_GLOB.sub(_ESCAPED, rule.former)} {rule.present} permanent"


def _write_apache(rule: RedirectRule) -> str:
    # Redirect would take each address that begins alike. The pattern is matched decoded, and the
    # target encoded by Apache; a "$" before a digit would be a group of the pattern.
    pattern, target = _REGEX.sub(_ESCAPED, rule.former), unquote(rule.present).replace("$", r"\$")
    return f'RedirectMatch 301 "^{pattern}$" "{target}"'


def _write_netlify(rule: RedirectRule) -> str:
    return f"{_encode(rule.former)} {rule.present} 301"


class _Format(NamedTuple):
    """A format of rules: its file, what writes a rule, and the lines before and after all.

    `has_files` is True for a server that compares whole paths, also those of files in folders.
    """

    file: str
    line: Callable[[RedirectRule], str]
    frame: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    has_files: bool = True


_FORMATS: Mapping[str, _Format] = {
    "nginx": _Format(
        "redirects.nginx.conf",
        _write_nginx,
        (("map $uri $redirect_to {", '    default "";'), ("}",)),
    ),
    "caddy": _Format("redirects.caddy", _write_caddy),
    "apache": _Format(".htaccess", _write_apache),
    "netlify": _Format("_redirects", _write_netlify, has_files=False),
}
"""The formats of rules by their name in the setting `redirects`.

nginx: ngx_http_map_module; Caddy: the directive redir; Apache: mod_alias; Netlify and Cloudflare:
the file _redirects.
"""


def list_rule_files(kinds: Iterable[str]) -> dict[str, str]:
    """Return the file of each chosen format of rules, by the format."""
    return {kind: _FORMATS[kind].file for kind in kinds if kind in _FORMATS}


def has_page(redirect: Redirect, kinds: Collection[str]) -> bool:
    """Return True if a redirect is written as a page; `kinds` are those of the setting."""
    return redirect.is_hidden or HTML in kinds


def iter_files(
    site: Site,
    addresses: Addresses,
    settings: Settings,
    languages: Mapping[str, Messages] | Mapping[str, Language],
    further: Mapping[str, Callable[[], Document]] = _NONE,
) -> Iterator[OutputFile]:
    """Yield the pages that redirect former addresses, and the files with rules for servers.

    `further` makes documents with other rules by their files: one file has both.
    """
    lister = RedirectLister(addresses, SeriesUrls(addresses, settings))
    redirects = tuple(lister.list_redirects(site))
    written = {each.former.file: each for each in redirects if has_page(each, settings.redirects)}
    for file, redirect in written.items():
        language = languages[redirect.lang]
        yield OutputFile(file, partial(_make_page, redirect, addresses, language), HTML)
    rules = {
        file: partial(_make_rule_file, kind, redirects, addresses)
        for kind, file in list_rule_files(settings.redirects).items()
    }
    for file in {**rules, **further}:
        makers = [make for make in (rules.get(file), further.get(file)) if make]
        yield OutputFile(file, partial(_join, tuple(makers)), "server")


def _make_rule_file(
    kind: str, redirects: tuple[Redirect, ...], addresses: Addresses
) -> RedirectRules:
    return RedirectRules(kind, make_rules(redirects, addresses, kind))


def _join(makers: tuple[Callable[[], Document], ...]) -> Document:
    documents = tuple(make() for make in makers)
    return documents[0] if len(documents) == 1 else JoinedDocument(documents)


def _make_page(
    redirect: Redirect, addresses: Addresses, language: Messages | Language
) -> RedirectPage:
    return RedirectPage(
        redirect.lang,
        find_direction(redirect.lang),
        language.gettext("This page has moved."),
        redirect.title,
        addresses.href(redirect.present.url),
        addresses.absolute(redirect.present.url),
    )
