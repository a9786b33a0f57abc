"""Front matter in forms that the editor in the browser does not know, or takes for another value.

The kit reads more forms than the editor: lines without `---`, keys in capitals and by other names,
and lists written as a text. In these the editor shows an empty field, or one entry with commas.
"""

from __future__ import annotations

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.translatable import gettext_lazy as _
from rostrum.reading.fields import PAGE, PERSON, POST, SERIES
from rostrum.reading.front_matter import Matter, decode
from rostrum.schema.source_value import SourceValue

_SCHEMAS = {"post": POST, "page": PAGE, "person": PERSON, "series": SERIES}
_LISTS = ("authors", "tags", "written_with")


def check_form(kind: str, matter: Matter, raw: bytes, report: Report) -> None:
    """Report what the editor would not show in a file of a kind, or would change when saving."""
    if kind not in _SCHEMAS or not matter.cells:
        return
    lines = (decode(raw, matter.path, Report()) or "").split("\n")
    if lines[0].rstrip(" \t") != "---":
        message = _("the editor in the browser does not see the front matter of this file")
        hint = _('Write a line "---" above it and one below, and its values in YAML.')
        report.warning("admin-form", SourceLocation(matter.path, 1), message, hint)
        return
    aliases = _SCHEMAS[kind].aliases
    for key, cell in matter.cells.items():
        written, name = _read_key(lines, key, cell), aliases.get(key, key)
        if written != name and name in _SCHEMAS[kind].fields:
            message = _('the editor in the browser does not show "%(key)s"', key=written)
            hint = _('Write "%(name)s".', name=name)
            report.warning("admin-form", cell.start, message, hint)
        if name in _LISTS and isinstance(cell.data, str) and set(cell.data) & {",", ";"}:
            message = _("the editor in the browser takes this text for one entry of the list")
            hint = _("Write the entries in brackets: [one, two].")
            report.warning("admin-form", cell.place, message, hint)


def _read_key(lines: list[str], key: str, cell: SourceValue) -> str:
    """Return a key as it is written; without quotes, it stands at the place of the cell."""
    if cell.key is None or cell.key.line > len(lines):
        return key
    start = cell.key.column - 1
    written = lines[cell.key.line - 1][start : start + len(key)]
    return written if written.lower() == key else key
