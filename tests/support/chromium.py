"""Where a Chromium is on this machine."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """Return the browser that ROSTRUM_CHROMIUM names, else an installed one."""
    named = os.environ.get("ROSTRUM_CHROMIUM")
    programs = [named] if named else [shutil.which(name) for name in NAMES]
    return next((program for program in programs if program and Path(program).is_file()), None)
