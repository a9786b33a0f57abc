"""A summary in Markdown, for a comment on a pull request or merge request.

A host turns `@name`, `#12`, commit hashes and addresses of a text into mentions and links, even
if they are escaped with backslashes, but not in inline code. So what comes from a file stands in
inline code, between the words of the message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from rostrum.core.diagnostics import (
    Diagnostic,
    Severity,
    count_findings,
    printable_line,
)
from rostrum.core.translatable import Translatable, ngettext_lazy
from rostrum.core.translatable import gettext_lazy as _
from rostrum.reports.repository_report import RepositoryReport

MOST = 100
"""The number of findings listed; errors are listed before warnings.

GitHub takes 65,536 characters in a comment.
"""

_LONGEST = 300  # characters of a value from a file
_MARKUP = re.compile(r"[\\`*\[\]<>|~#@&]")
_BACKTICKS = re.compile("`+")


def format_markdown(findings: RepositoryReport, most: int = MOST) -> str:
    """Return a heading with the numbers of findings, and a table for each file."""
    language = findings.language
    ordered = sorted(findings, key=lambda diagnostic: diagnostic.level is not Severity.ERROR)
    shown = sorted(ordered[:most], key=lambda diagnostic: diagnostic.order)
    blocks = [f"### Rostrum: {count_findings(findings.report).translate(language)}"]
    for path, of_file in groupby(shown, key=lambda item: findings.show_path(item.place)):
        blocks += [f"**{write_code(path)}**", "\n".join(_format_table(findings, [*of_file]))]
    if left := len(ordered) - len(shown):
        more = ngettext_lazy("And %(count)s more finding.", "And %(count)s more findings.", left)
        blocks.append(more.translate(language))
    return "\n\n".join(blocks)


def _format_table(findings: RepositoryReport, diagnostics: Sequence[Diagnostic]) -> Iterator[str]:
    heads = (_("Line"), _("Level"), _("Finding"))
    yield format_row(head.translate(findings.language) for head in heads)
    yield "| ---: | --- | --- |"
    for diagnostic in diagnostics:
        place, kind = diagnostic.place, f"{diagnostic.level} {write_code(diagnostic.code)}"
        line = "" if place.is_option else str(place.line)
        parts = (diagnostic.message, diagnostic.labelled_hint)
        texts = [write_text(part, findings) for part in parts if part]
        yield format_row((line, kind, "<br>".join(texts)))


def format_row(cells: Iterator[str] | Sequence[str]) -> str:
    """Return a row of a table; a cell is Markdown in which inline code may contain `|`."""
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def write_text(text: Translatable, findings: RepositoryReport) -> str:
    """Return a text in the language of the findings, with its values in inline code."""
    return text.translate(findings.language, quote=_quote, escape=_escape)


def write_code(text: str) -> str:
    """Return a text as inline code, in one line (GFM, 6.3); of a long one its beginning."""
    line = printable_line(text)
    line = line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
    if not line.strip():
        return ""
    longest = max(map(len, _BACKTICKS.findall(line)), default=0)
    fence = "`" * (longest + 1)
    margin = " " if line[0] in " `" or line[-1] in " `" else ""
    return f"{fence}{margin}{line}{margin}{fence}"


def _quote(value: str) -> str:
    """Return a value in inline code, unless it is a short number; a long one may be a commit."""
    return value if value.isdecimal() and len(value) <= 4 else write_code(value)


def _escape(text: str) -> str:
    """Return the words of a message without markup; `|` is left to the row of the table."""
    return _MARKUP.sub(lambda match: match[0] if match[0] == "|" else f"\\{match[0]}", text)
