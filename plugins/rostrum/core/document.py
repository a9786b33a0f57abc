"""Non-HTML output files."""

from __future__ import annotations

from abc import ABC, abstractmethod


class Document(ABC):
    """An output file other than a page or feed, such as a calendar or a book.

    Subclasses are frozen dataclasses of plain values; the bytes depend on these values only.
    """

    __slots__ = ()

    @abstractmethod
    def write(self) -> bytes:
        """Return the file's bytes, the same for equal values."""
