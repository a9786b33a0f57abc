"""The commands, shared by `rostrum build` and, in a repository, `invoke build`."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from invoke import Collection as Namespace
from invoke import Exit, task
from invoke.context import Context

from rostrum.build.options import BuildOptions
from rostrum.build.progress import format_seconds
from rostrum.cli.compare import compare
from rostrum.cli.doctor import doctor, override
from rostrum.cli.execution import carry_out
from rostrum.cli.file_selection import check_file, check_inside, is_below, select_files
from rostrum.cli.init import init
from rostrum.cli.new import new
from rostrum.cli.next import list_next
from rostrum.cli.offline import write_offline
from rostrum.cli.option_values import (
    check_choice,
    check_format,
    read_moment,
    read_number,
    read_path,
    read_url,
)
from rostrum.cli.plan_page import check_page, write_page
from rostrum.cli.post_changes import rename, translate, unpublish
from rostrum.cli.printing import (
    FORMATS,
    load_words,
    print_lines,
    print_notices,
    print_report,
    refuse_to_write,
    show_folder,
)
from rostrum.cli.program import Command, FileCommand, Refusal, Rostrum, load_language
from rostrum.cli.prove import prove
from rostrum.cli.publish import publish
from rostrum.cli.results import tell_build, tell_check
from rostrum.cli.standstill import find_standstill, print_standstill, remember_build
from rostrum.config.setting_types import DIALECTS
from rostrum.core.diagnostics import Report, SourceLocation, printable_text
from rostrum.core.system_errors import describe_error
from rostrum.core.translatable import NO_TEXT, Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.schema.types import MOST_DAYS, MOST_JOBS

if TYPE_CHECKING:  # slow imports, not needed if the site is up to date
    from rostrum.build.config import Config
    from rostrum.build.result import BuildResult

_HELP = {
    "content": "folder of the content; without --settings, with the pelicanconf.py in or beside it",
    "output": "folder to write to (default: OUTPUT_PATH, or preview with --preview)",
    "settings": "settings file (default: pelicanconf.py)",
    "site-url": "address at which the site will stand, instead of SITEURL",
    "preview": "show drafts and scheduled posts too, marked; never publish that",
    "as-of": "as at this moment, such as 2026-11-22 (its end) or '2026-11-22 09:00'",
    "jobs": "worker processes (default: one for each processor)",
    "strict": "count warnings as errors",
    "full": "build everything anew, whatever is known from before",
    "adopt": "overwrite files in the output folder that no build wrote, where this one writes",
    "clean": "remove files from the output folder that no build wrote",
    "allow-removal": "go on although most of the site would be removed",
    "removals-only": "take off what is withdrawn or deleted, although other content has errors",
    "offline": "write a copy into this folder too, whose pages open without a server",
    "timings": "tell on standard error how long each stage took",
    "format": "how findings are printed: text, json, github, gitlab, sarif or markdown",
    "lang": "language of findings, such as de or en (default: that of the site)",
    "all-findings": "print all findings, not only the first of each kind",
}
_PLAN_PAGE = "crossposts.html"


@task(klass=Command, help=_HELP)
def build(
    context: Context,
    content: str = "",
    output: str = "",
    settings: str = "",
    site_url: str = "",
    preview: bool = False,
    as_of: str = "",
    jobs: str = "",
    strict: bool = False,
    full: bool = False,
    adopt: bool = False,
    clean: bool = False,
    allow_removal: bool = False,
    removals_only: bool = False,
    offline: str = "",
    timings: bool = False,
    all_findings: bool = False,
    format: str = "text",
    lang: str = "",
) -> None:
    """Build the site."""
    check_format(format, FORMATS)
    now = datetime.now(UTC)  # noqa: TID251 - the only clock access of a build
    options = BuildOptions(
        settings=read_path("settings", settings),
        content=read_path("content", content),
        output=read_path("output", output),
        site_url=read_url("site-url", site_url) if site_url else None,
        preview=preview,
        moment=read_moment(as_of) if as_of else now,
        jobs=read_number("jobs", jobs, MOST_JOBS) if jobs else None,
        strict=strict,
        no_cache=full,
        adopt=adopt,
        clean=clean,
        allow_removal=allow_removal,
        removals_only=removals_only,
        lang=lang,
    )
    copy = read_path("offline", offline)
    last = find_standstill(options)
    is_kept = format in ("text", "json") and copy is None
    if is_kept and not options.asks_again and last.lasts(options.moment or now):
        print_standstill(last.messages, format, all_findings=all_findings)
        return
    last.forget()
    result = carry_out(options)
    print_notices(result)
    print_report(_join_findings(result), format, result, all_findings=all_findings)
    if format == "text":
        print_lines(tell_build(result, options), result)
    if copy and result.config and not result.exitcode:
        line = write_offline(copy, result.config)
        print_lines([line], result, sys.stdout if format == "text" else sys.stderr)
    if timings and result.config:
        sys.stderr.write("\n".join(format_seconds(result.progress)) + "\n")
    remember_build(last, result, now)
    _leave(result)


@task(
    klass=FileCommand,
    iterable=["file"],
    help={
        key: _HELP[key]
        for key in (
            *("content", "settings", "preview", "as-of", "strict", "format", "all-findings"),
            "lang",
        )
    }
    | {
        "dialect": "list what this dialect of Markdown would change: gfm or python-markdown",
        "external": "ask whether the links to other sites still answer",
        "spelling": "check the spelling by the dictionaries of hunspell",
        "write-people": "write a file for each author without one, before the check",
        "write-dates": "write the date of its file into each post without a date, before the check",
        "fix": "write the addresses of published posts, the former ones of moved posts, and "
        "the present names of keys",
        "file": "report only what is wrong in this file or folder",
    },
)
def check(
    context: Context,
    file: list[str] | None = None,
    content: str = "",
    settings: str = "",
    preview: bool = False,
    as_of: str = "",
    strict: bool = False,
    dialect: str = "",
    external: bool = False,
    spelling: bool = False,
    all_findings: bool = False,
    format: str = "text",
    lang: str = "",
    write_people: bool = False,
    write_dates: bool = False,
    fix: bool = False,
) -> None:
    """Report what is wrong in content and settings; writes nothing unless asked."""
    check_format(format, FORMATS)
    if dialect:
        check_choice("dialect", dialect, DIALECTS)
    for name in file or ():
        check_file(name)
    _check_fix(fix, preview=preview)
    options = BuildOptions(
        settings=read_path("settings", settings),
        content=read_path("content", content),
        preview=preview,
        moment=read_moment(as_of) if as_of else None,
        strict=strict,
        check_only=True,
        lang=lang,
    )
    result = _carry_out_check(options, fix=fix)
    for name in file or ():
        check_inside(name, options, result.config)
    if (write_people or write_dates or fix) and result.config:
        lines = [*_write_sources(result, people=write_people, dates=write_dates, fix=fix)]
        _tell_written(lines or [_("There is nothing to write.")], format, result)
        result = carry_out(options) if lines else result
    _check_further(result, dialect, external=external)
    _check_spelling(result, file or (), is_asked_for=spelling)
    if result.report.errors and not result.exitcode:
        result = replace(result, exitcode=1)
    if file and result.config:
        result = select_files(result, file)
    print_notices(result)
    print_report(result.report, format, result, all_findings=all_findings)
    if format == "text":
        print_lines(tell_check(result, options, file or ()), result)
    _leave(result)


@task(
    klass=Command,
    help={key: _HELP[key] for key in ("content", "settings", "preview", "lang")}
    | {
        "port": "port on 127.0.0.1; 0 for any free one, which is printed",
        "browser": "open the site in the browser (default: yes)",
    },
)
def serve(
    context: Context,
    content: str = "",
    settings: str = "",
    port: str = "8000",
    preview: bool = False,
    browser: bool = True,
    lang: str = "",
) -> None:
    """Show the site on 127.0.0.1, built anew whenever a file changes."""
    from rostrum.i18n.user_language import list_languages
    from rostrum.server.serve import ServerError, serve_site

    options = BuildOptions(
        settings=read_path("settings", settings),
        content=read_path("content", content),
        preview=preview,
        lang=lang,
    )
    try:
        number = read_number("port", port, 65535)
        serve_site(options, number, browser, list_languages(os.environ))
    except ServerError as error:
        raise Refusal(error.message) from None


@task(
    klass=Command,
    name="plan",
    help={key: _HELP[key] for key in ("settings", "as-of", "lang")}
    | {
        "preview": "plan drafts and scheduled posts too",
        "format": "what is printed: table, json or markdown",
        "page": f"write the plan as a page too (default: with table, {_PLAN_PAGE})",
        "all": "show the texts of all posts, not only of the one that waits longest",
        "days": "how many days a post is new (default: the setting crosspost_days)",
    },
)
def plan_crossposts(
    context: Context,
    settings: str = "",
    preview: bool = False,
    as_of: str = "",
    format: str = "table",
    page: str = "",
    days: str = "",
    all: bool = False,
    lang: str = "",
) -> None:
    """Show what each new post would say on each network; sends nothing."""
    check_format(format, ("table", "json", "markdown"))
    number = read_number("days", days, MOST_DAYS) if days else 0
    moment = read_moment(as_of) if as_of else None
    result = carry_out(
        BuildOptions(
            settings=read_path("settings", settings),
            preview=preview,
            moment=moment,
            check_only=True,
            lang=lang,
        )
    )
    if result.exitcode or result.config is None or result.site is None:
        print_report(result.report, "text", result)
        _leave(result)
        return
    from rostrum.crosspost.html_page import format_html
    from rostrum.crosspost.markdown import format_markdown
    from rostrum.crosspost.plan import format_json as format_plan_json
    from rostrum.crosspost.site_plan import make_site_plan
    from rostrum.crosspost.table import format_table
    from rostrum.site.static_files import LEDGER

    config, report = result.config, result.report
    place = page or (_PLAN_PAGE if format == "table" else "")
    if place:
        check_page(Path(place), config)
    plan = make_site_plan(
        *(result.site, config.addresses, config.content, config.settings, config.messages),
        report,
        number,
        show_folder(config.content / LEDGER),
    )
    print_report(report, "text", result)
    most = 0 if all else 1
    if format == "json":
        print(format_plan_json(plan))
    elif format == "markdown":
        print(format_markdown(plan, load_words(config)))
    else:
        print(printable_text(format_table(plan, most, load_words(config))))
    if place:
        lang = config.reading.lang
        page = format_html(plan, config.messages[lang], config.settings.locales.get(lang, ""))
        write_page(Path(place), page)
    if format == "table":
        lines = [NO_TEXT, _("All texts as a page: %(place)s. Nothing was sent.", place=place)]
        if not all and len(plan.posts) > 1:
            lines.append(_("All texts here: rostrum crosspost.plan --all"))
        print_lines(lines, result)
    raise Exit(code=1 if report.errors else 0)


def _join_findings(result: BuildResult) -> Report:
    """Return the findings of a build, including those in files left out of it."""
    content = result.checked.content if result.checked else None
    if content is None or not (content.left_out or content.passed):
        return result.report
    report = Report(folders=result.report.folders)
    report.extend(result.report)
    for findings in (content.passed, *content.left_out.values()):
        report.extend(findings)
    return report


def _check_fix(fix: bool, *, preview: bool) -> None:
    if fix and preview:
        raise Refusal(_("--fix: a preview has posts that are not published. Leave out --preview."))


def _carry_out_check(options: BuildOptions, *, fix: bool) -> BuildResult:
    """Return the result of a check; with `fix`, the changes of a killed command are undone."""
    from rostrum.cli.authored_site import undo_unfinished

    result = carry_out(options)
    if fix and result.config and undo_unfinished(result.config):
        return carry_out(options)
    return result


def _write_sources(
    result: BuildResult, *, people: bool, dates: bool, fix: bool
) -> Iterator[Translatable]:
    """Write missing files of people, missing dates, and addresses; yield a sentence about each."""
    from rostrum.cli import content_files

    config, library = result.config, result.sources.library
    assert config is not None
    if dates and config.reading.metadata.refuses_file_dates:
        raise Refusal(_("--write-dates: in CI, the time of a file is that of the checkout."))
    try:
        if people:
            yield from content_files.write_people(config, library)
        if dates:
            yield from content_files.write_dates(config, library)
        if fix:
            yield from content_files.rename_former_keys(config)
        if fix and result.checked:
            if errors := content_files.find_errors(result.report):
                yield content_files.tell_unrecorded(errors)
            else:
                yield from content_files.record_addresses(result.checked.assembled)
    except OSError as error:
        raise refuse_to_write(error) from None


def _tell_written(lines: Iterable[Translatable], format: str, result: BuildResult) -> None:
    """Print what was written; on standard error beside findings for a program."""
    print_lines(lines, result, sys.stdout if format == "text" else sys.stderr)


def _check_further(result: BuildResult, dialect: str, *, external: bool) -> None:
    """Report what would show later than in the checks of a build, and what options ask for."""
    if result.checked:
        from rostrum.build.full_check import check_fully

        check_fully(result.checked, result.report)
    if result.config:
        from rostrum.cli.unfinished import report_leftovers

        content = result.config.content
        report_leftovers(content, result.config.show(content), result.report)
    if external and result.config:
        _report_external(result)
    if dialect and result.config:
        _report_dialect(dialect, result.config, result.report)


def _report_external(result: BuildResult) -> None:
    """Report links to other sites that lead nowhere."""
    from rostrum.external_links.report import list_external_links, report_external_links

    config, library = result.config, result.sources.library
    assert config is not None
    bodies = [
        *(post.body for post in library.posts),
        *(page.body for page in library.pages),
        *(person.body for person in library.people),
        *(series.body for series in library.series),
    ]
    links = list_external_links(bodies, f"{config.info.url}/")
    file = config.notes.parent / "external-links"
    report_external_links(links, file, datetime.now(UTC), result.report)  # noqa: TID251


def _check_spelling(result: BuildResult, files: Collection[str], *, is_asked_for: bool) -> None:
    """Report the spelling of the site, or of some files, if an option or a setting asks for it."""
    config = result.config
    if config is None or not (is_asked_for or config.settings.spelling):
        return
    from rostrum.build.spelling import check_spelling
    from rostrum.pelican_plugin.setting_places import SETTINGS_FILE, SettingPlaces

    place = SourceLocation("--spelling")
    if config.settings.spelling:
        place = SettingPlaces({SETTINGS_FILE: config.settings_file}).of_kit("spelling")

    def is_wanted(path: str) -> bool:
        return is_below(Path(path), files)

    check_spelling(config, result.sources, place, result.report, is_wanted if files else None)


def _report_dialect(dialect: str, config: Config, report: Report) -> None:
    """Report what another dialect of Markdown would change."""
    from rostrum.pelican_plugin.setting_places import SETTINGS_FILE, SettingPlaces
    from rostrum.pelican_plugin.validation import check_markdown
    from rostrum.reading.dialect_changes import report_dialect_changes
    from rostrum.reading.files import list_files

    wrong = Report()
    place = SettingPlaces({SETTINGS_FILE: config.settings_file}).of("MARKDOWN")
    check_markdown(config.python_markdown, place, wrong)
    report.extend(wrong)
    if wrong.errors:
        return
    reading = replace(config.reading, markdown=config.python_markdown)
    besides = config.statics.besides
    files = list_files(
        config.content, config.folders, show_folder(config.content), Report(), besides
    )
    report_dialect_changes(config.content, files, reading, dialect, report)


def _leave(result: BuildResult) -> None:
    if result.exitcode:
        raise Exit(code=result.exitcode)


namespace = Namespace(
    *(build, check, list_next, serve, init, doctor, override),
    *(new, rename, translate, unpublish),
    *(prove, publish, compare),
)
namespace.add_collection(Namespace("crosspost", plan_crossposts))


def _has_folder() -> bool:
    """Return True if the current folder still exists."""
    try:
        Path.cwd()
    except FileNotFoundError:
        return False
    return True


def main() -> None:
    """Run the program `rostrum`."""
    for stream in (sys.stdout, sys.stderr):  # file names not in UTF-8 must not crash the program
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    installed = version("pelican-rostrum")
    try:
        Rostrum(name="Rostrum", binary="rostrum", namespace=namespace, version=installed).run()
        sys.stdout.flush()
    except FileNotFoundError as error:
        if _has_folder():
            raise
        _complain(
            _(
                "The current folder is not there any more: %(reason)s.",
                reason=describe_error(error),
            )
        )
        sys.exit(2)
    except BrokenPipeError:  # the reader of the output has closed the pipe, as `head` does
        _discard_output()
        sys.exit(1)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        _discard_output()
        message = _("The disk is full. Make room, then try again.")
        if error.filename:
            message = _(
                "The disk is full (%(file)s). Make room, then try again.", file=str(error.filename)
            )
        with suppress(OSError):  # stderr may be a file on the same disk
            _complain(message)
        sys.exit(1)


def _complain(message: Translatable) -> None:
    sys.stderr.write(f"{printable_text(message.translate(load_language()))}\n")


def _discard_output() -> None:
    """Discard what can't be written to stdout: Python would try again at its end, and fail.

    Source: docs.python.org/3/library/signal.html#note-on-sigpipe
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
