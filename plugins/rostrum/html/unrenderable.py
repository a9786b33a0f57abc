"""The exception for a failed conversion from Markdown to HTML."""

from __future__ import annotations

from rostrum.core.translatable import NO_TEXT, Translatable


class Unrenderable(Exception):
    """Raised if Markdown can't convert a text to HTML; holds message and hint for a diagnostic.

    `line` is the line of the error in the text, counted from 0.
    """

    def __init__(self, message: Translatable, hint: Translatable = NO_TEXT, line: int = 0) -> None:
        super().__init__(message)
        self.message, self.hint, self.line = message, hint, line
