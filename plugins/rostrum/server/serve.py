"""Serve a site during writing: build it, serve it, and rebuild it after each change.

Builds run in the main thread, so Ctrl+C ends a build as in `rostrum build`. The web server and
each file watcher run in separate threads.
"""

from __future__ import annotations

import gc
import importlib
import sys
import threading
import traceback
import webbrowser
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from time import time_ns

from rostrum.build.config import PriorityPages
from rostrum.build.options import BuildOptions
from rostrum.build.rendering import warm_up
from rostrum.build.result import BuildResult
from rostrum.build.summary import summarize
from rostrum.build.waiting import tell_waiting
from rostrum.cache.inputs import list_inputs, list_project_modules
from rostrum.config.setting_types import DIALECTS
from rostrum.core.diagnostics import (
    SHOWN_OF_A_KIND,
    Diagnostic,
    Report,
    SourceLocation,
    count_findings,
    format_findings,
    printable_text,
)
from rostrum.core.system_errors import describe_error
from rostrum.core.terminal_colors import wants_colors
from rostrum.core.translatable import NO_TEXT, Translatable, join_sentences, ngettext_lazy
from rostrum.core.translatable import gettext_lazy as _
from rostrum.i18n.catalogs import Messages
from rostrum.i18n.user_language import load_diagnostics
from rostrum.pelican_plugin.runner import run_build
from rostrum.server.folders import claim_folder
from rostrum.server.gallery import Gallery
from rostrum.server.http import ADDRESS, DevServer
from rostrum.server.status import BuildEvent
from rostrum.server.watcher import FileWatcher, find_linked

_CLOCK_SECONDS = 20.0  # between two looks at the clock, which may be set, or stop in a sleep


class ServerError(Exception):
    """Raised if the preview can't start; the message is a sentence for the user."""

    def __init__(self, message: Translatable) -> None:
        super().__init__(message)
        self.message = message


def serve_site(options: BuildOptions, port: int, browser: bool, languages: Sequence[str]) -> None:
    """Build and serve until interrupted; after a failed build, keep serving the last good one.

    Findings are in the language asked for, else in that of the site; `languages` are those of the
    person.
    Raises KeyboardInterrupt at the end, and ServerError if the port is in use or the first build
    finds invalid settings.
    """
    # Links in the preview work on this machine only, so it is never built in output/.
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(claim_folder(options))
        except OSError as error:
            message = _("There is no room for the site to show: %(error)s.", error=str(error))
            raise ServerError(message) from None
        host = _open_host(folder, port, options)
        try:
            options = replace(options, output=folder, site_url=host.url, allow_removal=True)
            options = replace(options, user_languages=tuple(languages))
            _serve(Server(options, host, languages), browser)
        except KeyboardInterrupt:
            print()
            raise
        finally:
            host.close()


def _serve(server: Server, browser: bool) -> None:
    if server.build().config is None:
        raise ServerError(_("Repair what is reported above, then serve again."))
    server.host.start()
    url = f"{server.host.url}/"
    server.print(
        _(
            "Serving %(url)s (Ctrl+C ends). Save a file, and the page in the browser changes.",
            url=url,
        )
    )
    if browser:
        threading.Thread(target=_open_browser, args=(url,), daemon=True).start()
    while True:
        server.build_after_change()


@dataclass
class Server:
    """Builds the site, watches its source files, and notifies the open pages."""

    options: BuildOptions
    host: DevServer
    languages: Sequence[str] = ()

    def __post_init__(self) -> None:
        """Start without watched files; the first build determines them."""
        self._follower = FileWatcher(say=self._say)
        self._files: set[Path] = set()
        self._folders: tuple[Path, ...] = ()
        self._last: BuildResult | None = None
        self._notices: set[Translatable] = set()
        self._told: Counter[tuple[str, ...]] = Counter()
        self._last_lines: list[Translatable] = []
        self._began = datetime.min.replace(tzinfo=UTC)
        self._messages: Mapping[str, Messages] = {}
        self._language = load_diagnostics(self.languages)

    def build_after_change(self) -> BuildResult:
        """Wait for a change or for scheduled content, build the site, and return the result."""
        due, changed = self._find_due(), set[str]()
        while not changed:
            seconds = (due - _read_clock()).total_seconds() if due else None
            if seconds is not None and seconds <= 0:
                break
            changed = self._follower.wait(min(seconds, _CLOCK_SECONDS) if seconds else None)
        self._forget_modules(changed)
        return self.build()

    def _find_due(self) -> datetime | None:
        """Return the next moment at which the site changes without an edit; None without any."""
        if self._last is None or self._last.checked is None:
            return None
        due = self._last.checked.assembled.schedule.next_moment
        # A build after that moment has failed: it is repeated after the next save.
        return due if due and due > self._began else None

    def build(self) -> BuildResult:
        """Build, report the result to pages and terminal, and watch the files read by the build."""
        began, self._began = time_ns(), _read_clock()
        early_events: list[BuildEvent] = []
        priority = PriorityPages(
            self.host.open_files, lambda: early_events.append(self._tell_early())
        )
        result = _carry_out(self.options, self._last, priority)
        if result.config is not None:
            self._messages = result.config.messages
            self.host.gallery = Gallery(result.config.environment)
            config = result.config
            self._language = load_diagnostics(config.languages, config.diagnostics)
        news = _make_news(result, self._messages, self._language)
        # All open pages are reloaded already; this build no longer changes their files.
        self.host.tell(replace(news, is_new=False) if early_events and news.is_good else news)
        self._tell_notices(result)
        self._tell(result)
        self._follow(result, began)
        self._keep(result)
        return result

    def _tell_early(self) -> BuildEvent:
        """Reload the open pages once their files are written, before the remaining files."""
        report = self.host.board.news.report
        news = BuildEvent(report, True, True, self._messages, self._language)
        self.host.tell(news)
        return news

    def _tell_notices(self, result: BuildResult) -> None:
        """Print each notice once: most apply as long as the server runs."""
        for notice in result.sources.notices:
            if notice not in self._notices:
                self._say(notice)
            self._notices.add(notice)

    def _tell(self, result: BuildResult) -> None:
        """Print what was not printed for the last build: new findings, and changed facts."""
        self._tell_findings(result)
        if result.exitcode or result.site is None or result.config is None:
            if self._messages:  # without settings, nothing was ever served
                self.print(_("Not built; the last good pages stay. Repair what is reported."))
            return
        dialect = DIALECTS[result.config.reading.dialect]
        lines = [_("Texts are in %(dialect)s.", dialect=dialect)]
        if result.checked:
            waiting = tell_waiting(result.checked.assembled.schedule, self._language.region)
            lines += [waiting] if waiting else []
        self.print(_("Built %(site)s.", site=summarize(result.site)))
        self.print(*(line for line in lines if line not in self._last_lines))
        self._last_lines = lines

    def print(self, *lines: Translatable) -> None:
        """Print lines to standard output in the language of the person."""
        for line in lines:
            print(printable_text(line.translate(self._language.translations)))
        sys.stdout.flush()

    def _tell_findings(self, result: BuildResult) -> None:
        """Print the findings that the last build did not have, and the numbers of all."""
        report, before = result.report, Counter(self._told)
        fresh = Report(folders=report.folders)
        for diagnostic in report:
            if before[_identify(diagnostic)] > 0:
                before[_identify(diagnostic)] -= 1
            else:
                fresh.add(diagnostic)
        if result.config is not None:
            self._told = Counter(map(_identify, report))
        if len(fresh):
            colors, root = wants_colors(sys.stderr), Path.cwd()
            language = self._language.translations
            text = format_findings(fresh, root, language, limit=SHOWN_OF_A_KIND, colors=colors)
            sys.stderr.write(f"{text}\n")
        if len(report):
            self._tell_numbers(report, len(report) - len(fresh))

    def _tell_numbers(self, report: Report, known: int) -> None:
        """Print the numbers of errors and warnings, and of those `known` from the last build."""
        as_before = NO_TEXT
        if known:
            as_before = ngettext_lazy(
                "%(count)s of them as before.", "%(count)s of them as before.", known
            )
        self._say(join_sentences(count_findings(report), as_before))

    def _say(self, text: Translatable) -> None:
        """Print a line to standard error in the language of the person."""
        sys.stderr.write(f"{printable_text(text.translate(self._language.translations))}\n")
        sys.stderr.flush()

    def _keep(self, result: BuildResult) -> None:
        """Keep data for the next build in memory."""
        if result.exitcode == 0 and result.checked is not None and result.is_direct:
            warm_up(result.checked.assembled)
        if result.checked is not None:
            self._last = result
        gc.unfreeze()
        gc.collect()

    def _follow(self, result: BuildResult, began: int) -> None:
        """Watch the files read by this build in addition to those of earlier builds."""
        file, config = self.options.settings_file, result.config
        self._files |= {file.absolute(), file.resolve()} if file else set()
        if config is None:  # the error may be in a module of the settings
            self._files |= {*_find_files(diagnostic.place.path for diagnostic in result.report)}
        else:
            folders = config.source_folders
            files, linked = find_linked(folders)
            self._folders = (*folders, *sorted(linked))
            self._files |= files
            declared = (*list_project_modules(), *list_inputs(config.inputs or ()))
            self._files |= {*_find_files(declared)}
        self._files = {file for file in self._files if not self._is_inside(file)}
        self._follower.follow(self._folders, self._files, began)

    def _is_inside(self, file: Path) -> bool:
        return any(file.is_relative_to(folder) for folder in self._folders)

    def _forget_modules(self, changed: set[str]) -> None:
        """Unload the modules of the settings if one of their files has changed."""
        if self._files.isdisjoint(map(Path, changed)):
            return
        importlib.invalidate_caches()
        for name, file in _list_modules():
            if Path(file) in self._files:
                del sys.modules[name]


def _find_files(paths: Iterable[str]) -> Iterable[Path]:
    return (path.absolute() for path in map(Path, paths) if path.is_file())


def _list_modules() -> list[tuple[str, str]]:
    """Return the name and file of each imported module except `__main__`."""
    modules = [(name, getattr(module, "__file__", None)) for name, module in [*sys.modules.items()]]
    return [(name, file) for name, file in modules if file and name != "__main__"]


def _carry_out(
    options: BuildOptions, before: BuildResult | None, priority: PriorityPages
) -> BuildResult:
    """Build; report unexpected exceptions, so that serving continues with the next change."""
    try:
        return run_build(options, before, priority)
    except (Exception, SystemExit) as error:  # a plugin may raise any exception
        traceback.print_exc()
        return BuildResult(1, _report_failure(error))


def _report_failure(error: BaseException) -> Report:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    message = _(
        "the build broke off: %(name)s: %(error)s", name=type(error).__name__, error=str(error)
    )
    hint = _("The terminal shows the way there. The next save builds again.")
    location = SourceLocation(frame.filename, frame.lineno or 1)
    report = Report()
    report.error("pelican", location, message, hint)
    return report


def _identify(diagnostic: Diagnostic) -> tuple[str, ...]:
    """Return what a finding has in common with the same one after an edit of other lines."""
    text = (diagnostic.place.path, diagnostic.code, str(diagnostic.message))
    return (diagnostic.level, *text)


def _read_clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the server waits for scheduled content


def _make_news(
    result: BuildResult, messages: Mapping[str, Messages], language: Messages
) -> BuildEvent:
    is_good = result.exitcode == 0 and result.config is not None
    written = result.written
    # If Pelican writes the files with its theme, it is unknown if any has changed.
    is_new = is_good and (written is None or bool(written.changed or written.removed))
    return BuildEvent(result.report, is_good, is_new, messages, language)


def _open_host(folder: Path, port: int, options: BuildOptions) -> DevServer:
    try:
        return DevServer(folder, port)
    except OSError as error:
        alternative = port + 1 if port < 65535 else 8000
        given = options.repeat("content", "settings", "preview")
        message = _(
            "Port %(port)s can't be used on %(address)s: %(reason)s. Choose another: %(call)s",
            port=str(port),
            address=ADDRESS,
            reason=describe_error(error),
            call=f"rostrum serve{given} --port {alternative}",
        )
        raise ServerError(message) from None


def _open_browser(url: str) -> None:
    # Without a browser, webbrowser.open returns False or raises an error; ignore both.
    try:
        webbrowser.open(url)
    except webbrowser.Error:
        return
