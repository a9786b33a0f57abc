"""What the operating system says of an error, in words that can be translated."""

from __future__ import annotations

from rostrum.core.translatable import Translatable, verbatim
from rostrum.core.translatable import gettext_lazy as _

_KNOWN = {
    reason.text: reason
    for reason in (
        _("Permission denied"),
        _("No such file or directory"),
        _("Not a directory"),
        _("Is a directory"),
        _("Directory not empty"),
        _("File exists"),
        _("File name too long"),
        _("No space left on device"),
        _("Disk quota exceeded"),
        _("Read-only file system"),
        _("Operation not permitted"),
        _("Too many levels of symbolic links"),
        _("Too many open files"),
        _("Input/output error"),
        _("Cannot allocate memory"),
        _("Address already in use"),
        _("Broken pipe"),
        _("it is no file, or a link to none"),
    )
}
"""Reasons of strerror(3) with which files can't be read or written, or ports used."""


def describe_error(error: OSError) -> Translatable:
    """Return the reason that the system gives for an error, without a path."""
    reason = error.strerror or str(error)
    return _KNOWN.get(reason) or verbatim(reason)


def suggest_remedy(error: OSError) -> Translatable:
    """Return a hint at what to do about a file that can't be read."""
    if isinstance(error, FileNotFoundError):  # a broken link, or a pipe
        return _("Put a file here, or remove what is here.")
    return _("May you read it?")
