"""To whom a file belongs, and who may write it; on Windows, permissions of folders decide that.

Import only fast modules here, for rostrum.cache.up_to_date.
"""

from __future__ import annotations

import os
import stat

_OTHERS = stat.S_IWGRP | stat.S_IWOTH
_HAS_OWNERS = hasattr(os, "geteuid")


def is_own(status: os.stat_result) -> bool:
    """Return True if a file belongs to the user of this process."""
    return not _HAS_OWNERS or status.st_uid == os.geteuid()


def is_open_to_others(status: os.stat_result) -> bool:
    """Return True if other users may write a file."""
    return _HAS_OWNERS and bool(status.st_mode & _OTHERS)


def name_user() -> str:
    """Return what tells the user of this process from others, for the name of a folder."""
    return str(os.geteuid()) if _HAS_OWNERS else os.environ.get("USERNAME", "user")
