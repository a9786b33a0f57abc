"""Compressed copies of texts, published beside them: `index.html.gz`, `index.html.br`.

A server that finds them sends them as they are (nginx: ngx_http_gzip_static_module), better
compressed than a server can in the time of an answer. They are kept by the digest of the text.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from rostrum.cache.file_index import load_sightings
from rostrum.output.inventory import replace_file
from rostrum.output.manifest import FileKind, Manifest, hash_path
from rostrum.publishing.snapshot import LocalFile, Snapshot

_SUFFIXES = frozenset(
    {
        *(".atom", ".css", ".html", ".ics", ".js", ".json", ".mjs", ".opml", ".rss", ".svg"),
        *(".txt", ".webmanifest", ".xml"),
    }
)
_LEAST = 1_000  # bytes: smaller answers fit into a packet anyway
_LEVEL, _QUALITY = 9, 9  # of gzip; of brotli, whose 11 takes ten times as long


class _Compression(NamedTuple):
    """A format of compression: the suffix of its files, and what compresses."""

    suffix: str
    compress: Callable[[bytes], bytes]


def _compress_gzip(content: bytes) -> bytes:
    return gzip.compress(content, _LEVEL, mtime=0)


def _compress_brotli(content: bytes) -> bytes:
    import brotli  # of the extra publish

    compressed: bytes = brotli.compress(content, mode=brotli.MODE_TEXT, quality=_QUALITY)
    return compressed


_FORMATS: Mapping[str, _Compression] = {
    "gzip": _Compression(".gz", _compress_gzip),
    "brotli": _Compression(".br", _compress_brotli),
}


def add_compressed(snapshot: Snapshot, formats: Collection[str], store: Path) -> Snapshot:
    """Return a snapshot with compressed copies of its texts, which are kept in a folder.

    Copies in the folder that belong to no text any more are removed. Raises OSError, and
    ImportError where the library of a format is missing.
    """
    if not formats:
        return snapshot
    store.mkdir(mode=0o700, parents=True, exist_ok=True)
    index = load_sightings(snapshot.root, store)
    texts = [
        file
        for path, file in snapshot.files.items()
        if file.size >= _LEAST and Path(path).suffix in _SUFFIXES
    ]
    wanted = {
        (file.path, name): store / f"{index.digest(file.path).hex()}{_FORMATS[name].suffix}"
        for file in texts
        for name in formats
    }
    index.save()
    by_path = {file.path: file for file in texts}
    # Texts with the same bytes share a copy, which is written once.
    missing = {
        place: (by_path[path], _FORMATS[name])
        for (path, name), place in wanted.items()
        if not place.exists()
    }
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # both libraries release Python's lock
        tasks = [pool.submit(_write, text, place, way) for place, (text, way) in missing.items()]
        for task in tasks:
            task.result()
    _prune(store, {place.name for place in wanted.values()})
    return _add(
        snapshot, {f"{path}{_FORMATS[name].suffix}": it for (path, name), it in wanted.items()}
    )


def _write(text: LocalFile, place: Path, format: _Compression) -> None:
    replace_file(place, format.compress(text.read()))


def _prune(store: Path, kept: Collection[str]) -> None:
    suffixes = (*(each.suffix for each in _FORMATS.values()), ".new")
    for entry in store.iterdir():
        if entry.name.endswith(suffixes) and entry.name not in kept:
            with suppress(FileNotFoundError):
                entry.unlink()


def _add(snapshot: Snapshot, copies: Mapping[str, Path]) -> Snapshot:
    """Return a snapshot with further files; its manifest names them, too."""
    files = {path: _look_up(path, file) for path, file in copies.items()}
    salt = snapshot.manifest.salt
    kinds = {hash_path(salt, path): FileKind.FILE for path in files}
    manifest = Manifest(salt, {**snapshot.manifest.kinds, **kinds})
    return replace(snapshot, files={**snapshot.files, **files}, manifest=manifest)


def _look_up(path: str, file: Path) -> LocalFile:
    status = file.stat()
    return LocalFile(path, str(file), status.st_size, status.st_mtime_ns)
