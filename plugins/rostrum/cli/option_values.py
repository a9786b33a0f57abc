"""Read the values of options; a wrong one is refused with the name of its option."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from pathlib import Path

from rostrum.cli.program import Refusal
from rostrum.core.diagnostics import SourceLocation, shorten, suggest
from rostrum.schema.dates import has_time
from rostrum.schema.schema import Invalid
from rostrum.schema.source_value import SourceValue
from rostrum.schema.types import is_site_url, moment


def read_moment(written: str) -> datetime:
    """Return the moment of `--as-of`; a date without a time means the end of the day."""
    try:
        as_of = moment(SourceValue(written, SourceLocation("--as-of")))
    except Invalid as wrong:
        raise Refusal(f"--as-of: {wrong.message}. {wrong.hint}") from None
    return as_of if has_time(written) else datetime.combine(as_of.date(), time(23, 59, 59))


def read_path(option: str, written: str) -> Path | None:
    """Return the path that an option names, None without one; raises Refusal."""
    if not written:
        return None
    try:
        path = Path(written).expanduser()
        path.exists()
    except (OSError, RuntimeError, ValueError) as error:  # too long; "~nobody"; a NUL
        reason = str(getattr(error, "strerror", None) or error).rstrip(".")
        raise Refusal(f'--{option}: "{shorten(written)}" is no path: {reason}.') from None
    return path


def read_number(
    option: str, written: str, limit: int, excess: str = "is too much; it may be up to"
) -> int:
    """Return the whole number of an option, up to a limit; raises Refusal."""
    if not written.isascii() or not written.isdecimal():
        raise Refusal(f'--{option}: "{shorten(written)}" is not a whole number.')
    if len(written) > 20 or int(written) > limit:
        raise Refusal(f"--{option}: {shorten(written)} {excess} {limit}.")
    return int(written)


def read_url(written: str) -> str | None:
    """Return the address of a site without its last slash, None without one; raises Refusal."""
    if written and not is_site_url(written):
        message = f'--site-url: "{shorten(written)}" is not the address of a site.'
        raise Refusal(f'{message} It looks like "https://blog.example.com".')
    return written.rstrip("/") or None


def check_format(written: str, known: tuple[str, ...]) -> None:
    """Raise Refusal for an unknown format of output."""
    check_choice("format", written, known)


def check_choice(option: str, written: str, known: Iterable[str]) -> None:
    """Raise Refusal for a value that is not one of those known."""
    known = tuple(known)
    if written not in known:
        hint = suggest(written, known)
        raise Refusal(f'--{option}: there is no {option} "{written}". {hint}')
