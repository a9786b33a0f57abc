"""The commands, shared by `rostrum build` and, in a repository, `invoke build`."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, time
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from invoke import Collection, Exit, task
from invoke.context import Context

from rostrum.build.options import BuildOptions
from rostrum.build.progress import format_seconds
from rostrum.build.summary import summarize
from rostrum.cache.directory import open_cache_dir
from rostrum.cache.up_to_date import UpToDateCheck
from rostrum.cli.program import Refusal, Rostrum
from rostrum.config.setting_types import DIALECTS
from rostrum.core.diagnostics import (
    Report,
    SourceLocation,
    format_json,
    format_text,
    printable_text,
    shorten,
    suggest,
)
from rostrum.core.text import pluralize
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
}
_PLAN_PAGE = "crossposts.html"


@task(help=_HELP)
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
        _print_standstill(last.messages, format)
        return
    last.forget()
    result = _carry_out(options)
    _print_notices(result)
    _print_report(_join_findings(result), format)
    if format == "text":
        _print_lines(tell_build(result))
    if timings and result.config:
        sys.stderr.write("\n".join(format_seconds(result.progress)) + "\n")
    _remember(last, result, now)
    _leave(result)


@task(
    help={
        key: _HELP[key] for key in ("content", "settings", "preview", "as-of", "strict", "format")
    }
    | {"dialect": "list what this dialect of Markdown would change: gfm or python-markdown"}
)
def check(
    context: Context,
    content: str = "",
    settings: str = "",
    preview: bool = False,
    as_of: str = "",
    strict: bool = False,
    dialect: str = "",
    format: str = "text",
) -> None:
    """Report what is wrong in content and settings; writes nothing."""
    _check_format(format, ("text", "json"))
    if dialect:
        _check_choice("dialect", dialect, DIALECTS)
    options = BuildOptions(
        settings=_read_path("settings", settings),
        content=_read_path("content", content),
        preview=preview,
        moment=read_moment(as_of) if as_of else None,
        strict=strict,
        check_only=True,
    )
    result = _carry_out(options)
    if dialect and result.config:
        _report_dialect(dialect, result.config, result.report)
    _print_notices(result)
    _print_report(result.report, format)
    if format == "text":
        _print_lines(tell_check(result))
    _leave(result)


@task(
    help={key: _HELP[key] for key in ("content", "settings", "preview")}
    | {"port": "port on 127.0.0.1", "browser": "open the site in the browser"}
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
    from rostrum.server.serve import ServerError, serve_site

    options = BuildOptions(
        settings=_read_path("settings", settings),
        content=_read_path("content", content),
        preview=preview,
    )
    try:
        serve_site(options, _read_number("port", port, 65535, "is no port; they go up to"), browser)
    except ServerError as error:
        raise Refusal(str(error)) from None


@task(
    name="plan",
    help={key: _HELP[key] for key in ("settings", "as-of")}
    | {
        "format": "what is printed: table or json",
        "page": f"write the plan as a page too (default: {_PLAN_PAGE}; with json, none)",
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
) -> None:
    """Show what each new post would say on each network; sends nothing."""
    _check_format(format, ("table", "json"))
    number = _read_number("days", days, MOST_DAYS) if days else 0
    moment = read_moment(as_of) if as_of else None
    result = _carry_out(
        BuildOptions(settings=_read_path("settings", settings), moment=moment, check_only=True)
    )
    if result.exitcode or result.config is None or result.site is None:
        _print_report(result.report, "text")
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
    _print_report(report, "text")
    print(format_plan_json(plan) if format == "json" else printable_text(format_table(plan)))
    if place:
        _write_page(Path(place), format_html(plan, config.messages[config.reading.lang]))
    if format == "table":
        _print_lines(["", f"The same as a page: {place}. Nothing was sent."])
    raise Exit(code=1 if report.errors else 0)


def _join_findings(result: BuildResult) -> Report:
    """Return the findings of a build, including those in files left out of it."""
    content = result.checked.content if result.checked else None
    if content is None or not (content.left_out or content.passed):
        return result.report
    report = Report()
    report.extend(result.report)
    for findings in (content.passed, *content.left_out.values()):
        report.extend(findings)
    return report


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
    outputs = {
        "text": format_text(result.report, Path.cwd()) if len(result.report) else "",
        "json": format_json(result.report),
        "site": f"{_short(config.output)}/ holds {summarize(site)}",
    }
    last.save(list_build_inputs(config, site.library), outputs, int(started.timestamp() * 1e9))


def _print_standstill(outputs: Mapping[str, str], format: str) -> None:
    if format == "json":
        print(outputs["json"])
        return
    if outputs["text"]:
        sys.stderr.write(outputs["text"] + "\n")
    _print_lines([f"Nothing has changed since the last build: {outputs['site']}."])


def read_moment(written: str) -> datetime:
    """Return the moment of `--as-of`; a date without a time means the end of the day."""
    try:
        as_of = moment(SourceValue(written, SourceLocation("--as-of")))
    except Invalid as wrong:
        raise Refusal(f"--as-of: {wrong.message}. {wrong.hint}") from None
    is_day = len(written.strip()) <= len("2026-11-22")
    return datetime.combine(as_of.date(), time(23, 59, 59)) if is_day else as_of


def tell_build(result: BuildResult) -> list[str]:
    """Return lines about the result of a build and the next step."""
    config = result.config
    if result.exitcode or config is None or result.site is None:
        return [_tell_state(result)]
    folder, written = _short(config.output), result.written
    if written is None:  # ROSTRUM = {"render": False}
        return [
            f"Built {folder}/ with {summarize(result.site)}, by Pelican and its theme.",
            f"Texts are in {DIALECTS[config.reading.dialect]}.",
        ]
    files = (
        f"{pluralize(written.files, 'file')}, {written.changed} changed, {written.removed} removed"
    )
    lines = [
        f"Built {folder}/ with {summarize(result.site)}: {files}.",
        f"Texts are in {DIALECTS[config.reading.dialect]}.",
    ]
    lines += _tell_removals(result)
    lines += _tell_work(config, is_direct=result.is_direct)
    if config.visibility.preview:
        return [
            *lines,
            "It shows drafts and scheduled posts: for reviewers, never to be published.",
        ]
    return [*lines, f"Next: publish {folder}/, or read it with: rostrum serve"]


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


def tell_check(result: BuildResult) -> list[str]:
    """Return lines about the result of a check and the next step."""
    if result.exitcode or result.config is None:
        return ["Repair what is reported above, then check again."]
    verdict = "no errors" if len(result.report) else "nothing to repair"
    return [
        f"Checked {summarize(result.site)}: {verdict}.",
        f"Texts are in {DIALECTS[result.config.reading.dialect]}.",
        "Next: rostrum build",
    ]


def _report_dialect(dialect: str, config: Config, report: Report) -> None:
    """Report what another dialect of Markdown would change."""
    from rostrum.reading.dialect_changes import report_dialect_changes
    from rostrum.reading.files import list_files

    besides = config.statics.besides
    files = list_files(config.content, config.folders, _short(config.content), Report(), besides)
    report_dialect_changes(config.content, files, config.reading, dialect, report)


def _read_path(option: str, written: str) -> Path | None:
    if not written:
        return None
    try:
        path = Path(written).expanduser()
        path.exists()
    except (OSError, RuntimeError, ValueError) as error:  # too long; "~nobody"; a NUL
        reason = getattr(error, "strerror", None) or error
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
    return written or None


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


def _print_report(report: Report, format: str) -> None:
    if format == "json":
        print(format_json(report))
    elif len(report):
        sys.stderr.write(format_text(report, Path.cwd()) + "\n")


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


namespace = Collection(build, check, serve)
namespace.add_collection(Collection("crosspost", plan_crossposts))


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
        # docs.python.org/3/library/signal.html#note-on-sigpipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
