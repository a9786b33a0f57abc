"""What is published with a page, feed or document: files, and pictures in several sizes."""

from __future__ import annotations

from typing import NamedTuple


class PictureUse(NamedTuple):
    """A picture in the sizes of a layout; `path` is below the content folder.

    `shape` is one of rostrum.renditions.plan.Shape.
    """

    path: str
    shape: str


Asset = str | PictureUse
"""A content file that is published unchanged but for its metadata, by its path, or a picture."""
