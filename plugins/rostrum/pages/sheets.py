"""A sheet: a file of the site that is made when its turn comes, in whichever process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rostrum.feeds.model import Feed
from rostrum.views import View


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page or feed to print: where it goes, and what makes its view or feed.

    `format` is the name of a feed's format, empty for a page.
    """

    file: str
    make: Callable[[], View | Feed]
    format: str = ""
