"""Cells: values as an author wrote them, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rostrum.core.diagnostics import SourceLocation


@dataclass(frozen=True, slots=True)
class SourceValue:
    """A value as written: text, nothing, a list of cells or a mapping to cells; and its place.

    `plain` is a scalar as YAML types it; the schema decides by `data`, so that a title
    `2026` or `No` stays the text that its author typed. `key` is where its key stands.
    """

    data: str | list[SourceValue] | dict[str, SourceValue] | None
    place: SourceLocation
    plain: Any = None
    key: SourceLocation | None = None

    @property
    def start(self) -> SourceLocation:
        """Where its key stands, or the value itself if it has none."""
        return self.key or self.place

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written there, or blanks only."""
        return not (self.data.strip() if isinstance(self.data, str) else self.data)

    def to_plain(self) -> Any:
        """Return the value with YAML's own types, for keys whose meaning is the site's."""
        if isinstance(self.data, list):
            return [cell.to_plain() for cell in self.data]
        if isinstance(self.data, dict):
            return {key: cell.to_plain() for key, cell in self.data.items()}
        return self.data if self.plain is None else self.plain
