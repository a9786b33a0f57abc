"""Pictures within a text: `data:` addresses (RFC 2397), stripped as files are."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode

from rostrum.image_metadata.formats import strip

_HEAD = re.compile(r"data:image/[\w.+-]+;base64,", re.IGNORECASE)


def strip_data_uri(uri: str) -> str:
    """Return a picture's `data:` address without metadata; any other address as it is.

    Raises Unusable for a picture that cannot be published.
    """
    head = _HEAD.match(uri)
    if head is None:
        return uri
    try:
        content = b64decode("".join(uri[head.end() :].split()), validate=True)
    except (binascii.Error, ValueError):
        return uri
    return head[0] + b64encode(strip(content, keep_credits=True).content).decode()
