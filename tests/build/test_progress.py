"""The stages of a run: how long each takes, and on a terminal how far it has come."""

from __future__ import annotations

import io

from rostrum.build.progress import Progress, format_seconds
from rostrum.core.translatable import verbatim


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_how_far_a_stage_has_come() -> None:
    terminal = Terminal()
    run = Progress(terminal, delay=0, interval=0)
    with run.stage(verbatim("Reading"), 1200):
        assert list(run.counted("ab")) == ["a", "b"]
    assert "Reading 1 of 1,200" in terminal.getvalue()
    assert "Reading 2 of 1,200" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_a_log_sees_nothing() -> None:
    log = io.StringIO()
    run = Progress(log, delay=0, interval=0)
    with run.stage(verbatim("Reading"), 2):
        list(run.counted("ab"))
    assert log.getvalue() == ""


def test_a_short_run_shows_nothing() -> None:
    terminal = Terminal()
    with Progress(terminal).stage(verbatim("Reading"), 2):
        pass
    assert terminal.getvalue() == ""


def test_the_seconds_of_each_stage_and_their_sum_are_told() -> None:
    run = Progress(io.StringIO())
    run.seconds |= {"Reading": 1.25, "Rendering": 2.5}
    assert format_seconds(run) == [
        "    1.25 s  Reading",
        "    2.50 s  Rendering",
        "    3.75 s  in all",
    ]
