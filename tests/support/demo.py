"""The demo of this repository, built once per session with the real command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rostrum.output.writer import hold_alone

ROOT = Path(__file__).parents[2]
AS_OF = "2026-11-22"
SITE = "https://offen.traunwerk.example"
PROGRAM = Path(sys.executable).with_name("rostrum")


def build_demo(factory: pytest.TempPathFactory) -> Path:
    """Return the demo's output folder; the first call in a session builds it, for all its workers.

    Tests only read it.
    """
    root = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent  # that of the session; each worker has its own below
    folder, built = root / "demo", root / "demo-is-built"
    with hold_alone(root / "demo-lock"):
        if not built.exists():
            shutil.rmtree(folder, ignore_errors=True)  # left behind by a build that failed
            write_demo(folder)
            built.touch()
    return folder / "output"


def write_demo(folder: Path) -> None:
    """Build the demo below `folder`, into `output/`, as of the date AS_OF.

    Build a copy, so the repository's cache is neither used nor changed.
    """
    folder.mkdir()
    shutil.copy(ROOT / "pelicanconf.py", folder)
    for part in ("content", "theme"):
        shutil.copytree(ROOT / part, folder / part)
    command = [PROGRAM, "build", "--as-of", AS_OF, "--site-url", SITE]
    own = ("SITEURL", "PELICAN", "ROSTRUM")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(own)}
    ended = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def list_pages(output: Path) -> list[Path]:
    """Return every page of a site, sorted."""
    return sorted(output.rglob("*.html"))
