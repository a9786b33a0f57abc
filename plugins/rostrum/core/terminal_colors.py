"""Colors of a terminal (ECMA-48, section 8.3.117), only where a terminal shows them."""

from __future__ import annotations

import os
import re
from enum import StrEnum
from typing import TextIO

_RESET = "\x1b[0m"
_SEQUENCE = re.compile("\x1b\\[[0-9;]*m")


class Style(StrEnum):
    """The styles of a report: control sequences before a text."""

    PLACE = "\x1b[1m"
    ERROR = "\x1b[1;31m"
    WARNING = "\x1b[1;33m"
    NOTE = "\x1b[1;34m"
    HINT = "\x1b[36m"


def paint(text: str, style: Style) -> str:
    """Return a text in a style."""
    return f"{style}{text}{_RESET}"


def strip_colors(text: str) -> str:
    """Return a text without its styles."""
    return _SEQUENCE.sub("", text)


def wants_colors(stream: TextIO) -> bool:
    """Return True if text in color is welcome on a stream.

    The environment decides (no-color.org, force-color.org), otherwise whether the stream is a
    terminal with control sequences.
    """
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return is_controllable(stream)


def is_controllable(stream: TextIO) -> bool:
    """Return True if a stream is a terminal that understands control sequences."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"
