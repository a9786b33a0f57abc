"""Publish a built site to a target, completely or not at all."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime

from rostrum.core.translatable import NO_TEXT, Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.output.inventory import FileEntry
from rostrum.output.manifest import MANIFEST, parse_manifest
from rostrum.output.removal import Removal
from rostrum.publishing.retention import RETENTION, parse_retention
from rostrum.publishing.snapshot import Snapshot
from rostrum.publishing.target import Difference, State, Target, TargetError, make_difference

_HINT = _("If this is meant: rostrum publish --allow-removal.")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a publication may remove: the share of the posts, or all of them.

    `share` is the setting `largest_removal`.
    """

    share: float
    allow_removal: bool = False


def publish(
    snapshot: Snapshot, target: Target, limits: Limits, moment: datetime, *, is_dry: bool = False
) -> Difference:
    """Publish a site and return what has changed; with `is_dry`, change nothing.

    Raises TargetError, before any change, for a site without files, and for a removal beyond the
    limits.
    """
    if not snapshot.files:
        folder = str(snapshot.root)
        raise TargetError(_("there is nothing to publish in %(folder)s", folder=folder))
    with nullcontext() if is_dry else target.lock():
        there = read_state(target)
        difference = make_difference(snapshot, there, target.is_same, moment)
        if excess := describe_excess(snapshot, difference, limits):
            raise TargetError(excess, _HINT)
        if not (is_dry or difference.is_empty):
            target.transfer(snapshot, difference)
    return difference


def roll_back(target: Target) -> str:
    """Return a target to the site that was there before, and return its name.

    Raises TargetError.
    """
    with target.lock():
        return target.roll_back()


def read_state(target: Target) -> State:
    """Return what is at a target; raises TargetError."""
    return State(
        target.list_files(),
        parse_manifest(target.read(MANIFEST)),
        parse_retention(target.read(RETENTION)),
    )


def describe_excess(snapshot: Snapshot, difference: Difference, limits: Limits) -> Translatable:
    """Return the reason against the removals of a publication, NO_TEXT if there is none."""
    if limits.allow_removal:
        return NO_TEXT
    before = {path: FileEntry(kind) for path, kind in difference.before.items()}
    gone = {path: before[path] for path in difference.removed}
    written = {path: FileEntry(kind) for path, kind in snapshot.kinds.items()}
    return Removal(before, gone, written).describe_excess((), limits.share)
