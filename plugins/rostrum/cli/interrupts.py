"""Ctrl+C: end the program quietly, at any time.

Import only the standard library here: this module takes effect before all slow imports.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

INTERRUPTED = 130
"""Exit code after Ctrl+C: 128 and the number of SIGINT, as of a command in Bash."""


def end_at_interrupt() -> None:
    """Let Ctrl+C end the process at once: during imports, and while the program ends.

    An exception would be printed with a traceback if it were raised in a callback of an import,
    or before the program begins to catch it.
    """
    if _is_heeded():
        signal.signal(signal.SIGINT, _end)
        sys.unraisablehook = _end_if_interrupted


def raise_at_interrupt() -> None:
    """Let Ctrl+C raise KeyboardInterrupt: during a command, which cleans up."""
    if _is_heeded():
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _is_heeded() -> bool:
    """Return False for a command that a shell runs in the background: it ignores Ctrl+C."""
    return signal.getsignal(signal.SIGINT) is not signal.SIG_IGN


def _end(*_: object) -> None:
    os._exit(INTERRUPTED)


def _end_if_interrupted(unraisable: UnraisableHookArgs) -> None:
    """End the process if Ctrl+C arrived in a destructor, where no exception can be raised."""
    if unraisable.exc_type is KeyboardInterrupt:
        _end()
    sys.__unraisablehook__(unraisable)
