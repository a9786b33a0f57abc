"""Write a new blog into a folder: completely or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

_ALLOWED = frozenset(
    (".git", ".gitignore", "license", "license.md", "license.txt", "readme", "readme.md")
)
"""What a new repository of GitHub or GitLab begins with, in lower case."""


def list_obstacles(folder: Path) -> list[str]:
    """Return the names in a folder that forbid a new blog there, sorted; none if it is missing.

    Raises OSError, NotADirectoryError for a file.
    """
    if not folder.exists() and not folder.is_symlink():
        return []
    names = sorted(entry.name for entry in folder.iterdir())
    return [name for name in names if name.lower() not in _ALLOWED]


def create(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Write files into a folder, by their path (POSIX); return the paths written, sorted.

    Files that are there already stay: README, licence and `.gitignore`. All files are written
    to a hidden folder first, then moved, so that a full disk leaves nothing. Raises OSError.
    """
    folder = folder.resolve()
    is_new = not folder.exists()
    around = folder.parent if is_new else folder
    around.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=around, prefix=".rostrum-") as name:
        staging = Path(name) / "blog"
        staging.mkdir(mode=0o777)
        present = set[str]() if is_new else {entry.name.lower() for entry in folder.iterdir()}
        written = sorted(path for path in files if path.lower() not in present)
        for path in written:
            file = staging / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(files[path])
        if is_new:
            staging.rename(folder)
        else:
            _move_entries(sorted(staging.iterdir()), folder)
    return written


def _move_entries(entries: Iterable[Path], folder: Path) -> None:
    """Move entries into a folder; undo what was moved if one of them fails."""
    moved: list[Path] = []
    try:
        for entry in entries:
            entry.rename(folder / entry.name)
            moved.append(folder / entry.name)
    except OSError:
        for entry in moved:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        raise
