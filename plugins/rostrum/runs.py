"""A whole run of Pelican with the kit in it, as the commands start it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.settings import read_settings

from rostrum import defaults
from rostrum.adapter import RUN, SETTINGS_FILE, make_config
from rostrum.build import Run, Stop
from rostrum.diagnostics import Diagnostic, Level, Place, Report


@dataclass(frozen=True, slots=True)
class Wish:
    """What a command asks of a run; None leaves a thing to the settings."""

    settings: Path | None = None
    content: Path | None = None
    output: Path | None = None
    site_url: str | None = None
    preview: bool = False
    moment: datetime | None = None
    jobs: int | None = None
    strict: bool = False
    check_only: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended: its exit code, what it reported, and the run, None if none began."""

    exitcode: int
    report: Report
    run: Run | None = None


def carry_out(wish: Wish) -> Outcome:
    """Run Pelican as wished and return how it ended; never raises for what an author can do."""
    report = Report()
    settings = _read_pelican_settings(wish, report)
    if settings is None:
        return Outcome(2, report)
    config = make_config(
        settings,
        report,
        preview=wish.preview,
        moment=wish.moment,
        jobs=wish.jobs,
        check_only=wish.check_only,
    )
    if not config.content.is_dir():
        words = f'there is no content folder "{settings["PATH"]}"'
        report.error("setting", Place(str(settings["PATH"])), words, "Set PATH, or use --content.")
    if report.errors:
        return Outcome(2, report)
    run = Run(config, Report(config.settings.levels, config.settings.strict or wish.strict))
    run.report.extend(report)
    return _run_pelican(settings, run)


def _run_pelican(settings: dict[str, Any], run: Run) -> Outcome:
    settings[RUN] = run
    with _logged_to(run.report):
        try:
            Pelican(settings).run()
        except Stop as stop:
            return Outcome(stop.exitcode, run.report, run)
    return Outcome(1 if run.report.errors else 0, run.report, run)


def _read_pelican_settings(wish: Wish, report: Report) -> dict[str, Any] | None:
    file = wish.settings or _default_file(wish)
    override = {
        "PATH": str(wish.content) if wish.content else None,
        "OUTPUT_PATH": str(wish.output) if wish.output else None,
        "SITEURL": wish.site_url,
    }
    chosen = {key: value for key, value in override.items() if value is not None}
    if file is None:
        own = {key: value for key, value in vars(defaults).items() if key.isupper()}
        settings: dict[str, Any] = read_settings(override={**own, **chosen})
        return settings
    if not file.is_file():
        report.error("setting", Place(str(file)), "there is no such settings file")
        return None
    return _load(file, chosen, report)


def _load(file: Path, chosen: dict[str, Any], report: Report) -> dict[str, Any] | None:
    try:
        settings: dict[str, Any] = read_settings(str(file), override=chosen)
    except SyntaxError as error:
        place = Place(str(file), error.lineno or 1, error.offset or 1)
        report.error("setting", place, f"the settings are not valid Python: {error.msg}")
        return None
    except Exception as error:  # a settings file is a program: it can raise whatever it likes
        line = _line_in(error, file)
        words = f"the settings can't be read: {type(error).__name__}: {error}"
        report.error("setting", Place(str(file), line), words)
        return None
    if "rostrum" not in (settings["PLUGINS"] or ()):
        hint = "Begin the file with: from rostrum.defaults import *"
        report.error("setting", Place(str(file)), 'PLUGINS does not name "rostrum"', hint)
    settings[SETTINGS_FILE] = str(file)
    return settings


def _default_file(wish: Wish) -> Path | None:
    """Return the settings file of this folder; another content tree has the kit's defaults."""
    file = Path("pelicanconf.py")
    return file if wish.content is None and file.is_file() else None


def _line_in(error: BaseException, file: Path) -> int:
    trace, line = error.__traceback__, 1
    while trace:
        if Path(trace.tb_frame.f_code.co_filename).name == file.name:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


class _Listener(logging.Handler):
    """Makes what Pelican and its plugins only log part of the report."""

    def __init__(self, report: Report) -> None:
        super().__init__(logging.WARNING)
        self._report = report

    def emit(self, record: logging.LogRecord) -> None:
        """Report a record, unless the kit has said the same with its place."""
        words = record.getMessage()
        if words.startswith("Empty alt attribute"):
            return
        level = Level.ERROR if record.levelno >= logging.ERROR else Level.WARNING
        self._report.add(Diagnostic(Place(record.name), level, "pelican", words.strip()))


@contextmanager
def _logged_to(report: Report) -> Iterator[None]:
    logger, listener = logging.getLogger("pelican"), _Listener(report)
    was = (logger.propagate, logger.level)
    logger.addHandler(listener)
    logger.propagate = False
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.removeHandler(listener)
        logger.propagate, level = was[0], was[1]
        logger.setLevel(level)
