"""The headers with which a store sends a file: its media type, and how long it may be cached."""

from __future__ import annotations

import json
from collections.abc import Mapping
from mimetypes import MimeTypes

from rostrum.renditions.plan import FOLDER as MEDIA

_TEXT = "text/plain; charset=utf-8"
_BINARY = "application/octet-stream"
_HTML = "text/html; charset=utf-8"
_BY_NAME = {
    "atom.xml": "application/atom+xml; charset=utf-8",
    "rss.xml": "application/rss+xml; charset=utf-8",
}
_BY_SUFFIX = {
    "html": _HTML,
    "htm": _HTML,
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",  # RFC 9239
    "mjs": "text/javascript; charset=utf-8",
    "json": "application/json",
    "map": "application/json",
    "webmanifest": "application/manifest+json",
    "xml": "application/xml; charset=utf-8",
    "atom": _BY_NAME["atom.xml"],
    "rss": _BY_NAME["rss.xml"],
    "opml": "text/x-opml; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "txt": _TEXT,
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "epub": "application/epub+zip",
    "pdf": "application/pdf",
    "svg": "image/svg+xml",
    "webp": "image/webp",
    "avif": "image/avif",
    "ico": "image/vnd.microsoft.icon",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "ttf": "font/ttf",
    "otf": "font/otf",
    "wasm": "application/wasm",
    "gz": "application/gzip",
    "br": _BINARY,
    "mp4": "video/mp4",
    "webm": "video/webm",
    "m4a": "audio/mp4",
    "opus": "audio/ogg",
}
_OTHERS = MimeTypes(filenames=())  # the same on each machine: without the system's own lists

_LONG, _DAY = "public, max-age=31536000, immutable", "public, max-age=86400"
_SHORT = "public, max-age=60"


def find_media_type(path: str, content: bytes) -> str:
    """Return the media type of a file by its name, and without a suffix by its content."""
    name = path.rpartition("/")[2]
    stem, dot, suffix = name.rpartition(".")
    if not (stem and dot):
        return _guess(content)
    known = _BY_NAME.get(name) or _BY_SUFFIX.get(suffix.lower())
    return known or _OTHERS.guess_type(name)[0] or _BINARY


def find_cache_control(path: str) -> str:
    """Return how long a file may be cached.

    The names of pictures in `media/` contain a digest of their bytes. The theme's files are asked
    for with a version in the address.
    """
    if path.startswith(MEDIA):
        return _LONG
    return _DAY if path.startswith("theme/") else _SHORT


def find_attributes(path: str, content: bytes) -> Mapping[str, str]:
    """Return the headers for a file."""
    headers = {
        "Content-Type": find_media_type(path, content),
        "Cache-Control": find_cache_control(path),
    }
    if path.endswith(".svgz"):
        return {**headers, "Content-Type": _BY_SUFFIX["svg"], "Content-Encoding": "gzip"}
    return headers


def _guess(content: bytes) -> str:
    """Return the media type of a file without a suffix: a page, JSON, or another text."""
    try:
        text = content.decode("utf-8").lstrip("\ufeff \t\r\n")
    except UnicodeDecodeError:
        return _BINARY
    if text[:9].lower() == "<!doctype" or text[:5].lower() == "<html":
        return _HTML
    if text.startswith(("{", "[")):
        try:
            json.loads(text)
        except ValueError:
            return _TEXT
        return _BY_SUFFIX["json"]
    return _BINARY if "\0" in text else _TEXT
