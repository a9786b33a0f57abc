"""Conflicts of a merge that were committed with the signs of Git in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rostrum.core.diagnostics import Report, SourceLocation, shorten
from rostrum.core.translatable import gettext_lazy as _
from rostrum.markdown.source_text import blank_code
from rostrum.reading.front_matter import decode

_BEGINNING, _END = b"<<<<<<< ", b">>>>>>> "


def has_conflicts(raw: bytes, path: str, report: Report) -> bool:
    """Return True if a file has conflicts of a merge outside of code, and report each."""
    if _BEGINNING not in raw and _END not in raw:
        return False
    lines = blank_code(decode(raw, path, Report()) or "").split("\n")
    conflicts = list(_find_conflicts(lines))
    for number in conflicts:
        message = _(
            'a conflict of a merge is not resolved: "%(line)s"', line=shorten(lines[number - 1])
        )
        hint = _(
            'Keep one of the two versions, and remove the lines that begin with "<<<<<<<", '
            '"=======" and ">>>>>>>".'
        )
        report.error("merge-conflict", SourceLocation(path, number), message, hint)
    return bool(conflicts)


def _find_conflicts(lines: Iterable[str]) -> Iterator[int]:
    """Yield the number of the line where each conflict begins, or what is left of it.

    Its end alone may be a quotation in seven levels.
    """
    is_open, middle = False, 0
    for number, line in enumerate(lines, 1):
        if line.startswith("<<<<<<< "):
            yield number
            is_open = True
        elif line == "=======":
            middle = middle or number
        elif line.startswith(">>>>>>> "):
            if middle and not is_open:
                yield middle
            is_open, middle = False, 0
