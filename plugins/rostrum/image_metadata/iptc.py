"""IPTC-IIM in Photoshop's image resources: keep by-line, credit and copyright notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_SIGNATURE = b"8BIM"
_IPTC = b"\x04\x04"  # the resource for IPTC-IIM (Adobe Photoshop File Formats)
_CHARSET = (1, 90)
_CREDITS = ((2, 80), (2, 110), (2, 116))  # by-line, credit, copyright notice (IIM 4.2, 6)


def keep_credits_of_resources(raw: bytes) -> bytes:
    """Return image resources reduced to the credits; empty if there are none."""
    kept = b"".join(keep_credits(value) for name, value in _list_resources(raw) if name == _IPTC)
    if not kept:
        return b""
    padding = b"\0" * (len(kept) % 2)
    return _SIGNATURE + _IPTC + b"\0\0" + len(kept).to_bytes(4, "big") + kept + padding


def keep_credits(raw: bytes) -> bytes:
    """Return the data sets with credits, and the one for their character encoding."""
    sets = list(_list_sets(raw))
    if not any(number in _CREDITS for number, _ in sets):
        return b""
    return b"".join(whole for number, whole in sets if number in (_CHARSET, *_CREDITS))


def _list_resources(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield number and value of each resource, up to the first damaged one."""
    at = 0
    while raw[at : at + 4] == _SIGNATURE and at + 12 <= len(raw):
        name = raw[at + 6]
        start = at + 6 + (name + 2) // 2 * 2  # length and name together are even
        length = int.from_bytes(raw[start : start + 4], "big")
        end = start + 4 + length
        if end > len(raw):
            return
        yield raw[at + 4 : at + 6], raw[start + 4 : end]
        at = end + length % 2


def _list_sets(raw: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    """Yield record and number of each data set, and its complete bytes (IIM 4.2, 1.5)."""
    at = 0
    while raw[at : at + 1] == b"\x1c" and at + 5 <= len(raw):
        length = int.from_bytes(raw[at + 3 : at + 5], "big")
        end = at + 5 + length
        if length >= 0x8000 or end > len(raw):  # too long for credits
            return
        yield (raw[at + 1], raw[at + 2]), raw[at:end]
        at = end


@dataclass(frozen=True, slots=True)
class Credits:
    """Who is to be named for a picture; empty texts are unknown."""

    creator: str = ""
    credit: str = ""
    copyright: str = ""


def read_credits(raw: bytes) -> Credits:
    """Return the credits of IPTC-IIM data; UTF-8 is told from older encodings by its bytes."""
    texts: dict[tuple[int, int], str] = {}
    for number, whole in _list_sets(raw):
        if number in _CREDITS:
            texts.setdefault(number, decode(whole[5:]))
    return Credits(*(texts.get(number, "") for number in _CREDITS))


def decode(text: bytes) -> str:
    """Return a text in UTF-8, or in Latin-1 if it is not valid there."""
    try:
        return text.decode("utf-8").strip("\0 ")
    except UnicodeDecodeError:
        return text.decode("latin-1").strip("\0 ")
