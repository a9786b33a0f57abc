"""Check if Git tracks a path by reading Git's index; Git need not be installed.

Import only the standard library here, to keep rostrum.cache.up_to_date fast.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

_LONG = 0xFFF  # the maximum length in an entry's flags, also used for longer names


def find_git(folder: Path) -> tuple[Path, Path] | None:
    """Return the working tree of a folder and its Git folder; None outside of any."""
    for tree in (folder, *folder.parents):
        git = tree / ".git"
        if os.path.isdir(git):  # noqa: PTH112 - unlike Path's, it never raises
            return tree, git
        if os.path.isfile(git):  # noqa: PTH113 - of a linked working tree or a submodule (gitrepository-layout(5))
            try:
                named = git.read_bytes().partition(b"gitdir:")[2].strip()
            except OSError:
                named = b""
            return tree, tree / os.fsdecode(named) if named else git
    return None


def is_tracked(folder: Path) -> bool | None:
    """Return True if Git tracks a folder, any file below it, or a link in place of a parent.

    Return None if unknown: the index is unreadable, or its version compresses names. Names are
    compared case-insensitively, as on many file systems.
    """
    repository = find_git(folder.parent)
    if repository is None:
        return False
    tree, git = repository
    names = _list_prefixes(os.fsencode(folder.relative_to(tree)))
    try:
        indexes = [file.read_bytes() for file in _list_indexes(git)]
    except OSError:
        return None
    if any(_holds(index, names) for index in indexes):
        return True
    return None if any(index[4:8] > b"\0\0\0\3" for index in indexes) else False


def _list_indexes(git: Path) -> list[Path]:
    """Return the index and its shared indexes (`git update-index --split-index`)."""
    index = git / "index"
    return [*([index] if index.exists() else []), *git.glob("sharedindex.*")]


def _list_prefixes(name: bytes) -> list[bytes]:
    parts = name.split(b"/")
    return [b"/".join(parts[:length]) for length in range(1, len(parts) + 1)]


def _holds(index: bytes, names: Iterable[bytes]) -> bool:
    """Return True if an index has an entry with one of these names, or below the last one.

    An entry's name follows its flags; their last twelve bits are the name's length. In version 3
    there may be two more bytes between flags and name (gitformat-index(5)).
    """
    *above, whole = map(re.escape, names)
    pattern = b"|".join([rb"%s[/\0]" % whole, *(rb"%s\0" % name for name in above)])
    for match in re.finditer(pattern, index, re.IGNORECASE):
        start = match.start()
        length = min(index.index(b"\0", start) - start, _LONG)
        flags = [index[at - 2 : at] for at in (start, start - 2)]
        if any(int.from_bytes(raw, "big") & _LONG == length for raw in flags):
            return True
    return False
