"""The kinds of targets: a row for each, with what opens one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rostrum.config.target_settings import TargetSettings
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


KINDS: Mapping[str, Callable[[Opening], Target]] = {"folder": _open_folder}
"""What opens a target of a kind; its libraries are imported there."""


def open_target(settings: TargetSettings, folder: Path, owner: Owner) -> Target:
    """Return a target; paths are relative to a folder. Raises TargetError."""
    return KINDS[settings.kind](Opening(settings, folder, owner))
