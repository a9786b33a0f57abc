"""The addresses in the attributes of a tag: single ones, lists of pictures, and those in styles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import quote

from rostrum.html.tags import Attributes

LISTS = frozenset({"srcset", "imagesrcset"})
"""Attributes with a list of pictures and their sizes (HTML, 4.8.4.2.1)."""

SCHEMES = frozenset(
    (
        *("http", "https", "ftp", "ftps", "sftp", "ssh", "git", "rsync", "ldap", "ldaps"),
        *("mailto", "tel", "sms", "smsto", "mms", "callto", "facetime", "sip", "sips", "skype"),
        *("xmpp", "irc", "ircs", "matrix", "im", "msteams", "slack", "zoommtg", "whatsapp", "tg"),
        *("webcal", "webcals", "feed", "news", "nntp", "geo", "magnet", "bitcoin", "openpgp4fpr"),
        *("urn", "doi", "at", "acct", "gemini", "gopher", "ipfs", "ipns", "wtai"),
    )
)
"""Schemes that a link may have: the safelisted schemes of HTML (8.9.1.3), and those registered
with IANA for mail, telephone, chat and files. Schemes that run code, or read the reader's disk,
are not among them."""

_SINGLE = frozenset({"href", "xlink:href", "src", "poster", "cite", "longdesc"})
_CANDIDATE = re.compile(r"(?P<url>[^\s,](?:\S*[^\s,])?)(?P<rest>,+|[^,]*)")
_CSS_URL = re.compile(
    r"""url\(\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^"'()\s]*))\s*\)""",
    re.IGNORECASE,
)
_NOT_BARE = re.compile(r"""["'()\s\\]""")
# A quotation mark that opens, with those that may close it, in German, English and French.
_CLOSING = {"„": "“”", "“": "”", "‚": "‘’", "‘": "’", "«": "»", "»": "«", "‹": "›", "›": "‹"}
_QUOTE = re.compile("[„“”‚‘’«»‹›…]")


def list_addresses(tag: str, attributes: Attributes) -> Iterator[tuple[str, str]]:
    """Yield the name of each attribute with an address and the address, in order.

    An attribute with several addresses, such as `srcset` or `style`, is yielded once for each.
    """
    for name, value in attributes.items():
        if value is None:
            continue
        if _is_single(tag, name):
            yield name, value.strip()
        elif name in LISTS:
            yield from ((name, candidate["url"]) for candidate in _CANDIDATE.finditer(value))
        elif name == "style":
            yield from ((name, _read_css_url(url)) for url in _CSS_URL.finditer(value))


def replace_addresses(
    tag: str, attributes: Attributes, replace: Callable[[str, str], str | None]
) -> Attributes:
    """Return the attributes of a tag with other addresses.

    `replace` receives the name of an attribute and an address, and returns the new address, or
    None to leave it out: then the attribute goes, or the picture of a list; in a style it becomes
    `none`.
    """
    replaced: Attributes = {}
    for name, value in attributes.items():
        new = value
        if value is None:
            pass
        elif _is_single(tag, name):
            new = replace(name, value.strip())
        elif name in LISTS:
            new = _replace_in_list(name, value, replace)
        elif name == "style":
            new = _CSS_URL.sub(lambda url: _write_css_url(url, replace), value)
        if new is not None or value is None:
            replaced[name] = new
    return replaced


def find_end(address: str) -> int:
    """Return the length of an address up to the typographic quotation mark or ellipsis behind it.

    `„https://x.example/a“` is written around an address, and a mark directly behind it is not
    meant to be a part of it. Marks around words within an address are, and apostrophes.
    """
    start = 0
    while match := _QUOTE.search(address, start):
        closing = _CLOSING.get(match[0], "")
        end = next((n for n in range(match.end(), len(address)) if address[n] in closing), -1)
        if match[0] == "’" and address[match.end() : match.end() + 1].isalpha():
            end = match.start()  # L’Oréal
        if end < 0:
            return len(address[: match.start()].rstrip(".,:;!?"))
        start = end + 1
    return len(address)


def end_at_quote(address: str) -> str:
    """Return an address up to its end by `find_end`; quotation marks in it are percent-encoded."""
    return _QUOTE.sub(lambda sign: quote(sign[0]), address[: find_end(address)])


def strip_quotes(address: str) -> str:
    """Return an address without typographic quotation marks around it: `href=“https://x.example”`.

    HTML takes them for a part of the address.
    """
    if address[:1] not in _CLOSING and address[:1] != "”":
        return address
    return end_at_quote(address[1:]) if _QUOTE.search(address, 1) else address[1:]


def _is_single(tag: str, name: str) -> bool:
    return name in _SINGLE or (name == "data" and tag == "object")


def _replace_in_list(
    name: str, value: str, replace: Callable[[str, str], str | None]
) -> str | None:
    kept = False

    def rewrite(candidate: re.Match[str]) -> str:
        nonlocal kept
        url = replace(name, candidate["url"])
        if url is None:
            return ""
        kept = True
        return f"{url}{candidate['rest']}"

    written = _CANDIDATE.sub(rewrite, value)
    return re.sub(r"(?:,\s*){2,}", ", ", written).strip(", \t\r\n") if kept else None


def _read_css_url(url: re.Match[str]) -> str:
    return url["double"] or url["single"] or url["bare"] or ""


def _write_css_url(url: re.Match[str], replace: Callable[[str, str], str | None]) -> str:
    new = replace("style", _read_css_url(url))
    if new is None:
        return "none"
    if url["bare"] is not None and not _NOT_BARE.search(new):
        return f"url({new})"
    mark = "'" if url["single"] is not None and "'" not in new else '"'
    return f"url({mark}{new}{mark})"
