"""Whether the program runs in continuous integration."""

from __future__ import annotations

import os


def runs_in_ci() -> bool:
    """Return True on a CI runner, by the variable CI, which GitHub and GitLab set."""
    return os.environ.get("CI", "").lower() in ("true", "1")
