"""Reading with a memory: a file that was read before, by the same rules, is not read again.

The key of what a file holds is made of its bytes, its place and everything that reading depends
on: the options, the kit's own code, the libraries' versions. What other extensions of Markdown
than its own read besides, an included file say, is in the key where the site declares it as an
input, else nothing is kept.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from importlib.metadata import entry_points
from itertools import islice
from pathlib import Path
from typing import Any

from rostrum.cache.bodies import BodyStore
from rostrum.cache.file_index import FileIndex, load_sightings
from rostrum.cache.fingerprints import digest_code
from rostrum.cache.inputs import digest_inputs, is_known, is_own_module
from rostrum.cache.store import Cache
from rostrum.core.diagnostics import Diagnostic
from rostrum.core.hashing import describe, digest, digest_bytes
from rostrum.core.model import Body
from rostrum.core.parallel import WorkerPool
from rostrum.reading.batch import ReadResult, read_files
from rostrum.reading.codec import CachedSource, decode
from rostrum.reading.source_file import ReadOptions, Source, SourceFile

_AT_ONCE = 500  # files whose contents are stored together


@dataclass
class ReadContent:
    """What the files of a content folder hold, by path; their texts; and the cache of both.

    `held` is what was known of each file before it was read, for the next run in this process.
    """

    sources: dict[str, Source] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)
    texts: BodyStore = field(default_factory=lambda: BodyStore(Path()))
    store: Cache | None = None
    wanted: list[bytes] = field(default_factory=list)
    held: dict[bytes, CachedSource] = field(default_factory=dict)

    def close(self) -> None:
        """Let go of the cache: from now on it may forget what is old or too much."""
        self.texts.close()
        if self.store:
            self.store.close(self.wanted)
            self.store = None


@dataclass(frozen=True)
class CachedReader:
    """Reads the files of a content folder with a memory.

    `no_cache` has all of them read now; `keep_texts` keeps their texts at hand, whatever the cache
    does. `before` is what an earlier run in this process held. `cpu_seconds` is what reading a file
    may take of the processor's time. `inputs` are the patterns of files that the site declares,
    None where it declares nothing.
    """

    content: Path
    options: ReadOptions
    workers: WorkerPool
    store: Cache
    no_cache: bool = False
    keep_texts: bool = False
    before: Mapping[bytes, CachedSource] = field(default_factory=dict)
    cpu_seconds: float = 0
    inputs: tuple[str, ...] | None = None

    def recall(self, files: Sequence[SourceFile]) -> ReadContent:
        """Return what each file holds: from the cache, or read now and kept there."""
        rules = digest_rules(self.options, self.inputs)
        sightings = load_sightings(self.content, self.store.file.parent)
        keys = {file.path: _key(file, sightings, rules) if rules else b"" for file in files}
        sightings.save()
        found = {} if self.no_cache else self._look_up(files, keys)
        made = ReadContent(texts=BodyStore(self.store.file), store=self.store)
        for path, held in found.items():
            made.held[keys[path]] = held
            _find_text(held[0], keys[path], made.texts)
        made.wanted += made.held
        missing = [file for file in files if file.path not in found]
        read = read_files(missing, self.content, self.options, self.workers, self.cpu_seconds)
        while readings := list(islice(read, _AT_ONCE)):
            opened = [(item, item.open()) for item in readings]
            self._keep(opened, rules, made)
            found |= {item.file.path: held for item, held in opened}
        for file in files:
            source, findings = found[file.path]
            made.findings += findings
            if source is not None:
                made.sources[file.path] = source
        return made

    def _look_up(
        self, files: Sequence[SourceFile], keys: Mapping[str, bytes]
    ) -> dict[str, CachedSource]:
        """Return what is known of files, by path."""
        asked = {key for key in keys.values() if key and key not in self.before}
        known = self.store.fetch([*asked])
        found = {
            file.path: self.before.get(keys[file.path])
            or decode(file.kind, known.get(keys[file.path], b""))
            for file in files
        }
        return {path: held for path, held in found.items() if held is not None}

    def _keep(
        self, opened: Sequence[tuple[ReadResult, CachedSource]], rules: bytes, made: ReadContent
    ) -> None:
        """Keep what was read in the cache, and at hand the texts that can't be kept there."""
        kept = {
            item.file.path: digest_key(item.file, item.digest, rules)
            for item, _ in opened
            if item.value and item.digest and rules
        }
        self.store.store(
            (kept[item.file.path], item.value, item.text.encode())
            for item, _ in opened
            if item.file.path in kept
        )
        made.wanted += kept.values()
        is_there = not (self.keep_texts or self.store.trouble)
        for item, held in opened:
            if is_there and item.file.path in kept:
                _find_text(held[0], kept[item.file.path], made.texts)
                made.held[kept[item.file.path]] = held
            elif item.text:
                made.texts.held[_mark_of(held[0])] = item.text


def _find_text(source: Source | None, key: bytes, texts: BodyStore) -> None:
    if mark := _mark_of(source):
        texts.keys[mark] = key


def _mark_of(source: Source | None) -> str:
    body: Body | None = getattr(source, "body", None)
    return body.digest if body else ""


def digest_key(file: SourceFile, raw: bytes, rules: bytes) -> bytes:
    """Return the key of a file's content; `raw` is the digest of its bytes."""
    place = f"{file.kind}\0{file.path}\0{file.shown}\0{file.root}"
    return digest_bytes(raw, place.encode(), rules)


def digest_rules(options: ReadOptions, inputs: tuple[str, ...] | None = None) -> bytes:
    """Return a digest of everything but the file that reading depends on.

    It is empty where code of the site's own takes part, or that of a library which may read other
    files and no `inputs` are declared: what that depends on can't be told.
    """
    use = find_code(options.markdown)
    if use is Code.OWN or (use is Code.LIBRARY and inputs is None):
        return b""
    described = [describe(getattr(options, name)) for name in sorted(options.__dataclass_fields__)]
    read = digest_inputs(inputs or ()) if use is Code.LIBRARY else b""
    return digest_bytes(digest_code(), _digest_zone(options.timezone), digest(described), read)


def _key(file: SourceFile, sightings: FileIndex, rules: bytes) -> bytes:
    """Return a file's key, an empty one for a file that can't be read."""
    try:
        return digest_key(file, sightings.digest(file.path), rules)
    except OSError:
        return b""


class Code(Enum):
    """Whose code takes part in a site's Markdown besides that of Python-Markdown and the kit."""

    NONE = auto()
    LIBRARY = auto()
    OWN = auto()


def find_code(options: Mapping[str, Any]) -> Code:
    """Return whose code takes part in Markdown; what isn't `NONE` may read any file.

    Python-Markdown's own extensions and the kit's read none.
    """
    modules = _list_modules(options)
    others = {key: value for key, value in options.items() if key != "extensions"}
    if not is_known(others) or any(map(is_own_module, modules)):
        return Code.OWN
    is_usual = all(name.partition(".")[0] in ("markdown", "rostrum") for name in modules)
    return Code.NONE if is_usual else Code.LIBRARY


def _list_modules(options: Mapping[str, Any]) -> list[str]:
    """Return the modules of a site's extensions, named by entry points, by modules or by classes.

    Entry points are read once: to find them takes as long as to read a hundred posts.
    """
    found = {entry.name: entry.module for entry in entry_points(group="markdown.extensions")}
    return [
        found.get(item, item.partition(":")[0]) if isinstance(item, str) else type(item).__module__
        for item in options.get("extensions", ())
    ]


def _digest_zone(name: str) -> bytes:
    """Return a digest of the system's rules for a time zone; tzdata's are among the libraries."""
    files = [Path(folder, name) for folder in zoneinfo.TZPATH]
    return digest_bytes(*(file.read_bytes() for file in files if file.is_file()))
