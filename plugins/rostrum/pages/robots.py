"""The robots.txt file: rules for crawlers (RFC 9309) and the URL of the sitemap."""

from __future__ import annotations

import re
from pathlib import Path

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.translatable import gettext_lazy as _

FILE = "robots.txt"
_SITEMAP = re.compile(rb"^[ \t]*sitemap[ \t]*:[ \t]*\S", re.IGNORECASE | re.MULTILINE)


def make_robots(sitemap: str, *, preview: bool) -> bytes:
    """Return the robots.txt of a site; a preview disallows everything.

    `sitemap` is the URL of the sitemap.
    """
    if preview:
        return b"User-agent: *\nDisallow: /\n"
    return f"User-agent: *\nAllow: /\nSitemap: {sitemap}\n".encode()


def check_robots(file: Path, place: SourceLocation, sitemap: str, report: Report) -> None:
    """Report a custom robots.txt without a sitemap (https://www.sitemaps.org/protocol.html)."""
    try:
        content = file.read_bytes()
    except OSError:  # reported elsewhere
        return
    if not _SITEMAP.search(content):
        message = _("this file takes the place of the kit's and names no sitemap")
        report.warning(
            "robots-sitemap", place, message, _("Add a line: Sitemap: %(sitemap)s", sitemap=sitemap)
        )
