"""Errors in templates as reported to a theme's author, also from worker processes."""

from __future__ import annotations

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

from rostrum.core.translatable import Translatable, verbatim
from rostrum.core.translatable import gettext_lazy as _


class TemplateFault(Exception):
    """A template can't be rendered. Holds the file, the line (from 1) and the reason.

    Unlike a traceback, all three can be pickled and sent from a worker process.
    """

    def __init__(self, file: str, line: int, reason: Translatable) -> None:
        super().__init__(file, line, reason)
        self.file, self.line, self.reason = file, line, reason


def locate_template_error(error: Exception) -> TemplateFault | None:
    """Return the file, line and reason of an exception raised in a template.

    Return None for an exception from outside all templates. The location is the innermost
    template in the traceback: Jinja maps its line numbers to the template's source.
    """
    if isinstance(error, TemplateSyntaxError):
        return TemplateFault(
            error.filename or error.name or "", error.lineno, verbatim(error.message or "")
        )
    location = _find_frame(error)
    if isinstance(error, TemplateNotFound):
        return TemplateFault(
            *(location or ("", 1)), _('there is no template "%(name)s"', name=str(error.name))
        )
    if isinstance(error, TemplateError):
        return TemplateFault(
            *(location or ("", 1)), verbatim(error.message or type(error).__name__)
        )
    reason = verbatim(f"{type(error).__name__}: {error}")
    return TemplateFault(*location, reason) if location else None


def _find_frame(error: Exception) -> tuple[str, int] | None:
    trace, frame = error.__traceback__, None
    while trace:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith((".html", ".xml", ".txt")):
            frame = file, trace.tb_lineno
        trace = trace.tb_next
    return frame
