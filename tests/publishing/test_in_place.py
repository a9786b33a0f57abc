"""Targets whose files are replaced one by one, over a store in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rostrum.output.manifest import MANIFEST, FileKind, make_manifest
from rostrum.publishing.in_place import InPlaceTarget
from rostrum.publishing.lock import LOCK
from rostrum.publishing.owner import LockTimes, Owner
from rostrum.publishing.publication import Limits, publish
from rostrum.publishing.retention import RETENTION
from rostrum.publishing.snapshot import LocalFile, Snapshot
from rostrum.publishing.target import Difference, RemoteFile, TargetError

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
OWN_FILES = {MANIFEST, RETENTION}
Site = dict[str, str]


class Ended(BaseException):
    """The end of a process."""


class MemoryStore:
    """A store in memory, which ends after so many steps; `writes` lists what was written."""

    def __init__(self, files: dict[str, bytes] | None = None, steps: int = 10**9) -> None:
        self.files, self.steps = files if files is not None else {}, steps
        self.writes: list[str] = []

    def _step(self) -> None:
        self.steps -= 1
        if self.steps < 0:
            raise Ended

    def list_files(self) -> dict[str, RemoteFile]:
        return {
            path: RemoteFile(len(raw), digest=str(hash(raw))) for path, raw in self.files.items()
        }

    def is_same(self, local: LocalFile, remote: RemoteFile) -> bool:
        return str(hash(local.read())) == remote.digest

    def read(self, path: str) -> bytes:
        return self.files.get(path, b"")

    def create(self, path: str, content: bytes) -> bool:
        return path not in self.files and not self.write(path, content)

    def write(self, path: str, content: bytes) -> None:
        self._step()
        assert not any(path.startswith(f"{other}/") for other in self.files)
        assert not any(other.startswith(f"{path}/") for other in self.files)
        self.files[path] = content
        self.writes.append(path)

    def upload(self, files: Sequence[LocalFile]) -> Iterator[None]:
        for file in files:
            self.write(file.path, file.read())
            yield

    def remove(self, paths: Sequence[str]) -> None:
        for path in paths:
            self._step()
            self.files.pop(path, None)
            self.writes.append(f"-{path}")

    def close(self) -> None:
        pass


Publish = Callable[..., Difference]


@pytest.fixture
def publish_site(tmp_path: Path) -> Publish:
    """Publish a site, given as text by path, to a store."""

    def _publish(store: MemoryStore, site: Site, **options: object) -> Difference:
        snapshot = make_snapshot(tmp_path, site)
        moment = options.pop("moment", NOON)
        owner = Owner("anna@desk", "", moment, times=LockTimes(settling=0), **options)
        return publish(snapshot, InPlaceTarget(store, owner), Limits(1, True), moment)

    return _publish


def make_snapshot(root: Path, site: Site) -> Snapshot:
    files, kinds = {}, {}
    for number, (path, text) in enumerate(site.items()):
        file = root / str(number)
        file.write_text(text)
        files[path] = LocalFile(path, str(file), len(text), 0)
        kinds[path] = FileKind.POST if path.startswith("20") else FileKind.FILE
    return Snapshot(root, files, make_manifest(kinds, b"salt"))


FIRST = {
    "theme/old.css": "a",
    "media/a.webp": "a",
    "2026/a/index.html": "a",
    "tag/x/index.html": "x",
    "index.html": "1",
    "atom.xml": "1",
}
SECOND = {
    "theme/new.css": "b",
    "media/b.webp": "b",
    "2026/b/index.html": "b",
    "tag/x/index.html": "x, y",
    "index.html": "2",
    "atom.xml": "2",
    "a file": "now",
}


def as_text(store: MemoryStore) -> Site:
    return {path: raw.decode() for path, raw in store.files.items() if path not in OWN_FILES}


def test_what_a_page_needs_is_written_before_the_page(publish_site: Publish) -> None:
    store = MemoryStore()
    publish_site(store, FIRST)
    store.writes.clear()
    publish_site(store, SECOND)
    written = [path for path in store.writes if path.lstrip("-") != LOCK]
    assert written == [
        MANIFEST,
        RETENTION,
        "a file",
        "media/b.webp",
        "theme/new.css",
        "2026/b/index.html",
        "tag/x/index.html",
        "index.html",
        "atom.xml",
        "-2026/a/index.html",
        "-media/a.webp",
        MANIFEST,
    ]


def test_files_of_others_are_left_alone(publish_site: Publish) -> None:
    store = MemoryStore({"shop/index.html": b"ours"})
    publish_site(store, FIRST)
    publish_site(store, SECOND)
    assert store.files["shop/index.html"] == b"ours"


def test_a_file_of_the_theme_stays_for_a_day(publish_site: Publish) -> None:
    store = MemoryStore()
    publish_site(store, FIRST)
    publish_site(store, SECOND)
    assert as_text(store) == {**SECOND, "theme/old.css": "a"}
    publish_site(store, SECOND, moment=NOON + timedelta(hours=23))
    assert "theme/old.css" in store.files
    difference = publish_site(store, SECOND, moment=NOON + timedelta(hours=25))
    assert difference.removed == ("theme/old.css",)
    assert as_text(store) == SECOND


def test_publishing_the_same_site_again_writes_nothing(publish_site: Publish) -> None:
    store = MemoryStore()
    publish_site(store, FIRST)
    store.writes.clear()
    assert publish_site(store, FIRST).is_empty
    assert store.writes == [LOCK, f"-{LOCK}"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"a": "file", "b/c": "x"}, {"a/b": "in a folder", "b": "file"}),
        ({"a/b/c": "deep"}, {"a/b": "file"}),
    ],
)
def test_a_file_and_a_folder_change_places(
    publish_site: Publish, before: Site, after: Site
) -> None:
    store = MemoryStore()
    publish_site(store, before)
    publish_site(store, after)
    assert as_text(store) == after


def test_a_publication_that_is_killed_is_completed(publish_site: Publish) -> None:
    """Killed after each step, also with another site, the next publication leaves its own."""
    whole = MemoryStore()
    publish_site(whole, FIRST)
    publish_site(whole, SECOND)
    steps = 0
    while True:
        store = MemoryStore()
        publish_site(store, FIRST)
        store.steps = steps
        try:
            publish_site(store, SECOND)
        except Ended:
            pass
        else:
            break
        steps += 1
        for site in (SECOND, FIRST):
            again = MemoryStore(dict(store.files))
            publish_site(again, site, breaks_lock=True)
            kept = {path for path in again.files if path.startswith("theme/")} - site.keys()
            assert as_text(again) == {**site, **{path: as_text(again)[path] for path in kept}}
    assert steps > len(SECOND)
    assert store.files == whole.files


def test_a_second_publisher_is_told_who_publishes(publish_site: Publish) -> None:
    store = MemoryStore()
    store.steps = 4
    with pytest.raises(Ended):
        publish_site(store, FIRST)
    with pytest.raises(TargetError) as raised:
        publish_site(store, FIRST, moment=NOON + timedelta(minutes=5))
    assert str(raised.value.message) == (
        "anna@desk has been publishing there since 2026-11-27 12:00 UTC, for 5 minutes; "
        "the lock was renewed 300 seconds ago"
    )


def test_a_lock_that_is_not_renewed_is_taken_over(publish_site: Publish) -> None:
    store = MemoryStore()
    store.steps = 4
    with pytest.raises(Ended):
        publish_site(store, FIRST)
    store.steps = 10**9
    publish_site(store, FIRST, moment=NOON + timedelta(minutes=11))
    assert as_text(store) == FIRST


def test_a_publisher_that_lost_its_lock_stops(publish_site: Publish) -> None:
    """One that was asleep must not write into the site of the one that took over."""

    class Sleeper(MemoryStore):
        def upload(self, files: Sequence[LocalFile]) -> Iterator[None]:
            yield from super().upload(files)
            if "theme/new.css" in self.files and "index.html" not in other.files:
                other.files = self.files
                publish_site(other, {"index.html": "other"}, breaks_lock=True)

    store, other = Sleeper(), MemoryStore()
    with pytest.raises(TargetError) as raised:
        publish_site(store, SECOND)
    assert "has taken over the target" in str(raised.value.message)
    assert as_text(store) == {"index.html": "other", "theme/new.css": "b"}
