"""What another dialect of Markdown would change in the texts of a site."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.files import TooLarge, read_raw
from rostrum.html.unrenderable import Unrenderable
from rostrum.markdown.comparison import compare_html
from rostrum.markdown.dialects import RENDERERS
from rostrum.reading.front_matter import Matter, split_source
from rostrum.reading.source_file import ReadOptions, SourceFile

CODE = "dialect"
_SHOWN_CHARS = 100
_EQUAL_CHARS = 30  # shown before the first difference


def report_dialect_changes(
    content: Path, files: Iterable[SourceFile], options: ReadOptions, dialect: str, report: Report
) -> int:
    """Report each block of a text that is other HTML in a dialect; return the number of texts.

    Files that can't be read or converted today are left out: they have errors of their own. A
    text that only the other dialect refuses is reported.
    """
    before, after = (RENDERERS[name](options.markdown) for name in (options.dialect, dialect))
    count = 0
    for file in files:
        matter = _read(content, file)
        if matter is None or not matter.body.strip():
            continue
        count += 1
        line = matter.body_line
        try:
            body = before.render_body(matter.body, file.display_path, line)
        except Unrenderable:
            continue
        try:
            other = after.render_body(matter.body, file.display_path, line)
        except Unrenderable as error:
            place = SourceLocation(file.display_path, line + error.line)
            report.warning(CODE, place, f"in {dialect}: {error.message}", error.hint)
            continue
        for change in compare_html(body.html, other.html, matter.body):
            now, then = (_cut(block, change.start) for block in (change.before, change.after))
            place = SourceLocation(file.display_path, line + change.line)
            report.warning(CODE, place, f"in {dialect} this becomes: {then}", f"Now it is: {now}")
    return count


def _cut(fragment: str, difference: int) -> str:
    """Return a fragment from shortly before a difference on."""
    start = max(0, difference - _EQUAL_CHARS)
    before = "…" if start else ""
    after = "…" if len(fragment) > start + _SHOWN_CHARS else ""
    return f"{before}{fragment[start : start + _SHOWN_CHARS]}{after}" if fragment else "nothing"


def _read(content: Path, file: SourceFile) -> Matter | None:
    if file.kind == "topics":
        return None
    try:
        return split_source(read_raw(content / file.path), file.display_path, Report())
    except (OSError, TooLarge):
        return None
