"""The demo of this repository, built once a session with the real command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
AS_OF = "2026-11-22"
SITE = "https://offen.traunwerk.example"
PROGRAM = Path(sys.executable).with_name("rostrum")


def build_demo(factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the demo's site; the session's first call builds it."""
    output = factory.getbasetemp() / "demo"
    if not output.exists():
        write_demo(output)
    return output


def write_demo(output: Path) -> None:
    """Build the demo as it is on the day that all tests take for today."""
    command = [PROGRAM, "build", "--as-of", AS_OF, "--site-url", SITE, "--output", output]
    own = ("SITEURL", "PELICAN", "ROSTRUM")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(own)}
    ended = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def list_pages(output: Path) -> list[Path]:
    """Return every page of a site, sorted."""
    return sorted(output.rglob("*.html"))
