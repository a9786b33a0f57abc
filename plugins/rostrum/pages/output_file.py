"""A sheet: a file of the site that is made when its turn comes, in whichever process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rostrum.core.document import Document
from rostrum.feeds.model import Feed
from rostrum.output.inventory import FileEntry
from rostrum.views.components import View

Content = View | Feed | Document


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file to print: where it goes, and what makes its content.

    `format` is the name of what is no page, such as a feed's format. `entry` tells the source of
    what is made of a single one.
    """

    file: str
    make: Callable[[], Content]
    format: str = ""
    entry: FileEntry | None = None
