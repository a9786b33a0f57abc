"""What is raised for a text that Markdown can't turn into HTML."""

from __future__ import annotations


class Unrenderable(Exception):
    """A text that Markdown can't turn into HTML: words and hint for a diagnostic."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint
