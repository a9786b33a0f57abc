"""The page of the cross-post plan, beside the site and never in it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from rostrum.cli.printing import show_folder
from rostrum.cli.program import Refusal

if TYPE_CHECKING:  # slow imports
    from rostrum.build.config import Config


def check_page(page: Path, config: Config) -> None:
    """Raise Refusal if the plan's page would be published or would replace another file."""
    from rostrum.build.overlaps import find_owner
    from rostrum.crosspost.html_page import check_place

    if owner := find_owner(Path(os.path.realpath(page)), config):
        name, folder = owner
        message = f"--page: {page} would lie in {name}, {show_folder(folder)}/."
        raise Refusal(f"{message} Choose a place beside it.")
    try:
        check_place(page)
    except OSError as error:
        raise _refuse_page(page, error) from None


def write_page(page: Path, text: str) -> None:
    """Write the page; raises Refusal if it can not be written."""
    from rostrum.crosspost.html_page import write_page as write_file

    try:
        write_file(page, text)
    except OSError as error:
        raise _refuse_page(page, error) from None


def _refuse_page(page: Path, error: OSError) -> Refusal:
    if isinstance(error, FileExistsError):
        message = f"--page: {page} is left as it is: {error.strerror}."
        return Refusal(f"{message} Choose another place, or move it away.")
    return Refusal(f"--page: {page} can't be written: {error.strerror}.")
