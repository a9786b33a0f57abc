"""GitLab's Code Quality report, shown in merge requests.

Source: docs.gitlab.com, "Code Quality", "Code Quality report format".
"""

from __future__ import annotations

from rostrum.core.diagnostics import Severity, format_plain_json
from rostrum.reports.repository_report import RepositoryReport

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def format_gitlab(findings: RepositoryReport) -> str:
    """Return a JSON list with an object for each finding."""
    return format_plain_json(
        [
            {
                "description": findings.describe(diagnostic),
                "check_name": diagnostic.code,
                "fingerprint": fingerprint,
                "severity": _SEVERITIES[diagnostic.level],
                "location": {
                    "path": findings.show_path(diagnostic.place),
                    "lines": {"begin": diagnostic.place.line},
                },
            }
            for diagnostic, fingerprint in findings.identify()
        ]
    )
