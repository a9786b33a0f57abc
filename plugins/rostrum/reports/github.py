"""Workflow commands of GitHub Actions: annotations beside the lines of a pull request.

Source: docs.github.com, "Workflow commands for GitHub Actions"; escapes as in actions/toolkit.
"""

from __future__ import annotations

from collections.abc import Iterable

from rostrum.core.diagnostics import Diagnostic, Severity
from rostrum.reports.repository_report import RepositoryReport


def format_github(findings: RepositoryReport) -> str:
    """Return a workflow command for each finding.

    Errors come first: of each level, GitHub shows ten annotations of a step.
    """
    ordered = sorted(findings, key=lambda diagnostic: diagnostic.level is not Severity.ERROR)
    return "\n".join(_format_command(findings, diagnostic) for diagnostic in ordered)


def _format_command(findings: RepositoryReport, diagnostic: Diagnostic) -> str:
    place = diagnostic.place
    properties = {"title": f"{diagnostic.level}[{diagnostic.code}]"}
    if not place.is_option:
        position = {"line": str(place.line), "col": str(place.column)}
        properties = {"file": findings.show_path(place), **position, **properties}
    joined = ",".join(f"{name}={escape_property(value)}" for name, value in properties.items())
    message = findings.describe(diagnostic)
    if place.is_option:
        message = f"{place.path}: {message}"
    command = "notice" if diagnostic.level is Severity.NOTE else diagnostic.level
    return f"::{command} {joined}::{escape_data(message)}"


def escape_data(text: str) -> str:
    """Return the message of a command without what would end it."""
    return _replace(text, {"%": "%25", "\r": "%0D", "\n": "%0A"}.items())


def escape_property(text: str) -> str:
    """Return the value of a property without what would end it, or the list of properties."""
    return _replace(escape_data(text), {":": "%3A", ",": "%2C"}.items())


def _replace(text: str, escapes: Iterable[tuple[str, str]]) -> str:
    for char, escape in escapes:
        text = text.replace(char, escape)
    return text
