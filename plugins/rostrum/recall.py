"""Reading with a memory: a file that was read before, by the same rules, is not read again.

The key of what a file holds is made of its bytes, its place and everything that reading depends
on: the options, the kit's own code, the libraries' versions. What an extension of Markdown
reads besides, an included file say, is not in the key, so then nothing is kept.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping, Sequence
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import msgspec

from rostrum.cache import Cache
from rostrum.diagnostics import Diagnostic, Report
from rostrum.digests import describe, digest, digest_bytes, digest_code
from rostrum.model import Comment, Page, Person, Post, Series
from rostrum.reading import Reading, read_files, read_raw
from rostrum.sources import ReadOptions, Source, SourceFile
from rostrum.traces import UNKNOWN, is_known, is_own_module

_KINDS: Mapping[str, type[Source]] = {
    "post": Post,
    "page": Page,
    "person": Person,
    "series": Series,
    "comment": Comment,
}
_ENCODER = msgspec.json.Encoder()  # MessagePack would drop a moment's offset
_DECODERS = {
    kind: msgspec.json.Decoder(tuple[held | None, list[Diagnostic]])  # type: ignore[valid-type]
    for kind, held in _KINDS.items()
}


def recall_files(
    files: Sequence[SourceFile],
    content: Path,
    options: ReadOptions,
    jobs: int,
    report: Report,
    store: Cache,
    looked_at: set[str],
    fresh: bool = False,
) -> Mapping[str, Source]:
    """Return what each file holds, by its path: from the cache, or read now and kept there.

    `fresh` has all of them read now. To `looked_at` is added what Markdown's extensions looked at.
    """
    rules = digest_rules(options)
    keys = {file.path: _key(file, content, rules) if rules else b"" for file in files}
    known = {} if fresh else store.fetch([key for key in keys.values() if key])
    found = {file.path: _decode(file, known.get(keys[file.path])) for file in files}
    missing = [file for file in files if found[file.path] is None]
    read = read_files(missing, content, options, jobs)
    encoded = [(digest_key(item.file, item.digest, rules), _encode(item)) for item in read]
    kept = {key: value for key, value in encoded if value and rules}
    store.store(kept)
    store.close([*known, *kept])
    looked_at.update(*(item.looked_at for item in read), () if rules else (UNKNOWN,))
    found.update({item.file.path: (item.source, item.diagnostics) for item in read})
    return _take([held for held in found.items() if held[1] is not None], report)


def digest_key(file: SourceFile, raw: bytes, rules: bytes) -> bytes:
    """Return the key of a file's content; `raw` is the digest of its bytes."""
    place = f"{file.kind}\0{file.path}\0{file.shown}\0{file.root}"
    return digest_bytes(raw, place.encode(), rules)


def digest_rules(options: ReadOptions) -> bytes:
    """Return a digest of everything but the file that reading depends on.

    It is empty where code of the site's own takes part: what that depends on can't be told.
    """
    if not _is_all_known(options.markdown):
        return b""
    described = [describe(getattr(options, name)) for name in sorted(options.__dataclass_fields__)]
    return digest_bytes(digest_code(), _digest_zone(options.timezone), digest(described))


def _key(file: SourceFile, content: Path, rules: bytes) -> bytes:
    """Return a file's key, an empty one for a file that can't be read."""
    try:
        return digest_key(file, digest_bytes(read_raw(content / file.path)), rules)
    except OSError:
        return b""


def _take(
    found: Sequence[tuple[str, tuple[Source | None, list[Diagnostic]] | None]], report: Report
) -> Mapping[str, Source]:
    sources: dict[str, Source] = {}
    for path, held in found:
        if held is None:
            continue
        report.extend(held[1])
        if held[0] is not None:
            sources[path] = held[0]
    return sources


def _encode(item: Reading) -> bytes:
    """Return what came of a file as stored; empty for what can't be, which is then read again."""
    if not item.digest or item.looked_at:
        return b""
    try:
        return _ENCODER.encode((item.source, item.diagnostics))
    except (UnicodeEncodeError, TypeError):
        return b""


def _decode(file: SourceFile, value: bytes | None) -> tuple[Source | None, list[Diagnostic]] | None:
    if value is None:
        return None
    try:
        found: tuple[Source | None, list[Diagnostic]] = _DECODERS[file.kind].decode(value)
    except msgspec.DecodeError:
        return None
    return found


def _is_all_known(options: Mapping[str, Any]) -> bool:
    """Say whether a site's Markdown is made by libraries alone."""
    extensions = options.get("extensions", ())
    modules = [_find_module(item) for item in extensions if isinstance(item, str)]
    modules += [type(item).__module__ for item in extensions if not isinstance(item, str)]
    others = {key: value for key, value in options.items() if key != "extensions"}
    return is_known(others) and not any(map(is_own_module, modules))


def _find_module(name: str) -> str:
    """Return the module of an extension, which has the name of an entry point or of a module."""
    found = entry_points(group="markdown.extensions", name=name)
    return next((entry.module for entry in found), name.partition(":")[0])


def _digest_zone(name: str) -> bytes:
    """Return a digest of the system's rules for a time zone; tzdata's are among the libraries."""
    files = [Path(folder, name) for folder in zoneinfo.TZPATH]
    return digest_bytes(*(file.read_bytes() for file in files if file.is_file()))
