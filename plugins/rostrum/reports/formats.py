"""The formats of findings for CI systems and code hosts, by the name that `--format` takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rostrum.reports.github import format_github
from rostrum.reports.gitlab import format_gitlab
from rostrum.reports.markdown import format_markdown
from rostrum.reports.repository_report import RepositoryReport
from rostrum.reports.sarif import format_sarif

FORMATS: Mapping[str, Callable[[RepositoryReport], str]] = {
    "github": format_github,
    "gitlab": format_gitlab,
    "sarif": format_sarif,
    "markdown": format_markdown,
}
"""What writes the findings in each format."""
