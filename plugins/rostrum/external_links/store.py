"""Answers of servers, kept in the user's cache: what answered is asked again after a week."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from rostrum.cache.checksummed_file import read_cache_file, write_cache_file
from rostrum.external_links.fetch import Answer

_ALIVE, _DEAD = timedelta(days=7), timedelta(days=1)
_KEPT = timedelta(days=60)
_VERSION = b"1"

_Entry = tuple[int, str, datetime]


class AnswerStore:
    """The answers of former checks; damaged files count as empty."""

    def __init__(self, file: Path, now: datetime) -> None:
        self._file, self._now = file, now
        self._entries: dict[str, _Entry] = {}
        with suppress(msgspec.DecodeError, msgspec.ValidationError):
            raw = read_cache_file(file, _VERSION)
            self._entries = msgspec.json.decode(raw, type=dict[str, _Entry]) if raw else {}

    def get(self, address: str) -> Answer | None:
        """Return the answer of an address that need not be asked again, else None."""
        if address not in self._entries:
            return None
        status, reason, asked = self._entries[address]
        lasts = _ALIVE if 200 <= status < 400 else _DEAD
        return Answer(status, reason) if asked <= self._now < asked + lasts else None

    def save(self, answers: Mapping[str, Answer]) -> None:
        """Add answers, and forget those of long ago."""
        new = {address: (it.status, it.reason, self._now) for address, it in answers.items()}
        kept = {
            address: entry
            for address, entry in (self._entries | new).items()
            if entry[2] > self._now - _KEPT
        }
        write_cache_file(self._file, msgspec.json.encode(kept), _VERSION)
