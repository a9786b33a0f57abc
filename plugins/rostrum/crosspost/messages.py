"""Messages about cross-posts: units of length, problems, and the part of a series."""

from __future__ import annotations

from collections.abc import Mapping

from rostrum.i18n.catalogs import Messages, gettext_noop


def diagnostic_noop(message: str) -> str:
    """Return a message unchanged; marks it for extraction into both domains of messages.

    A problem of a cross-post stands in the plan of the site, and is a diagnostic.
    """
    return message


UNITS: Mapping[str, str] = {
    "characters": diagnostic_noop("characters"),
    "escaped": diagnostic_noop("characters (with escapes)"),
    "weighted": diagnostic_noop("characters (weighted)"),
    "graphemes": diagnostic_noop("characters"),
    "bytes": diagnostic_noop("bytes"),
}
"""Messages by the unit of a limit."""

LEVELS: Mapping[str, str] = {
    "error": gettext_noop("Error"),
    "warning": gettext_noop("Warning"),
    "note": gettext_noop("Note"),
}
"""Messages by the severity of a problem."""

PROBLEMS: Mapping[str, tuple[str, str]] = {
    "crosspost-too-long": (
        diagnostic_noop(
            "the text for %(network)s has %(used)s %(unit)s, %(over)s more than the %(maximum)s "
            "it takes"
        ),
        diagnostic_noop("Shorten the text under crosspost: %(key)s in the front matter."),
    ),
    "crosspost-link-too-long": (
        diagnostic_noop("the link is too long for %(network)s, so its text goes without"),
        diagnostic_noop("Give the post a shorter slug."),
    ),
    "crosspost-link-plain": (
        diagnostic_noop("%(network)s will not make a link of %(link)s"),
        diagnostic_noop("Check the site's address: it needs a public domain."),
    ),
    "crosspost-empty": (
        diagnostic_noop("the own text for %(network)s is empty, a composed one stands in"),
        diagnostic_noop("Write a text, or false to leave %(network)s out."),
    ),
    "crosspost-unknown": (
        diagnostic_noop('there is no network "%(network)s"'),
        diagnostic_noop("Known: %(known)s."),
    ),
}
"""Message and hint by the code of a problem."""


def name_part(part: int | None, total: int | None, messages: Messages) -> str:
    """Return a part of a series in words: `Teil 3 von 12`, `Teil 3`; empty without a part."""
    if part is None:
        return ""
    if total:
        return messages.gettext("Part %(part)s of %(total)s", part=part, total=total)
    return messages.gettext("Part %(part)s", part=part)
