"""The captions of figures in texts: the credit and the licence of the picture, with links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape, unescape

from rostrum.comments.sanitizer import safe_url
from rostrum.core.creative_commons import IN_TEXT, find_license
from rostrum.renditions.credits import PictureCredit

_FIGURE = re.compile(
    r"(<figure\b[^<>]*>\s*(?:<picture\b[^<>]*>\s*(?:<source\b[^<>]*>\s*)*)?"
    r"<img\b[^<>]*>\s*(?:</picture>\s*)?<figcaption>)"
    r"((?:[^<]|<(?!/?fig))*)(?=</figcaption>)"
)
_SOURCE = re.compile(r'<img\b[^<>]*?\ssrc="([^"]*)"')
_ADDRESS = re.compile(
    r"https?://(?:(?!&(?:quot|lt|gt|#)|[.,;:!?)]*(?:\s|\Z))[^\s<>“”„»«])+[^\s.,;:!?)]"
)
_LINKED = re.compile(rf"(?P<address>{_ADDRESS.pattern})|{IN_TEXT.pattern}", re.IGNORECASE)


def complete_captions(html: str, credits: Mapping[str, PictureCredit]) -> str:
    """Return HTML with the credit of each picture in its caption, and addresses there as links.

    `credits` holds the credits by the `src` of the image as it stands in the HTML. What a caption
    says already is not added to it.
    """
    if "<figcaption" not in html:
        return html
    return _FIGURE.sub(lambda figure: _complete(figure, credits), html)


def _complete(figure: re.Match[str], credits: Mapping[str, PictureCredit]) -> str:
    opening, caption = figure[1], figure[2]
    source = _SOURCE.search(opening)
    credit = credits.get(unescape(source[1])) if source else None
    said = unescape(re.sub(r"<[^<>]*>", "", caption)).casefold()
    added = ", ".join(_list_parts(credit, said)) if credit else ""
    written = caption if "<" in caption else _link(caption)
    ending = f' · <span class="credit">{added}</span>' if added else ""
    return f"{opening}{written}{ending}"


def _link(caption: str) -> str:
    """Return escaped text with its addresses and licences as links."""
    return _LINKED.sub(_write_link, caption)


def _write_link(match: re.Match[str]) -> str:
    if match["address"]:
        address = safe_url(unescape(match["address"]))
        return _anchor(address, match[0]) if address else match[0]
    deed = find_license(match[0])[1]
    return _anchor(deed, match[0], is_license=True) if deed else match[0]


def _list_parts(credit: PictureCredit, said: str) -> Iterator[str]:
    """Yield the credit and the licence as HTML, each if the caption does not say it."""
    name, deed = find_license(credit.license)
    statement = safe_url(credit.web_statement)
    if credit.credit and credit.credit.casefold() not in said:
        yield escape(credit.credit, quote=False)
    address = safe_url(name) or deed or statement
    if name and name.casefold() not in said:
        shown = escape(name, quote=False)
        yield _anchor(address, shown, is_license=True) if address else shown
    unsaid = credit.web_statement.casefold() not in said
    if credit.web_statement and unsaid and (not statement or statement != address or not name):
        shown = escape(credit.web_statement, quote=False)
        yield _anchor(statement, shown, is_license=True) if statement else shown


def _anchor(address: str, shown: str, *, is_license: bool = False) -> str:
    relation = ' rel="license"' if is_license else ""
    return f'<a{relation} href="{escape(address)}">{shown}</a>'
