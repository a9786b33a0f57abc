"""Sites of a few files, as a build leaves them, for the tests of targets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from rostrum.output.manifest import MANIFEST, FileKind, make_manifest
from rostrum.publishing.owner import LockTimes, Owner
from rostrum.publishing.publication import Limits, publish
from rostrum.publishing.snapshot import Snapshot, read_snapshot
from rostrum.publishing.target import Difference, Target
from support.sites import write_files

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def write_output(root: Path, site: Mapping[str, str | bytes]) -> Snapshot:
    """Write files and their manifest, as a build does, and return them for a publication."""
    kinds = {
        path: FileKind.POST if path.startswith("20") else FileKind.FILE
        for path in site
        if path != "CNAME"
    }
    raw = {path: text.encode() if isinstance(text, str) else text for path, text in site.items()}
    for file in sorted(root.rglob("*"), reverse=True):
        if file.is_file() and file.relative_to(root).as_posix() not in site:
            file.unlink()
        elif file.is_dir() and not any(file.iterdir()):
            file.rmdir()
    write_files(
        root, {path: content for path, content in raw.items() if not _has(root, path, content)}
    )
    write_files(root, {MANIFEST: make_manifest(kinds, b"salt").format()})
    return read_snapshot(root)


def _has(root: Path, path: str, content: bytes) -> bool:
    file = root / path
    return file.is_file() and file.read_bytes() == content


def make_owner(moment: datetime = NOON) -> Owner:
    """Return somebody who publishes and does not wait."""
    return Owner("anna@desk", "", moment, times=LockTimes(settling=0))


def publish_all(target: Target, snapshot: Snapshot, moment: datetime = NOON) -> Difference:
    """Publish a site to a target, whatever it removes."""
    return publish(snapshot, target, Limits(1, allow_removal=True), moment)
