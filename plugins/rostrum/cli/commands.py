"""The commands, shared by `rostrum build` and, in a repository, `invoke build`."""

from __future__ import annotations

import errno
import hashlib
import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, time
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from invoke import Collection as Namespace
from invoke import Exit, task
from invoke.context import Context

from rostrum.build.options import BuildOptions
from rostrum.build.progress import format_seconds
from rostrum.build.summary import summarize
from rostrum.cache.directory import open_cache_dir
from rostrum.cache.up_to_date import UpToDateCheck
from rostrum.cli.program import Command, FileCommand, Refusal, Rostrum
from rostrum.config.setting_types import DIALECTS
from rostrum.core.diagnostics import (
    SHOWN_OF_A_KIND,
    Report,
    SourceLocation,
    format_json,
    format_text,
    printable_text,
    shorten,
    suggest,
)
from rostrum.core.terminal_colors import strip_colors, wants_colors
from rostrum.core.text import pluralize
from rostrum.core.translatable import NO_TEXT
from rostrum.schema.dates import has_time
from rostrum.schema.schema import Invalid
from rostrum.schema.source_value import SourceValue
from rostrum.schema.types import MOST_DAYS, MOST_JOBS, is_site_url, moment

if TYPE_CHECKING:  # slow imports, not needed if the site is up to date
    from rostrum.build.config import Config
    from rostrum.build.result import BuildResult

_HELP = {
    "content": "folder of the content; the pelicanconf.py in it or beside it is used",
    "output": "folder to write to (default: OUTPUT_PATH, or preview with --preview)",
    "settings": "settings file (default: pelicanconf.py)",
    "site-url": "address at which the site will stand, instead of SITEURL",
    "preview": "show drafts and scheduled posts too, marked; never publish that",
    "as-of": "build as at this moment, such as 2026-11-22 (its end) or '2026-11-22 09:00'",
    "jobs": "worker processes (default: one for each processor)",
    "strict": "count warnings as errors",
    "full": "build everything anew, whatever is known from before",
    "adopt": "overwrite files in the output folder that no build wrote, where this one writes",
    "clean": "remove files from the output folder that no build wrote",
    "allow-removal": "go on although most of the site would be removed",
    "removals-only": "take off what is withdrawn or deleted, although other content has errors",
    "timings": "tell on standard error how long each stage took",
    "format": "how findings are printed: text or json",
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
    timings: bool = False,
    all_findings: bool = False,
    format: str = "text",
) -> None:
    """Build the site."""
    _check_format(format, ("text", "json"))
    now = datetime.now(UTC)  # noqa: TID251 - the only clock access of a build
    options = BuildOptions(
        settings=_read_path("settings", settings),
        content=_read_path("content", content),
        output=_read_path("output", output),
        site_url=_read_url(site_url),
        preview=preview,
        moment=read_moment(as_of) if as_of else now,
        jobs=_read_number("jobs", jobs, MOST_JOBS) if jobs else None,
        strict=strict,
        no_cache=full,
        adopt=adopt,
        clean=clean,
        allow_removal=allow_removal,
        removals_only=removals_only,
    )
    last = find_standstill(options)
    if not options.asks_again and last.lasts(options.moment or now):
        _print_standstill(last.messages, format, all_findings=all_findings)
        return
    last.forget()
    result = _carry_out(options)
    _print_notices(result)
    _print_report(_join_findings(result), format, result.config, all_findings=all_findings)
    if format == "text":
        _print_lines(tell_build(result, options))
    if timings and result.config:
        sys.stderr.write("\n".join(format_seconds(result.progress)) + "\n")
    _remember(last, result, now)
    _leave(result)


@task(
    klass=FileCommand,
    iterable=["file"],
    help={
        key: _HELP[key]
        for key in (
            *("content", "settings", "preview", "as-of", "strict", "format", "all-findings"),
        )
    }
    | {
        "dialect": "list what this dialect of Markdown would change: gfm or python-markdown",
        "write-people": "write a file for each author without one, before the check",
        "write-dates": "write the date of its file into each post without a date, before the check",
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
    all_findings: bool = False,
    format: str = "text",
    write_people: bool = False,
    write_dates: bool = False,
) -> None:
    """Report what is wrong in content and settings; writes nothing unless asked."""
    _check_format(format, ("text", "json"))
    if dialect:
        _check_choice("dialect", dialect, DIALECTS)
    for name in file or ():
        _check_file(name)
    options = BuildOptions(
        settings=_read_path("settings", settings),
        content=_read_path("content", content),
        preview=preview,
        moment=read_moment(as_of) if as_of else None,
        strict=strict,
        check_only=True,
    )
    result = _carry_out(options)
    if (write_people or write_dates) and result.config:
        lines = [*_write_sources(result, people=write_people, dates=write_dates)]
        _tell_written(lines or ["There is nothing to write."], format)
        result = _carry_out(options) if lines else result
    if dialect and result.config:
        _report_dialect(dialect, result.config, result.report)
        if result.report.errors and not result.exitcode:
            result = replace(result, exitcode=1)
    if file and result.config:
        result = select_files(result, file)
    _print_notices(result)
    _print_report(result.report, format, result.config, all_findings=all_findings)
    if format == "text":
        _print_lines(tell_check(result, options, file or ()))
    _leave(result)


@task(
    klass=Command,
    help={key: _HELP[key] for key in ("content", "settings", "preview")}
    | {"port": "port on 127.0.0.1", "browser": "open the site in the browser"},
)
def serve(
    context: Context,
    content: str = "",
    settings: str = "",
    port: str = "8000",
    preview: bool = False,
    browser: bool = True,
) -> None:
    """Build, show on 127.0.0.1, and again whenever a file changes."""
    from rostrum.i18n.user_language import list_languages
    from rostrum.server.serve import ServerError, serve_site

    options = BuildOptions(
        settings=_read_path("settings", settings),
        content=_read_path("content", content),
        preview=preview,
    )
    try:
        number = _read_number("port", port, 65535, "is no port; they go up to")
        serve_site(options, number, browser, list_languages(os.environ))
    except ServerError as error:
        raise Refusal(str(error)) from None


@task(
    klass=Command,
    name="plan",
    help={key: _HELP[key] for key in ("settings", "as-of")}
    | {
        "format": "what is printed: table or json",
        "page": f"write the plan as a page too (default: {_PLAN_PAGE}; with json, none)",
        "all": "show the texts of all posts, not only of the one that waits longest",
        "days": "how many days a post is new (default: the setting crosspost_days)",
    },
)
def plan_crossposts(
    context: Context,
    settings: str = "",
    as_of: str = "",
    format: str = "table",
    page: str = "",
    days: str = "",
    all: bool = False,
) -> None:
    """Show what each new post would say on each network; sends nothing."""
    _check_format(format, ("table", "json"))
    number = _read_number("days", days, MOST_DAYS) if days else 0
    moment = read_moment(as_of) if as_of else None
    result = _carry_out(
        BuildOptions(settings=_read_path("settings", settings), moment=moment, check_only=True)
    )
    if result.exitcode or result.config is None or result.site is None:
        _print_report(result.report, "text", result.config)
        _leave(result)
        return
    from rostrum.crosspost.html_page import format_html
    from rostrum.crosspost.plan import format_json as format_plan_json
    from rostrum.crosspost.site_plan import make_site_plan
    from rostrum.crosspost.table import format_table

    config, report = result.config, result.report
    place = page or ("" if format == "json" else _PLAN_PAGE)
    if place:
        _check_page(Path(place), config)
    plan = make_site_plan(
        *(result.site, config.addresses, config.content, config.settings, config.messages),
        report,
        number,
    )
    _print_report(report, "text", config)
    most = 0 if all else 1
    print(format_plan_json(plan) if format == "json" else printable_text(format_table(plan, most)))
    if place:
        lang = config.reading.lang
        page = format_html(plan, config.messages[lang], config.settings.locales.get(lang, ""))
        _write_page(Path(place), page)
    if format == "table":
        _print_lines(["", f"All texts as a page: {place}. Nothing was sent."])
        if not all and len(plan.posts) > 1:
            _print_lines(["All texts here: rostrum crosspost.plan --all"])
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


def select_files(result: BuildResult, names: Collection[str]) -> BuildResult:
    """Return a result with the findings in some files or folders only."""
    result.report.select(lambda diagnostic: _is_below(Path(diagnostic.place.path), names))
    return replace(result, exitcode=1 if result.report.errors else 0)


def _is_below(file: Path, names: Iterable[str]) -> bool:
    """Return True if a file is one of some files, or in one of some folders."""
    return any(file.resolve().is_relative_to(Path(name).expanduser().resolve()) for name in names)


def _check_file(name: str) -> None:
    """Raise Refusal for a file that does not exist."""
    path = _read_path("file", name) or Path()
    if not path.exists():
        siblings = path.parent.iterdir() if path.parent.is_dir() else ()
        hint = suggest(path.name, [sibling.name for sibling in siblings], NO_TEXT)
        raise Refusal(f'There is no file "{shorten(name)}". {hint}'.rstrip())


def _carry_out(options: BuildOptions) -> BuildResult:
    from rostrum.pelican_plugin.runner import run_build

    return run_build(options)


def find_standstill(options: BuildOptions) -> UpToDateCheck:
    """Return the up-to-date check for the last build with the same options."""
    name = hashlib.sha256(options.call.encode()).hexdigest()[:16]
    cache = open_cache_dir(options.folder)
    return UpToDateCheck(cache.folder / "calls" / name, options.call, is_trusted=not cache.problems)


def _remember(last: UpToDateCheck, result: BuildResult, started: datetime) -> None:
    """Save the inputs of a successful build if no code with unknown inputs took part in it."""
    config, site = result.config, result.site
    if result.exitcode or config is None or site is None:
        return
    if result.written is None or not result.is_direct:
        return
    if config.removals_only:  # it omits content published by an ordinary build
        return
    from rostrum.build.inputs import find_undeclared, list_build_inputs

    if find_undeclared(config) and config.inputs is None:
        return
    short = _format_report(result.report, config, all_findings=False)
    is_whole = len(result.report) <= SHOWN_OF_A_KIND
    outputs = {
        "text": short,
        "all": short if is_whole else _format_report(result.report, config, all_findings=True),
        "json": format_json(result.report),
        "site": f"{_short(config.output)}/ holds {summarize(site)}",
        "waiting": _tell_waiting(result),
    }
    last.save(list_build_inputs(config, site.library), outputs, int(started.timestamp() * 1e9))


def _print_standstill(outputs: Mapping[str, str], format: str, *, all_findings: bool) -> None:
    if format == "json":
        print(outputs["json"])
        return
    _print_findings(outputs["all" if all_findings else "text"])
    lines = [f"Nothing has changed since the last build: {outputs['site']}.", outputs["waiting"]]
    _print_lines(filter(None, lines))


def read_moment(written: str) -> datetime:
    """Return the moment of `--as-of`; a date without a time means the end of the day."""
    try:
        as_of = moment(SourceValue(written, SourceLocation("--as-of")))
    except Invalid as wrong:
        raise Refusal(f"--as-of: {wrong.message}. {wrong.hint}") from None
    return as_of if has_time(written) else datetime.combine(as_of.date(), time(23, 59, 59))


def tell_build(result: BuildResult, options: BuildOptions | None = None) -> list[str]:
    """Return lines about the result of a build and the next step.

    `options` are those of the build, to be repeated in the next step.
    """
    config = result.config
    if result.exitcode or config is None or result.site is None:
        return [_tell_state(result)]
    folder, written = _short(config.output), result.written
    if written is None:  # ROSTRUM = {"render": False}
        lines = [
            f"Built {folder}/ with {summarize(result.site)}, by Pelican and its theme.",
            f"Texts are in {DIALECTS[config.reading.dialect]}.",
            _tell_waiting(result),
        ]
        return [*filter(None, lines)]
    files = (
        f"{pluralize(written.files, 'file')}, {written.changed} changed, {written.removed} removed"
    )
    lines = [
        f"Built {folder}/ with {summarize(result.site)}: {files}.",
        f"Texts are in {DIALECTS[config.reading.dialect]}.",
    ]
    lines += filter(None, [_tell_waiting(result)])
    lines += _tell_removals(result)
    lines += _tell_work(config, is_direct=result.is_direct)
    if config.visibility.preview:
        return [
            *lines,
            "It shows drafts and scheduled posts: for reviewers, never to be published.",
        ]
    given = (options or BuildOptions()).repeat("content", "settings")
    return [*lines, f"Next: publish {folder}/, or read it with: rostrum serve{given}"]


def _tell_waiting(result: BuildResult) -> str:
    """Return sentences about scheduled and draft content; empty without any."""
    from rostrum.build.waiting import tell_waiting

    return tell_waiting(result.checked.assembled.schedule) if result.checked else ""


def _tell_removals(result: BuildResult) -> Iterator[str]:
    """Yield lines about the files left out by a removals-only build."""
    checked, publication = result.checked, result.publication
    if checked is None or publication is None or not checked.assembled.config.removals_only:
        return
    count, kept = len(checked.content.left_out), publication.kept
    yield f"Only removals: {pluralize(count, 'file')} left out, no page is new."
    if kept:
        named = ", ".join(sorted(kept)[:5]) + (", …" if len(kept) > 5 else "")
        yield f"As they were, and perhaps naming what was taken off: {named}."


def _tell_work(config: Config, *, is_direct: bool) -> Iterator[str]:
    """Yield a line about the reason if each build repeats all work."""
    from rostrum.build.inputs import find_undeclared

    undeclared = find_undeclared(config)
    if undeclared and config.inputs is None:
        yield (
            f"Each build does all work anew: {undeclared} may read any file. "
            'Name them in ROSTRUM["inputs"], [] for none.'
        )
    elif not is_direct:
        yield "Each build does all work anew: plugins or settings need the compatibility mode."


def _tell_state(result: BuildResult) -> str:
    """Return a line about the output folder after a failed build."""
    publication = result.publication
    if result.config is None or publication is None or not publication.is_touched:
        return "Nothing was written. Repair what is reported above, then build again."
    folder = _short(result.config.output)
    if publication.written is not None:
        failed = pluralize(len(publication.written.failed), "file")
        return f"Built {folder}/, but {failed} could not be removed: the next build tries again."
    message = (
        f"{folder}/ was written in part: some files are new, others are those of the last build"
    )
    return f"{message}. Repair what is reported above, then build again, which completes it."


def tell_check(
    result: BuildResult, options: BuildOptions, files: Collection[str] = ()
) -> list[str]:
    """Return lines about the result of a check of a site, or of some files, and the next step."""
    if result.exitcode or result.config is None:
        return ["Repair what is reported above, then check again."]
    verdict = "no errors" if len(result.report) else "nothing to repair"
    if files:
        root = result.config.root
        count = sum(_is_below(root / name, files) for name in result.sources.paths)
        if not count:
            return ["Nothing of this is read as content of the site."]
        return [f"Checked {pluralize(count, 'file')}: {verdict}."]
    given = options.repeat("content", "settings", "preview", "moment", "strict")
    lines = [
        f"Checked {summarize(result.site)}: {verdict}.",
        f"Texts are in {DIALECTS[result.config.reading.dialect]}.",
        _tell_waiting(result),
        f"Next: rostrum build{given}",
    ]
    return [*filter(None, lines)]


def _write_sources(result: BuildResult, *, people: bool, dates: bool) -> Iterator[str]:
    """Write missing files of people, and missing dates; yield a sentence about each file."""
    from rostrum.cli import content_files

    config, library = result.config, result.sources.library
    assert config is not None
    if dates and config.reading.metadata.refuses_file_dates:
        raise Refusal("--write-dates: in CI, the time of a file is that of the checkout.")
    try:
        if people:
            yield from content_files.write_people(config, library)
        if dates:
            yield from content_files.write_dates(config, library)
    except OSError as error:
        raise Refusal(f"{error.filename} can't be written: {error.strerror}.") from None


def _tell_written(lines: Iterable[str], format: str) -> None:
    """Print what was written; on standard error beside JSON."""
    if format == "text":
        _print_lines(lines)
    else:
        sys.stderr.writelines(f"{printable_text(line)}\n" for line in lines)


def _report_dialect(dialect: str, config: Config, report: Report) -> None:
    """Report what another dialect of Markdown would change."""
    from rostrum.pelican_plugin.validation import check_markdown
    from rostrum.reading.dialect_changes import report_dialect_changes
    from rostrum.reading.files import list_files

    wrong = Report()
    settings_file = config.show(Path(config.settings_file or "MARKDOWN"))
    check_markdown(config.python_markdown, SourceLocation(settings_file), wrong)
    report.extend(wrong)
    if wrong.errors:
        return
    reading = replace(config.reading, markdown=config.python_markdown)
    besides = config.statics.besides
    files = list_files(config.content, config.folders, _short(config.content), Report(), besides)
    report_dialect_changes(config.content, files, reading, dialect, report)


def _read_path(option: str, written: str) -> Path | None:
    if not written:
        return None
    try:
        path = Path(written).expanduser()
        path.exists()
    except (OSError, RuntimeError, ValueError) as error:  # too long; "~nobody"; a NUL
        reason = str(getattr(error, "strerror", None) or error).rstrip(".")
        raise Refusal(f'--{option}: "{shorten(written)}" is no path: {reason}.') from None
    return path


def _read_number(
    option: str, written: str, limit: int, excess: str = "is too much; it may be up to"
) -> int:
    if not written.isascii() or not written.isdecimal():
        raise Refusal(f'--{option}: "{shorten(written)}" is not a whole number.')
    if len(written) > 20 or int(written) > limit:
        raise Refusal(f"--{option}: {shorten(written)} {excess} {limit}.")
    return int(written)


def _read_url(written: str) -> str | None:
    if written and not is_site_url(written):
        message = f'--site-url: "{shorten(written)}" is not the address of a site.'
        raise Refusal(f'{message} It looks like "https://blog.example.com".')
    return written.rstrip("/") or None


def _check_format(written: str, known: tuple[str, ...]) -> None:
    _check_choice("format", written, known)


def _check_choice(option: str, written: str, known: Iterable[str]) -> None:
    known = tuple(known)
    if written not in known:
        hint = suggest(written, known)
        raise Refusal(f'--{option}: there is no {option} "{written}". {hint}')


def _check_page(page: Path, config: Config) -> None:
    """Raise Refusal if the plan's page would be published or would replace another file."""
    from rostrum.build.overlaps import find_owner
    from rostrum.crosspost.html_page import check_place

    if owner := find_owner(Path(os.path.realpath(page)), config):
        name, folder = owner
        message = f"--page: {page} would lie in {name}, {_short(folder)}/."
        raise Refusal(f"{message} Choose a place beside it.")
    try:
        check_place(page)
    except OSError as error:
        raise _refuse_page(page, error) from None


def _write_page(page: Path, text: str) -> None:
    from rostrum.crosspost.html_page import write_page

    try:
        write_page(page, text)
    except OSError as error:
        raise _refuse_page(page, error) from None


def _refuse_page(page: Path, error: OSError) -> Refusal:
    if isinstance(error, FileExistsError):
        message = f"--page: {page} is left as it is: {error.strerror}."
        return Refusal(f"{message} Choose another place, or move it away.")
    return Refusal(f"--page: {page} can't be written: {error.strerror}.")


def _print_report(
    report: Report, format: str, config: Config | None, *, all_findings: bool = False
) -> None:
    if format == "json":
        print(format_json(report))
    else:
        _print_findings(_format_report(report, config, all_findings=all_findings))


def _format_report(report: Report, config: Config | None, *, all_findings: bool) -> str:
    """Return a report in the language of the person who runs the program, in color.

    The text is empty without findings.
    """
    from rostrum.i18n.user_language import KIT, list_languages, load_diagnostics

    if not len(report):
        return ""
    language = load_diagnostics(list_languages(os.environ), config.diagnostics if config else KIT)
    limit = 0 if all_findings else SHOWN_OF_A_KIND
    return format_text(report, Path.cwd(), language.translations, limit=limit, colors=True)


def _print_findings(text: str) -> None:
    if text:
        sys.stderr.write((text if wants_colors(sys.stderr) else strip_colors(text)) + "\n")


def _print_notices(result: BuildResult) -> None:
    """Print notices about unusual events without effect on the site."""
    for notice in result.sources.notices:
        sys.stderr.write(f"{printable_text(notice)}\n")


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        print(printable_text(line))


def _leave(result: BuildResult) -> None:
    if result.exitcode:
        raise Exit(code=result.exitcode)


def _short(path: Path) -> str:
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else str(path)


namespace = Namespace(build, check, serve)
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
        sys.stderr.write(f"The current folder is not there any more: {error.strerror}.\n")
        sys.exit(2)
    except BrokenPipeError:  # the reader of the output has closed the pipe, as `head` does
        _discard_output()
        sys.exit(1)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        _discard_output()
        place = f" ({error.filename})" if error.filename else ""
        with suppress(OSError):  # stderr may be a file on the same disk
            sys.stderr.write(f"The disk is full{place}. Make room, then try again.\n")
        sys.exit(1)


def _discard_output() -> None:
    """Discard what can't be written to stdout: Python would try again at its end, and fail.

    Source: docs.python.org/3/library/signal.html#note-on-sigpipe
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
