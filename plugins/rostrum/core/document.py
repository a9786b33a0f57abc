"""A file of the site that is no page."""

from __future__ import annotations

from abc import ABC, abstractmethod


class Document(ABC):
    """A file that is neither page nor feed: a calendar, a book.

    A frozen dataclass of plain values, which are all that its bytes depend on.
    """

    __slots__ = ()

    @abstractmethod
    def write(self) -> bytes:
        """Return the file's bytes, the same for equal values."""
