"""What comes of removing metadata, and how it fails."""

from __future__ import annotations

from dataclasses import dataclass

Part = bytes | bytearray | memoryview


@dataclass(frozen=True, slots=True)
class Stripped:
    """A picture without metadata, in parts; width and height are in pixels, as stored.

    `orientation` says how to turn it before it is shown, from 1 to 8 (Exif 3.0, 4.6.5.1).
    """

    parts: tuple[Part, ...]
    width: int = 0
    height: int = 0
    orientation: int = 1

    @property
    def content(self) -> bytes:
        """The file's bytes. They are copied here and not before: many only want the size."""
        return b"".join(self.parts)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height as readers see them; orientations from 5 to 8 swap the two."""
        if self.orientation >= 5:
            return self.height, self.width
        return self.width, self.height


class Unusable(Exception):
    """A file that cannot be published as it is: the code of the finding, why, and what to do."""

    def __init__(self, code: str, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.code, self.reason, self.hint = code, reason, hint


def damaged(reason: str) -> Unusable:
    """Return the exception for a picture whose bytes make no sense: it may hold anything."""
    return Unusable("image-damaged", reason, _AGAIN)


def not_image(reason: str) -> Unusable:
    """Return the exception for a file that has a picture's name and is none."""
    return Unusable("not-image", reason, _AGAIN)


_AGAIN = "Save or export it again from the original, and look at it before you commit it."


def cut_off() -> Unusable:
    """Return the exception for a picture that ends too early."""
    return damaged("the picture is cut off: its end is missing")
