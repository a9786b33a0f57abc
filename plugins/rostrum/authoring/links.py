"""Keep links to files right when a file gets another name: in texts, and in `related`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from rostrum.core.diagnostics import SourceLocation

_MARK = re.compile(r"[{|](?:filename|static|attach)[}|]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_TAIL = re.compile(r"[?#].*", re.DOTALL)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)?")


@dataclass(frozen=True, slots=True)
class Renames:
    """Files that get other names: the former and the new path below the content folder.

    `exists` tells whether there is a file at a path.
    """

    paths: Mapping[str, str]
    exists: Callable[[str], bool]

    def retarget(self, target: str, path: str) -> str:
        """Return a link in the file `path` as it has to be written after the renaming."""
        mark = match[0] if (match := _MARK.match(target)) else ""
        bare = _TAIL.sub("", target[len(mark) :])
        if not bare or (not mark and (_SCHEME.match(bare) or bare.startswith("//"))):
            return target
        new = self._find_name(unquote(bare), path)
        if new is None:
            return target
        if "%" in bare or " " in new:
            new = quote(new, safe="/-._~!$&'()*+,;=:@")
        return f"{mark}{new}{target[len(mark) + len(bare) :]}"

    def _find_name(self, name: str, path: str) -> str | None:
        """Return the new name of a file as it is linked; None if it stays."""
        rooted = posixpath.normpath(name.lstrip("/"))
        if name.startswith("/"):
            return f"/{self.paths[rooted]}" if rooted in self.paths else None
        folder, moved = posixpath.dirname(path), posixpath.dirname(self.paths.get(path, path))
        beside = posixpath.normpath(posixpath.join(folder, name))
        if beside in self.paths or (folder != moved and self.exists(beside)):
            new = posixpath.relpath(self.paths.get(beside, beside), moved or ".")
            return new if new != posixpath.normpath(name) else None
        return self.paths.get(rooted)


def rewrite_links(
    raw: bytes, path: str, written: Iterable[tuple[str, SourceLocation]], renames: Renames
) -> tuple[bytes, tuple[SourceLocation, ...]]:
    """Return the bytes of a file with its links rewritten, and the places left to the author.

    `written` are the links of the file with their locations.
    """
    lines = _LINE.findall(raw.decode("utf-8", "surrogateescape"))
    left = []
    places = {place: target for target, place in written}
    for place in sorted(places, reverse=True):
        target = places[place]
        new = renames.retarget(target, path)
        if new == target:
            continue
        line, column = place.line - 1, place.column - 1
        mark = "\ufeff" if line == 0 and lines[0].startswith("\ufeff") else ""
        column += len(mark)
        if line < len(lines) and lines[line][column : column + 1] in ('"', "'"):
            column += 1  # a quoted value of front matter
        if line < len(lines) and lines[line].startswith(target, column):
            text = lines[line]
            lines[line] = text[:column] + new + text[column + len(target) :]
        else:
            left.append(place)
    return "".join(lines).encode("utf-8", "surrogateescape"), tuple(reversed(left))
