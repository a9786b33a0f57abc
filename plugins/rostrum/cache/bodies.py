"""Lazy access to the HTML of a site's texts.

A build of 10,000 posts loads the keywords, links and length of each post. The HTML is read only
for the pages and feeds to be rendered.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rostrum.cache.store import TextReader
from rostrum.core.model import Body


class MissingBodyError(Exception):
    """A cached text was damaged during the build; all content must be read again."""


@dataclass
class BodyStore:
    """The texts of one build: `keys` maps digests to cache keys, `held` to HTML in memory."""

    file: Path
    keys: dict[str, bytes] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)
    _reader: TextReader | None = None
    _process: int = 0

    def read(self, body: Body) -> str:
        """Return a body's HTML, links as written; raises MissingBodyError."""
        if body.html or not body.digest:
            return body.html
        if body.digest in self.held:
            return self.held[body.digest]
        text = self._open().read(self.keys[body.digest])
        if text is None:
            raise MissingBodyError
        return text

    def close(self) -> None:
        """Close the cache file."""
        if self._reader is not None and self._process == os.getpid():
            self._reader.close()
        self._reader = None

    def _open(self) -> TextReader:
        # A connection must not be used in a forked process (sqlite.org/howtocorrupt.html).
        if self._reader is None or self._process != os.getpid():
            self._reader, self._process = TextReader(self.file), os.getpid()
        return self._reader

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_reader": None, "_process": 0}
