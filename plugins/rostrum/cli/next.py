"""`rostrum next`: what goes out when, and what is announced, overdue, a draft or at rest."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from invoke import Exit, task
from invoke.context import Context

from rostrum.build.options import BuildOptions
from rostrum.cli.execution import carry_out
from rostrum.cli.option_values import check_format, read_moment, read_number, read_path
from rostrum.cli.printing import load_site_language, print_lines, print_report
from rostrum.cli.program import Command
from rostrum.core.diagnostics import count_findings, format_plain_json, printable_line, shorten
from rostrum.core.translatable import Translatable, ngettext_lazy, verbatim
from rostrum.core.translatable import gettext_lazy as _
from rostrum.schema.types import MOST_DAYS

if TYPE_CHECKING:  # slow imports
    from rostrum.build.editorial_calendar import CalendarEntry, EditorialCalendar
    from rostrum.build.result import BuildResult

_HEADINGS = {
    "scheduled": _("Goes out"),
    "announced": _("Announced, not written"),
    "overdue": _("Overdue"),
    "drafts": _("Drafts"),
    "resting": _("Series that rest"),
}
"""The heading of each list of the calendar."""


@task(
    klass=Command,
    name="next",
    help={
        "content": "folder of the content; the pelicanconf.py in it or beside it is used",
        "settings": "settings file (default: pelicanconf.py)",
        "as-of": "as at this moment, such as 2026-11-22 (its end) or '2026-11-22 09:00'",
        "days": "limit what goes out or is announced to so many days (default: no limit)",
        "format": "what is printed: text, json or markdown",
        "lang": "language of the lists, such as de or en (default: that of the site)",
    },
)
def list_next(
    context: Context,
    content: str = "",
    settings: str = "",
    as_of: str = "",
    days: str = "",
    format: str = "text",
    lang: str = "",
) -> None:
    """Tell what goes out when, what is announced, overdue or a draft; writes nothing."""
    check_format(format, ("text", "json", "markdown"))
    number = read_number("days", days, MOST_DAYS) if days else 0
    options = BuildOptions(
        settings=read_path("settings", settings),
        content=read_path("content", content),
        moment=read_moment(as_of) if as_of else None,
        check_only=True,
        lang=lang,
    )
    result = carry_out(options)
    if result.checked is None or result.config is None:
        print_report(result.report, "text", result)
        raise Exit(code=result.exitcode or 1)
    from rostrum.build.editorial_calendar import make_calendar

    calendar = make_calendar(result.checked.assembled.schedule, number)
    print(_FORMATS[format](calendar, result))
    if result.report.errors:
        message = _(
            "%(findings)s What has an error may be missing here: rostrum check shows it.",
            findings=count_findings(result.report),
        )
        print_lines([message], result, sys.stderr)
    raise Exit(code=1 if result.report.errors else 0)


def _format_text(calendar: EditorialCalendar, result: BuildResult) -> str:
    """Return the lists that are not empty, an entry a line: when, what, and in which file."""
    language, lines = load_site_language(result), []
    for heading, entries in _list_parts(calendar):
        rows = [_describe(entry, heading, calendar, result) for entry in entries]
        width = max(len(when) for when, _what, _file in rows)
        lines.append(_HEADINGS[heading].translate(language))
        lines += [f"  {when:{width}}  {what}  {file}" for when, what, file in rows]
        lines.append("")
    return "\n".join(lines).rstrip() or _("Nothing waits.").translate(language)


def _format_markdown(calendar: EditorialCalendar, result: BuildResult) -> str:
    """Return the lists that are not empty as tables; what is from a file is inline code."""
    from rostrum.reports.markdown import format_row, write_code

    language, blocks = load_site_language(result), []
    heads = [head.translate(language) for head in (_("When"), _("What"), _("File"))]
    for heading, entries in _list_parts(calendar):
        rows = [_describe(entry, heading, calendar, result) for entry in entries]
        table = [format_row(heads), "| --- | --- | --- |"]
        for when, what, file in rows:
            table.append(format_row((when, write_code(what), write_code(file))))
        blocks += [f"### {_HEADINGS[heading].translate(language)}", "\n".join(table)]
    return "\n\n".join(blocks) or _("Nothing waits.").translate(language)


def _format_json(calendar: EditorialCalendar, result: BuildResult) -> str:
    """Return the lists as one JSON object with `moment`, `scheduled`, `announced` and so on."""
    lists = {name: [_to_json(entry) for entry in getattr(calendar, name)] for name in _HEADINGS}
    return format_plain_json({"moment": calendar.moment.isoformat(), **lists})


_FORMATS = {"text": _format_text, "json": _format_json, "markdown": _format_markdown}


def _list_parts(calendar: EditorialCalendar) -> Iterator[tuple[str, Sequence[CalendarEntry]]]:
    """Yield the name and the entries of each list that is not empty."""
    for name in _HEADINGS:
        if entries := getattr(calendar, name):
            yield name, entries


def _to_json(entry: CalendarEntry) -> dict[str, Any]:
    is_day = entry.kind == "installment"
    moment = entry.moment and (entry.moment.date() if is_day else entry.moment).isoformat()
    data = {
        "kind": entry.kind.value,
        "title": entry.title,
        "path": entry.place.path,
        "line": entry.place.line,
        "date": moment,
        "days": entry.days,
        "lang": entry.lang,
        "authors": list(entry.authors),
        "series": entry.series,
        "part": entry.part,
    }
    if is_day:
        data["draft"] = entry.draft
    return data | ({"paused": entry.is_paused} if entry.kind == "series" else {})


def _describe(
    entry: CalendarEntry, heading: str, calendar: EditorialCalendar, result: BuildResult
) -> tuple[str, str, str]:
    """Return when an entry goes out, what it is, and its file, each as a line."""
    language = load_site_language(result)
    when = _tell_moment(entry, heading, calendar, result).translate(language)
    what = _tell_what(entry).translate(language)
    return when, printable_line(what), printable_line(entry.draft or entry.place.path)


def _tell_moment(
    entry: CalendarEntry, heading: str, calendar: EditorialCalendar, result: BuildResult
) -> Translatable:
    from rostrum.build.waiting import show_day
    from rostrum.i18n.user_language import load_diagnostics

    if entry.moment is None:
        return _("without a date")
    if heading in ("drafts", "resting") and entry.moment <= calendar.moment:
        if not entry.days:
            return _("today")
        return ngettext_lazy("%(count)s day", "%(count)s days", entry.days)
    assert result.config is not None
    region = load_diagnostics(result.config.languages, result.config.diagnostics).region
    day = show_day(entry.moment, calendar.moment, region)
    if entry.kind == "installment":
        return verbatim(day)
    return verbatim(f"{day} {entry.moment:%H:%M}")


def _tell_what(entry: CalendarEntry) -> Translatable:
    """Return a title, with the person, the series or the state that belong to it."""
    title = _quote(entry.title)
    if entry.kind == "comment":
        return _("Comment by %(name)s on %(title)s", name=_name(entry), title=title)
    if entry.is_paused:
        return _("%(title)s, paused", title=title)
    text = title
    if entry.authors:
        text = _("%(title)s by %(name)s", title=title, name=_name(entry))
    if not entry.series:
        return text
    series = _quote(entry.series)
    if entry.part is None:
        return _("%(text)s, in %(series)s", text=text, series=series)
    return _("%(text)s, part %(part)s of %(series)s", text=text, part=entry.part, series=series)


def _quote(title: str) -> Translatable:
    return _('"%(title)s"', title=shorten(title))


def _name(entry: CalendarEntry) -> str:
    return shorten(", ".join(entry.authors))
