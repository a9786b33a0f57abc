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
    """What a target is opened with: its settings, the site's folder, and who publishes when.

    `state` is the state directory of the output folder.
    """

    settings: TargetSettings
    folder: Path
    owner: Owner
    state: Path


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


def _open_git(opening: Opening) -> Target:
    from rostrum.publishing.git import GitTarget

    return GitTarget(opening.settings, opening.folder, opening.state, opening.owner.moment)


def _open_s3(opening: Opening) -> Target:
    from rostrum.publishing.in_place import InPlaceTarget
    from rostrum.publishing.s3 import open_bucket

    store = open_bucket(opening.settings, os.environ, opening.state / "publish")
    return InPlaceTarget(store, opening.owner)


def _open_sftp(opening: Opening) -> Target:
    from rostrum.publishing.in_place import InPlaceTarget
    from rostrum.publishing.sftp import SftpStore
    from rostrum.publishing.sftp_connection import connect, parse_address

    to = opening.settings.to
    address = parse_address(to)
    client = connect(address, os.environ)
    store = SftpStore(client, address.folder, to, opening.state / "publish")
    return InPlaceTarget(store, opening.owner)


KINDS: Mapping[str, Callable[[Opening], Target]] = {
    "folder": _open_folder,
    "git": _open_git,
    "rsync": _open_rsync,
    "s3": _open_s3,
    "sftp": _open_sftp,
}
"""What opens a target of a kind; its libraries are imported there."""


def open_target(opening: Opening) -> Target:
    """Return a target; paths are relative to the site's folder. Raises TargetError."""
    return KINDS[opening.settings.kind](opening)
