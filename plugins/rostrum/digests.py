"""Digests of plain values: equal values have equal digests, whichever process makes them."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

# JSON, since MessagePack would drop a moment's offset; Markup, a kind of text, is written as one.
_ENCODER = msgspec.json.Encoder(enc_hook=str)
SIZE = 16  # bytes; that two of a hundred million values share a digest is one in 10**22


def digest(*values: Any) -> bytes:
    """Return the digest of views, feeds and other plain values."""
    return blake2b(_encode(values), digest_size=SIZE).digest()


def _encode(values: tuple[Any, ...]) -> bytes:
    try:
        return _ENCODER.encode(values)
    except UnicodeEncodeError:  # half of a surrogate pair, which a plugin may let through
        return repr(values).encode("utf-8", "backslashreplace")


def digest_bytes(*parts: bytes) -> bytes:
    """Return the digest of bytes; where one part ends and the next begins counts."""
    made = blake2b(digest_size=SIZE)
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.digest()


def digest_files(folders: Iterable[Path]) -> bytes:
    """Return the digest of every file below some folders: names and bytes."""
    found = [
        (file.relative_to(folder).as_posix().encode(), file.read_bytes())
        for folder in folders
        for file in sorted(folder.rglob("*"))
        if file.is_file() and "__pycache__" not in file.parts
    ]
    return digest_bytes(*(part for pair in found for part in pair))
