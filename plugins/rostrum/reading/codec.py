"""What a file holds, without its text, as bytes: for the cache, and from process to process."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from rostrum.core.diagnostics import Diagnostic
from rostrum.core.model import Comment, Page, Person, Post, Series, Topics
from rostrum.reading.source_file import Source

CachedSource = tuple[Source | None, list[Diagnostic]]
"""What came of reading a file: what it holds, None if that can't be told, and what was found."""

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
    """Return what a file holds as JSON, empty for what JSON has no words for."""
    try:
        return _ENCODER.encode(held)
    except (UnicodeEncodeError, TypeError):
        return b""


def decode(kind: str, value: bytes) -> CachedSource | None:
    """Return what a file of a kind holds, None for bytes that don't tell."""
    try:
        found: CachedSource = _DECODERS[kind].decode(value)
    except msgspec.DecodeError:
        return None
    return found
