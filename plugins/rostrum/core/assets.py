"""What is published with a page, feed or document: files, and pictures in several sizes."""

from __future__ import annotations

from typing import NamedTuple


class PictureUse(NamedTuple):
    """A picture in the sizes of a layout; `path` is below the content folder.

    `shape` is one of rostrum.renditions.plan.Shape.
    """

    path: str
    shape: str


class CardUse(NamedTuple):
    """A social card: its path below `output/`, and what it shows (rostrum.cards.model)."""

    path: str
    encoded: bytes


Asset = str | PictureUse | CardUse
"""A content file that is published unchanged but for its metadata, by its path, a picture,
or a card."""
