"""A site in an empty folder, and `rostrum …` in this process."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from support.program import Run, make_run
from support.sites import ANNA, BEN, write_files, write_settings


@pytest.fixture
def authored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with two people, in the current folder; nobody is at the terminal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: False))
    monkeypatch.setattr("rostrum.cli.new.find_git_name", lambda: "")
    # The site is German; what its tests expect is English.
    monkeypatch.setattr("rostrum.cli.authored_site.use_language", lambda _language: None)
    write_settings(tmp_path / "pelicanconf.py", {})
    write_files(tmp_path, {"content/people/anna.md": ANNA, "content/people/ben.md": BEN})
    return tmp_path


@pytest.fixture
def rostrum(authored: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> Run:
    """Run `rostrum …` in the site; return its exit code, and what it printed on each way."""
    return make_run(monkeypatch, capsys)
