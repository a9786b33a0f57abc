"""Test settings such as patterns, regular expressions and Markdown options, before their use."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from jinja2 import Environment

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.translatable import gettext_lazy as _
from rostrum.markdown.renderer import MarkdownRenderer

_DAY = datetime(2026, 11, 18, tzinfo=UTC)
_TEXT = {"slug": "x", "lang": "x", "category": "x", "author": "x", "date": _DAY, "path": "x"}
_NAMED = {"slug": "x", "lang": "x"}
_PERIOD = {"date": _DAY, "lang": "x"}
_PATTERNS: Mapping[str, Mapping[str, Any]] = {
    "ARTICLE": _TEXT,
    "ARTICLE_LANG": _TEXT,
    "PAGE": _TEXT,
    "PAGE_LANG": _TEXT,
    "TAG": _NAMED,
    "CATEGORY": _NAMED,
    "AUTHOR": _NAMED,
    "MONTH_ARCHIVE": _PERIOD,
    "YEAR_ARCHIVE": _PERIOD,
}

_FEEDS: Mapping[str, Mapping[str, Any]] = {
    f"{name}FEED_{kind}": sample
    for kind in ("ATOM", "RSS")
    for name, sample in {
        "": {},
        "CATEGORY_": {"slug": "x"},
        "AUTHOR_": {"slug": "x"},
        "TAG_": {"slug": "x"},
        "TRANSLATION_": {"lang": "x"},
    }.items()
}
_UNFILLED = (KeyError, ValueError, IndexError, AttributeError, TypeError, OverflowError)
_APART = {
    "YEAR_ARCHIVE": (_("%(key)s gives several years the same file"), [_DAY.replace(year=2025)]),
    "MONTH_ARCHIVE": (
        _("%(key)s gives several months the same file"),
        [_DAY.replace(year=2025), _DAY.replace(month=10)],
    ),
}


def validate_settings(
    settings: Mapping[str, Any],
    place_of: Callable[[str], SourceLocation],
    report: Report,
) -> None:
    """Report invalid URL patterns, slug rules and Jinja options."""
    for kind, sample in _PATTERNS.items():
        for key in (f"{kind}_URL", f"{kind}_SAVE_AS"):
            if settings[key]:  # an empty …_SAVE_AS means: not written
                _try_pattern(key, settings[key], sample, place_of(key), report)
    for key, sample in _FEEDS.items():
        if settings.get(key):
            _try_pattern(key, settings[key], sample, place_of(key), report)
    _try_jinja(settings["JINJA_ENVIRONMENT"], place_of("JINJA_ENVIRONMENT"), report)
    for kind in _APART:
        key = f"{kind}_SAVE_AS"
        if settings[key]:
            _try_apart(kind, str(settings[key]), place_of(key), report)
    for key in ("SLUG", "TAG", "CATEGORY", "AUTHOR"):
        _try_slugs(f"{key}_REGEX_SUBSTITUTIONS", settings, place_of, report)


def _try_pattern(
    key: str, pattern: Any, sample: Mapping[str, Any], place: SourceLocation, report: Report
) -> None:
    if not isinstance(pattern, str):
        report.error(
            "setting",
            place,
            _("%(key)s is to be a pattern, not %(name)s", key=key, name=type(pattern).__name__),
        )
        return
    hint = _("It may hold no field.")
    if sample:
        hint = _("It may hold %(fields)s.", fields=", ".join(f"{{{name}}}" for name in sample))
    try:
        path = pattern.format(**sample)
    except _UNFILLED as error:
        report.error(
            "setting",
            place,
            _("%(key)s can't be filled in: %(error)s", key=key, error=str(error)),
            hint,
        )
        return
    is_file = key.endswith("_SAVE_AS")
    if (is_file and path.startswith("/")) or ".." in path.split("/"):
        message = _("%(key)s must name a place below the output folder", key=key)
        if is_file:
            message = _("%(key)s must name a file below the output folder", key=key)
        report.error("setting", place, message, hint)


def _try_apart(kind: str, pattern: str, place: SourceLocation, report: Report) -> None:
    """Report a pattern if several archive pages would have the same file."""
    message, other_dates = _APART[kind]
    with suppress(*_UNFILLED):  # already reported
        files = {pattern.format(date=date, lang="x") for date in (_DAY, *other_dates)}
        if len(files) <= len(other_dates):
            hint = _("Write the year as {date:%Y}, the month as {date:%m}.")
            report.error("setting", place, message.fill(key=f"{kind}_SAVE_AS"), hint)


def _try_slugs(
    key: str, settings: Mapping[str, Any], place_of: Callable[[str], SourceLocation], report: Report
) -> None:
    for rule in settings.get(key) or ():
        try:
            pattern, replacement = rule
            re.sub(pattern, replacement, "x")
        except (re.error, TypeError, ValueError, IndexError) as error:
            message = _(
                "%(key)s holds a rule that can't be used, %(rule)s: %(error)s",
                key=key,
                rule=repr(rule),
                error=str(error),
            )
            report.error("setting", place_of(key), message, _('Write pairs: (r"[^\\w\\s-]", "").'))


def _try_jinja(options: Mapping[str, Any], place: SourceLocation, report: Report) -> None:
    try:
        Environment(**options)
    except Exception as error:  # any exception of an extension on setup
        message = _(
            "JINJA_ENVIRONMENT can't be used: %(name)s: %(error)s",
            name=type(error).__name__,
            error=str(error),
        )
        report.error("setting", place, message, _("It takes what jinja2.Environment takes."))


def check_markdown(options: Mapping[str, Any], place: SourceLocation, report: Report) -> None:
    """Report options that Python-Markdown refuses, such as those of a missing extension."""
    try:
        MarkdownRenderer(options).render("x")
    except Exception as error:  # any exception of an extension on setup
        message = _(
            "MARKDOWN can't be used: %(name)s: %(error)s",
            name=type(error).__name__,
            error=str(error),
        )
        hint = _("Is the extension installed, and are its options spelled right?")
        report.error("setting", place, message, hint)
