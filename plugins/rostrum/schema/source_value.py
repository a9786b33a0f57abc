"""Source values: values as written by an author, each with its location."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rostrum.core.diagnostics import SourceLocation


@dataclass(frozen=True, slots=True)
class SourceValue:
    """A value as written, with its location: text, None, or a list or mapping of source values.

    `plain` is the scalar as typed by YAML; the schema uses `data`, so a title `2026` or `No`
    remains text as written. `key` is the location of its key.
    """

    data: str | list[SourceValue] | dict[str, SourceValue] | None
    place: SourceLocation
    plain: Any = None
    key: SourceLocation | None = None

    @property
    def start(self) -> SourceLocation:
        """The location of its key, or of the value itself without one."""
        return self.key or self.place

    @property
    def is_empty(self) -> bool:
        """Whether the value is missing, empty or blank."""
        return not (self.data.strip() if isinstance(self.data, str) else self.data)

    def to_plain(self) -> Any:
        """Return the value with YAML's own types, for site-defined keys."""
        if isinstance(self.data, list):
            return [cell.to_plain() for cell in self.data]
        if isinstance(self.data, dict):
            return {key: cell.to_plain() for key, cell in self.data.items()}
        return self.data if self.plain is None else self.plain
