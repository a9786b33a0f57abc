"""What travels with the package: the theme, and the scaffold of a new site."""

from __future__ import annotations

from pathlib import Path

from rostrum.core.files import PACKAGE


def find_theme() -> Path:
    """Return the kit's theme: inside an installed package, else beside `plugins/`."""
    inside = PACKAGE / "theme"
    return inside if inside.is_dir() else PACKAGE.parent.parent / "theme"
