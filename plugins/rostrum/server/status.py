"""The build status sent to open pages: the newest good build and the last build's findings."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice

from rostrum.core.diagnostics import Diagnostic, Report, Severity
from rostrum.i18n.catalogs import ENGLISH, Messages

_MAX_FINDINGS = 100  # per page; `rostrum check --all-findings` lists all


@dataclass(frozen=True, slots=True)
class BuildEvent:
    """The result of a build: its findings, whether it wrote the site, whether output changed.

    `messages` holds the messages of each language of the site, by language tag; `language` is
    that of the findings.
    """

    report: Report = field(default_factory=Report)
    is_good: bool = True
    is_new: bool = False
    messages: Mapping[str, Messages] = field(default_factory=dict)
    language: Messages = ENGLISH


@dataclass
class BuildStatus:
    """The current status of the server's builds.

    Build names are unique, even across servers on the same port.
    """

    news: BuildEvent = field(default_factory=BuildEvent)
    _name: str = field(default_factory=lambda: secrets.token_hex(4))
    _number: int = 0

    @property
    def build(self) -> str:
        """The name of the newest good build."""
        return f"{self._name}-{self._number}"

    def post(self, news: BuildEvent, is_new: bool) -> None:
        """Store the result of a build; `is_new` marks all pages sent before as outdated."""
        self.news = news
        self._number += is_new

    def describe(self) -> str:
        """Return the JSON message for pages: show the findings, and reload if outdated."""
        report = self.news.report
        shown, language = islice(_order(report), _MAX_FINDINGS), self.news.language
        findings = [_describe(diagnostic, language) for diagnostic in shown]
        languages = {"en": ENGLISH, **self.news.messages}
        return json.dumps(
            {
                "command": "findings",
                "build": self.build,
                "good": self.news.is_good,
                "errors": report.errors,
                "warnings": report.warnings,
                "notes": report.notes,
                "findings": findings,
                "lang": language.lang,
                "labels": {
                    lang.lower(): _label(messages, self.news, len(report) - len(findings))
                    for lang, messages in languages.items()
                },
            }
        )

    def call_back(self) -> str:
        """Return the JSON message for pages: reload."""
        return json.dumps({"command": "reload", "build": self.build})


def _order(report: Report) -> Iterable[Diagnostic]:
    """Return the findings, errors first, so that truncation does not hide them."""
    order = list(Severity)
    return sorted(report, key=lambda diagnostic: order.index(diagnostic.level))


def _label(messages: Messages, news: BuildEvent, left: int) -> dict[str, str]:
    """Return the labels of the panel in one language; `left` is the number of findings left out."""
    gettext, ngettext = messages.gettext, messages.ngettext
    counts = []
    if errors := news.report.errors:
        counts.append(ngettext("%(count)s error", "%(count)s errors", errors))
    if warnings := news.report.warnings:
        counts.append(ngettext("%(count)s warning", "%(count)s warnings", warnings))
    if notes := news.report.notes:
        counts.append(ngettext("%(count)s note", "%(count)s notes", notes))
    more = ngettext(
        "And %(count)s more: rostrum check --all-findings",
        "And %(count)s more: rostrum check --all-findings",
        left,
    )
    return {
        "lang": messages.lang,
        "region": gettext("What rostrum serve has found"),
        "list": gettext("Findings"),
        "counts": ", ".join(counts),
        "stale": "" if news.is_good else gettext("The page shows the last good build."),
        "more": more if left else "",
    }


def _describe(diagnostic: Diagnostic, language: Messages) -> dict[str, str]:
    return {
        "place": str(diagnostic.place),
        "level": diagnostic.level.value,
        "code": diagnostic.code,
        "message": diagnostic.message.translate(language.translations),
        "hint": diagnostic.labelled_hint.translate(language.translations),
    }
