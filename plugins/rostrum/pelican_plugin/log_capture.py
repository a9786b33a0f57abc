"""What Pelican and its plugins only log becomes part of a run's report."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rostrum.core.diagnostics import Diagnostic, Report, Severity, SourceLocation, printable_text

# The kit reports the same with its place.
_SAID = re.compile(
    "Empty alt attribute|Other images have empty alt|Cannot get modification stamp"
    r"|There are \d+ .*with slug|Unable to generate valid slug|Other invalid slugs"
)

_NEW_LINE = re.compile(r"(^|\s)::")


class Listener(logging.Handler):
    """Adds each warning and error that is logged to the report of the moment."""

    def __init__(self, find_report: Callable[[], Report]) -> None:
        super().__init__(logging.WARNING)
        self._find_report = find_report
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Report a record, with the reason where it carries an exception."""
        message = " ".join(record.getMessage().split())
        if record.thread != self._thread or _SAID.match(message):
            return  # in `rostrum serve` the web server runs in another thread
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            message = f"{message}: {type(error).__name__}: {error}"
        level = Severity.ERROR if record.levelno >= logging.ERROR else Severity.WARNING
        self._find_report().add(Diagnostic(SourceLocation(record.name), level, "pelican", message))


def report_logs(find_report: Callable[[], Report]) -> None:
    """Report from now on what is logged, which still is shown as well."""
    logger = logging.getLogger()
    for left in [handler for handler in logger.handlers if isinstance(handler, Listener)]:
        logger.removeHandler(left)
    for shown in logger.handlers:  # a filter that is there already is not added again
        shown.addFilter(_disarm)
    logger.addHandler(Listener(find_report))


def _disarm(record: logging.LogRecord) -> bool:
    """Have a record that Pelican shows steer no terminal, and give a CI runner no order.

    Pelican breaks long lines at blanks, so that any word may come to begin one.
    """
    words = _NEW_LINE.sub(r"\1: :", printable_text(record.getMessage()))
    record.msg, record.args = words, ()
    return True


@contextmanager
def capture_logs(report: Report) -> Iterator[None]:
    """Report what is logged meanwhile, instead of showing it."""
    logger, listener = logging.getLogger(), Listener(lambda: report)
    level = logger.level
    logger.addHandler(listener)
    logger.setLevel(logging.WARNING)
    _forget_said(logging.getLogger("pelican"))
    try:
        yield
    finally:
        logger.removeHandler(listener)
        logger.setLevel(level)


def _forget_said(logger: logging.Logger) -> None:
    # Pelican logs a warning once in a process; a second run in it has a report of its own.
    limit = getattr(logger, "limit_filter", None)
    if limit is not None:
        limit._raised_messages.clear()
        limit._group_count.clear()
