"""The exception for a failed conversion from Markdown to HTML."""

from __future__ import annotations


class Unrenderable(Exception):
    """Raised if Markdown can't convert a text to HTML; holds message and hint for a diagnostic.

    `line` is the line of the error in the text, counted from 0.
    """

    def __init__(self, message: str, hint: str = "", line: int = 0) -> None:
        super().__init__(message)
        self.message, self.hint, self.line = message, hint, line
