"""Faults in templates: what a theme's author is told, also where another process rendered."""

from __future__ import annotations

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError


class TemplateFault(Exception):
    """A template can't be rendered: its file, the line from 1, and the reason in words.

    All three travel from a worker process, which a traceback can't.
    """

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(file, line, reason)
        self.file, self.line, self.reason = file, line, reason


def locate_template_error(error: Exception) -> TemplateFault | None:
    """Return where in a template an exception arose, None for one that has nothing to do with any.

    The place is the innermost template in the traceback, whose lines Jinja makes the template's.
    """
    if isinstance(error, TemplateSyntaxError):
        return TemplateFault(error.filename or error.name or "", error.lineno, error.message or "")
    place = _find_frame(error)
    if isinstance(error, TemplateNotFound):
        return TemplateFault(*(place or ("", 1)), f'there is no template "{error.name}"')
    if isinstance(error, TemplateError):
        return TemplateFault(*(place or ("", 1)), error.message or type(error).__name__)
    return TemplateFault(*place, f"{type(error).__name__}: {error}") if place else None


def _find_frame(error: Exception) -> tuple[str, int] | None:
    trace, found = error.__traceback__, None
    while trace:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith((".html", ".xml", ".txt")):
            found = file, trace.tb_lineno
        trace = trace.tb_next
    return found
