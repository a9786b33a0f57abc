"""The inventory: a list of the files of the last build, with the source of each page.

The inventory is kept in the state directory of this machine. If it is lost, or does not match the
output folder, the manifest in the output folder identifies the kit's files.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from rostrum.output.manifest import FileKind, Manifest, parse_manifest, read_manifest

PARTIAL = ".rostrum-partial"
"""Name of a temporary file during a copy to the output; a killed build leaves it behind."""

_RETAINED = frozenset({"CNAME"})  # the site's domain on GitHub Pages
_KINDS = {kind.value: kind for kind in FileKind}


class FileEntry(NamedTuple):
    """A file written by the kit: its kind, and its source's path below the content folder.

    The source is empty for a copied file and for a file with several sources.
    """

    kind: FileKind
    source: str = ""


PAGE, FILE = FileEntry(FileKind.PAGE), FileEntry(FileKind.FILE)


@dataclass(frozen=True, slots=True)
class Inventory:
    """The files of an output folder written by the kit.

    `digest` is the digest of the manifest written together with the inventory.
    `strays` are incomplete copies left by a killed build.
    """

    entries: Mapping[str, FileEntry] = field(default_factory=dict)
    digest: str = ""
    strays: tuple[str, ...] = ()

    def format(self) -> bytes:
        """Return the bytes to store in the state directory."""
        rows = [self.digest]
        rows += [
            f"{entry.kind}\t{entry.source}\t{path}" for path, entry in sorted(self.entries.items())
        ]
        return ("\n".join(rows) + "\n").encode("utf-8", "surrogateescape")


def read_inventory(file: Path) -> Inventory:
    """Return the inventory in `file`, without paths outside the output folder."""
    try:
        lines = file.read_bytes().decode("utf-8", "surrogateescape").split("\n")
    except OSError:
        return Inventory()
    rows = [line.split("\t", 2) for line in lines[1:] if line.count("\t") >= 2]
    entries = {
        path: FileEntry(_KINDS[kind], source)
        for kind, source, path in rows
        if kind in _KINDS and is_inside(path)
    }
    return Inventory(entries, lines[0])


def find_inventory(root: Path, file: Path, no_cache: bool) -> Inventory:
    """Return the inventory of an output folder: the manifest's files, with the sources in `file`.

    The folder is walked only if the inventory in `file` does not match the manifest, or with
    `no_cache`.
    """
    noted, raw = read_inventory(file), read_manifest(root)
    if raw and noted.digest == digest_manifest(raw) and not no_cache:
        return noted
    return _walk_output(root, noted, parse_manifest(raw))


def _walk_output(root: Path, noted: Inventory, manifest: Manifest) -> Inventory:
    entries: dict[str, FileEntry] = {}
    strays: list[str] = []
    for path in list_output(root):
        if path.rpartition("/")[2] == PARTIAL:
            strays.append(path)
        elif kind := manifest.find(path):
            entries[path] = noted.entries.get(path) or FileEntry(kind)
    return Inventory(entries, "", tuple(strays))


def find_unknown(
    paths: Iterable[str], known: Container[str], written: Container[str], retained: frozenset[str]
) -> tuple[str, ...]:
    """Return the files of an output folder not written by any build, including this one.

    Hidden files and files retained by a setting are left out.
    """
    return tuple(
        path
        for path in paths
        if path not in known and path not in written and not is_retained(path, retained)
    )


def list_output(root: Path) -> Iterator[str]:
    """Yield the path of every file below an output folder in order; links are not followed.

    Raises OSError for an unreadable folder: its files would drop out of the inventory and stay
    published.
    """
    with suppress(FileNotFoundError, NotADirectoryError):
        yield from _list_files(f"{root}/", "")


def _list_files(root: str, below: str) -> Iterator[str]:
    with os.scandir(root + below) as iterator:
        entries = sorted(iterator, key=lambda entry: entry.name)
    for entry in entries:
        if not entry.is_dir(follow_symlinks=False):
            yield below + entry.name
        elif entry.name != ".git":
            yield from _list_files(root, f"{below}{entry.name}/")


def is_retained(path: str, retained: frozenset[str]) -> bool:
    """Return True if a file of others is to be kept: hidden, or named by a setting.

    `retained` are the names of Pelican's OUTPUT_RETENTION, top-level files and folders.
    """
    return any(part.startswith(".") for part in path.split("/")) or is_named(path, retained)


def is_named(path: str, retained: frozenset[str]) -> bool:
    """Return True if a setting names a file of others, or the file names the site's domain."""
    return path.partition("/")[0] in retained | _RETAINED


def digest_manifest(raw: bytes) -> str:
    """Return the digest of a manifest, in hexadecimal."""
    return hashlib.blake2b(raw, digest_size=16).hexdigest()


def replace_file(file: Path, content: bytes) -> None:
    """Write a file atomically, unless its content is unchanged."""
    with suppress(OSError):
        if file.read_bytes() == content:
            return
    temporary = file.with_name(f"{file.name}.new")
    temporary.write_bytes(content)
    temporary.replace(file)


def is_inside(path: str) -> bool:
    """Return True if a relative path stays below its base folder."""
    return (
        bool(path)
        and not path.startswith("/")
        and ".." not in path.split("/")
        and not any(sign in path for sign in "\\\0\n")
    )


def entry_of(path: str) -> FileEntry:
    """Return the entry of a file without a source of its own, by its name."""
    return PAGE if path.endswith(".html") else FILE


def kinds_of(entries: Mapping[str, FileEntry]) -> dict[str, FileKind]:
    """Return the kind of each file."""
    return {path: entry.kind for path, entry in entries.items()}
