"""Names of hosts in their ASCII form, which URIs, feeds and sitemaps require."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit


def write_ascii_host(url: str) -> str:
    """Return a URL with its host in ASCII: `xn--gre-6ka8i.at` for `größe.at`.

    Each label outside ASCII is encoded as by RFC 5891 (IDNA 2008): in lower case, composed (NFC),
    in Punycode. A URL without such a host, or an invalid one, is returned unchanged.
    """
    if url.isascii():
        return url
    try:
        netloc = urlsplit(url).netloc
    except ValueError:  # http://[bad
        return url
    before, at, host = netloc.rpartition("@")
    if host.isascii():
        return url
    encoded = ".".join(map(_encode_label, host.replace("。", ".").split(".")))
    return url.replace(netloc, f"{before}{at}{encoded}", 1)


def _encode_label(label: str) -> str:
    if label.isascii():
        return label
    name, colon, port = label.partition(":")
    lowered = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).lower())
    return f"xn--{lowered.encode('punycode').decode('ascii')}{colon}{port}"
