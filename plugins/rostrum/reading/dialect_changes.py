"""What another dialect of Markdown would change in the texts of a site."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.files import TooLarge, read_raw
from rostrum.core.time_limit import OutOfTime, limit_time
from rostrum.core.translatable import gettext_lazy as _
from rostrum.html.comments import CommentError
from rostrum.html.text import html_text
from rostrum.html.unrenderable import Unrenderable
from rostrum.markdown.comparison import compare_html
from rostrum.markdown.dialects import RENDERERS
from rostrum.markdown.renderer import Renderer
from rostrum.reading.front_matter import Matter, split_source
from rostrum.reading.source_file import ReadOptions, SourceFile

CODE = "dialect"
MAX_SECONDS = 10
"""Processor time for a text."""

_SHOWN_CHARS = 100
_EQUAL_CHARS = 30  # shown before the first difference


def report_dialect_changes(
    content: Path, files: Iterable[SourceFile], options: ReadOptions, dialect: str, report: Report
) -> None:
    """Report each block of a text that is other HTML in a dialect, and each other summary.

    Files that can't be read or converted today are left out: they have errors of their own.
    Comments are left out: they are in neither dialect. A text that only the other dialect refuses
    is reported, and so is one that takes more than `MAX_SECONDS` to compare.
    """
    before, after = (RENDERERS[name](options.markdown) for name in (options.dialect, dialect))
    for file in files:
        matter = _read(content, file)
        if matter is None:
            continue
        try:
            with limit_time(MAX_SECONDS):
                if file.kind in ("post", "page"):
                    _compare_summaries(matter, before, after, dialect, report)
                if matter.body.strip():
                    _compare(matter, before, after, dialect, report)
        except (OutOfTime, RecursionError):
            place = SourceLocation(file.display_path, matter.body_line)
            message = _(
                "the text is too long or too deeply nested to be compared with %(dialect)s",
                dialect=dialect,
            )
            report.warning(CODE, place, message, _("Compare its parts, each in a file of its own."))


def _compare(
    matter: Matter, before: Renderer, after: Renderer, dialect: str, report: Report
) -> None:
    path, line = matter.path, matter.body_line
    try:
        body = before.render_body(matter.body, path, line)
    except Unrenderable:
        return
    try:
        other = after.render_body(matter.body, path, line)
    except CommentError as error:
        place = error.place(matter.body, path, line)
        report.warning(
            CODE,
            place,
            _("in %(dialect)s: %(message)s", dialect=dialect, message=error.message),
            error.hint,
        )
    except Unrenderable as error:
        place = SourceLocation(path, line + error.line)
        report.warning(
            CODE,
            place,
            _("in %(dialect)s: %(message)s", dialect=dialect, message=error.message),
            error.hint,
        )
    else:
        for change in compare_html(body.html, other.html, matter.body):
            now, then = (_cut(it, change.start) for it in (change.before, change.after))
            place = SourceLocation(path, line + change.line)
            message = _("in %(dialect)s this becomes: %(then)s", dialect=dialect, then=then)
            if change.blocks > 1:
                message = _(
                    "in %(dialect)s this becomes (%(number)s blocks in a row): %(then)s",
                    dialect=dialect,
                    number=change.blocks,
                    then=then,
                )
            report.warning(CODE, place, message, _("Now it is: %(now)s", now=now))


def _compare_summaries(
    matter: Matter, before: Renderer, after: Renderer, dialect: str, report: Report
) -> None:
    cell = matter.cells.get("summary")
    if cell is None or not isinstance(cell.data, str):
        return
    try:
        now, then = (html_text(it.render_inline(cell.data)) for it in (before, after))
    except Unrenderable:  # an error in at least one dialect, reported by a build in it
        return
    if now != then:
        message = _(
            "in %(dialect)s the summary becomes: %(summary)s", dialect=dialect, summary=then
        )
        report.warning(CODE, cell.place, message, _("Now it is: %(summary)s", summary=now))


def _cut(fragment: str, difference: int) -> str:
    """Return a fragment from shortly before a difference on."""
    start = max(0, difference - _EQUAL_CHARS)
    before = "…" if start else ""
    after = "…" if len(fragment) > start + _SHOWN_CHARS else ""
    return f"{before}{fragment[start : start + _SHOWN_CHARS]}{after}" if fragment else "nothing"


def _read(content: Path, file: SourceFile) -> Matter | None:
    if file.kind in ("topics", "comment"):  # comments have a dialect of their own
        return None
    try:
        return split_source(read_raw(content / file.path), file.display_path, Report())
    except (OSError, TooLarge):
        return None
