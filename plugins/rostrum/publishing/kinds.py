"""The kinds of targets: a row for each, with what opens one."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rostrum.config.target_settings import TargetSettings, split_place
from rostrum.publishing.owner import Owner
from rostrum.publishing.target import Target


@dataclass(frozen=True, slots=True)
class Opening:
    """What a target is opened with: its settings, the site's folder, and who publishes when."""

    settings: TargetSettings
    folder: Path
    owner: Owner


def _open_folder(opening: Opening) -> Target:
    from rostrum.publishing.folder import FolderTarget

    return FolderTarget(opening.folder / Path(opening.settings.to).expanduser(), opening.owner)


def _open_rsync(opening: Opening) -> Target:
    from rostrum.publishing.in_place import InPlaceTarget
    from rostrum.publishing.rsync import RsyncReleases, RsyncStore
    from rostrum.publishing.ssh import Connection

    place = split_place(opening.settings.to)
    assert place is not None  # the settings are checked
    host, folder = place
    connection = Connection(host, os.environ)
    if opening.settings.releases:
        return RsyncReleases(connection, folder, opening.owner)
    return InPlaceTarget(RsyncStore(connection, folder), opening.owner)


KINDS: Mapping[str, Callable[[Opening], Target]] = {"folder": _open_folder, "rsync": _open_rsync}
"""What opens a target of a kind; its libraries are imported there."""


def open_target(settings: TargetSettings, folder: Path, owner: Owner) -> Target:
    """Return a target; paths are relative to a folder. Raises TargetError."""
    return KINDS[settings.kind](Opening(settings, folder, owner))
