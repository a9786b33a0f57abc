"""HTML rendered on demand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class LazyHtml:
    """HTML of a text, rendered on demand; `key` identifies it uniquely.

    Templates and feeds may use it like the HTML itself.
    """

    __slots__ = ("_make", "key")

    def __init__(self, key: tuple[str, ...], make: Callable[[], str]) -> None:
        self.key, self._make = key, make

    def __str__(self) -> str:
        return self._make()

    def __html__(self) -> str:
        return self._make()

    def __repr__(self) -> str:
        return repr(str(self))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LazyHtml) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (self.key, str(self))


def _restore(key: tuple[str, ...], html: str) -> LazyHtml:
    return LazyHtml(key, lambda: html)
