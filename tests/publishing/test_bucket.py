"""A bucket as target, over the library's own store in memory, whose ETags are no digests."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import obstore
import pytest
from obstore.store import MemoryStore
from support.snapshots import NOON, make_owner, publish_all, write_output

from rostrum.config.target_settings import TargetSettings
from rostrum.publishing.aws_profile import read_profile
from rostrum.publishing.digests import RECORD
from rostrum.publishing.in_place import InPlaceTarget
from rostrum.publishing.media_types import find_attributes
from rostrum.publishing.s3 import BucketStore, Patience, open_bucket
from rostrum.publishing.s3_errors import explain
from rostrum.publishing.target import Difference, RemoteFile, TargetError

SITE = {
    "index.html": "<!doctype html>1",
    "2026/a/index.html": "a",
    "media/a.webp": b"RIFF",
    "über/a b~c#d%e.html": "x",
    "atom.xml": "<feed/>",
}


class Counting:
    """A bucket in memory, and how often each object was written."""

    def __init__(self, tmp_path: Path) -> None:
        self.objects, self._folder, self.moment = MemoryStore(), tmp_path, NOON

    def publish(self, site: dict[str, str | bytes]) -> Difference:
        snapshot = write_output(self._folder / "output", site)
        bucket = BucketStore(self.objects, "s3://blog", self._folder / "notes")
        target = InPlaceTarget(bucket, make_owner(self.moment))
        try:
            return publish_all(target, snapshot, self.moment)
        finally:
            target.close()

    @property
    def files(self) -> dict[str, bytes]:
        """The objects that readers see."""
        paths = [each["path"] for chunk in self.objects.list() for each in chunk]
        return {
            path: bytes(obstore.get(self.objects, path).bytes())
            for path in paths
            if not path.startswith(".rostrum-")
        }


@pytest.fixture
def bucket(tmp_path: Path) -> Counting:
    return Counting(tmp_path)


def as_bytes(site: dict[str, str | bytes]) -> dict[str, bytes]:
    return {path: text if isinstance(text, bytes) else text.encode() for path, text in site.items()}


def test_bucket_has_each_file_under_its_own_name(bucket: Counting) -> None:
    assert len(bucket.publish(SITE).added) == len(SITE)
    assert bucket.files == as_bytes(SITE)


def test_unchanged_files_are_known_by_the_record(bucket: Counting) -> None:
    bucket.publish(SITE)
    assert bucket.publish(SITE) == Difference(before=bucket.publish(SITE).before, is_noted=True)


def test_change_of_the_same_size_is_noticed(bucket: Counting) -> None:
    bucket.publish(SITE)
    new = {**SITE, "2026/a/index.html": "b"}
    assert bucket.publish(new).changed == ("2026/a/index.html",)
    assert bucket.files == as_bytes(new)


def test_object_that_another_replaced_is_written_again(bucket: Counting) -> None:
    bucket.publish(SITE)
    obstore.put(bucket.objects, "2026/a/index.html", b"z")
    assert bucket.publish(SITE).changed == ("2026/a/index.html",)
    assert bucket.files == as_bytes(SITE)


def test_lost_record_costs_one_transfer(bucket: Counting) -> None:
    bucket.publish(SITE)
    obstore.delete(bucket.objects, RECORD)
    assert len(bucket.publish(SITE).changed) == len(SITE)
    assert bucket.publish(SITE).is_empty


def test_record_has_no_objects_that_are_gone(bucket: Counting) -> None:
    bucket.publish(SITE)
    bucket.publish({"index.html": "2"})
    bucket.publish({"index.html": "3"})
    rows = bytes(obstore.get(bucket.objects, RECORD).bytes()).decode().splitlines()
    assert len(rows) == 2  # the record of what is there now, and of what was before it


def test_removed_files_leave_and_those_of_others_stay(bucket: Counting) -> None:
    obstore.put(bucket.objects, "theirs.html", b"y")
    bucket.publish(SITE)
    assert set(bucket.publish({"index.html": "1"}).removed) == set(SITE) - {"index.html"}
    assert bucket.files == {"index.html": b"1", "theirs.html": b"y"}


def test_objects_say_how_long_they_may_be_cached(bucket: Counting) -> None:
    bucket.publish(SITE)
    found = obstore.get(bucket.objects, "media/a.webp").attributes
    assert found == {
        "Content-Type": "image/webp",
        "Cache-Control": "public, max-age=31536000, immutable",
    }
    found = obstore.get(bucket.objects, "index.html").attributes
    assert found["Cache-Control"] == "public, max-age=60"


def test_lock_of_another_is_respected(bucket: Counting, tmp_path: Path) -> None:
    store = BucketStore(bucket.objects, "s3://blog", tmp_path / "notes")
    target = InPlaceTarget(store, make_owner(NOON - timedelta(seconds=10)))
    with target.lock(), pytest.raises(TargetError, match="anna@desk has been publishing there"):
        bucket.publish(SITE)
    assert bucket.files == {}
    assert bucket.publish(SITE).added


@pytest.mark.parametrize(
    ("path", "content", "type"),
    [
        ("a/index.html", b"", "text/html; charset=utf-8"),
        ("theme/css/rostrum.css", b"", "text/css; charset=utf-8"),
        ("theme/js/a.js", b"", "text/javascript; charset=utf-8"),
        ("theme/js/a.mjs", b"", "text/javascript; charset=utf-8"),
        ("a.svg", b"", "image/svg+xml"),
        ("a.svgz", b"", "image/svg+xml"),
        ("a.webp", b"", "image/webp"),
        ("a.avif", b"", "image/avif"),
        ("a.JPG", b"", "image/jpeg"),
        ("a.woff2", b"", "font/woff2"),
        ("a.ics", b"", "text/calendar; charset=utf-8"),
        ("a.epub", b"", "application/epub+zip"),
        ("sitemap.xml", b"", "application/xml; charset=utf-8"),
        ("a/atom.xml", b"", "application/atom+xml; charset=utf-8"),
        ("a/rss.xml", b"", "application/rss+xml; charset=utf-8"),
        ("feeds/all.atom", b"", "application/atom+xml; charset=utf-8"),
        ("a.json", b"", "application/json"),
        ("site.webmanifest", b"", "application/manifest+json"),
        ("robots.txt", b"", "text/plain; charset=utf-8"),
        ("a.unknown", b"", "application/octet-stream"),
        ("_redirects", b"/a /b 301\n", "text/plain; charset=utf-8"),
        ("CNAME", b"blog.example\n", "text/plain; charset=utf-8"),
        ("about", b"<!DOCTYPE html><p>", "text/html; charset=utf-8"),
        (".well-known/apple-app-site-association", b'{"a": 1}', "application/json"),
        (".well-known/note", b"{a}", "text/plain; charset=utf-8"),
        ("blob", b"\xff\x00", "application/octet-stream"),
    ],
)
def test_media_type_of_a_file(path: str, content: bytes, type: str) -> None:
    assert find_attributes(path, content)["Content-Type"] == type


def test_compressed_drawing_says_so() -> None:
    assert find_attributes("a.svgz", b"")["Content-Encoding"] == "gzip"


QUICK = Patience(request=2, repetitions=1, repeating=2)
PROFILES = "[default]\naws_access_key_id = a\naws_secret_access_key = b\n"
CONFIG = "[profile blog]\naws_access_key_id = c\naws_secret_access_key = d%\nregion = eu-1\n"


@pytest.mark.parametrize(
    ("environ", "found"),
    [
        ({}, {"access_key_id": "a", "secret_access_key": "b"}),
        (
            {"AWS_PROFILE": "blog"},
            {"access_key_id": "c", "secret_access_key": "d%", "region": "eu-1"},
        ),
        ({"AWS_PROFILE": "blog", "AWS_ACCESS_KEY_ID": "e"}, {"region": "eu-1"}),
        ({"HOME": "/nowhere"}, {}),
    ],
)
def test_profile_of_aws_is_read(
    environ: dict[str, str], found: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws/credentials").write_text(PROFILES)
    (tmp_path / ".aws/config").write_text(CONFIG)
    assert read_profile({"HOME": str(tmp_path), **environ}) == found


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("[profile blog]\nsso_session = x\n", 'the AWS profile "blog" has no keys'),
        ("secret", "can't be read as a file of AWS profiles"),
    ],
)
def test_profile_without_keys_is_told(config: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "config").write_text(config)
    environ = {"AWS_PROFILE": "blog", "AWS_CONFIG_FILE": str(tmp_path / "config"), "HOME": "/no"}
    with pytest.raises(TargetError, match=said):
        read_profile(environ)


@pytest.mark.parametrize(
    ("text", "action", "said"),
    [
        ("status code: 404 <Code>NoSuchBucket</Code>", "list", "there is no bucket for s3://b"),
        ("status code: 403 <Code>AccessDenied</Code>", "remove", "to remove anything from s3://b"),
        ("key a.html: Access Denied (code: AccessDenied)", "remove", "to remove anything from s3"),
        ("status code: 403 <Code>AccessDenied</Code>", "list", "not allow to list s3://b"),
        ("status code: 403 <Code>InvalidAccessKeyId</Code>", "list", "does not accept the cred"),
        ("status code: 503 <Code>SlowDown</Code>", "write", "s3://b is too busy, also after some"),
        ("GET http://169.254.169.254/ status code: 403", "write", "there are no credentials for"),
        ('x - HTTP error\n message: "Connection refused"', "write", "reached: Connection refused"),
        (
            "status code: 400: <Code>Bad</Code><Message>No</Message>",
            "write",
            "s3://b: Bad: No",
        ),
    ],
)
def test_errors_of_a_store_are_told_plainly(text: str, action: str, said: str) -> None:
    assert said in str(explain(text, action, "s3://b"))


def test_wrong_keys_are_no_part_of_an_error(tmp_path: Path) -> None:
    settings = TargetSettings("s3", "bucket/blog", endpoint="http://127.0.0.1:1")
    environ = {"HOME": str(tmp_path), "AWS_CONFIG_FILE": str(tmp_path / "none")}
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws/credentials").write_text(PROFILES.replace("= b", "= geheim"))
    bucket = open_bucket(settings, environ, tmp_path / "notes", patience=QUICK)
    with pytest.raises(TargetError) as caught:
        bucket.list_files()
    assert "can't be reached" in str(caught.value)
    assert "geheim" not in str(caught.value)


def test_size_alone_tells_a_change(tmp_path: Path) -> None:
    snapshot = write_output(tmp_path / "output", {"a.html": "abc"})
    bucket = BucketStore(MemoryStore(), "s3://b", tmp_path / "notes")
    assert not bucket.is_same(snapshot.files["a.html"], RemoteFile(4, digest="x"))
