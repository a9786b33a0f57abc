"""The ledger `crossposts.json`: which post went to which network, when, and where it stands there.

The file is content, committed with the posts: a list of objects with `post`, `network`, `at`
(ISO 8601 with a zone) and `url`. It is what keeps a post from being announced twice, so what
cannot be read is an error, never an empty ledger.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from rostrum.core.diagnostics import Report, SourceLocation

BROKEN = "ledger-broken"

LONGEST = 20_000_000
"""Characters of a ledger; an entry takes some two hundred."""

_HINT = "Restore the file from its last good version; without it posts would go out twice."


@dataclass(frozen=True, slots=True)
class Sent:
    """An entry: a post's id, the network's key, the moment, and the announcement's address."""

    post: str
    network: str
    at: datetime
    url: str


Ledger = Mapping[tuple[str, str], Sent]


def read_ledger(path: Path, name: str, report: Report) -> Ledger:
    """Return the ledger in a file, empty when there is none; `name` stands in diagnostics."""
    try:
        if path.exists() and not path.is_file():  # a pipe would wait for ever
            raise OSError(errno.EINVAL, "it is no file")
        with path.open(encoding="utf-8") as file:
            text = file.read(LONGEST + 1)
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        report.error(BROKEN, SourceLocation(name), f"the ledger can't be read: {error}", _HINT)
        return {}
    return parse_ledger(text, name, report)


def parse_ledger(text: str, name: str, report: Report) -> Ledger:
    """Return what a ledger's text says was sent, by post and network; the first entry counts."""
    ledger: dict[tuple[str, str], Sent] = {}
    for place, entry in _read_entries(text, name, report):
        sent = _read_entry(entry, place, report)
        if sent and (sent.post, sent.network) in ledger:
            message = f'"{sent.post}" is on {sent.network} twice'
            report.warning("ledger-duplicate", place, message, "Keep one of the two entries.")
        elif sent:
            ledger[sent.post, sent.network] = sent
    return ledger


def _read_entries(text: str, name: str, report: Report) -> list[tuple[SourceLocation, Any]]:
    if len(text) > LONGEST:
        message = f"the ledger has more than {LONGEST:,} characters"
        report.error(BROKEN, SourceLocation(name), message, _HINT)
        return []
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        place = SourceLocation(name, error.lineno, error.colno)
        report.error(BROKEN, place, f"the ledger is not JSON: {error.msg}", _HINT)
        return []
    except RecursionError:
        report.error(BROKEN, SourceLocation(name), "the ledger is nested too deeply", _HINT)
        return []
    except ValueError:  # a number of more digits than Python reads
        report.error(
            BROKEN, SourceLocation(name), "the ledger holds a number that is too long", _HINT
        )
        return []
    if not isinstance(content, list):
        report.error(BROKEN, SourceLocation(name), "the ledger is not a list of entries", _HINT)
        return []
    return list(zip(_places(text, _offsets(text), name), content, strict=True))


def _offsets(text: str) -> Iterator[int]:
    # The standard decoder tells no positions, so each element is stepped over once more.
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
    """Yield the place of each offset; they ascend, so that no line is counted twice."""
    line, start, past = 1, 0, 0
    for offset in offsets:
        if newlines := text.count("\n", past, offset):
            line += newlines
            start = text.rindex("\n", past, offset) + 1
        past = offset
        yield SourceLocation(name, line, offset - start + 1)


def _read_entry(entry: Any, place: SourceLocation, report: Report) -> Sent | None:
    if not isinstance(entry, dict) or not _texts(entry):
        message = "an entry needs the texts post, network, at and url"
        report.error(BROKEN, place, message, _HINT)
        return None
    moment = _moment(entry["at"])
    if moment is None:
        message = f'"{entry["at"]}" is not a moment like 2026-11-18T09:00:00+01:00'
        report.error(BROKEN, place, message, _HINT)
        return None
    return Sent(entry["post"], entry["network"], moment, entry["url"])


def _texts(entry: Mapping[str, Any]) -> bool:
    # A network may give no address.
    return isinstance(entry.get("url"), str) and all(
        isinstance(entry.get(name), str) and entry[name] for name in ("post", "network", "at")
    )


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
