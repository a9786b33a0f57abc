"""The program `rostrum`, run in the process of a test."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from rostrum.cli.commands import main

Run = Callable[..., tuple[int, str, str]]


def make_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function for `rostrum …`: its exit code, and what it printed on each way."""

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["rostrum", *words])
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        return (code, *capsys.readouterr())

    return run
