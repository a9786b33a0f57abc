"""The store of renditions in the cache folder."""

from __future__ import annotations

import os
import time
from pathlib import Path

from support import photographs

from rostrum.build.renditions import EncodeJob, EncodeTask
from rostrum.core.hashing import digest_bytes
from rostrum.renditions.plan import Original, Shape, plan_renditions
from rostrum.renditions.store import KEPT_SECONDS, RenditionStore


def test_a_rendition_is_read_back(tmp_path: Path) -> None:
    store = RenditionStore(tmp_path / "renditions", b"1")
    assert store.read("media/a-480.avif") == b""
    store.write("media/a-480.avif", b"picture")
    assert store.read("media/a-480.avif") == b"picture"


def test_a_rendition_of_another_encoder_is_missing(tmp_path: Path) -> None:
    RenditionStore(tmp_path, b"1").write("media/a-480.avif", b"picture")
    assert RenditionStore(tmp_path, b"2").read("media/a-480.avif") == b""


def test_a_fresh_store_reads_nothing_of_earlier_builds(tmp_path: Path) -> None:
    RenditionStore(tmp_path).write("media/a-480.avif", b"picture")
    assert RenditionStore(tmp_path, is_fresh=True).read("media/a-480.avif") == b""


def test_a_damaged_rendition_is_missing(tmp_path: Path) -> None:
    store = RenditionStore(tmp_path)
    store.write("media/a-480.avif", b"picture")
    file = tmp_path / "a-480.avif"
    file.write_bytes(file.read_bytes()[:-1] + b"X")
    assert store.read("media/a-480.avif") == b""


def test_a_folder_that_can_not_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    store = RenditionStore(tmp_path / "file")
    store.write("media/a-480.avif", b"picture")
    store.prune(())
    assert store.read("media/a-480.avif") == b""


def test_what_no_page_shows_for_long_is_removed(tmp_path: Path) -> None:
    store = RenditionStore(tmp_path)
    for name in ("old", "used", "young"):
        store.write(f"media/{name}", b"picture")
    before = time.time() - KEPT_SECONDS - 60
    for name in ("old", "used"):
        os.utime(tmp_path / name, (before, before))
    store.prune({"used"})
    assert [store.read(f"media/{name}") for name in ("old", "used", "young")] == [
        b"",
        b"picture",
        b"picture",
    ]


def test_a_picture_written_during_a_build_is_not_kept(tmp_path: Path) -> None:
    content = photographs.encode(photographs.draw((300, 200)), "JPEG")
    planned = plan_renditions(Original("a", 300, 200, "jpg"), Shape.WHOLE, True)
    assert planned is not None
    (tmp_path / "a.jpg").write_bytes(content)
    for folder in ("staging", "output"):
        (tmp_path / folder).mkdir()
    store = RenditionStore(tmp_path / "renditions")
    job = EncodeJob(tmp_path, store, True, tmp_path / "output", tmp_path / "staging")
    for digest, is_kept in (("other", False), (digest_bytes(content).hex(), True)):
        task = EncodeTask("a.jpg", digest, planned, tuple(planned))
        assert [path for path, _ in job.encode([task])] == [item.path for item in planned]
        assert bool(store.read(planned.default.path)) is is_kept
