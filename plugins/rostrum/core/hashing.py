"""Digests of plain values: equal values have equal digests in all processes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, partial
from hashlib import blake2b
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from rostrum.core.lazy_html import LazyHtml

if TYPE_CHECKING:
    import msgspec


def _name(value: Any) -> Any:
    """Return a plain value in place of another object: the key of LazyHtml, or its string."""
    return value.key if isinstance(value, LazyHtml) else str(value)


@cache
def _make_encoder() -> msgspec.json.Encoder:
    # Imported late: the check for an up-to-date site needs only digests of bytes. JSON, since
    # MessagePack would drop the UTC offset of a datetime.
    import msgspec

    return msgspec.json.Encoder(enc_hook=_name)


SIZE = 16  # bytes; a collision among a hundred million values has a chance of one in 10**22


def digest(*values: Any) -> bytes:
    """Return the digest of views, feeds and other plain values."""
    return blake2b(_encode(values), digest_size=SIZE).digest()


def describe(value: Any) -> Any:
    """Return an identifying description of a setting, equal in every process."""
    if isinstance(value, Mapping):
        return sorted((str(key), describe(item)) for key, item in value.items())
    if isinstance(value, list | tuple):
        return [describe(item) for item in value]
    if isinstance(value, str | int | float | bool | bytes | PurePath | date | None):
        return repr(value)
    if isinstance(value, set | frozenset):
        return sorted(repr(describe(item)) for item in value)
    if isinstance(value, partial):
        return describe((value.func, value.args, value.keywords))
    if hasattr(value, "__qualname__"):
        return f"{value.__module__}.{value.__qualname__}"
    inner = getattr(value, "rules", None) or getattr(value, "config", None)
    return type(value).__module__, type(value).__qualname__, describe(inner)


def _encode(values: tuple[Any, ...]) -> bytes:
    try:
        return _make_encoder().encode(values)
    except UnicodeEncodeError:  # a lone surrogate, possibly from a plugin
        return repr(values).encode("utf-8", "backslashreplace")


def digest_bytes(*parts: bytes) -> bytes:
    """Return the digest of bytes; the boundaries between parts affect the digest."""
    hasher = blake2b(digest_size=SIZE)
    for part in parts:
        hasher.update(len(part).to_bytes(8, "big"))
        hasher.update(part)
    return hasher.digest()
