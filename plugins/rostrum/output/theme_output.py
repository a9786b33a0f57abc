"""The output folder where Pelican and another theme write to it, and not the kit.

Pelican never removes a page whose post is a draft now. What was written is told from the marks of
the files before and after; what an earlier build wrote and this one did not is removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rostrum.cache.file_stamps import FileStamp, stamp
from rostrum.output.atomic_move import OutputError, place, remove
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
    """An output folder before and after a build by Pelican; `notes` is the kit's folder for it.

    From its making to its `end` other builds of the same output wait. Raises OutputError where the
    folder or the notes can't be read or written.
    """

    root: Path
    notes: Path
    salt: bytes
    rules: Rules
    before: Inventory = field(init=False)
    _lock: ExitStack = field(default_factory=ExitStack)
    _marks: Mapping[str, FileStamp | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read what earlier builds wrote."""
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
        """Let other builds of the same output go on."""
        self._lock.close()

    def begin(self) -> None:
        """Note how each file looks before anything is written."""
        with self._told():
            self._marks = {path: stamp(f"{self.root}/{path}") for path in list_output(self.root)}

    def end(
        self, sources: Mapping[str, FileEntry], copied: Iterable[str]
    ) -> tuple[tuple[str, ...], list[OutputError]]:
        """Remove what is no longer written, and record the rest.

        `sources` are the entries of pages by their path, `copied` files that may be the same as
        before. Returns the files that no build wrote, and those that could not be removed.
        """
        with self._lock, self._told():
            return self._end(sources, copied)

    def _end(
        self, sources: Mapping[str, FileEntry], copied: Iterable[str]
    ) -> tuple[tuple[str, ...], list[OutputError]]:
        found = [path for path in list_output(self.root) if path != MANIFEST]
        same = set(copied)
        written = {
            path: sources.get(path) or entry_of(path)
            for path in found
            if path in same or stamp(f"{self.root}/{path}") != self._marks.get(path)
        }
        known = self.before.entries
        unknown = find_unknown(found, known, written, self.rules.retained)
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
