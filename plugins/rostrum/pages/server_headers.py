"""Headers for caches and security, as files for servers.

Each file sets them for the whole site. The names of the pictures in `media/` contain a digest of
their bytes, so that they never change (RFC 8246); pages and feeds are asked for again each time
(RFC 9111, section 5.2.2.4).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from rostrum.admin.page import FOLDER as ADMIN
from rostrum.config.settings import Settings
from rostrum.core.document import Document
from rostrum.pages.security_policy import make_policy
from rostrum.renditions.plan import FOLDER as MEDIA
from rostrum.site.site import Site
from rostrum.site.urls import Addresses

POLICY = "Content-Security-Policy"
_CACHE = "Cache-Control"
_YEAR, _DAY, _ASK = "public, max-age=31536000, immutable", "public, max-age=86400", "no-cache"
_HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
_SECURE = ("Strict-Transport-Security", "max-age=31536000")  # RFC 6797, section 6.1


@dataclass(frozen=True, slots=True)
class HeaderRules(Document):
    """The headers of a site in a format in FORMATS.

    `headers` are those of all files, `folders` are paths on the host and the Cache-Control of the
    files in them. `policy` does not apply below `admin`, the path of the editor in the browser,
    which has a policy of its own; it is empty without an editor.
    """

    kind: str
    headers: tuple[tuple[str, str], ...]
    policy: str
    folders: tuple[tuple[str, str], ...]
    admin: str = ""

    def write(self) -> bytes:
        """Return the file's bytes."""
        return "".join(f"{line}\n" for line in FORMATS[self.kind].write(self)).encode()


def make_rules(kind: str, site: Site, addresses: Addresses, settings: Settings) -> HeaderRules:
    """Return the headers of a site in a format."""
    root = addresses.href("")
    headers = (*_HEADERS, _SECURE) if addresses.absolute("").startswith("https:") else _HEADERS
    folders = ((f"{root}{MEDIA}", _YEAR), (f"{root}theme/", _DAY))
    admin = f"{root}{ADMIN}" if settings.admin else ""
    return HeaderRules(kind, headers, make_policy(site, settings), folders, admin)


def list_header_files(servers: Collection[str]) -> dict[str, str]:
    """Return the file of each format for some servers, by the format."""
    return {kind: each.file for kind, each in FORMATS.items() if each.server in servers}


def _write_nginx_maps(rules: HeaderRules) -> Iterator[str]:
    yield "map $uri $cache_control {"
    yield f'    default "{_ASK}";'
    yield from (f'    "~^{re.escape(path)}" "{value}";' for path, value in rules.folders)
    yield "}"
    yield "map $uri $content_security_policy {"
    yield f'    default "{rules.policy}";'
    if rules.admin:
        yield f'    "~^{re.escape(rules.admin)}" "";'
    yield "}"


def _write_nginx_server(rules: HeaderRules) -> Iterator[str]:
    # nginx sends no header whose value is empty (ngx_http_headers_module).
    # Without "always" a picture that is missing for a moment is not cached for a year.
    yield f"add_header {_CACHE} $cache_control;"
    yield f"add_header {POLICY} $content_security_policy always;"
    yield from (f'add_header {name} "{value}" always;' for name, value in rules.headers)


def _write_caddy(rules: HeaderRules) -> Iterator[str]:
    # No two matchers hold for one path: so the order in which Caddy sorts them does not matter.
    yield "header {"
    yield from (f'    {name} "{value}"' for name, value in rules.headers)
    yield "}"
    for number, (path, value) in enumerate(rules.folders):
        yield f"@folder{number} {{"
        yield f"    path {path}*"
        yield "    file"  # without it, a picture that is missing would be cached for a year
        yield "}"
        yield f'header @folder{number} {_CACHE} "{value}"'
    yield f"@others not path {' '.join(f'{path}*' for path, _ in rules.folders)}"
    yield f'header @others {_CACHE} "{_ASK}"'
    yield f"@site {f'not path {rules.admin}*' if rules.admin else 'path *'}"
    yield f'header @site {POLICY} "{rules.policy}"'


def _write_apache(rules: HeaderRules) -> Iterator[str]:
    yield "<IfModule mod_headers.c>"
    yield from (f'Header always set {name} "{value}"' for name, value in rules.headers)
    for path, value in rules.folders:
        yield f'Header set {_CACHE} "{value}" "expr=%{{REQUEST_URI}} =~ m#^{re.escape(path)}#"'
    paths = "|".join(re.escape(path) for path, _ in rules.folders)
    yield f'Header set {_CACHE} "{_ASK}" "expr=%{{REQUEST_URI}} !~ m#^({paths})#"'
    unless = f' "expr=%{{REQUEST_URI}} !~ m#^{re.escape(rules.admin)}#"' if rules.admin else ""
    yield f'Header always set {POLICY} "{rules.policy}"{unless}'
    yield "</IfModule>"


def _write_netlify(rules: HeaderRules) -> Iterator[str]:
    # Netlify and Cloudflare join the values of several rules for one file. Their own rule for pages
    # is to ask again, so none is written; and none can take the policy off the editor.
    yield "/*"
    yield from (f"  {name}: {value}" for name, value in rules.headers)
    if not rules.admin:
        yield f"  {POLICY}: {rules.policy}"
    for path, value in rules.folders:
        yield f"{path}*"
        yield f"  {_CACHE}: {value}"


class HeaderFormat(NamedTuple):
    """A format of headers: the server or host, the file, and what yields its lines."""

    server: str
    file: str
    write: Callable[[HeaderRules], Iterator[str]]


FORMATS: Mapping[str, HeaderFormat] = {
    "nginx-maps": HeaderFormat("nginx", "headers.nginx.conf", _write_nginx_maps),
    "nginx-server": HeaderFormat("nginx", "headers.nginx-server.conf", _write_nginx_server),
    "caddy": HeaderFormat("caddy", "headers.caddy", _write_caddy),
    "apache": HeaderFormat("apache", ".htaccess", _write_apache),
    "netlify": HeaderFormat("netlify", "_headers", _write_netlify),
}
"""The formats; `server` is the value of the setting `headers`.

nginx: ngx_http_map_module, ngx_http_headers_module; Caddy: the directive header; Apache:
mod_headers; Netlify and Cloudflare: the file _headers.
"""
