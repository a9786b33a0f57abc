"""SARIF 2.1.0, read by GitHub's code scanning, Azure DevOps and editors.

Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0"; for what GitHub
requires of it docs.github.com, "SARIF support for code scanning".
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rostrum.core.diagnostic_codes import CHANGEABLE, OFF
from rostrum.core.diagnostics import Diagnostic, Severity, format_plain_json
from rostrum.reports.repository_report import RepositoryReport
from rostrum.reports.rules import Rule, read_rules

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT = "%SRCROOT%"  # the name by which GitHub and Azure know the root of the repository


def format_sarif(findings: RepositoryReport) -> str:
    """Return a SARIF log with one run: the rules of the findings, and the findings."""
    codes = sorted({diagnostic.code for diagnostic in findings})
    run = {
        "tool": {
            "driver": {
                "name": "Rostrum",
                "version": version("pelican-rostrum"),
                "rules": [_describe_rule(code) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            _describe_result(findings, diagnostic, codes.index(diagnostic.code), fingerprint)
            for diagnostic, fingerprint in findings.identify()
        ],
    }
    return format_plain_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _describe_rule(code: str) -> dict[str, Any]:
    rule = read_rules().get(code, Rule(code, ""))
    level = CHANGEABLE.get(code, Severity.ERROR.value)
    help_text = f"{rule.meaning}. {rule.remedy}."
    return {
        "id": code,
        "shortDescription": {"text": rule.meaning},
        "fullDescription": {"text": rule.meaning},
        "help": {"text": help_text.replace("`", ""), "markdown": help_text},
        "defaultConfiguration": {"level": "none" if code in OFF else level},
    }


def _describe_result(
    findings: RepositoryReport, diagnostic: Diagnostic, index: int, fingerprint: str
) -> dict[str, Any]:
    place = diagnostic.place
    return {
        "ruleId": diagnostic.code,
        "ruleIndex": index,
        "level": diagnostic.level.value,
        "message": {"text": _break_links(findings.describe(diagnostic))},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": _locate(findings, diagnostic),
                    "region": {"startLine": place.line, "startColumn": place.column},
                }
            }
        ],
        "partialFingerprints": {"primaryLocationLineHash": fingerprint},
    }


def _locate(findings: RepositoryReport, diagnostic: Diagnostic) -> dict[str, str]:
    """Return the location of a file: relative to the root, if it is inside (RFC 3986)."""
    path = findings.show_path(diagnostic.place)
    if findings.is_inside(diagnostic.place):
        return {"uri": quote(path), "uriBaseId": _ROOT}
    return {"uri": quote(path) if diagnostic.place.is_option else Path(path).as_uri()}


def _break_links(text: str) -> str:
    """Return a message without links, which a viewer would offer (SARIF, 3.11.6)."""
    return text.replace("](", "] (")
