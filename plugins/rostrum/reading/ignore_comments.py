"""Comments that ignore findings, with a reason.

In the text: `<!-- rostrum: ignore link-text: the button is called so -->`; in the front matter:
`# rostrum: ignore date-far: the fair of 2029`. They are for the line they are in, or for the next
one if they are alone in theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from rostrum.core.diagnostic_codes import CHANGEABLE, FIXED
from rostrum.core.diagnostics import Report, SourceLocation, shorten, suggest
from rostrum.core.ignores import IgnoreComment
from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.markdown.source_text import blank_code
from rostrum.reading.front_matter import Matter, decode

_MARK = b"rostrum:"
_IN_TEXT = re.compile(r"<!--\s*rostrum:\s*(.*?)-->", re.DOTALL)
_IN_FRONT_MATTER = re.compile(r"(?:^|(?<=\s))#\s*rostrum:[ \t]*([^\n]*)", re.MULTILINE)
_INSTRUCTION = re.compile(r"(?P<verb>[\w-]*)\s*(?P<codes>[^:]*)(?::(?P<reason>.*))?", re.DOTALL)


def add_ignore_comments(matter: Matter, raw: bytes, report: Report) -> Matter:
    """Return a source file with its comments that ignore findings; report those that are wrong."""
    if _MARK not in raw:
        return matter
    text, path = decode(raw, matter.path, Report()) or "", matter.path
    head, body = text.removesuffix(matter.body), blank_code(matter.body)
    found = list(_IN_FRONT_MATTER.finditer(head))
    comments = [_read(match, head, 0, path, report) for match in found]
    line = head.count("\n")
    comments += [_read(match, body, line, path, report) for match in _IN_TEXT.finditer(body)]
    return replace(matter, ignores=tuple(comment for comment in comments if comment.codes))


def _read(match: re.Match[str], text: str, line: int, path: str, report: Report) -> IgnoreComment:
    """Return a comment in a part of a file that begins after `line` lines."""
    start, end = match.span()
    before = text.rfind("\n", 0, start) + 1
    place = SourceLocation(path, line + text.count("\n", 0, start) + 1, start - before + 1)
    codes = tuple(_read_codes(match[1].strip(), place, report))
    target = place.line
    after = text.find("\n", end)
    if not text[before:start].strip() and not text[end : after if after >= 0 else None].strip():
        following = re.compile(r"\s*").match(text, end)
        target = line + text.count("\n", 0, following.end() if following else end) + 1
    return IgnoreComment(place, codes, target)


def _read_codes(written: str, place: SourceLocation, report: Report) -> Iterator[str]:
    """Yield the codes of a comment; report what is wrong with it."""
    match = _INSTRUCTION.match(written)
    verb = match["verb"] if match else ""
    if not match or verb != "ignore":
        message = _('a comment for the kit can\'t say "%(verb)s"', verb=shorten(verb))
        _report(message, place, report)
        return
    codes = [code for code in re.split(r"[\s,]+", match["codes"]) if code]
    wrong = [code for code in codes if code not in CHANGEABLE]
    yield from (code for code in codes if code in CHANGEABLE)
    for code in wrong:
        if code in FIXED:
            message = _('an error of the code "%(code)s" can\'t be ignored', code=code)
            report.warning("ignore-wrong", place, message, _("Correct what it is about."))
        else:
            message = _('there is no finding of the code "%(code)s"', code=shorten(code))
            report.warning("ignore-wrong", place, message, suggest(code, CHANGEABLE))
    if not codes:
        _report(_("this comment names no code of a finding"), place, report)
    elif not wrong and not (match["reason"] or "").strip():
        _report(_("this comment gives no reason"), place, report)


def _report(message: Translatable, place: SourceLocation, report: Report) -> None:
    hint = _("Write the code and the reason: rostrum: ignore link-text: the button is called so")
    report.warning("ignore-wrong", place, message, hint)
