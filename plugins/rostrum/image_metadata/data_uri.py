"""Strip metadata from images embedded in a text as `data:` URLs (RFC 2397)."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode

from rostrum.image_metadata.formats import strip

_HEAD = re.compile(r"data:image/[\w.+-]+;base64,", re.IGNORECASE)


def strip_data_uri(uri: str) -> str:
    """Return an image's `data:` URL without metadata; any other URL is returned unchanged.

    Raises Unusable for an unpublishable image.
    """
    head = _HEAD.match(uri)
    if head is None:
        return uri
    try:
        content = b64decode("".join(uri[head.end() :].split()), validate=True)
    except (binascii.Error, ValueError):
        return uri
    return head[0] + b64encode(strip(content, keep_credits=True).content).decode()
