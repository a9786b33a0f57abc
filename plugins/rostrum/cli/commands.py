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
from typing import TYPE_CHECKING, TextIO

from invoke import Collection as Namespace
from invoke import Exit, task
from invoke.context import Context

from rostrum.build.options import BuildOptions
from rostrum.build.progress import format_seconds
from rostrum.build.summary import count_files, summarize
from rostrum.cache.directory import open_cache_dir
from rostrum.cache.up_to_date import UpToDateCheck
from rostrum.cli.program import Command, FileCommand, Refusal, Rostrum, load_language
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
from rostrum.core.system_errors import describe_error
from rostrum.core.terminal_colors import strip_colors, wants_colors
from rostrum.core.translatable import (
    NO_TEXT,
    Translatable,
    Translator,
    join_sentences,
    ngettext_lazy,
    verbatim,
)
from rostrum.core.translatable import gettext_lazy as _
from rostrum.schema.dates import has_time
from rostrum.schema.schema import Invalid
from rostrum.schema.source_value import SourceValue
from rostrum.schema.types import MOST_DAYS, MOST_JOBS, is_site_url, moment

if TYPE_CHECKING:  # slow imports, not needed if the site is up to date
    from rostrum.build.config import Config
    from rostrum.build.result import BuildResult
    from rostrum.i18n.catalogs import Messages

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
        _print_lines(tell_build(result, options), result.config)
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
    for name in file or ():
        _check_inside(name, options, result.config)
    if (write_people or write_dates) and result.config:
        lines = [*_write_sources(result, people=write_people, dates=write_dates)]
        _tell_written(lines or [_("There is nothing to write.")], format)
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
        _print_lines(tell_check(result, options, file or ()), result.config)
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
        number = _read_number("port", port, 65535)
        serve_site(options, number, browser, list_languages(os.environ))
    except ServerError as error:
        raise Refusal(error.message) from None


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
    print(
        format_plan_json(plan)
        if format == "json"
        else printable_text(format_table(plan, most, _load_words(config)))
    )
    if place:
        _write_page(Path(place), format_html(plan, config.messages[config.reading.lang]))
    if format == "table":
        lines = [NO_TEXT, _("All texts as a page: %(place)s. Nothing was sent.", place=place)]
        if not all and len(plan.posts) > 1:
            lines.append(_("All texts here: rostrum crosspost.plan --all"))
        _print_lines(lines, config)
    raise Exit(code=1 if report.errors else 0)


def _load_words(config: Config) -> Messages:
    """Return the messages of both domains in the language of the person at the terminal."""
    from rostrum.i18n.catalogs import ENGLISH, Catalogs
    from rostrum.i18n.user_language import load_diagnostics

    words = load_diagnostics(config.user_languages, config.diagnostics)
    if words is not ENGLISH:
        of_readers = Catalogs.of_theme(config.theme, config.overrides)
        others = load_diagnostics(config.user_languages, of_readers)
        words.translations.add_fallback(others.translations)
    return words


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
    path = _read_path("file", name)
    if path is None:
        raise Refusal(_("The name of a file is empty. To check the whole site, name none."))
    if not path.exists():
        siblings = path.parent.iterdir() if path.parent.is_dir() else ()
        hint = suggest(path.name, [sibling.name for sibling in siblings], NO_TEXT)
        message = _('There is no file "%(name)s".', name=shorten(name))
        raise Refusal(join_sentences(message, hint))


def _check_inside(name: str, options: BuildOptions, config: Config | None) -> None:
    """Raise Refusal for a file that is no part of the site, nor in the current folder."""
    folders = [Path.cwd(), options.folder]
    if options.content:
        folders.append(options.content)
    if config:
        folders += [config.content, config.theme, *config.overrides]
    if not _is_below(Path(name).expanduser(), map(str, folders)):
        message = _(
            '"%(name)s" lies outside of the site: only its files are checked.', name=shorten(name)
        )
        raise Refusal(message)


def _carry_out(options: BuildOptions) -> BuildResult:
    from rostrum.i18n.user_language import list_languages
    from rostrum.pelican_plugin.runner import run_build

    return run_build(replace(options, user_languages=list_languages(os.environ)))


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
    language = _load_language(config)
    lines = [
        _(
            "Nothing has changed since the last build: %(folder)s/ holds %(site)s.",
            folder=_short(config.output),
            site=summarize(site),
        ),
        _tell_waiting(result),
    ]
    outputs = {
        "text": short,
        "all": short if is_whole else _format_report(result.report, config, all_findings=True),
        "json": format_json(result.report),
        "state": "\n".join(line.translate(language) for line in lines if line),
    }
    last.save(list_build_inputs(config, site.library), outputs, int(started.timestamp() * 1e9))


def _print_standstill(outputs: Mapping[str, str], format: str, *, all_findings: bool) -> None:
    if format == "json":
        print(outputs["json"])
        return
    _print_findings(outputs["all" if all_findings else "text"])
    print(printable_text(outputs["state"]))


def read_moment(written: str) -> datetime:
    """Return the moment of `--as-of`; a date without a time means the end of the day."""
    try:
        as_of = moment(SourceValue(written, SourceLocation("--as-of")))
    except Invalid as wrong:
        message = _("--%(option)s: %(reason)s.", option="as-of", reason=wrong.message)
        raise Refusal(join_sentences(message, wrong.hint)) from None
    return as_of if has_time(written) else datetime.combine(as_of.date(), time(23, 59, 59))


def tell_build(result: BuildResult, options: BuildOptions | None = None) -> list[Translatable]:
    """Return lines about the result of a build and the next step.

    `options` are those of the build, to be repeated in the next step.
    """
    config = result.config
    if result.exitcode or config is None or result.site is None:
        return [_tell_state(result)]
    folder, written = _short(config.output), result.written
    if written is None:  # ROSTRUM = {"render": False}
        lines = [
            _(
                "Built %(folder)s/ with %(site)s, by Pelican and its theme.",
                folder=folder,
                site=summarize(result.site),
            ),
            _tell_dialect(config),
            _tell_waiting(result),
        ]
        return [*filter(None, lines)]
    lines = [
        _(
            "Built %(folder)s/ with %(site)s: %(files)s, %(changed)s changed, %(removed)s removed.",
            folder=folder,
            site=summarize(result.site),
            files=count_files(written.files),
            changed=written.changed,
            removed=written.removed,
        ),
        _tell_dialect(config),
    ]
    lines += filter(None, [_tell_waiting(result)])
    lines += _tell_removals(result)
    lines += _tell_work(config, is_direct=result.is_direct)
    if config.visibility.preview:
        return [
            *lines,
            _("It shows drafts and scheduled posts: for reviewers, never to be published."),
        ]
    given = (options or BuildOptions()).repeat("content", "settings")
    call = f"rostrum serve{given}"
    next_step = _("Next: publish %(folder)s/, or read it with: %(call)s", folder=folder, call=call)
    return [*lines, next_step]


def _tell_dialect(config: Config) -> Translatable:
    return _("Texts are in %(dialect)s.", dialect=DIALECTS[config.reading.dialect])


def _tell_waiting(result: BuildResult) -> Translatable:
    """Return sentences about scheduled and draft content; NO_TEXT without any."""
    from rostrum.build.waiting import tell_waiting
    from rostrum.i18n.user_language import load_diagnostics

    if result.checked is None or result.config is None:
        return NO_TEXT
    config = result.config
    region = load_diagnostics(config.user_languages, config.diagnostics).region
    return tell_waiting(result.checked.assembled.schedule, region)


def _tell_removals(result: BuildResult) -> Iterator[Translatable]:
    """Yield lines about the files left out by a removals-only build."""
    checked, publication = result.checked, result.publication
    if checked is None or publication is None or not checked.assembled.config.removals_only:
        return
    count, kept = len(checked.content.left_out), publication.kept
    yield _("Only removals: %(files)s left out, no page is new.", files=count_files(count))
    if kept:
        named = ", ".join(sorted(kept)[:5]) + (", …" if len(kept) > 5 else "")
        yield _("As they were, and perhaps naming what was taken off: %(names)s.", names=named)


def _tell_work(config: Config, *, is_direct: bool) -> Iterator[Translatable]:
    """Yield a line about the reason if each build repeats all work."""
    from rostrum.build.inputs import find_undeclared

    undeclared = find_undeclared(config)
    if undeclared and config.inputs is None:
        yield _(
            "Each build does all work anew: %(setting)s may read any file. "
            'Name them in ROSTRUM["inputs"], [] for none.',
            setting=undeclared,
        )
    elif not is_direct:
        yield _("Each build does all work anew: plugins or settings need the compatibility mode.")


def _tell_state(result: BuildResult) -> Translatable:
    """Return a line about the output folder after a failed build."""
    publication = result.publication
    if result.config is None or publication is None or not publication.is_touched:
        return _("Nothing was written. Repair what is reported above, then build again.")
    folder = _short(result.config.output)
    if publication.written is not None:
        return ngettext_lazy(
            "Built %(folder)s/, but %(count)s file could not be removed: the next build tries "
            "again.",
            "Built %(folder)s/, but %(count)s files could not be removed: the next build tries "
            "again.",
            len(publication.written.failed),
            folder=folder,
        )
    return _(
        "%(folder)s/ was written in part: some files are new, others are those of the last build. "
        "Repair what is reported above, then build again, which completes it.",
        folder=folder,
    )


def tell_check(
    result: BuildResult, options: BuildOptions, files: Collection[str] = ()
) -> list[Translatable]:
    """Return lines about the result of a check of a site, or of some files, and the next step."""
    if result.exitcode or result.config is None:
        return [_("Repair what is reported above, then check again.")]
    verdict = _("no errors") if len(result.report) else _("nothing to repair")
    if files:
        root = result.config.root
        count = sum(_is_below(root / name, files) for name in result.sources.paths)
        if not count:
            return [_("Nothing of this is read as content of the site.")]
        return [_("Checked %(what)s: %(verdict)s.", what=count_files(count), verdict=verdict)]
    given = options.repeat("content", "settings", "preview", "moment", "strict")
    lines = [
        _("Checked %(what)s: %(verdict)s.", what=summarize(result.site), verdict=verdict),
        _tell_dialect(result.config),
        _tell_waiting(result),
        _("Next: %(call)s", call=f"rostrum build{given}"),
    ]
    return [*filter(None, lines)]


def _write_sources(result: BuildResult, *, people: bool, dates: bool) -> Iterator[Translatable]:
    """Write missing files of people, and missing dates; yield a sentence about each file."""
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
    except OSError as error:
        raise Refusal(
            _(
                "%(file)s can't be written: %(reason)s.",
                file=str(error.filename),
                reason=describe_error(error),
            )
        ) from None


def _tell_written(lines: Iterable[Translatable], format: str) -> None:
    """Print what was written; on standard error beside JSON."""
    _print_lines(lines, None, sys.stdout if format == "text" else sys.stderr)


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
    files = list_files(config.content, config.folders, _short(config.content), Report(), besides)
    report_dialect_changes(config.content, files, reading, dialect, report)


def _read_path(option: str, written: str) -> Path | None:
    if not written:
        return None
    try:
        path = Path(written).expanduser()
        path.exists()
    except (OSError, RuntimeError, ValueError) as error:  # too long; "~nobody"; a NUL
        reason = verbatim(str(error).rstrip("."))
        if isinstance(error, OSError):
            reason = describe_error(error)
        message = _(
            '--%(option)s: "%(written)s" is no path: %(reason)s.',
            option=option,
            written=shorten(written),
            reason=reason,
        )
        raise Refusal(message) from None
    return path


def _read_number(option: str, written: str, limit: int) -> int:
    shown = shorten(written)
    if not written.isascii() or not written.isdecimal():
        message = _('--%(option)s: "%(written)s" is not a whole number.')
        raise Refusal(message.fill(option=option, written=shown))
    if len(written) > 20 or int(written) > limit:
        message = _("--%(option)s: %(written)s is too much; it may be up to %(limit)s.")
        if option == "port":
            message = _("--%(option)s: %(written)s is no port; they go up to %(limit)s.")
        raise Refusal(message.fill(option=option, written=shown, limit=limit))
    return int(written)


def _read_url(written: str) -> str | None:
    if written and not is_site_url(written):
        message = _(
            '--site-url: "%(url)s" is not the address of a site. '
            'It looks like "https://blog.example.com".',
            url=shorten(written),
        )
        raise Refusal(message)
    return written.rstrip("/") or None


def _check_format(written: str, known: tuple[str, ...]) -> None:
    _check_choice("format", written, known)


def _check_choice(option: str, written: str, known: Iterable[str]) -> None:
    known = tuple(known)
    if written not in known:
        message = _(
            '--%(option)s: there is no %(option)s "%(written)s".',
            option=option,
            written=shorten(written),
        )
        raise Refusal(join_sentences(message, suggest(written, known)))


def _check_page(page: Path, config: Config) -> None:
    """Raise Refusal if the plan's page would be published or would replace another file."""
    from rostrum.build.overlaps import find_owner
    from rostrum.crosspost.html_page import PageTaken, check_place

    if owner := find_owner(Path(os.path.realpath(page)), config):
        name, folder = owner
        message = _(
            "--page: %(name)s, %(folder)s/, is no place for %(page)s. Choose one beside it.",
            page=str(page),
            name=name,
            folder=_short(folder),
        )
        raise Refusal(message)
    try:
        check_place(page)
    except PageTaken as taken:
        raise _refuse_taken(page, taken.reason) from None
    except OSError as error:
        raise _refuse_page(page, error) from None


def _write_page(page: Path, text: str) -> None:
    from rostrum.crosspost.html_page import PageTaken, write_page

    try:
        write_page(page, text)
    except PageTaken as taken:
        raise _refuse_taken(page, taken.reason) from None
    except FileExistsError:  # made since the check
        raise _refuse_taken(page, _("another program or a person wrote it")) from None
    except OSError as error:
        raise _refuse_page(page, error) from None


def _refuse_taken(page: Path, reason: Translatable) -> Refusal:
    message = _(
        "--page: %(page)s is left as it is: %(reason)s. Choose another place, or move it away."
    )
    return Refusal(message.fill(page=str(page), reason=reason))


def _refuse_page(page: Path, error: OSError) -> Refusal:
    message = _("--page: %(page)s can't be written: %(reason)s.")
    return Refusal(message.fill(page=str(page), reason=describe_error(error)))


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
    if not len(report):
        return ""
    language = _load_language(config)
    limit = 0 if all_findings else SHOWN_OF_A_KIND
    return format_text(report, Path.cwd(), language, limit=limit, colors=True)


def _print_findings(text: str) -> None:
    if text:
        sys.stderr.write((text if wants_colors(sys.stderr) else strip_colors(text)) + "\n")


def _print_notices(result: BuildResult) -> None:
    """Print notices about unusual events without effect on the site."""
    _print_lines(result.sources.notices, result.config, sys.stderr)


def _print_lines(
    lines: Iterable[Translatable], config: Config | None, stream: TextIO | None = None
) -> None:
    """Print lines in the language of the person, with the catalogs of a site if there is one."""
    language = _load_language(config)
    for line in lines:
        print(printable_text(line.translate(language)), file=stream or sys.stdout)


def _load_language(config: Config | None) -> Translator:
    return load_language(config.diagnostics if config else None)


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
