"""Print findings and what else a command says, in the language of the result."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeAlias

from rostrum.cli.program import Refusal, load_language
from rostrum.cli.published_site import PublishedSite
from rostrum.core.diagnostics import (
    SHOWN_OF_A_KIND,
    Report,
    count_findings,
    format_json,
    format_text,
    printable_text,
)
from rostrum.core.system_errors import describe_error
from rostrum.core.terminal_colors import strip_colors, wants_colors
from rostrum.core.translatable import Translatable, Translator
from rostrum.core.translatable import gettext_lazy as _

if TYPE_CHECKING:  # slow imports, not needed if the site is up to date
    from rostrum.build.config import Config
    from rostrum.build.result import BuildResult
    from rostrum.i18n.catalogs import Messages

Speaker: TypeAlias = "BuildResult | Config | PublishedSite | None"
"""What has the language of messages; None is for the language of the person."""

FORMATS = ("text", "json", "github", "gitlab", "sarif", "markdown")
"""The formats of findings: those of `reports.formats` besides text and JSON."""


def print_report(report: Report, format: str, of: Speaker, *, all_findings: bool = False) -> None:
    """Print findings: as text to standard error, in another format to standard output.

    Standard output then holds the format alone. Where it does not tell the number of findings,
    standard error does.
    """
    if format == "text":
        print_findings(format_report(report, of, all_findings=all_findings))
    elif format == "json":
        print(format_json(report))
    else:
        language = load_site_language(of)
        if text := _format_for_host(report, format, language):
            print(text)
        if format == "github":
            sys.stderr.write(f"{count_findings(report).translate(language)}\n")


def _format_for_host(report: Report, format: str, language: Translator) -> str:
    from rostrum.cache.git_index import find_git
    from rostrum.reports.formats import FORMATS
    from rostrum.reports.repository_report import RepositoryReport

    folder = Path.cwd()
    root, _git = find_git(folder) or (folder, None)
    return FORMATS[format](RepositoryReport(report, folder, root, language))


def format_report(report: Report, of: Speaker, *, all_findings: bool) -> str:
    """Return a report in color, empty without findings."""
    if not len(report):
        return ""
    language = load_site_language(of)
    limit = 0 if all_findings else SHOWN_OF_A_KIND
    return format_text(report, Path.cwd(), language, limit=limit, colors=True)


def print_findings(text: str) -> None:
    """Print formatted findings, in colors where the terminal has them."""
    if text:
        sys.stderr.write((text if wants_colors(sys.stderr) else strip_colors(text)) + "\n")


def print_notices(result: BuildResult) -> None:
    """Print notices about unusual events without effect on the site."""
    print_lines(result.sources.notices, result, sys.stderr)


def print_lines(
    lines: Iterable[Translatable],
    of: Speaker,
    stream: TextIO | None = None,
) -> None:
    """Print lines in the language of a result, a configuration, or, with None, of the person.

    No character that could control a terminal is printed. The default of `stream` is standard
    output.
    """
    language = load_site_language(of)
    for line in lines:
        print(printable_text(line.translate(language)), file=stream or sys.stdout)


def load_site_language(of: Speaker) -> Translator:
    """Return the messages for findings, with the catalogs of the site if its settings are read.

    The language is that of a result, or of a configuration; without any, that of the person.
    """
    if of is None:
        return load_language()
    from rostrum.i18n.user_language import load_diagnostics

    if isinstance(of, PublishedSite):
        return load_diagnostics(of.languages, of.diagnostics).translations
    from rostrum.build.result import BuildResult

    config = of.config if isinstance(of, BuildResult) else of
    if config is not None:
        return load_diagnostics(config.languages, config.diagnostics).translations
    assert isinstance(of, BuildResult)
    return load_diagnostics(of.languages).translations


def load_words(config: Config) -> Messages:
    """Return the messages of both domains in the language of findings."""
    from rostrum.i18n.catalogs import ENGLISH, Catalogs
    from rostrum.i18n.user_language import load_diagnostics

    words = load_diagnostics(config.languages, config.diagnostics)
    if words is not ENGLISH:
        of_readers = Catalogs.of_theme(config.theme, config.overrides)
        others = load_diagnostics(config.languages, of_readers)
        words.translations.add_fallback(others.translations)
    return words


def refuse_to_write(error: OSError, file: Path | None = None) -> Refusal:
    """Return a Refusal for a file that can't be written: that of the error, unless it is named."""
    named = file or Path(error.filename or "")
    return Refusal(
        _(
            "%(file)s can't be written: %(reason)s.",
            file=show_folder(named),
            reason=describe_error(error),
        )
    )


def show_folder(path: Path) -> str:
    """Return a path as it is shown: relative to the current folder, if it is below it."""
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else str(path)
