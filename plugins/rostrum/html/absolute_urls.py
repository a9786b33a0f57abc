"""Make the URLs in a piece of HTML absolute, for example in a feed."""

from __future__ import annotations

import re
from functools import partial
from urllib.parse import urljoin

from rostrum.html.tags import Attributes, rewrite_tags

_ADDRESSES = frozenset({"href", "src", "poster", "cite", "action", "formaction", "longdesc"})
_LISTS = frozenset({"srcset", "imagesrcset"})
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_CANDIDATE = re.compile(r"(?P<url>[^\s,](?:\S*[^\s,])?)(?P<rest>,+|[^,]*)")


def absolute_html(html: str, url: str) -> str:
    """Return the HTML with every URL absolute, relative to the page at `url`.

    URLs with a scheme (`https:`, `data:`, `mailto:` …) are unchanged; `#part` becomes the page's
    own URL with that fragment. Comments, scripts and styles are unchanged.
    """
    return rewrite_tags(html, partial(_rewrite, url))


def _rewrite(url: str, tag: str, attributes: Attributes) -> Attributes:
    for name, value in attributes.items():
        if value is None:
            continue
        if name in _LISTS:
            attributes[name] = _CANDIDATE.sub(
                lambda match: f"{_resolve('img', match['url'], url)}{match['rest']}", value
            )
        elif name in _ADDRESSES or (name == "data" and tag == "object"):
            attributes[name] = _resolve(tag, value, url)
    return attributes


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
