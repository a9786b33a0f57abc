"""Read the values of options; a wrong one is refused with the name of its option."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from pathlib import Path
from typing import Any

from rostrum.cli.program import Refusal
from rostrum.core.diagnostics import SourceLocation, shorten, suggest
from rostrum.core.system_errors import describe_error
from rostrum.core.translatable import gettext_lazy as _
from rostrum.core.translatable import join_sentences, verbatim
from rostrum.schema.dates import has_time
from rostrum.schema.schema import Invalid, Reader
from rostrum.schema.source_value import SourceValue
from rostrum.schema.types import is_site_url, moment


def read_moment(written: str) -> datetime:
    """Return the moment of `--as-of`; a date without a time means the end of the day."""
    as_of: datetime = read_value("as-of", written, moment)
    return as_of if has_time(written) else datetime.combine(as_of.date(), time(23, 59, 59))


def read_value(option: str, written: str, read: Reader) -> Any:
    """Return the value of an option as a key of front matter has it; raises Refusal."""
    try:
        return read(SourceValue(written, SourceLocation(f"--{option}")))
    except Invalid as wrong:
        message = _("--%(option)s: %(reason)s.", option=option, reason=wrong.message)
        raise Refusal(join_sentences(message, wrong.hint)) from None


def read_path(option: str, written: str) -> Path | None:
    """Return the path that an option names, None without one; raises Refusal."""
    if not written:
        return None
    try:
        path = Path(written).expanduser()
        path.exists()
    except (OSError, RuntimeError, ValueError) as error:  # too long; "~nobody"; a NUL
        reason = verbatim(str(error).rstrip("."))
        if isinstance(error, OSError):
            reason = describe_error(error)
        message = _(
            '--%(option)s: "%(written)s" is no path: %(reason)s.',
            option=option,
            written=shorten(written),
            reason=reason,
        )
        raise Refusal(message) from None
    return path


def read_number(option: str, written: str, limit: int) -> int:
    """Return the whole number of an option, up to a limit; raises Refusal."""
    shown = shorten(written)
    if not written.isascii() or not written.isdecimal():
        message = _('--%(option)s: "%(written)s" is not a whole number.')
        raise Refusal(message.fill(option=option, written=shown))
    if len(written) > 20 or int(written) > limit:
        message = _("--%(option)s: %(written)s is too much; it may be up to %(limit)s.")
        if option == "port":
            message = _("--%(option)s: %(written)s is no port; they go up to %(limit)s.")
        raise Refusal(message.fill(option=option, written=shown, limit=limit))
    return int(written)


def read_url(option: str, written: str) -> str:
    """Return the address of a site without its last slash; raises Refusal."""
    if not is_site_url(written):
        message = _(
            '--%(option)s: "%(url)s" is not the address of a site. '
            'It looks like "https://blog.example.com".',
            option=option,
            url=shorten(written),
        )
        raise Refusal(message)
    return written.rstrip("/")


def read_choice(option: str, known: Iterable[str], written: str) -> str:
    """Return the value of an option that is one of those known; raises Refusal."""
    check_choice(option, written, known)
    return written


def read_language(languages: Iterable[str], written: str) -> str:
    """Return a language of the site, as the site writes it; raises Refusal for another one."""
    known = {lang.lower(): lang for lang in languages}
    if written.lower() not in known:
        message = _(
            '--%(option)s: there is no %(option)s "%(written)s".',
            option="lang",
            written=shorten(written),
        )
        hint = _(
            'Add "%(tag)s" to "languages" in ROSTRUM, or use one of them: %(known)s.',
            tag=shorten(written),
            known=", ".join(known.values()),
        )
        raise Refusal(join_sentences(message, hint))
    return known[written.lower()]


def check_format(written: str, known: tuple[str, ...]) -> None:
    """Raise Refusal for an unknown format of output."""
    check_choice("format", written, known)


def check_choice(option: str, written: str, known: Iterable[str]) -> None:
    """Raise Refusal for a value that is not one of those known."""
    known = tuple(known)
    if written not in known:
        message = _(
            '--%(option)s: there is no %(option)s "%(written)s".',
            option=option,
            written=shorten(written),
        )
        raise Refusal(join_sentences(message, suggest(written, known)))
