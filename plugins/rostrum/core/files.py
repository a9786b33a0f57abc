"""Files and folders: where the package lies."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parents[1]
