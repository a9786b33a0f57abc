"""The result of removing metadata, and the exception for a failure."""

from __future__ import annotations

from dataclasses import dataclass

from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _

Part = bytes | bytearray | memoryview


@dataclass(frozen=True, slots=True)
class Stripped:
    """An image without metadata, in parts; width and height are in pixels, as stored.

    `orientation` is its rotation and mirroring for display, from 1 to 8 (Exif 3.0, 4.6.5.1).
    """

    parts: tuple[Part, ...]
    width: int = 0
    height: int = 0
    orientation: int = 1

    @property
    def content(self) -> bytes:
        """The file's bytes, copied on each access: many callers need the size only."""
        return b"".join(self.parts)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height as displayed; orientations from 5 to 8 swap the two."""
        if self.orientation >= 5:
            return self.height, self.width
        return self.width, self.height


class Unusable(Exception):
    """Raised for an unpublishable file; holds the code of the finding, the reason and a hint."""

    def __init__(self, code: str, reason: Translatable, hint: Translatable) -> None:
        super().__init__(reason)
        self.code, self.reason, self.hint = code, reason, hint


def damaged(reason: Translatable) -> Unusable:
    """Return the exception for an invalid image, because it may contain metadata anywhere."""
    return Unusable("image-damaged", reason, AGAIN)


def not_image(reason: Translatable) -> Unusable:
    """Return the exception for a file with an image's name but other content."""
    return Unusable("not-image", reason, AGAIN)


AGAIN = _("Save or export it again from the original, and look at it before you commit it.")


def cut_off() -> Unusable:
    """Return the exception for a truncated image."""
    return damaged(_("the picture is cut off: its end is missing"))
