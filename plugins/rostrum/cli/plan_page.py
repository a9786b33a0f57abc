"""The page of the cross-post plan, beside the site and never in it."""

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


def check_page(page: Path, config: Config) -> None:
    """Raise Refusal if the plan's page would be published or would replace another file."""
    from rostrum.build.overlaps import find_owner
    from rostrum.crosspost.html_page import PageTaken, check_place

    if owner := find_owner(Path(os.path.realpath(page)), config):
        name, folder = owner
        message = _(
            "--page: %(name)s, %(folder)s/, is no place for %(page)s. Choose one beside it.",
            page=str(page),
            name=name,
            folder=show_folder(folder),
        )
        raise Refusal(message)
    try:
        check_place(page)
    except PageTaken as taken:
        raise _refuse_taken(page, taken.reason) from None
    except OSError as error:
        raise _refuse_page(page, error) from None


def write_page(page: Path, text: str) -> None:
    """Write the page; raises Refusal if it can not be written."""
    from rostrum.crosspost.html_page import PageTaken
    from rostrum.crosspost.html_page import write_page as write_file

    try:
        write_file(page, text)
    except PageTaken as taken:
        raise _refuse_taken(page, taken.reason) from None
    except FileExistsError:  # made since the check
        raise _refuse_taken(page, _("another program or a person wrote it")) from None
    except OSError as error:
        raise _refuse_page(page, error) from None


def _refuse_taken(page: Path, reason: Translatable) -> Refusal:
    message = _(
        "--page: %(page)s is left as it is: %(reason)s. Choose another place, or move it away."
    )
    return Refusal(message.fill(page=str(page), reason=reason))


def _refuse_page(page: Path, error: OSError) -> Refusal:
    message = _("--page: %(page)s can't be written: %(reason)s.")
    return Refusal(message.fill(page=str(page), reason=describe_error(error)))
