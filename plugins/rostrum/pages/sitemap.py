"""The sitemap (https://www.sitemaps.org/protocol.html)."""

from __future__ import annotations

from xml.sax.saxutils import escape

from rostrum.core.model import Status
from rostrum.pages.site_files import FileLister, FileRole
from rostrum.site.site import Site


def make_sitemap(site: Site, files: FileLister) -> bytes:
    """Return the sitemap of a site as XML.

    It contains published static pages, listed posts and the first page of each list, but no post
    with its canonical URL on another site. A preview has no sitemap.
    """
    addresses = files.addresses
    rows = [
        (addresses.absolute(addresses.post(post).url), post.changed.isoformat(timespec="seconds"))
        for post in site.listed
        if addresses.is_canonical(post)
    ]
    pages = [page for page in site.pages if page.status is Status.PUBLISHED]
    rows += [
        (
            addresses.absolute(addresses.page(page).url),
            page.modified.isoformat(timespec="seconds") if page.modified else "",
        )
        for page in pages
    ]
    known = {url for url, _ in rows}
    list_addresses = (file.address for file in files.list_site(site) if file.role is FileRole.PAGE)
    urls = dict.fromkeys(addresses.absolute(address.url) for address in list_addresses)
    rows += [(url, "") for url in urls if url not in known]
    return _write_sitemap(sorted(rows))


def _write_sitemap(rows: list[tuple[str, str]]) -> bytes:
    lines = ['<?xml version="1.0" encoding="utf-8"?>']
    lines.append('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">')
    for url, changed in rows:
        last = f"<lastmod>{changed}</lastmod>" if changed else ""
        lines.append(f"<url><loc>{escape(url)}</loc>{last}</url>")
    return "\n".join([*lines, "</urlset>", ""]).encode()
