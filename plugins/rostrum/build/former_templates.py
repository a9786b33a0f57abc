"""Templates of a site that stand under a former name, or use one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.files import is_file, read_raw
from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.schema.renames import TEMPLATE, FormerNames, Rename


def report_former_templates(
    folders: Iterable[Path], show: Callable[[Path], str], renames: FormerNames, report: Report
) -> None:
    """Report former names of templates: those of files, and those in other templates.

    `folders` are those with the templates of a site.
    """
    table = renames.of(TEMPLATE)
    if not table:
        return
    for folder in folders:
        for rename in table:
            if is_file(folder / rename.former):
                _report_file(folder, rename, show, renames, report)
        for file in sorted(folder.rglob("*.html")):
            for rename, line, column in _find_uses(file, table):
                _report_use(rename, SourceLocation(show(file), line, column), renames, report)


def _report_file(
    folder: Path, rename: Rename, show: Callable[[Path], str], renames: FormerNames, report: Report
) -> None:
    place = SourceLocation(show(folder / rename.former))
    if is_file(folder / rename.name):
        message = _(
            'this template is called "%(name)s" now, and there is one of this name too: this one '
            "is not read",
            name=rename.name,
        )
        report.warning("template-renamed", place, message, _("Remove it."))
    elif renames.reads(rename):
        message = _('this template is called "%(name)s" now', name=rename.name)
        report.warning("template-renamed", place, message, _hint_at_end(rename))
    else:
        message = _(
            'this template has been called "%(name)s" since %(day)s, and is not read under its '
            "former name",
            name=rename.name,
            day=rename.since.isoformat(),
        )
        report.error("template", place, message, _("Rename it."))


def _report_use(
    rename: Rename, place: SourceLocation, renames: FormerNames, report: Report
) -> None:
    names = {"former": rename.former, "name": rename.name}
    if renames.reads(rename):
        message = _('"%(former)s" is called "%(name)s" now', **names)
        report.warning("template-renamed", place, message, _hint_at_end(rename))
    else:
        message = _(
            '"%(former)s" has been called "%(name)s" since %(day)s',
            **names,
            day=rename.since.isoformat(),
        )
        report.error("template", place, message, _('Write "%(name)s".', name=rename.name))


def _hint_at_end(rename: Rename) -> Translatable:
    return _(
        "Rename it. Releases from %(day)s on do not read the former name.",
        day=rename.until.isoformat(),
    )


def _find_uses(file: Path, table: Iterable[Rename]) -> Iterator[tuple[Rename, int, int]]:
    """Yield each former name in quotes in a template, with its line and column.

    Nothing is found in a file that can't be read: rendering reports it.
    """
    try:
        text = read_raw(file).decode()
    except (OSError, UnicodeDecodeError):
        return
    for rename in table:
        pattern = rf"""["'](?:!theme/)?{re.escape(rename.former)}["']"""
        for number, line in enumerate(text.splitlines(), 1):
            for match in re.finditer(pattern, line):
                yield rename, number, match.start() + 1
