"""Reading with a memory: a file that was read before, by the same rules, is not read again.

The key of what a file holds is made of its bytes, its place and everything that reading depends
on: the options, the kit's own code, the libraries' versions, the code of Markdown extensions.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec

from rostrum.cache import Cache
from rostrum.diagnostics import Diagnostic, Report
from rostrum.digests import digest_bytes, digest_files
from rostrum.model import Comment, Page, Person, Post, Series
from rostrum.reading import Reading, read_files, read_raw
from rostrum.sources import ReadOptions, Source, SourceFile

_LIBRARIES = ("cmarkgfm", "markdown", "pygments", "pyyaml")
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
    fresh: bool = False,
) -> Mapping[str, Source]:
    """Return what each file holds, by its path: from the cache, or read now and kept there.

    `fresh` has all of them read now.
    """
    rules = digest_rules(options)
    keys = {file.path: _key(file, content, rules) for file in files}
    known = {} if fresh else store.fetch([key for key in keys.values() if key])
    found = {file.path: _decode(file, known.get(keys[file.path])) for file in files}
    missing = [file for file in files if found[file.path] is None]
    read = read_files(missing, content, options, jobs)
    encoded = [(digest_key(item.file, item.digest, rules), _encode(item)) for item in read]
    kept = {key: value for key, value in encoded if value}
    store.store(kept)
    store.close([*known, *kept])
    found.update({item.file.path: (item.source, item.diagnostics) for item in read})
    return _take([held for held in found.items() if held[1] is not None], report)


def digest_key(file: SourceFile, raw: bytes, rules: bytes) -> bytes:
    """Return the key of a file's content; `raw` is the digest of its bytes."""
    place = f"{file.kind}\0{file.path}\0{file.shown}\0{file.root}"
    return digest_bytes(raw, place.encode(), rules)


def digest_rules(options: ReadOptions) -> bytes:
    """Return a digest of everything but the file that reading depends on."""
    described = [
        repr(_describe(getattr(options, name))) for name in sorted(options.__dataclass_fields__)
    ]
    libraries = [f"{name} {version(name)}" for name in _LIBRARIES]
    extensions = [_digest_extension(name) for name in options.markdown.get("extensions", ())]
    parts = [text.encode() for text in (*described, *libraries)]
    return digest_bytes(digest_code(), *parts, *extensions)


@cache
def digest_code() -> bytes:
    """Return a digest of the kit's own code."""
    return digest_files((Path(__file__).parent,))


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
    if not item.digest:
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


def _describe(value: Any) -> Any:
    """Return what tells one option from another, in the same words in each process."""
    if isinstance(value, Mapping):
        return sorted((str(key), _describe(item)) for key, item in value.items())
    if isinstance(value, list | tuple):
        return [_describe(item) for item in value]
    if hasattr(value, "__qualname__"):
        return f"{value.__module__}.{value.__qualname__}"
    if isinstance(value, str | int | float | bool | None):
        return value
    inner = getattr(value, "rules", None) or getattr(value, "config", None)
    return type(value).__module__, type(value).__qualname__, _describe(inner)


def _digest_extension(extension: Any) -> bytes:
    """Return a digest of the code of a Markdown extension that is not Python-Markdown's own."""
    name = extension if isinstance(extension, str) else type(extension).__module__
    try:
        spec = importlib.util.find_spec(name.partition(":")[0])
    except (ImportError, ValueError):  # a short name, of an entry point
        spec = None
    if spec is None or spec.origin is None or name.startswith("markdown."):
        return name.encode()
    return digest_bytes(Path(spec.origin).read_bytes())
