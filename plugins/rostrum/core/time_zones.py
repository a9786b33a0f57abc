"""Local times: which moment a clock's time is, also in the nights in which clocks change."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def place_in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return a moment as the clocks of a zone show it; one without a zone is taken to be in it.

    Of a time that clocks show twice in a night, the later moment is meant, and of one that they
    leave out, what it would be by the time before the change (PEP 495): so nothing is out early.
    """
    if moment.tzinfo:
        return moment.astimezone(zone)
    both = (moment.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    return max(both, key=lambda each: each.astimezone(UTC))
