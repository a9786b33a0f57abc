"""The setting of what the proof of the embargo allows by name, and its reader."""

from __future__ import annotations

from typing import NamedTuple

from rostrum.core.diagnostics import SourceLocation
from rostrum.core.translatable import gettext_lazy as _
from rostrum.schema import types
from rostrum.schema.schema import Invalid
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
    for text, reason in value:
        if not (text.strip() and reason.strip()):
            message = _("what the proof of the embargo allows has a reason")
            hint = _('Write the words and why they are no secret: {"Bilanz": "said in May"}.')
            raise Invalid("setting", message, hint, place=parts[text].place)
    return tuple(AllowedText(text, reason, parts[text].place) for text, reason in value)
