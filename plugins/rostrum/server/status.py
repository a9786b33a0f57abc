"""What open pages are told: which build is the newest good one, and what the last one found."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from rostrum.core.diagnostics import Diagnostic, Report, Severity

_SHOWN = 100  # findings in a page; the terminal has all


@dataclass(frozen=True, slots=True)
class BuildEvent:
    """How a build went: what it found, whether it wrote the site, whether anything in it is new."""

    report: Report = field(default_factory=Report)
    is_good: bool = True
    is_new: bool = False


@dataclass
class BuildStatus:
    """Where pages read what is the case now.

    The name of a build is never used again, not even by the next server on the same port.
    """

    news: BuildEvent = field(default_factory=BuildEvent)
    _name: str = field(default_factory=lambda: secrets.token_hex(4))
    _number: int = 0

    @property
    def build(self) -> str:
        """The name of the newest good build."""
        return f"{self._name}-{self._number}"

    def post(self, news: BuildEvent, is_new: bool) -> None:
        """Put up how a build went; `is_new` makes every page that was sent before old."""
        self.news = news
        self._number += is_new

    def describe(self) -> str:
        """Return the message that has pages show the findings, and load again if they are old."""
        report = self.news.report
        return json.dumps(
            {
                "command": "findings",
                "build": self.build,
                "good": self.news.is_good,
                "errors": report.errors,
                "warnings": report.warnings,
                "findings": [*map(_describe, islice(_order(report), _SHOWN))],
            }
        )

    def call_back(self) -> str:
        """Return the message that has a page load again."""
        return json.dumps({"command": "reload", "build": self.build})


def _order(report: Report) -> Iterable[Diagnostic]:
    """Return the findings with the errors first, which a long list must not hide."""
    return sorted(report, key=lambda found: found.level is not Severity.ERROR)


def _describe(found: Diagnostic) -> dict[str, str]:
    return {
        "place": str(found.place),
        "level": found.level.value,
        "code": found.code,
        "message": found.message,
        "hint": found.hint,
    }
