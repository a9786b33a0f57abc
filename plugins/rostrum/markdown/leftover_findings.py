"""The findings of markup that is left over or lost in a text: what is wrong, and what to write."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from rostrum.core.diagnostics import Report, SourceLocation, shorten
from rostrum.core.translatable import NO_TEXT, Translatable, ngettext_lazy
from rostrum.core.translatable import gettext_lazy as _
from rostrum.markdown.leftovers import Kind, Leftover

_MAX_LISTED = 10
_QUOTED_VALUE = re.compile(
    r"""(?P<straight>"[^"]*"|'[^']*')|=\s*[„“”‚‘’«»‹›](?P<value>[^„“”‚‘’«»‹›<>"]*)[“”‘’«»‹›]"""
)


def report_leftovers(
    leftovers: Sequence[Leftover], text: str, path: str, line: int, report: Report
) -> None:
    """Report what find_leftovers returns; `line` is that of the text's first line in a file.

    Markup, and words in angle brackets, are one finding each with all lines.
    """
    groups: dict[Kind, list[Leftover]] = {}
    for leftover in leftovers:
        groups.setdefault(leftover.kind, []).append(leftover)

    def locate(each: Leftover) -> SourceLocation:
        column = each.offset - text.rfind("\n", 0, each.offset)
        return SourceLocation(path, line + text.count("\n", 0, each.offset), column)

    for kind, group in groups.items():
        reported, further = (group[:1], group[1:]) if kind in _GROUPED else (group, [])
        wording = _WORDINGS[kind]
        for leftover in reported:
            markup = shorten(" ".join(leftover.written.split()))
            message = list_places(
                wording.message.fill(markup=markup), [locate(each).line for each in further]
            )
            hint = wording.correct(leftover.written) if wording.correct else wording.hint
            report.warning(wording.code, locate(leftover), message, hint)


class _Wording(NamedTuple):
    """How a kind of leftover is reported; `correct` makes the hint of the markup as written."""

    code: str
    message: Translatable
    hint: Translatable = NO_TEXT
    correct: Callable[[str], Translatable] | None = None


def _correct_blank(link: str) -> Translatable:
    """Return a hint with a link whose address has a blank."""
    before, _separator, address = link[:-1].partition("](")
    if address.startswith(("mailto: ", "http: ", "https: ", "tel: ")):
        return _("Remove the blank: %(link)s", link=f"{before}]({address.replace(' ', '')})")
    return _("Write it in angle brackets: %(link)s", link=f"{before}](<{address}>)")


def _correct_quotes(tag: str) -> Translatable:
    """Return a hint with a tag in which the values have straight quotation marks."""
    corrected = _QUOTED_VALUE.sub(lambda it: it["straight"] or f'="{it["value"]}"', tag)
    if corrected == tag:
        return _('Write straight quotation marks: "…"')
    return _("Write straight quotation marks: %(tag)s", tag=shorten(corrected))


def list_places(first: Translatable, lines: Sequence[int]) -> Translatable:
    """Return a message with the lines of the further places."""
    if not lines:
        return first
    distinct = list(dict.fromkeys(lines))
    return ngettext_lazy(
        "%(first)s; %(number)s more in this text, line %(lines)s",
        "%(first)s; %(number)s more in this text, lines %(lines)s",
        len(distinct),
        first=first,
        number=len(lines),
        lines=", ".join(map(str, distinct[:_MAX_LISTED]))
        + (" …" if len(distinct) > _MAX_LISTED else ""),
    )


_GROUPED = (Kind.MARKUP, Kind.TAG, Kind.INSTRUCTION)
"""Kinds that are one finding a text, with all lines."""

_WORDINGS = {
    Kind.MARKUP: _Wording(
        "markup-left",
        _(
            '"%(markup)s" is markup of another system: readers see it as it is written, or not '
            "at all"
        ),
        _("Write it in the Markdown or HTML of the site. As code it may stay: `…`"),
    ),
    Kind.TAG: _Wording(
        "tag-unknown",
        _('"%(markup)s" is no element of HTML, and readers do not see it'),
        _("Write &lt; for the sign <, or the whole as code: `…`"),
    ),
    Kind.FENCE: _Wording(
        "code-lost",
        _(
            'the block of code that begins with "%(markup)s" is no code here, but running text',
        ),
        _(
            "Give it lines of its own at the margin, and a language alone behind the signs. In "
            "a list, indent code by eight blanks, without the signs."
        ),
    ),
    Kind.LINK: _Wording(
        "text-lost",
        _(
            'the link "%(markup)s" is lost: Python-Markdown takes it for the target of the one '
            "before"
        ),
        _("Write [] behind the first link: [one][] [two]"),
    ),
    Kind.BLANK: _Wording(
        "markup-left",
        _('"%(markup)s" is no link: an address ends at a blank, and readers see the signs'),
        correct=_correct_blank,
    ),
    Kind.SIGN: _Wording(
        "text-lost",
        _('the sign "%(markup)s" is lost: Python-Markdown takes it for the end of the heading'),
        _("Write a backslash before it: \\#"),
    ),
    Kind.WORDS: _Wording(
        "text-lost",
        _('"%(markup)s" is lost: Python-Markdown takes it for attributes of HTML'),
        _("Write a backslash before it: \\{"),
    ),
    Kind.QUOTES: _Wording(
        "markup-left",
        _('the tag "%(markup)s" has typographic quotation marks; HTML knows only straight ones'),
        correct=_correct_quotes,
    ),
    Kind.INSTRUCTION: _Wording(
        "text-lost",
        _('"%(markup)s" is left out: browsers take it for a comment'),
        _("Remove it, or write it as code: `…`"),
    ),
}
