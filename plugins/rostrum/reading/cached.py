"""Read source files through a cache: an unchanged file is not read again under the same rules.

The cache key of a file's content covers its bytes, its location and all other dependencies: the
options, the kit's code and the versions of the libraries. Third-party Markdown extensions may
read further files, such as an included file. The key covers these files if the site declares
them as inputs; otherwise nothing is cached.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cache
from importlib.metadata import entry_points
from itertools import islice
from pathlib import Path
from typing import Any

from rostrum.cache.bodies import BodyStore
from rostrum.cache.file_index import FileIndex, load_sightings
from rostrum.cache.file_stamps import FileStamp
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

_AT_ONCE = 500  # files stored together


@dataclass
class ReadContent:
    """The content of a folder's files by path, their texts, and the cache of both.

    `held` maps cache keys to file contents, for the next build in this process.
    """

    sources: dict[str, Source] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)
    texts: BodyStore = field(default_factory=lambda: BodyStore(Path()))
    store: Cache | None = None
    wanted: list[bytes] = field(default_factory=list)
    held: dict[bytes, CachedSource] = field(default_factory=dict)

    def close(self) -> None:
        """Close the cache; from now on it may discard old or surplus entries."""
        self.texts.close()
        if self.store:
            self.store.close(self.wanted)
            self.store = None


@dataclass(frozen=True)
class CachedReader:
    """Reads the files of a content folder through the cache.

    `no_cache` reads all files again. `keep_texts` keeps their texts in memory, regardless of the
    cache. `before` is the `held` mapping of an earlier build in this process. `cpu_seconds` is
    the limit of CPU time for reading a file. `inputs` are the file patterns declared by the
    site, None without a declaration.
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
        """Return the content of each file, from the cache or newly read and then cached."""
        rules = digest_rules(self.options, self.inputs)
        sightings = load_sightings(self.content, self.store.file.parent)
        contents: dict[str, CachedSource] = {}
        keys: dict[str, bytes] = {}
        stamps: dict[str, FileStamp | None] = {}
        if rules and self._has_values:
            keys = {file.path: _key(file, sightings, rules) for file in files}
            contents = self._look_up(files, keys)
        elif rules:  # there is nothing to look up, so each file is read only once
            stamps = {file.path: sightings.stamp(file.path) for file in files}
        content = ReadContent(texts=BodyStore(self.store.file), store=self.store)
        for path, held in contents.items():
            content.held[keys[path]] = held
            _find_text(held[0], keys[path], content.texts)
        content.wanted += content.held
        missing = [file for file in files if file.path not in contents]
        read = read_files(missing, self.content, self.options, self.workers, self.cpu_seconds)
        while readings := list(islice(read, _AT_ONCE)):
            opened = [(item, item.open()) for item in readings]
            self._keep(opened, rules, content)
            contents |= {item.file.path: held for item, held in opened}
            for item, _ in opened:
                if item.digest and item.file.path in stamps:
                    sightings.note(item.file.path, stamps[item.file.path], item.digest)
        sightings.save()
        for file in files:
            source, findings = contents[file.path]
            content.findings += findings
            if source is not None:
                content.sources[file.path] = source
        return content

    @property
    def _has_values(self) -> bool:
        """Whether any file could be in the cache."""
        return not self.no_cache and bool(self.before or not self.store.is_empty)

    def _look_up(
        self, files: Sequence[SourceFile], keys: Mapping[str, bytes]
    ) -> dict[str, CachedSource]:
        """Return the cached contents of files, by path."""
        wanted = {key for key in keys.values() if key and key not in self.before}
        values = self.store.fetch([*wanted])
        contents = {
            file.path: self.before.get(keys[file.path])
            or decode(file.kind, values.get(keys[file.path], b""))
            for file in files
        }
        return {path: source for path, source in contents.items() if source is not None}

    def _keep(
        self, opened: Sequence[tuple[ReadResult, CachedSource]], rules: bytes, content: ReadContent
    ) -> None:
        """Store new results in the cache; keep texts in memory if the cache can't store them."""
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
        content.wanted += kept.values()
        is_there = not (self.keep_texts or self.store.trouble)
        for item, held in opened:
            if is_there and item.file.path in kept:
                _find_text(held[0], kept[item.file.path], content.texts)
                content.held[kept[item.file.path]] = held
            elif item.text:
                content.texts.held[_mark_of(held[0])] = item.text


def _find_text(source: Source | None, key: bytes, texts: BodyStore) -> None:
    if mark := _mark_of(source):
        texts.keys[mark] = key


def _mark_of(source: Source | None) -> str:
    body: Body | None = getattr(source, "body", None)
    return body.digest if body else ""


def digest_key(file: SourceFile, raw: bytes, rules: bytes) -> bytes:
    """Return the cache key of a file's content; `raw` is the digest of its bytes."""
    location = f"{file.kind}\0{file.path}\0{file.display_path}\0{file.root}\0{file.changed}"
    return digest_bytes(raw, location.encode(), rules)


def digest_rules(options: ReadOptions, inputs: tuple[str, ...] | None = None) -> bytes:
    """Return a digest of all dependencies of reading except the file itself.

    The digest is empty if the dependencies are unknown: if the site's own code takes part, or if
    a library takes part and no `inputs` are declared, as a library may read other files.
    """
    use = find_code(options.markdown)
    if use is Code.OWN or (use is Code.LIBRARY and inputs is None):
        return b""
    described = [describe(getattr(options, name)) for name in sorted(options.__dataclass_fields__)]
    read = digest_inputs(inputs or ()) if use is Code.LIBRARY else b""
    return digest_bytes(digest_code(), _digest_zone(options.timezone), digest(described), read)


def _key(file: SourceFile, sightings: FileIndex, rules: bytes) -> bytes:
    """Return a file's cache key, empty for an unreadable file."""
    try:
        return digest_key(file, sightings.digest(file.path), rules)
    except OSError:
        return b""


class Code(Enum):
    """The origin of Markdown code other than Python-Markdown and the kit."""

    NONE = auto()
    LIBRARY = auto()
    OWN = auto()


def find_code(options: Mapping[str, Any]) -> Code:
    """Return the origin of additional Markdown code; all but `NONE` may read any file.

    The extensions of Python-Markdown and of the kit read no files.
    """
    modules = _list_modules(options)
    remaining = {key: value for key, value in options.items() if key != "extensions"}
    if not is_known(remaining) or any(map(is_own_module, modules)):
        return Code.OWN
    is_usual = all(name.partition(".")[0] in ("markdown", "rostrum") for name in modules)
    return Code.NONE if is_usual else Code.LIBRARY


def _list_modules(options: Mapping[str, Any]) -> list[str]:
    """Return the modules of a site's extensions, named by entry point, module or class."""
    known = _find_entry_points()
    return [
        known.get(item, item.partition(":")[0]) if isinstance(item, str) else type(item).__module__
        for item in options.get("extensions", ())
    ]


@cache
def _find_entry_points() -> Mapping[str, str]:
    """Return the modules of Markdown extensions by the name of their entry point.

    They are looked up once: that takes as long as reading a hundred posts.
    """
    return {entry.name: entry.module for entry in entry_points(group="markdown.extensions")}


def _digest_zone(name: str) -> bytes:
    """Return a digest of the system's rules for a time zone; tzdata is one of the libraries."""
    files = [Path(folder, name) for folder in zoneinfo.TZPATH]
    return digest_bytes(*(file.read_bytes() for file in files if file.is_file()))
