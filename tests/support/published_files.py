"""What a target holds after a publication."""

from __future__ import annotations

from pathlib import Path


def read_site(root: Path) -> dict[str, str]:
    """Return the files of a site by path, without the kit's own, which are hidden."""
    return {
        path.relative_to(root).as_posix(): path.read_text()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.name.startswith(".rostrum-")
    }


def read_all(root: Path) -> dict[str, bytes]:
    """Return the bytes of each file below a folder by path."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }
