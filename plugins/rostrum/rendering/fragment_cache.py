"""Cache HTML fragments shared by many pages: each is rendered once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

MAX_CHARACTERS = 16_000_000  # of all cached fragments together


class Fragments:
    """A cache of macro results by macro and views, limited to `room` characters.

    Views are compared by identity: they are frozen, and a view shared by pages is created only
    once. Each entry keeps references to its macro and views, so no new object can reuse their
    ids. An equal view with another identity only costs one more rendering. When the cache is
    full, it is cleared.
    """

    def __init__(self, room: int = MAX_CHARACTERS) -> None:
        self._room = self._left = room
        self._kept: dict[tuple[int, ...], tuple[str, object]] = {}

    def once(self, macro: Callable[..., str], *views: Any) -> str:
        """Return the result of a macro for the given views, from the cache if possible."""
        key = (id(macro), *map(id, views))
        entry = self._kept.get(key)
        if entry is None:
            entry = macro(*views), (macro, views)
            self._keep(key, entry)
        return entry[0]

    def _keep(self, key: tuple[int, ...], entry: tuple[str, object]) -> None:
        self._left -= len(entry[0])
        if self._left < 0:
            self._kept.clear()
            self._left = self._room - len(entry[0])
        self._kept[key] = entry
