"""The setting of what the proof of the embargo allows by name, and its reader."""

from __future__ import annotations

from typing import NamedTuple

from rostrum.core.diagnostics import SourceLocation
from rostrum.schema import types
from rostrum.schema.source_value import SourceValue


class AllowedText(NamedTuple):
    """A text that may be in published files although it is not out, with the reason."""

    text: str
    reason: str
    place: SourceLocation


def allowed_texts(cell: SourceValue) -> tuple[AllowedText, ...]:
    """Read the texts or source files that are allowed, each with its reason."""
    value: tuple[tuple[str, str], ...] = types.mapping_to(types.text)(cell)
    parts = cell.data if isinstance(cell.data, dict) else {}
    return tuple(AllowedText(text, reason, parts[text].place) for text, reason in value)
