"""The record of a build for the proof of the embargo: what was not out, and what was built.

It is kept in the state directory of the output folder, readable by its user alone.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from rostrum.cache.checksummed_file import read_cache_file, write_cache_file
from rostrum.cache.fingerprints import digest_code
from rostrum.embargo.search import SearchedSite
from rostrum.embargo.secrets import Secret

_FILE = "embargo"


@dataclass(frozen=True, slots=True)
class EmbargoRecord:
    """What a build knew: the secrets, and all source files of what is not out.

    `manifest` is the digest of the output's manifest, `pages` are the files that the sources of
    unpublished texts would have. A preview shows everything: it has no secrets.
    """

    is_preview: bool
    manifest: str
    site: SearchedSite = field(default_factory=SearchedSite)
    secrets: tuple[Secret, ...] = ()
    sources: tuple[str, ...] = ()


_DECODER = msgspec.msgpack.Decoder(EmbargoRecord)


def read_record(state_dir: Path) -> EmbargoRecord | None:
    """Return the record of the last build; None if it failed, or was made by another version."""
    content = read_cache_file(state_dir / _FILE, digest_code())
    with suppress(msgspec.DecodeError, msgspec.ValidationError):
        return _DECODER.decode(content) if content else None
    return None


def save_record(state_dir: Path, record: EmbargoRecord) -> None:
    """Write the record of a build."""
    write_cache_file(state_dir / _FILE, msgspec.msgpack.encode(record), digest_code())


def forget_record(state_dir: Path) -> None:
    """Remove the record before a build, which may fail."""
    with suppress(OSError):
        (state_dir / _FILE).unlink(missing_ok=True)
