"""What a site does not want to be told: findings that a comment or a setting ignores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from rostrum.core.diagnostic_codes import CHANGEABLE, ON_REQUEST
from rostrum.core.diagnostics import Diagnostic, Severity, SourceLocation
from rostrum.core.translatable import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class IgnoreComment:
    """A comment that ignores findings of some codes in one line of its file."""

    place: SourceLocation
    codes: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class IgnoredFolder:
    """A setting that ignores findings of some codes in files below the content folder.

    `pattern` is the path of a file or folder, in which `*` stands for any characters.
    """

    pattern: str
    codes: tuple[str, ...]
    place: SourceLocation

    def includes(self, path: str) -> bool:
        """Return True if a path below the content folder fits, or one of the folders above it."""
        levels = (path, *map(str, PurePosixPath(path).parents))
        return any(fnmatchcase(level, self.pattern) for level in levels)


@dataclass
class Ignores:
    """The findings to be ignored in a build, and what of it was used.

    `content` is the content folder in the paths of findings.
    """

    content: str = ""
    folders: Sequence[IgnoredFolder] = ()
    _comments: dict[tuple[str, int], list[IgnoreComment]] = field(default_factory=dict)
    _used: set[tuple[SourceLocation, str]] = field(default_factory=set)

    def add_comments(self, comments: Iterable[IgnoreComment]) -> None:
        """Add the comments of a file."""
        for comment in comments:
            self._comments.setdefault((comment.place.path, comment.line), []).append(comment)

    def drop(self, diagnostic: Diagnostic) -> bool:
        """Return True if a finding is ignored; an error that no site may change never is."""
        code, place = diagnostic.code, diagnostic.place
        if code not in CHANGEABLE:
            return False
        used = [
            (comment.place, code)
            for comment in self._comments.get((place.path, place.line), ())
            if code in comment.codes
        ]
        if self.folders and place.path.startswith(f"{self.content}/"):
            path = place.path.removeprefix(f"{self.content}/")
            used += [
                (folder.place, code)
                for folder in self.folders
                if code in folder.codes and folder.includes(path)
            ]
        self._used.update(used)
        return bool(used)

    def list_unused(self) -> Iterator[Diagnostic]:
        """Yield a note for each code of a comment or setting that ignored nothing."""
        given: list[IgnoreComment | IgnoredFolder] = [*self.folders]
        given += (comment for group in self._comments.values() for comment in group)
        for each in given:
            for code in each.codes:
                is_unused = (each.place, code) not in self._used
                if is_unused and code in CHANGEABLE and code not in ON_REQUEST:
                    message = _(
                        'this ignores "%(code)s", and there is nothing to ignore', code=code
                    )
                    hint = _("Remove it.")
                    yield Diagnostic(each.place, Severity.NOTE, "ignore-unused", message, hint)
