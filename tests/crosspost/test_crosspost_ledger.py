"""The ledger is read whole or not at all."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rostrum.core.diagnostics import Report
from rostrum.crosspost.ledger import LONGEST, parse_ledger, read_ledger

ENTRY = '{"post": "a", "network": "x", "at": "2026-11-18T09:00:00+00:00", "url": "https://x.com/1"}'


def test_entries_are_found_by_post_and_network() -> None:
    report = Report()
    ledger = parse_ledger(f"[{ENTRY}]", "crossposts.json", report)
    assert list(ledger) == [("a", "x")]
    assert ledger["a", "x"].at == datetime(2026, 11, 18, 9, tzinfo=UTC)
    assert ledger["a", "x"].url == "https://x.com/1"
    assert not len(report)


def test_no_file_is_an_empty_ledger(tmp_path: Path) -> None:
    report = Report()
    assert read_ledger(tmp_path / "crossposts.json", "crossposts.json", report) == {}
    assert not len(report)


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("", "1:1", "the ledger is not JSON: Expecting value"),
        (f"[{ENTRY},\n]", "2:1", "the ledger is not JSON"),
        ("{}", "1:1", "the ledger is not a list of entries"),
        (f'[\n  {ENTRY},\n  {{"post": "b"}}\n]', "3:3", "an entry needs the texts post, network,"),
        ("[\n 3]", "2:2", "an entry needs the texts post, network,"),
        (
            f"[{ENTRY.replace('2026-11-18T09:00:00+00:00', '2026-11-18')}]",
            "1:2",
            '"2026-11-18" is not a moment like',
        ),
        ("[" * 100_000, "1:", "the ledger "),
    ],
)
def test_what_cannot_be_read_is_an_error_at_its_place(text: str, place: str, message: str) -> None:
    report = Report()
    assert ("b", "x") not in parse_ledger(text, "crossposts.json", report)
    (found,) = report
    assert (found.code, found.level) == ("ledger-broken", "error")
    assert str(found.place).startswith(f"crossposts.json:{place}")
    assert str(found.message).startswith(message)


def test_a_file_that_is_not_utf8_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "crossposts.json").write_bytes(b"\xff")
    report = Report()
    assert read_ledger(tmp_path / "crossposts.json", "crossposts.json", report) == {}
    assert report.errors == 1


def test_an_entry_twice_is_a_warning_and_the_first_counts() -> None:
    report = Report()
    ledger = parse_ledger(f"[{ENTRY},\n{ENTRY.replace('/1', '/2')}]", "crossposts.json", report)
    assert ledger["a", "x"].url == "https://x.com/1"
    assert [(f.code, f.place.line) for f in report] == [("ledger-duplicate", 2)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"[{'9' * 5_000}]", "the ledger holds a number that is too long"),
        ("[" * 100_000, "the ledger is nested too deeply"),
        (" " * (LONGEST + 1), "the ledger has more than 20,000,000 characters"),
    ],
    ids=["digits", "brackets", "length"],
)
def test_a_hostile_ledger_is_an_error(text: str, words: str) -> None:
    report = Report()
    assert parse_ledger(text, "crossposts.json", report) == {}
    assert [str(found.message) for found in report] == [words]


def test_a_ledger_of_many_wrong_entries_takes_time_in_proportion(
    cpu_seconds: Callable[[], float],
) -> None:
    report = Report()
    parse_ledger("[" + ",\n".join(["{}"] * 50_000) + "]", "crossposts.json", report)
    places = [found.place for found in report]
    assert (places[0].line, places[0].column) == (1, 2)
    assert (places[-1].line, places[-1].column) == (50_000, 1)
    assert cpu_seconds() < 3
