"""Read the ledger `crossposts.json`, the record of announcements already sent.

The file is part of the content, committed with the posts: a list of objects with `post`,
`network`, `at` (ISO 8601 with a time zone) and `url` (the announcement's address on the network).
The ledger prevents duplicate announcements. An unreadable file is therefore an error, never an
empty ledger.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.translatable import gettext_lazy as _
from rostrum.core.translatable import group_digits

BROKEN = "ledger-broken"

LONGEST = 20_000_000
"""The maximum length of a ledger in characters; an entry takes about 200."""

_HINT = _("Restore the file from its last good version; without it posts would go out twice.")


@dataclass(frozen=True, slots=True)
class Sent:
    """A ledger entry: the post's id, the network's key, the time and the announcement's URL.

    `place` is its location in the ledger.
    """

    post: str
    network: str
    at: datetime
    url: str
    place: SourceLocation = field(default=SourceLocation(""), compare=False)


Ledger = Mapping[tuple[str, str], Sent]


def read_ledger(path: Path, name: str, report: Report) -> Ledger:
    """Return the ledger from a file, or an empty ledger if the file does not exist.

    Diagnostics show `name` as the file name. An unreadable file is reported as an error.
    """
    try:
        if path.exists() and not path.is_file():  # reading a pipe would block forever
            raise OSError(errno.EINVAL, "it is no file")
        with path.open(encoding="utf-8") as file:
            text = file.read(LONGEST + 1)
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        report.error(
            BROKEN,
            SourceLocation(name),
            _("the ledger can't be read: %(error)s", error=str(error)),
            _HINT,
        )
        return {}
    return parse_ledger(text, name, report)


def parse_ledger(text: str, name: str, report: Report) -> Ledger:
    """Parse the text of a ledger and return its entries by post and network.

    Of duplicate entries, the first is kept. Duplicates are reported as warnings, invalid entries
    as errors.
    """
    ledger: dict[tuple[str, str], Sent] = {}
    for place, entry in _read_entries(text, name, report):
        sent = _read_entry(entry, place, report)
        if sent and (sent.post, sent.network) in ledger:
            message = _('"%(post)s" is on %(network)s twice', post=sent.post, network=sent.network)
            report.warning("ledger-duplicate", place, message, _("Keep one of the two entries."))
        elif sent:
            ledger[sent.post, sent.network] = sent
    return ledger


def _read_entries(text: str, name: str, report: Report) -> list[tuple[SourceLocation, Any]]:
    if len(text) > LONGEST:
        message = _(
            "the ledger has more than %(maximum)s characters", maximum=group_digits(LONGEST)
        )
        report.error(BROKEN, SourceLocation(name), message, _HINT)
        return []
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        place = SourceLocation(name, error.lineno, error.colno)
        report.error(BROKEN, place, _("the ledger is not JSON: %(error)s", error=error.msg), _HINT)
        return []
    except RecursionError:
        report.error(BROKEN, SourceLocation(name), _("the ledger is nested too deeply"), _HINT)
        return []
    except ValueError:  # a number with more digits than Python's limit
        report.error(
            BROKEN, SourceLocation(name), _("the ledger holds a number that is too long"), _HINT
        )
        return []
    if not isinstance(content, list):
        report.error(BROKEN, SourceLocation(name), _("the ledger is not a list of entries"), _HINT)
        return []
    return list(zip(_places(text, _offsets(text), name), content, strict=True))


def _offsets(text: str) -> Iterator[int]:
    # The standard decoder returns no positions, so decode each element once more.
    decoder = json.JSONDecoder()
    at = _skip(text, text.index("[") + 1, " \t\r\n")
    while text[at] != "]":
        yield at
        at = _skip(text, decoder.raw_decode(text, at)[1], " \t\r\n,")


def _skip(text: str, at: int, chars: str) -> int:
    while text[at] in chars:
        at += 1
    return at


def _places(text: str, offsets: Iterable[int], name: str) -> Iterator[SourceLocation]:
    """Yield the source location of each offset. Offsets must be in ascending order."""
    line, start, past = 1, 0, 0
    for offset in offsets:
        if newlines := text.count("\n", past, offset):
            line += newlines
            start = text.rindex("\n", past, offset) + 1
        past = offset
        yield SourceLocation(name, line, offset - start + 1)


def _read_entry(entry: Any, place: SourceLocation, report: Report) -> Sent | None:
    if not isinstance(entry, dict) or not _texts(entry):
        message = _("an entry needs the texts post, network, at and url")
        report.error(BROKEN, place, message, _HINT)
        return None
    moment = _moment(entry["at"])
    if moment is None:
        message = _(
            '"%(moment)s" is not a moment like 2026-11-18T09:00:00+01:00', moment=entry["at"]
        )
        report.error(BROKEN, place, message, _HINT)
        return None
    return Sent(entry["post"], entry["network"], moment, entry["url"], place)


def _texts(entry: Mapping[str, Any]) -> bool:
    # Some networks return no URL, so it may be empty.
    return isinstance(entry.get("url"), str) and all(
        isinstance(entry.get(name), str) and entry[name] for name in ("post", "network", "at")
    )


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
