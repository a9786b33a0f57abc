"""A report as a code host sees it: with paths from the root of the repository."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rostrum.core.diagnostics import Diagnostic, Report, SourceLocation, printable_line
from rostrum.core.hashing import digest
from rostrum.core.translatable import ENGLISH, Translator


@dataclass(frozen=True)
class RepositoryReport:
    """The findings of a run, in the language of its texts.

    `folder` is where the command runs, to which the paths of findings are relative; `root` is the
    root of the repository around it.
    """

    report: Report
    folder: Path = field(default_factory=Path.cwd)
    root: Path = field(default_factory=Path.cwd)
    language: Translator = ENGLISH

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.report)

    def show_path(self, place: SourceLocation) -> str:
        """Return the path of a finding below the root, with forward slashes.

        A path outside of the repository is absolute. An option of the command stays as it is.
        """
        if place.is_option:
            return place.path
        # normpath() keeps symbolic links: the host knows a file by the path that Git knows.
        path = Path(os.path.normpath(self.folder / place.path))
        return path.relative_to(self.root).as_posix() if self._holds(path) else path.as_posix()

    def is_inside(self, place: SourceLocation) -> bool:
        """Return True if a finding is about a file of the repository."""
        return not place.is_option and self._holds(Path(os.path.normpath(self.folder / place.path)))

    def describe(self, diagnostic: Diagnostic) -> str:
        """Return message and hint of a finding, as one line that controls nothing."""
        parts = (diagnostic.message, diagnostic.labelled_hint)
        return printable_line(". ".join(part.translate(self.language) for part in parts if part))

    def identify(self) -> Iterator[tuple[Diagnostic, str]]:
        """Yield each finding with a fingerprint, the same in each language and on another line.

        Findings that differ in their line alone are counted.
        """
        counts: Counter[tuple[str, ...]] = Counter()
        for diagnostic in self:
            path, message = self.show_path(diagnostic.place), str(diagnostic.message)
            identity = (path, diagnostic.code, message)
            counts[identity] += 1
            yield diagnostic, digest(*identity, counts[identity]).hex()

    def _holds(self, path: Path) -> bool:
        return path.is_relative_to(self.root)
