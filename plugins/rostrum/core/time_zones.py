"""Conversion of local times, including ambiguous and skipped times at clock changes."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def place_in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
    """Convert a datetime to a time zone; a naive datetime is assumed to be in this zone.

    For an ambiguous time, return the later one; for a skipped time, use the offset before the
    change (PEP 495). This avoids early publication.
    """
    if moment.tzinfo:
        return moment.astimezone(zone)
    candidates = (moment.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    return max(candidates, key=lambda candidate: candidate.astimezone(UTC))
