"""An output file: made when it is rendered, in any process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rostrum.core.document import Document
from rostrum.feeds.model import Feed
from rostrum.output.inventory import FileEntry
from rostrum.views.pages import View

Content = View | Feed | Document


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file to write: its path in the output folder, and the function for its content.

    `format` names the format of a file other than a page, such as a feed. `entry` names the
    source of a file made from a single source.
    """

    file: str
    make: Callable[[], Content]
    format: str = ""
    entry: FileEntry | None = None
