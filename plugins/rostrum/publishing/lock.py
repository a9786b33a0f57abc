"""The lock of a target: a file there that says who publishes, since when, and who still does.

A file stays behind if its process is killed. Its owner renews it during the transfer, so that one
that is not renewed any more is taken over; and an owner that has lost it stops.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

from rostrum.core.diagnostics import shorten
from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.publishing.owner import Owner, has_ended
from rostrum.publishing.target import TargetError

LOCK = ".rostrum-lock"
"""Name of the lock at a target."""

_HINT = _(
    "Wait until it has ended. If it never will, because it was killed: "
    "rostrum publish --break-lock."
)


_TAKEN = _("another publication to the target is running")


def make_loss() -> TargetError:
    """Return the error of a publication whose lock another has."""
    message = _("another publication has taken over the target, so this one stopped")
    return TargetError(message, _("Publish again when the other one has ended."))


class LockStore(Protocol):
    """A place of small files that holds a lock."""

    def read(self, path: str) -> bytes:
        """Return the bytes of a small file, empty if there is none."""

    def create(self, path: str, content: bytes) -> bool:
        """Write a small file that is not there; return False, and write nothing, if it is."""

    def write(self, path: str, content: bytes) -> None:
        """Write or replace a small file."""

    def remove(self, paths: Sequence[str]) -> None:
        """Remove files; one that is missing is no error."""


@dataclass(frozen=True)
class Claim:
    """What a lock says: who holds it, since when, and until when that was certain."""

    name: str
    process: str
    token: str
    since: datetime
    renewed: datetime

    def format(self) -> bytes:
        """Return the bytes of a lock."""
        return json.dumps(
            {
                "name": self.name,
                "process": self.process,
                "token": self.token,
                "since": int(self.since.timestamp()),
                "renewed": int(self.renewed.timestamp()),
            }
        ).encode()


def make_claim(owner: Owner) -> Claim:
    """Return what the lock of an owner says."""
    now = owner.tell_time()
    return Claim(owner.name, owner.process, owner.token, now, now)


def parse_claim(raw: bytes) -> Claim | None:
    """Return what a lock says, None if it says nothing that can be read."""
    try:
        read = json.loads(raw)
        since, renewed = (datetime.fromtimestamp(int(read[key]), UTC) for key in _TIMES)
        name, process, token = (str(read[key]) for key in ("name", "process", "token"))
    except (ValueError, TypeError, KeyError, OverflowError, OSError):
        return None
    return Claim(name, process, token, since, renewed)


_TIMES = ("since", "renewed")


class Lock:
    """A lock that is held; its owner renews it, and stops where it has lost it."""

    def __init__(self, store: LockStore, owner: Owner) -> None:
        self._store, self._owner, self._renewed = store, owner, time.monotonic()

    def check(self) -> None:
        """Raise TargetError if another has the lock; say now and then that this goes on."""
        claim = parse_claim(self._store.read(LOCK))
        if claim is None or claim.token != self._owner.token:
            raise make_loss()
        if self._is_due:
            self._store.write(LOCK, replace(claim, renewed=self._owner.tell_time()).format())
            self._renewed = time.monotonic()

    def check_if_due(self) -> None:
        """Check the lock if that was some time ago; raises TargetError as `check`."""
        if self._is_due:
            self.check()

    @property
    def _is_due(self) -> bool:
        return time.monotonic() - self._renewed >= self._owner.times.renewed

    def release(self) -> None:
        """Remove the lock, unless another has it."""
        claim = parse_claim(self._store.read(LOCK))
        if claim is not None and claim.token == self._owner.token:
            self._store.remove([LOCK])


@contextmanager
def hold_lock(store: LockStore, owner: Owner) -> Iterator[Lock]:
    """Hold the lock of a store; raises TargetError if another has it and may be alive."""
    own = make_claim(owner).format()
    if not store.create(LOCK, own):
        _take_over(store, owner, own)
    lock = Lock(store, owner)
    try:
        yield lock
    finally:
        with suppress(TargetError):  # the connection may be what failed
            lock.release()


def _take_over(store: LockStore, owner: Owner, own: bytes) -> None:
    """Replace the lock of another that is dead; raises TargetError if it may be alive."""
    claim = parse_claim(store.read(LOCK))
    if claim is None:  # released meanwhile, or half written
        time.sleep(owner.times.settling)
        if store.create(LOCK, own):
            return
        claim = parse_claim(store.read(LOCK))
    _refuse_living(claim, owner)
    store.write(LOCK, own)
    time.sleep(owner.times.settling)  # another may do the same; who writes last holds it
    claim = parse_claim(store.read(LOCK))
    if claim is None and store.create(LOCK, own):
        return
    if claim is None or claim.token != owner.token:
        raise TargetError(describe_claim(claim, owner.tell_time()), _HINT)


def _refuse_living(claim: Claim | None, owner: Owner) -> None:
    if claim is None or owner.breaks_lock:
        return
    idle = (owner.tell_time() - claim.renewed).total_seconds()
    if idle < owner.times.dead and not has_ended(claim.process):
        raise TargetError(describe_claim(claim, owner.tell_time()), _HINT)


def describe_claim(claim: Claim | None, now: datetime) -> Translatable:
    """Return who publishes to a target, and since when."""
    if claim is None:
        return _TAKEN
    minutes = max(0, int((now - claim.since).total_seconds() // 60))
    idle = max(0, int((now - claim.renewed).total_seconds()))
    return _(
        "%(name)s has been publishing there since %(since)s, for %(minutes)s minutes; "
        "the lock was renewed %(idle)s seconds ago",
        name=shorten(claim.name),
        since=f"{claim.since:%Y-%m-%d %H:%M} UTC",
        minutes=minutes,
        idle=idle,
    )
