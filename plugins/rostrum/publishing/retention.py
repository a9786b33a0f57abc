"""The theme's files that have left a site: a target keeps them for a day.

A page that a reader or a cache has from before still asks for them. Pages and pictures are removed
at once: they may have been withdrawn.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from rostrum.output.inventory import is_inside

RETENTION = ".rostrum-retention"
"""Name of the file at a target that says since when which file is kept there."""

_KEPT = timedelta(days=1)


def parse_retention(raw: bytes) -> dict[str, int]:
    """Return the paths of files that are kept, each with the second since when; never raises."""
    try:
        read = json.loads(raw)
    except ValueError:
        return {}
    return {
        path: since
        for path, since in (read.items() if isinstance(read, dict) else ())
        if is_inside(path) and type(since) is int
    }


def format_retention(kept: Mapping[str, int]) -> bytes:
    """Return the bytes that say since when which file is kept."""
    return (json.dumps(kept, sort_keys=True, indent=1) + "\n").encode()


def keep(
    gone: Iterable[str], before: Mapping[str, int], folder: str, moment: datetime
) -> dict[str, int]:
    """Return which of the files that have left a site are kept, and since when.

    `before` are those that were kept at the last publication; `folder` has the theme's files.
    """
    now = int(moment.timestamp())
    since = {path: before.get(path, now) for path in gone if path.startswith(f"{folder}/")}
    oldest = now - int(_KEPT.total_seconds())
    return {path: then for path, then in sorted(since.items()) if then > oldest}
