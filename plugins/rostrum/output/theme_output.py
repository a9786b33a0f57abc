"""The output folder of a build by Pelican with another theme.

Pelican never removes the page of a post turned into a draft. Written files are identified by
comparing file stamps before and after the build; files of an earlier build are removed unless this
build has written them again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rostrum.cache.file_stamps import FileStamp, stamp
from rostrum.output.atomic_move import OutputError, OutputGuard, move, place, refuse, remove
from rostrum.output.inventory import (
    FileEntry,
    Inventory,
    digest_manifest,
    entry_of,
    find_inventory,
    find_unknown,
    kinds_of,
    list_output,
    replace_file,
)
from rostrum.output.manifest import MANIFEST, make_manifest
from rostrum.output.writer import Rules, hold_alone, make_notes, refuse_all


@dataclass
class ThemeOutput:
    """An output folder before and after a build by Pelican; `notes` is its state directory.

    Other builds of the same output wait from its creation to `end`. Raises OutputError if the
    folder or the state directory can't be read or written.
    """

    root: Path
    notes: Path
    salt: bytes
    rules: Rules
    before: Inventory = field(init=False)
    _lock: ExitStack = field(default_factory=ExitStack)
    _marks: Mapping[str, FileStamp | None] = field(default_factory=dict)
    _written: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Take the lock and read the inventory of earlier builds."""
        listed = self.notes / "files"
        with self._told():
            make_notes(self.notes)
            self._lock.enter_context(hold_alone(self.notes / "lock"))
            self.before = find_inventory(self.root, listed, no_cache=False)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise refuse_all(self.root, error) from error

    def close(self) -> None:
        """Release the lock, so that other builds of the same output continue."""
        self._lock.close()

    def begin(self) -> None:
        """Record the stamp of each file before the build writes."""
        with self._told():
            self._marks = {path: stamp(f"{self.root}/{path}") for path in list_output(self.root)}

    def write(self, path: str, content: bytes) -> None:
        """Write a file of the kit's own; raises OutputError for a file of others in its place."""
        OutputGuard(self.root, {*self.before.entries, *self._written}).check([path])
        self._written.add(path)
        file = self.notes / "own"
        try:
            file.write_bytes(content)
        except OSError as error:
            raise refuse(path, error) from error
        move(file, self.root, path)

    def end(
        self, sources: Mapping[str, FileEntry], copied: Iterable[str]
    ) -> tuple[tuple[str, ...], list[OutputError]]:
        """Remove files no longer written, and record the rest.

        `sources` are the entries of pages by their path, `copied` are copied files, possibly
        unchanged. Returns the files not written by any build, and an error for each file not
        removed.
        """
        with self._lock, self._told():
            return self._end(sources, copied)

    def _end(
        self, sources: Mapping[str, FileEntry], copied: Iterable[str]
    ) -> tuple[tuple[str, ...], list[OutputError]]:
        paths = [path for path in list_output(self.root) if path != MANIFEST]
        same = {*copied, *self._written}
        written = {
            path: sources.get(path) or entry_of(path)
            for path in paths
            if path in same or stamp(f"{self.root}/{path}") != self._marks.get(path)
        }
        known = self.before.entries
        unknown = find_unknown(paths, known, written, self.rules.retained)
        gone = [path for path in known if path not in written]
        failed = self._remove([*gone, *(unknown if self.rules.clean else ())])
        left = {refused.path: entry_of(refused.path) for refused in failed}
        self._record({**written, **left})
        return () if self.rules.clean else unknown, failed

    def _remove(self, paths: Iterable[str]) -> list[OutputError]:
        failed = []
        for path in paths:
            try:
                remove(self.root, path)
            except OutputError as refused:
                failed.append(refused)
        return failed

    def _record(self, entries: Mapping[str, FileEntry]) -> None:
        raw = make_manifest(kinds_of(entries), self.salt).format()
        place(self.root, MANIFEST, raw)
        inventory = Inventory(entries, digest_manifest(raw))
        replace_file(self.notes / "files", inventory.format())
