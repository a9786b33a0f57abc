"""The manifest of an output folder: the files written by the kit, as salted hashes of paths.

The manifest is kept in the output folder, so that a build knows its own files even without the
state directory of earlier builds. It reveals no URL: a path is hashed with a salt of the site
(docs/decisions/0018-the-manifest-travels-with-the-output.md).
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

MANIFEST = ".rostrum-manifest"
"""The manifest's name in the output folder. Uploading it is optional."""

_FIRST_LINE = re.compile(r"rostrum manifest 1, salt ((?:[0-9a-f]{2}){0,64})")
_SIZE = 12  # bytes of a hash
_HASH = re.compile(f"[0-9a-f]{{{2 * _SIZE}}}")


class FileKind(StrEnum):
    """Kind of a file: the page of a post, any other page, or any other file."""

    POST = "post"
    PAGE = "page"
    FILE = "file"


_KINDS = {kind.value: kind for kind in FileKind}


@dataclass(frozen=True, slots=True)
class Manifest:
    """The kinds of the files written by a build, by the hash of their paths."""

    salt: bytes = b""
    kinds: Mapping[bytes, FileKind] = field(default_factory=dict)

    def find(self, path: str) -> FileKind | None:
        """Return the kind of the file at a path, or None if the file is not listed."""
        return self.kinds.get(hash_path(self.salt, path)) if self.kinds else None

    def count(self) -> Counter[FileKind]:
        """Return the number of listed files of each kind."""
        return Counter(self.kinds.values())

    def format(self) -> bytes:
        """Return the manifest's bytes; the order of the files makes no difference."""
        rows = sorted(f"{kind} {hashed.hex()}" for hashed, kind in self.kinds.items())
        return "\n".join([_format_salt(self.salt), *rows, ""]).encode()


def make_salt(url: str) -> bytes:
    """Return a site's salt, 16 bytes: equal for two builds of the same site."""
    return hashlib.blake2b(url.encode("utf-8", "surrogateescape"), digest_size=16).digest()


def hash_path(salt: bytes, path: str) -> bytes:
    """Return the hash of a path for a manifest, 12 bytes."""
    raw = path.encode("utf-8", "surrogateescape")
    return hashlib.blake2b(raw, digest_size=_SIZE, key=salt).digest()


def make_manifest(kinds: Mapping[str, FileKind], salt: bytes) -> Manifest:
    """Return the manifest of files, given by their paths below the output folder."""
    return Manifest(salt, {hash_path(salt, path): kind for path, kind in kinds.items()})


def read_manifest(root: Path) -> bytes:
    """Return the bytes of an output folder's manifest, empty if there is none."""
    file = root / MANIFEST
    try:
        return file.read_bytes() if file.is_file() else b""  # reading a pipe would block
    except OSError:
        return b""


def has_salt(raw: bytes, salt: bytes) -> bool:
    """Return True if the bytes of a manifest begin with a salt."""
    return raw.startswith(f"{_format_salt(salt)}\n".encode())


def _format_salt(salt: bytes) -> str:
    return f"rostrum manifest 1, salt {salt.hex()}"


def parse_manifest(raw: bytes) -> Manifest:
    """Parse a manifest; invalid lines are ignored."""
    lines = raw.decode("utf-8", "replace").splitlines()
    first = _FIRST_LINE.fullmatch(lines[0]) if lines else None
    if first is None:
        return Manifest()
    kinds: dict[bytes, FileKind] = {}
    for line in lines[1:]:
        kind, _, hashed = line.partition(" ")
        if kind in _KINDS and _HASH.fullmatch(hashed):
            kinds[bytes.fromhex(hashed)] = _KINDS[kind]
    return Manifest(bytes.fromhex(first[1]), kinds)
