"""The Content-Security-Policy of a site: what its pages load, and from where.

Source: W3C, Content Security Policy Level 3. Nothing is allowed but what the site uses: its own
files, the hosts of pictures and media in its texts, and the system of its comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from rostrum.config.settings import Settings
from rostrum.core.model import Page, Post, Reference
from rostrum.site.site import Site

_HOST = re.compile(r"[a-z0-9_.-]+")
_OWN = (
    *("connect-src", "font-src", "form-action", "manifest-src", "media-src", "script-src"),
    "style-src",
)
_DIRECTIVES: Mapping[str, str] = {
    "img": "img-src",
    "image": "img-src",
    "picture": "img-src",
    "video": "media-src",
    "audio": "media-src",
    "track": "media-src",
    "iframe": "frame-src",
    "embed": "frame-src",
    "object": "frame-src",
}
"""The directive for what an element of a text loads."""


def make_policy(site: Site, settings: Settings) -> str:
    """Return the policy of all pages of a site, for the header Content-Security-Policy."""
    sources: dict[str, set[str]] = {}
    for reference in _list_references(site):
        directive = _find_directive(reference)
        if directive and (origin := find_origin(reference.target)):
            sources.setdefault(directive, set()).add(origin)
    if settings.giscus:
        host = f"https://{settings.giscus.host}"
        for directive in ("script-src", "style-src", "frame-src"):
            sources.setdefault(directive, set()).add(host)
    own = dict.fromkeys(_OWN, "'self'") | {"img-src": "'self' data:"}
    rows = ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]
    for directive in sorted({*own, *sources}):
        values = [own[directive]] if directive in own else []
        rows.append(" ".join([directive, *values, *sorted(sources.get(directive, ()))]))
    return "; ".join(rows)


def find_origin(address: str) -> str:
    """Return the origin of an address on another host (RFC 6454); empty for one of the site."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https", "") or not host:
        return ""
    try:
        name = host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return ""
    if not _HOST.fullmatch(name):  # it would end the directive, or begin another one
        return ""
    return f"{parts.scheme or 'https'}://{name}" + (f":{port}" if port else "")


def _find_directive(reference: Reference) -> str:
    if reference.tag == "source":
        return "img-src" if reference.attribute == "srcset" else "media-src"
    if reference.attribute == "poster":
        return "img-src"
    return _DIRECTIVES.get(reference.tag, "")


def _list_references(site: Site) -> Iterable[Reference]:
    """Yield what the published texts refer to."""
    texts: list[Post | Page] = [*site.posts, *site.pages]
    for text in texts:
        yield from text.body.references
    for translations in site.people.values():
        for person in translations.values():
            yield from person.body.references
    for series in site.series.values():
        yield from series.series.body.references
