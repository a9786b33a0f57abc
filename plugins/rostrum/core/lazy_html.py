"""HTML rendered on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from rostrum.core.assets import Asset


class LazyHtml:
    """HTML of a text, rendered on demand; `key` identifies it uniquely.

    `assets` are the content files and pictures that it shows or links to.
    Templates and feeds may use it like the HTML itself.
    """

    __slots__ = ("_make", "assets", "key")

    def __init__(
        self, key: tuple[str, ...], make: Callable[[], str], assets: Iterable[Asset] = ()
    ) -> None:
        self.key, self._make, self.assets = key, make, tuple(assets)

    def with_assets(self, assets: Iterable[Asset]) -> LazyHtml:
        """Return the same HTML with the assets of the text from which it was converted."""
        return LazyHtml(self.key, self._make, assets)

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
        return _restore, (self.key, str(self), self.assets)


def _restore(key: tuple[str, ...], html: str, assets: tuple[Asset, ...]) -> LazyHtml:
    return LazyHtml(key, lambda: html, assets)
