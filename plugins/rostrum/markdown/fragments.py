"""Check links to a part of a page, such as `#der-plan`, against the ids of the text."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import unescape
from urllib.parse import unquote

from rostrum.core.diagnostics import Report, SourceLocation, nearest, shorten
from rostrum.core.model import Body, Reference
from rostrum.core.translatable import NO_TEXT, Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.markdown.headings import list_ids
from rostrum.markdown.reserved_ids import is_reserved

_ANCHOR = re.compile(r"""<a\s(?:[^<>]*?\s)?name=(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""")
_TEXT_DIRECTIVE = ":~:"
_HEADING_WITHOUT_ID = re.compile(r"<h[1-6]>")
_FOOTNOTE = re.compile(r"fn(?:ref)?\d*[:-]")


def list_targets(fragment: str) -> frozenset[str]:
    """Return the ids and names of a text's HTML that a link can lead to (HTML, 7.4.6.4)."""
    names = (unescape("".join(written)) for written in _ANCHOR.findall(fragment))
    return frozenset((*list_ids(fragment), *names))


def is_link(reference: Reference) -> bool:
    """Return True for a link that a reader follows."""
    return reference.attribute == "href" and reference.tag in ("a", "area")


def check_own_fragments(body: Body, report: Report) -> None:
    """Report links of a text to parts of it that do not exist."""
    links = [
        reference
        for reference in body.references
        if is_link(reference) and reference.target.startswith("#")
    ]
    if not links:
        return
    ids, otherwise = list_targets(body.html), NO_TEXT
    if _HEADING_WITHOUT_ID.search(body.html):
        otherwise = _('Add "markdown.extensions.toc" to MARKDOWN: it gives ids to headings.')
    for reference in links:
        check_fragment(reference.target[1:], ids, reference.place, report, otherwise=otherwise)


def check_fragment(
    fragment: str,
    ids: Collection[str],
    place: SourceLocation,
    report: Report,
    file: str = "",
    otherwise: Translatable = NO_TEXT,
) -> None:
    """Report a fragment that is no id of a text, given by its file if it is another one.

    `otherwise` is the hint if no id is similar.
    The ids of the theme, the top of a page (`#`, `#top`) and text directives lead somewhere.
    """
    name = fragment.partition(_TEXT_DIRECTIVE)[0]
    known = name in ids or unquote(name) in ids or is_reserved(name)
    if known or not name or name.lower() == "top":
        return
    if file:
        message = _(
            'there is no heading or id "%(id)s" in %(file)s', id=shorten(unquote(name)), file=file
        )
    else:
        message = _('there is no heading or id "%(id)s" in this text', id=shorten(unquote(name)))
    near = nearest(unquote(name), [id for id in ids if not _FOOTNOTE.match(id)])
    hint = _('Did you mean "#%(id)s"?', id=near) if near else otherwise
    report.warning("fragment-missing", place, message, hint)
