"""Pictures and other files that posts use: whether they are there, and how large they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from rostrum.copies import is_inside


@dataclass
class Pictures:
    """The files below the content folder; each is looked at once in a run."""

    content: Path
    _exists: dict[str, bool] = field(default_factory=dict)
    _sizes: dict[str, tuple[int, int]] = field(default_factory=dict)

    def exists(self, path: str) -> bool:
        """Return whether there is a file at a path, and it really lies in the content folder."""
        if path not in self._exists:
            try:
                file = self.content / path
                self._exists[path] = file.is_file() and is_inside(file, self.content)
            except (OSError, ValueError):  # a name too long, a NUL byte
                self._exists[path] = False
        return self._exists[path]

    def measure(self, path: str) -> tuple[int, int]:
        """Return width and height in pixels, 0 and 0 for what Pillow can't measure (SVG)."""
        if path not in self._sizes:
            self._sizes[path] = self._measure(self.content / path)
        return self._sizes[path]

    def _measure(self, file: Path) -> tuple[int, int]:
        try:
            with Image.open(file) as image:
                return image.size
        except (OSError, UnidentifiedImageError, Image.DecompressionBombError):
            return (0, 0)
