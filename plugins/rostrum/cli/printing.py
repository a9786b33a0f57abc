"""Print findings to standard error, and what else a command says to standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from rostrum.core.diagnostics import (
    SHOWN_OF_A_KIND,
    Report,
    format_json,
    format_text,
    printable_text,
)
from rostrum.core.terminal_colors import strip_colors, wants_colors

if TYPE_CHECKING:  # slow imports, not needed if the site is up to date
    from rostrum.build.config import Config
    from rostrum.build.result import BuildResult


def print_report(
    report: Report, format: str, config: Config | None, *, all_findings: bool = False
) -> None:
    """Print findings: as JSON to standard output, as text to standard error."""
    if format == "json":
        print(format_json(report))
    else:
        print_findings(format_report(report, config, all_findings=all_findings))


def format_report(report: Report, config: Config | None, *, all_findings: bool) -> str:
    """Return a report in the language of the person who runs the program, in color.

    The text is empty without findings.
    """
    from rostrum.i18n.user_language import KIT, list_languages, load_diagnostics

    if not len(report):
        return ""
    language = load_diagnostics(list_languages(os.environ), config.diagnostics if config else KIT)
    limit = 0 if all_findings else SHOWN_OF_A_KIND
    return format_text(report, Path.cwd(), language.translations, limit=limit, colors=True)


def print_findings(text: str) -> None:
    """Print formatted findings, in colors where the terminal has them."""
    if text:
        sys.stderr.write((text if wants_colors(sys.stderr) else strip_colors(text)) + "\n")


def print_notices(result: BuildResult) -> None:
    """Print notices about unusual events without effect on the site."""
    for notice in result.sources.notices:
        sys.stderr.write(f"{printable_text(notice)}\n")


def print_lines(lines: Iterable[str]) -> None:
    """Print lines without characters that could control a terminal."""
    for line in lines:
        print(printable_text(line))


def show_folder(path: Path) -> str:
    """Return a path as it is shown: relative to the current folder, if it is below it."""
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else str(path)
