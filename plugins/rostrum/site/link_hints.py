"""Hints for links that lead nowhere: what the author probably meant."""

from __future__ import annotations

import re
from collections.abc import Callable

from rostrum.core.diagnostics import nearest
from rostrum.core.translatable import NO_TEXT, Translatable
from rostrum.core.translatable import gettext_lazy as _

MARKS = ("filename", "static", "attach", "tag", "category", "author", "index")
"""Pelican's words in braces at the start of a link."""

_MARKED = re.compile(r"[{|]([^{}|/\s]{2,20})[}|](\S+)$")
_ENCLOSED = re.compile(
    r"(?:url:|[(\[{\"'])*(https?://[^\s()<>\[\]{}\"']+)[)\]}\"']*$", re.IGNORECASE
)
_MAIL = re.compile(r"[^@\s/:?#]+@[^@\s/:?#]+\.[a-z]{2,}$", re.IGNORECASE)
_HOST = re.compile(r"(?:www\.[\w-]+(?:\.[\w-]+)+|[\w-]+(?:\.[\w-]+)*\.(\w+))(?:[/?#]\S*)?$")
_DOMAINS = frozenset({"at", "ch", "com", "de", "eu", "info", "io", "li", "net", "org"})


def suggest_target(
    target: str, is_file: Callable[[str], bool], is_source: Callable[[str], bool]
) -> Translatable:
    """Return a hint with the address that the author probably meant, NO_TEXT without one.

    `is_file` returns True for a path of a content file, `is_source` for that of a text.
    """
    if hint := suggest_enclosed(target):
        return hint
    if match := _MARKED.match(target):
        mark = nearest(match[1], MARKS)
        return write_target(f"{{{mark}}}{match[2]}") if mark else NO_TEXT
    # Windows separates folders with backslashes; Markdown removes those before a dot.
    path = re.sub(r"^[./]+", "", target.replace("\\", "/"))
    if is_source(path):
        return write_target(f"{{filename}}/{path}")
    if is_file(path):
        return write_target(f"{{static}}/{path}")
    if _MAIL.match(target):
        return write_target(f"mailto:{target}")
    host = _HOST.match(target)
    if host and (target.startswith("www.") or host[1] in _DOMAINS):
        return write_target(f"https://{target}")
    return NO_TEXT


def suggest_enclosed(target: str) -> Translatable:
    """Return a hint with the URL in brackets, in quotes or behind `URL:`, NO_TEXT without one."""
    match = _ENCLOSED.match(target)
    return write_target(match[1]) if match else NO_TEXT


def write_target(target: str) -> Translatable:
    """Return a hint to write this address."""
    return _('Write "%(target)s".', target=target)
