"""What is raised for a text that Markdown can't turn into HTML."""

from __future__ import annotations


class Unrenderable(Exception):
    """A text that Markdown can't turn into HTML: words and hint for a diagnostic.

    `line` is where in the text it is, counted from 0.
    """

    def __init__(self, message: str, hint: str = "", line: int = 0) -> None:
        super().__init__(message)
        self.message, self.hint, self.line = message, hint, line
