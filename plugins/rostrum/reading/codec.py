"""Encode a file's content without its text, for the cache and for transfer between processes."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from rostrum.core.diagnostics import Diagnostic
from rostrum.core.model import Comment, Page, Person, Post, Series, Topics
from rostrum.reading.source_file import Source

CachedSource = tuple[Source | None, list[Diagnostic]]
"""The result of reading a file: its content, None if unreadable, and the diagnostics."""

_KINDS: Mapping[str, type[Source]] = {
    "post": Post,
    "page": Page,
    "person": Person,
    "series": Series,
    "comment": Comment,
    "topics": Topics,
}
_ENCODER = msgspec.json.Encoder()  # MessagePack would drop a moment's offset
_DECODERS = {
    kind: msgspec.json.Decoder(tuple[held | None, list[Diagnostic]])  # type: ignore[valid-type]
    for kind, held in _KINDS.items()
}


def encode(held: CachedSource) -> bytes:
    """Return a file's content as JSON, or empty bytes if JSON can't express it."""
    try:
        return _ENCODER.encode(held)
    except (UnicodeEncodeError, TypeError):
        return b""


def decode(kind: str, value: bytes) -> CachedSource | None:
    """Return the content of a file of the given kind, or None if the bytes can't be decoded."""
    try:
        content: CachedSource = _DECODERS[kind].decode(value)
    except msgspec.DecodeError:
        return None
    return content
