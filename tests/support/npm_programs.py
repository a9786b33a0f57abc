"""Programs of Node.js that judge pages. `make referees` installs them below `.venv/referees`."""

from __future__ import annotations

from pathlib import Path

import pytest

NODE_MODULES = Path(__file__).parents[2] / ".venv" / "referees" / "node_modules"


def find_program(name: str) -> Path:
    """Return the path of an installed file; without it, skip the test."""
    file = NODE_MODULES / name
    if not file.exists():
        pytest.skip("make referees installs the programs that judge pages")
    return file
