"""Holds an output folder against that of a clean build: the same files, byte for byte."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

NAMED: Final = 5  # differences that are told one by one


def differences(have: Path, want: Path) -> list[str]:
    """Return a text for each file that is missing, too many or different, by its path."""
    ours, theirs = files(have), files(want)
    missing = [f"{path} is missing" for path in theirs - ours]
    surplus = [f"{path} should be gone" for path in ours - theirs]
    other = [f"{path} differs" for path in ours & theirs if not same(have / path, want / path)]
    return sorted([*missing, *surplus, *other])


def files(folder: Path) -> set[str]:
    """Return the paths of all files below a folder, with slashes."""
    paths = folder.rglob("*")
    return {path.relative_to(folder).as_posix() for path in paths if path.is_file()}


def same(one: Path, other: Path) -> bool:
    """Return whether two files hold the same bytes."""
    return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()


def told(faults: Sequence[str]) -> str:
    """Return the first few faults, and how many there are besides."""
    more = len(faults) - NAMED
    return "; ".join([*faults[:NAMED], *([f"and {more:,} more"] if more > 0 else [])])
