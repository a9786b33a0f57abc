"""`rostrum publish` to a server: a real sshd on loopback, and rsync."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.published_files import read_site
from support.snapshots import write_output
from support.ssh_server import SshServer, run_ssh_server

from rostrum.config.target_settings import TargetSettings
from rostrum.publishing.kinds import Opening, open_target
from rostrum.publishing.owner import LockTimes, Owner
from rostrum.publishing.publication import Limits, publish, roll_back
from rostrum.publishing.snapshot import read_snapshot
from rostrum.publishing.target import Difference, TargetError

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
NAMES = {
    "index.html": "home",
    "2026/a b/index.html": "a space",
    "2026/über/straße.html": "umlauts",
    "media/\"quoted\" 'it'.webp": "quotes",
    "media/-rf": "a hyphen",
    "-e/index.html": "a hyphen before a folder",
    "media/new\nline.webp": "a newline",
    "media/back\\#012slash $(touch x) `id` ;*?[a].webp": "signs of a shell",
    "media/ lead.webp ": "blanks at the ends",
    "theme/a.css": "a",
}


pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    """A server for all tests of this module."""
    with run_ssh_server(tmp_path_factory.mktemp("ssh") / "server") as running:
        yield running


@pytest.fixture(params=[True, False], ids=["releases", "in-place"])
def releases(request: pytest.FixtureRequest) -> bool:
    """Whether the target has releases."""
    return bool(request.param)


class Blog:
    """A site and its target, in a folder."""

    def __init__(self, folder: Path, *, releases: bool, to: str = "") -> None:
        self.output, self.root = folder / "output", folder / "www of us"
        self.settings = TargetSettings("rsync", to or f"web:{self.root}", releases=releases)
        self.days = 0

    @property
    def live(self) -> Path:
        return self.root / "current" if self.settings.releases else self.root

    def publish(self, site: dict[str, str], **options: object) -> Difference:
        write_output(self.output, site)
        return self.publish_output(**options)

    def opening(self, owner: Owner) -> Opening:
        return Opening(self.settings, self.output, owner, self.output.parent / "state")

    def publish_output(self, *, is_dry: bool = False, **options: object) -> Difference:
        self.days += 2
        owner = self.owner(**options)
        target = open_target(self.opening(owner))
        try:
            snapshot = read_snapshot(self.output)
            return publish(snapshot, target, Limits(1, True), owner.moment, is_dry=is_dry)
        finally:
            target.close()

    def roll_back(self) -> str:
        target = open_target(self.opening(self.owner()))
        try:
            return roll_back(target)
        finally:
            target.close()

    def owner(self, **options: object) -> Owner:
        moment = NOON + timedelta(days=self.days)
        return Owner("anna@desk", "", moment, times=LockTimes(settling=0), **options)


@pytest.fixture
def blog(
    tmp_path: Path, server: SshServer, releases: bool, monkeypatch: pytest.MonkeyPatch
) -> Blog:
    """A blog that is published to the server."""
    monkeypatch.setenv("RSYNC_RSH", server.environment["RSYNC_RSH"])
    return Blog(tmp_path, releases=releases)


def test_all_names_are_published_and_removed(blog: Blog, tmp_path: Path) -> None:
    assert len(blog.publish(NAMES).added) == len(NAMES)
    assert read_site(blog.live) == NAMES
    assert blog.publish_output().is_empty
    difference = blog.publish({"index.html": "home"})
    assert len(difference.removed) == len(NAMES) - 2  # the theme's file stays for a day
    assert blog.publish_output().removed == ("theme/a.css",)
    assert read_site(blog.live) == {"index.html": "home"}
    assert [path.name for path in blog.live.iterdir() if path.is_dir()] == []


def test_only_what_changed_is_transferred(blog: Blog) -> None:
    blog.publish(NAMES)
    site = NAMES | {"index.html": "a new home", "feed.atom": "new"}
    difference = blog.publish(site)
    assert (difference.added, difference.changed) == (("feed.atom",), ("index.html",))
    assert read_site(blog.live) == site


def test_a_build_in_a_new_folder_changes_nothing(blog: Blog) -> None:
    """In CI each file has the time of the build; its bytes tell that it is the same."""
    blog.publish(NAMES)
    for file in blog.output.rglob("*"):
        os.utime(file, (1, 1))
    assert blog.publish_output().is_empty
    file = blog.output / "index.html"
    file.write_text("HOME")
    os.utime(file, (2, 2))
    assert blog.publish_output().changed == ("index.html",)
    assert (blog.live / "index.html").read_text() == "HOME"


def test_a_dry_run_writes_nothing(blog: Blog) -> None:
    write_output(blog.output, NAMES)
    assert set(blog.publish_output(is_dry=True).added) == NAMES.keys()
    assert not blog.root.exists()


def test_files_of_others_are_left_alone_in_place(blog: Blog) -> None:
    if blog.settings.releases:
        pytest.skip("a release is the kit's alone")
    blog.root.mkdir()
    (blog.root / "shop.html").write_text("ours")
    blog.publish(NAMES)
    blog.publish({"index.html": "home"})
    assert (blog.root / "shop.html").read_text() == "ours"


def test_three_releases_are_kept_and_rolled_back(blog: Blog) -> None:
    for number in range(5):
        blog.publish({"index.html": f"{number}", f"only-{number}.html": "x", **_MANY})
    if not blog.settings.releases:
        with pytest.raises(TargetError, match="keeps no earlier site"):
            blog.roll_back()
        return
    assert len([path for path in (blog.root / "releases").iterdir() if path.is_dir()]) == 3
    assert blog.roll_back() == f"{NOON + timedelta(days=8):%Y%m%dT%H%M%S.%fZ}"
    assert read_site(blog.live) == {"index.html": "3", "only-3.html": "x", **_MANY}
    blog.roll_back()
    with pytest.raises(TargetError, match="no earlier publication"):
        blog.roll_back()
    blog.publish({"index.html": "5"})
    assert read_site(blog.live) == {"index.html": "5"}
    inodes = {path.stat().st_ino for path in blog.root.glob("releases/*/same-1.html")}
    assert len(inodes) == 1  # an unchanged file is one file


def test_the_oldest_release_becomes_the_new_one(blog: Blog) -> None:
    """Whether it is known what has changed since, or too much, or a release was left out."""
    if not blog.settings.releases:
        pytest.skip("files are replaced")
    sites = [
        {"index.html": "0", "a": "a file", "deep/er/x.html": "x", "-z/-y.html": "z"},
        {"index.html": "1", "a/b.html": "in a folder", "deep/er/x.html": "x"},
        {"index.html": "2", "a": "a file", "deep": "a file"},
        {"index.html": "3", "a/b/c.html": "c", "deep/er/x.html": "new", "-z/-y.html": "z"},
        {"index.html": "4", "new\nline.html": "in no list of changes"},
        {"index.html": "5", **{f"{number:0100}.html": "many" for number in range(700)}},
        {"index.html": "6", "a": "a file"},
        {"index.html": "7", "a": "changed"},
        {"index.html": "8", "a": "changed", "b c": "a blank"},
    ]
    for number, site in enumerate(sites):
        shutil.rmtree(blog.output, ignore_errors=True)
        blog.publish(site)
        assert read_site(blog.live) == site
        if number == 7:
            blog.roll_back()
    blog.publish_output()
    assert read_site(blog.live) == sites[-1]


_MANY = {f"same-{number}.html": "x" for number in range(3)}


def test_a_second_publisher_is_refused(blog: Blog) -> None:
    blog.publish(NAMES)
    target = open_target(blog.opening(blog.owner()))
    blog.days -= 2
    with target.lock(), pytest.raises(TargetError, match="anna@desk has been publishing there"):
        blog.publish({"index.html": "two"})
    target.close()
    blog.publish({"index.html": "two"})
    assert (blog.live / "index.html").read_text() == "two"


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("nowhere.invalid:/x", "nowhere.invalid can't be reached by ssh: "),
        ("web:/proc/nothing/here", "web says: "),
    ],
)
def test_what_fails_is_told_in_plain_words(
    tmp_path: Path, server: SshServer, monkeypatch, to: str, said: str, releases: bool
) -> None:
    monkeypatch.setenv("RSYNC_RSH", server.environment["RSYNC_RSH"])
    with pytest.raises(TargetError) as raised:
        Blog(tmp_path, releases=releases, to=to).publish(NAMES)
    assert str(raised.value.message).startswith(said)


def test_a_key_that_is_refused_is_told(tmp_path: Path, server: SshServer, monkeypatch) -> None:
    config = tmp_path / "config"
    folder = server.config.parent
    config.write_text(server.config.read_text().replace(f"{folder}/key", f"{folder}/other_key"))
    monkeypatch.setenv("RSYNC_RSH", f"ssh -F {config}")
    with pytest.raises(TargetError, match=r"by ssh: .*Permission denied") as raised:
        Blog(tmp_path, releases=True).publish(NAMES)
    assert "ssh -o BatchMode=yes web true" in str(raised.value.hint)


def test_a_server_without_a_shell_is_told(tmp_path: Path, monkeypatch) -> None:
    with run_ssh_server(tmp_path / "server", "ForceCommand internal-sftp\n") as server:
        monkeypatch.setenv("RSYNC_RSH", server.environment["RSYNC_RSH"])
        for releases in (True, False):
            with pytest.raises(TargetError) as raised:
                Blog(tmp_path, releases=releases).publish(NAMES)
            assert "The server needs rsync 3.1 or newer" in str(raised.value.hint)
