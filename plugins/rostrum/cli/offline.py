"""The copy of a build for reviewers, whose pages are opened from the disk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from rostrum.cli.printing import show_folder
from rostrum.cli.program import Refusal
from rostrum.core.system_errors import describe_error
from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _

if TYPE_CHECKING:  # slow imports
    from rostrum.build.config import Config


def write_offline(folder: Path, config: Config) -> Translatable:
    """Write the copy of a built site and return a sentence about it; raises Refusal."""
    from rostrum.build.overlaps import find_owner
    from rostrum.publishing.offline_copy import NotACopyError, write_offline_copy
    from rostrum.publishing.snapshot import read_snapshot

    place = Path(os.path.realpath(folder))
    shown = show_folder(place)
    if owner := find_owner(place, config):
        name, taken = owner
        message = _(
            "--offline: %(name)s, %(folder)s/, is no place for it. Choose a folder beside it.",
            name=name,
            folder=show_folder(taken),
        )
        raise Refusal(message)
    try:
        snapshot = read_snapshot(config.output, config.rules.retained)
        write_offline_copy(snapshot, place, config.addresses.root)
    except NotACopyError:
        raise Refusal(
            _("--offline: %(folder)s/ has other files. Choose an empty folder.", folder=shown)
        ) from None
    except OSError as error:
        raise Refusal(
            _(
                "--offline: %(folder)s/ can't be written: %(reason)s.",
                folder=shown,
                reason=describe_error(error),
            )
        ) from None
    return _("To read without a server: open %(file)s.", file=f"{shown}/index.html")
