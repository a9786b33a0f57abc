"""Addresses in a piece of HTML, made absolute: a feed is read far away from its page."""

from __future__ import annotations

import html as entities
import re
from urllib.parse import urljoin

from rostrum.core.lazy_html import LazyHtml

# Tags as HTML's tokenizer sees them (HTML Standard, 13.2.5). There is one way to read any of them,
# and what is left open runs to the end of the text, so that no input takes quadratic time: each
# repetition ends where a character cannot belong to it, which a lookahead states where it must.
_NAME = r"[^\s/>][^\s/>=]*(?![^\s/>=])"
_VALUE = r"""\s*=\s*(?:"[^"]*(?:"|\Z)|'[^']*(?:'|\Z)|[^\s>"'][^\s>]*(?![^\s>])|(?=>|\Z))"""
_ATTRIBUTES = rf"(?:[\s/]|{_NAME}(?:{_VALUE}|(?!\s*=)))*"
_RAW = "script|style|textarea|title|iframe|xmp|noembed|noframes"
_PIECE = re.compile(
    rf"<!--.*?(?:-->|\Z)"
    rf"|<(?P<raw>{_RAW})(?=[\s/>])(?P<before>{_ATTRIBUTES})>(?P<text>.*?)(?=</(?P=raw)|\Z)"
    rf"|<(?P<name>[a-z][^\s/>]*)(?P<attributes>{_ATTRIBUTES})",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"(?P<name>[^\s/>][^\s/>=]*)(?P<sign>\s*=\s*)"
    r"""(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s>"'][^\s>]*))"""
    r"|[^\s/>][^\s/>=]*"
)
_ADDRESSES = frozenset({"href", "src", "poster", "cite", "action", "formaction", "longdesc"})
_LISTS = frozenset({"srcset", "imagesrcset"})
_HOLDS_ADDRESS = re.compile("href|src|poster|cite|action|longdesc|data", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# A named reference without its semicolon is text in an attribute: `?a=1&section=2`.
_REFERENCE = re.compile(r"&(?:#x[0-9a-f]+;?|#[0-9]+;?|[a-z][a-z0-9]*;)", re.IGNORECASE)
_CANDIDATE = re.compile(r"(?P<url>[^\s,](?:\S*[^\s,])?)(?P<rest>,+|[^,]*)")


def absolute_html(html: str, url: str) -> str:
    """Return the HTML with every address absolute, as seen from the page at `url`.

    Addresses with a scheme (`https:`, `data:`, `mailto:` …) stay as they are; `#part` becomes
    the page's own address with that fragment. Comments, scripts and styles are left alone.
    """

    def rewrite(piece: re.Match[str]) -> str:
        if raw := piece["raw"]:
            return f"<{raw}{_rewrite_tag(raw, piece['before'], url)}>{piece['text']}"
        if name := piece["name"]:
            return f"<{name}{_rewrite_tag(name, piece['attributes'], url)}"
        return piece[0]

    return _PIECE.sub(rewrite, html)


def absolute_text(text: LazyHtml, url: str) -> LazyHtml:
    """Return a text with every address absolute, made when it is asked for."""
    return LazyHtml((*text.key, url), lambda: absolute_html(str(text), url))


def _rewrite_tag(tag: str, attributes: str, url: str) -> str:
    if not _HOLDS_ADDRESS.search(attributes):
        return attributes
    return _ATTRIBUTE.sub(lambda found: _rewrite_attribute(tag.lower(), found, url), attributes)


def _rewrite_attribute(tag: str, found: re.Match[str], url: str) -> str:
    name = (found["name"] or "").lower()
    value = next((v for v in found.group("double", "single", "bare") if v is not None), "")
    old = _REFERENCE.sub(lambda reference: entities.unescape(reference[0]), value)
    if name in _LISTS:
        new = _CANDIDATE.sub(lambda one: _rewrite_candidate(one, url), old)
    elif name in _ADDRESSES or (name == "data" and tag == "object"):
        new = _resolve(tag, old, url)
    else:
        return found[0]
    return found[0] if new == old else f'{found["name"]}{found["sign"]}"{entities.escape(new)}"'


def _rewrite_candidate(one: re.Match[str], url: str) -> str:
    return f"{_resolve('img', one['url'], url)}{one['rest']}"


def _resolve(tag: str, address: str, url: str) -> str:
    address = address.strip()
    if _SCHEME.match(address):
        return address
    # `#part` and the empty address mean the page only in a link: `<use href="#sign">` in a
    # drawing means the drawing, `<img src="">` means nothing.
    if tag not in ("a", "area") and (not address or address.startswith("#")):
        return address
    try:
        return urljoin(url, address)
    except ValueError:
        return address
