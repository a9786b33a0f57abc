"""The file robots.txt: what search engines may read (RFC 9309), and where the sitemap is."""

from __future__ import annotations

import re
from pathlib import Path

from rostrum.core.diagnostics import Report, SourceLocation

FILE = "robots.txt"
_SITEMAP = re.compile(rb"^[ \t]*sitemap[ \t]*:[ \t]*\S", re.IGNORECASE | re.MULTILINE)


def make_robots(sitemap: str, *, preview: bool) -> bytes:
    """Return a site's robots.txt; that of a preview lets nobody read anything.

    `sitemap` is the sitemap's address.
    """
    if preview:
        return b"User-agent: *\nDisallow: /\n"
    return f"User-agent: *\nAllow: /\nSitemap: {sitemap}\n".encode()


def check_robots(file: Path, place: SourceLocation, sitemap: str, report: Report) -> None:
    """Report a site's own robots.txt that does not name a sitemap (sitemaps.org/protocol.html)."""
    try:
        content = file.read_bytes()
    except OSError:  # which is reported
        return
    if not _SITEMAP.search(content):
        message = "this file takes the place of the kit's and names no sitemap"
        report.warning("robots-sitemap", place, message, f"Add a line: Sitemap: {sitemap}")
