"""Report links to other sites that lead nowhere."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from rostrum.core.diagnostics import Report, SourceLocation, shorten
from rostrum.core.model import Body
from rostrum.core.translatable import gettext_lazy as _
from rostrum.core.translatable import verbatim
from rostrum.external_links.fetch import Answer, fetch_all
from rostrum.external_links.store import AnswerStore

_GONE = frozenset((404, 410))
_REFUSED = frozenset((401, 402, 403, 405, 407, 418, 429, 451, 999))
"""Answers to programs; a person with a browser, or with an account, may get the page."""

_SCHEMES = ("http://", "https://")


def list_external_links(bodies: Iterable[Body], own: str) -> dict[str, list[SourceLocation]]:
    """Return the places of each address in texts that leads to another site.

    `own` is the address of the site itself.
    """
    places: dict[str, list[SourceLocation]] = {}
    for body in bodies:
        for reference in body.references:
            address = reference.target.partition("#")[0]
            if address.lower().startswith(_SCHEMES) and not address.startswith(own):
                places.setdefault(address, []).append(reference.place)
    return places


def report_external_links(
    links: Mapping[str, list[SourceLocation]], file: Path, now: datetime, report: Report
) -> int:
    """Report links that are dead or do not answer; return how many addresses were asked for.

    `file` keeps the answers, `now` is the present moment.
    """
    store = AnswerStore(file, now)
    answers = {address: store.get(address) for address in links}
    wanted = [address for address, answer in answers.items() if answer is None]
    fetched = asyncio.run(fetch_all(wanted)) if wanted else {}
    store.save(fetched)
    for address, places in links.items():
        answer = answers[address] or fetched[address]
        for place in places:
            _report(address, answer, place, report)
    return len(wanted)


def _report(address: str, answer: Answer, place: SourceLocation, report: Report) -> None:
    if 200 <= answer.status < 400 or answer.status in _REFUSED:
        return
    shown = shorten(address)
    if answer.status in _GONE:
        message = _('"%(address)s" is gone: %(status)s', address=shown, status=answer.status)
        hint = _("Link to where it is now, or to a copy in an archive.")
        report.warning("link-dead", place, message, hint)
        return
    reason = verbatim(
        f"{answer.status} {answer.reason}".strip() if answer.status else answer.reason
    )
    message = _('"%(address)s" does not answer: %(reason)s', address=shown, reason=reason)
    hint = _("Look at it in a browser. It may be a passing trouble.")
    report.warning("link-silent", place, message, hint)
