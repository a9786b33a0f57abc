"""Add log messages of Pelican and its plugins to a build's report."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rostrum.core.diagnostics import Diagnostic, Report, Severity, SourceLocation, printable_text
from rostrum.core.translatable import verbatim

# Messages also reported by the kit, with their location.
_SAID = re.compile(
    "Empty alt attribute|Other images have empty alt|Cannot get modification stamp"
    r"|There are \d+ .*with slug|Unable to generate valid slug|Other invalid slugs"
)

_NEW_LINE = re.compile(r"(^|\s)::")


class Listener(logging.Handler):
    """Add each logged warning and error to the current report."""

    def __init__(self, find_report: Callable[[], Report]) -> None:
        super().__init__(logging.WARNING)
        self._find_report = find_report
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Report a record, with its exception if it has one."""
        message = " ".join(record.getMessage().split())
        if record.thread != self._thread or _SAID.match(message):
            return  # in `rostrum serve` the web server runs in another thread
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            message = f"{message}: {type(error).__name__}: {error}"
        level = Severity.ERROR if record.levelno >= logging.ERROR else Severity.WARNING
        self._find_report().add(
            Diagnostic(SourceLocation(record.name), level, "pelican", verbatim(message))
        )


def report_logs(find_report: Callable[[], Report]) -> None:
    """Report log messages from now on, in addition to showing them."""
    logger = logging.getLogger()
    for previous in [handler for handler in logger.handlers if isinstance(handler, Listener)]:
        logger.removeHandler(previous)
    for existing in logger.handlers:  # adding a filter twice has no effect
        existing.addFilter(_disarm)
    logger.addHandler(Listener(find_report))


def _disarm(record: logging.LogRecord) -> bool:
    """Remove terminal escapes and CI runner commands ("::…") from a record. Return True.

    Pelican wraps long lines at spaces, so any word may start a line.
    """
    text = _NEW_LINE.sub(r"\1: :", printable_text(record.getMessage()))
    record.msg, record.args = text, ()
    return True


@contextmanager
def capture_logs(report: Report) -> Iterator[None]:
    """Report log messages within the context, instead of showing them."""
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
    # Pelican logs a warning once per process; each build in a process has its own report.
    limit = getattr(logger, "limit_filter", None)
    if limit is not None:
        limit._raised_messages.clear()
        limit._group_count.clear()
