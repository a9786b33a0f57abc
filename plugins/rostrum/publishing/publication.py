"""Publish a built site to a target, completely or not at all."""

from __future__ import annotations

from dataclasses import dataclass

from rostrum.core.translatable import NO_TEXT, Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.output.inventory import FILE, FileEntry
from rostrum.output.manifest import Manifest
from rostrum.output.removal import Removal
from rostrum.publishing.snapshot import Snapshot
from rostrum.publishing.target import Difference, Target, TargetError, make_difference

_HINT = _("If this is meant: rostrum publish --allow-removal.")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a publication may remove: the share of the posts, or all of them.

    `share` is the setting `largest_removal`.
    """

    share: float
    allow_removal: bool = False


def publish(
    snapshot: Snapshot, target: Target, limits: Limits, *, is_dry: bool = False
) -> Difference:
    """Publish a site and return what has changed; with `is_dry`, change nothing.

    Raises TargetError, before any change, for a removal beyond the limits.
    """
    with target.lock():
        manifest = target.read_manifest()
        difference = make_difference(snapshot, target.list_files(), manifest, target.is_same)
        if excess := describe_excess(snapshot, difference, manifest, limits):
            raise TargetError(excess, _HINT)
        if not (is_dry or difference.is_empty):
            target.transfer(snapshot, difference)
    return difference


def describe_excess(
    snapshot: Snapshot, difference: Difference, manifest: Manifest, limits: Limits
) -> Translatable:
    """Return the reason against the removals of a publication, NO_TEXT if there is none."""
    if limits.allow_removal:
        return NO_TEXT
    before = {path: _find_entry(path, manifest) for path in difference.before}
    gone = {path: before[path] for path in difference.removed}
    written = {path: _find_entry(path, snapshot.manifest) for path in snapshot.files}
    return Removal(before, gone, written).describe_excess((), limits.share)


def _find_entry(path: str, manifest: Manifest) -> FileEntry:
    kind = manifest.find(path)
    return FileEntry(kind) if kind else FILE
