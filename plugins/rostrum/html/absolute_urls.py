"""Make the URLs in a piece of HTML absolute, for example in a feed."""

from __future__ import annotations

import html as entities
import re
from urllib.parse import urljoin

from rostrum.core.lazy_html import LazyHtml

# Tags as read by HTML's tokenizer (HTML Standard, 13.2.5). Each tag matches in exactly one way, and
# an unclosed construct extends to the end of the text, so that no input takes quadratic time: each
# repetition ends at the first character outside its set, enforced by a lookahead if necessary.
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
    """Return the HTML with every URL absolute, relative to the page at `url`.

    URLs with a scheme (`https:`, `data:`, `mailto:` …) are unchanged; `#part` becomes the page's
    own URL with that fragment. Comments, scripts and styles are unchanged.
    """

    def rewrite(piece: re.Match[str]) -> str:
        if raw := piece["raw"]:
            return f"<{raw}{_rewrite_tag(raw, piece['before'], url)}>{piece['text']}"
        if name := piece["name"]:
            return f"<{name}{_rewrite_tag(name, piece['attributes'], url)}"
        return piece[0]

    return _PIECE.sub(rewrite, html)


def absolute_text(text: LazyHtml, url: str) -> LazyHtml:
    """Return a text with every URL absolute, converted lazily."""
    return LazyHtml((*text.key, url), lambda: absolute_html(str(text), url))


def _rewrite_tag(tag: str, attributes: str, url: str) -> str:
    if not _HOLDS_ADDRESS.search(attributes):
        return attributes
    return _ATTRIBUTE.sub(lambda match: _rewrite_attribute(tag.lower(), match, url), attributes)


def _rewrite_attribute(tag: str, match: re.Match[str], url: str) -> str:
    name = (match["name"] or "").lower()
    value = next((v for v in match.group("double", "single", "bare") if v is not None), "")
    old = _REFERENCE.sub(lambda reference: entities.unescape(reference[0]), value)
    if name in _LISTS:
        new = _CANDIDATE.sub(lambda one: _rewrite_candidate(one, url), old)
    elif name in _ADDRESSES or (name == "data" and tag == "object"):
        new = _resolve(tag, old, url)
    else:
        return match[0]
    return match[0] if new == old else f'{match["name"]}{match["sign"]}"{entities.escape(new)}"'


def _rewrite_candidate(one: re.Match[str], url: str) -> str:
    return f"{_resolve('img', one['url'], url)}{one['rest']}"


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
