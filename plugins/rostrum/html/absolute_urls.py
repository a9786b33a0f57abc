"""Make the URLs in a piece of HTML absolute, for example in a feed."""

from __future__ import annotations

import re
from functools import partial
from urllib.parse import urljoin

from rostrum.html.addresses import replace_addresses
from rostrum.html.tags import Attributes, rewrite_tags

_FORM_ADDRESSES = ("action", "formaction")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def absolute_html(html: str, url: str) -> str:
    """Return the HTML with every URL absolute, relative to the page at `url`.

    URLs with a scheme (`https:`, `data:`, `mailto:` …) are unchanged; `#part` becomes the page's
    own URL with that fragment. Comments, scripts and styles are unchanged.
    """
    return rewrite_tags(html, partial(_rewrite, url))


def _rewrite(url: str, tag: str, attributes: Attributes) -> Attributes:
    for name in _FORM_ADDRESSES:
        if address := attributes.get(name):
            attributes[name] = _resolve(tag, address, url)
    return replace_addresses(
        tag,
        attributes,
        lambda name, address: _resolve(tag if name == "href" else name, address, url),
    )


def _resolve(tag: str, address: str, url: str) -> str:
    address = address.strip()
    if _SCHEME.match(address):
        return address
    # `#part` and the empty URL refer to the page only in a link: `<use href="#sign">` refers to
    # the SVG drawing itself, and `<img src="">` to nothing.
    if tag not in ("a", "area") and (not address or address.startswith("#")):
        return address
    try:
        return urljoin(url, address)
    except ValueError:
        return address
