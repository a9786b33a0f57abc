"""A branch of a repository as target: its files, its history, and who may push to it."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from support.sites import write_files
from support.snapshots import NOON, publish_all, write_output

from rostrum.config.target_settings import TargetSettings
from rostrum.output.manifest import MANIFEST
from rostrum.publishing.git import GitTarget
from rostrum.publishing.repository import hide_credentials
from rostrum.publishing.target import Difference, TargetError

SITE = {
    "index.html": "1",
    "2026/a/index.html": "a",
    'über "a"/b c\\d.html': "x",
    "media/a.webp": b"\x00\xff\n",
}
OWN = {MANIFEST: None, ".nojekyll": None}


class Host:
    """A bare repository, and what publishes to its branch, each time a minute later."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.moment = folder, NOON
        self.git("init", "--quiet", "--bare", "host.git")

    def git(self, *words: str, at: str = ".") -> str:
        identity = ("-c", "user.name=Ben", "-c", "user.email=ben@acme.example")
        done = subprocess.run(
            ["git", *identity, *words], cwd=self.folder / at, capture_output=True, check=True
        )
        return done.stdout.decode().strip()

    def open(self, **values: object) -> GitTarget:
        settings = TargetSettings(**{"kind": "git", "to": "host.git", **values})
        self.moment += timedelta(minutes=1)
        return GitTarget(settings, self.folder, self.folder / "state", self.moment)

    def publish(self, site: dict[str, str | bytes], **values: object) -> Difference:
        target = self.open(**values)
        try:
            return publish_all(target, write_output(self.folder / "output", site), self.moment)
        finally:
            target.close()

    def roll_back(self) -> str:
        target = self.open()
        try:
            return target.roll_back()
        finally:
            target.close()

    def commit_as_another(self, files: dict[str, str | None]) -> None:
        """Commit files to the branch, which need not be there, as another program does."""
        self.git("clone", "--quiet", "host.git", "clone")
        there = self.git("branch", "--remotes", at="clone")
        start = ("-B", "gh-pages", "origin/gh-pages") if there else ("-b", "gh-pages")
        self.git("checkout", "--quiet", *start, at="clone")
        write_files(self.folder / "clone", files)
        self.git("add", "--all", at="clone")
        self.git("commit", "--quiet", "--message", "By hand", at="clone")
        self.git("push", "--quiet", "origin", "gh-pages", at="clone")

    def read(self) -> dict[str, bytes | None]:
        """Return the files of the branch; those of the kit's own are None."""
        paths = self.git("ls-tree", "-r", "-z", "--name-only", "gh-pages", at="host.git")
        return {
            path: None if path in OWN else self._show(path) for path in paths.split("\0") if path
        }

    def _show(self, path: str) -> bytes:
        command = ["git", "show", f"gh-pages:{path}"]
        return subprocess.run(
            command, cwd=self.folder / "host.git", capture_output=True, check=True
        ).stdout

    def subjects(self) -> list[str]:
        return self.git("log", "--format=%s", "gh-pages", at="host.git").split("\n")


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Host:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return Host(tmp_path)


def edition(number: int) -> dict[str, str | bytes]:
    return {**SITE, "index.html": f"edition {number}"}


def as_bytes(site: dict[str, str | bytes]) -> dict[str, bytes | None]:
    raw = {path: text if isinstance(text, bytes) else text.encode() for path, text in site.items()}
    return {**raw, **OWN}


def test_branch_has_each_file_with_its_bytes(host: Host) -> None:
    assert len(host.publish(SITE).added) == len(SITE)
    assert host.read() == as_bytes(SITE)


def test_unchanged_site_makes_no_commit(host: Host) -> None:
    host.publish(SITE)
    assert host.publish(SITE).is_empty
    assert len(host.subjects()) == 1


def test_files_are_changed_and_removed(host: Host) -> None:
    host.publish(SITE)
    new = {**SITE, "index.html": "2"}
    del new["2026/a/index.html"]
    difference = host.publish(new)
    assert (difference.changed, difference.removed) == (("index.html",), ("2026/a/index.html",))
    assert host.read() == as_bytes(new)


def test_file_becomes_a_folder_and_back(host: Host) -> None:
    for site in ({"a": "1"}, {"a/b.html": "2"}, {"a": "3"}):
        host.publish(site)
        assert host.read() == as_bytes(site)


def test_files_and_commits_of_others_stay(host: Host) -> None:
    host.commit_as_another({"CNAME": "blog.example\n", ".gitlab-ci.yml": "pages: {}\n"})
    for number in range(5):
        host.publish(edition(number))
    assert host.read()["CNAME"] == b"blog.example\n"
    assert ".gitlab-ci.yml" in host.read()
    subjects = host.subjects()
    assert len(subjects) == 4
    assert subjects[-1] == "By hand"


def test_own_domain_of_the_output_wins(host: Host) -> None:
    host.commit_as_another({"CNAME": "old.example\n"})
    host.publish({**SITE, "CNAME": "new.example\n"})
    assert host.read()["CNAME"] == b"new.example\n"


@pytest.mark.parametrize(("history", "kept"), [(1, 1), (2, 2), (0, 6)])
def test_branch_keeps_the_last_publications(host: Host, history: int, kept: int) -> None:
    for number in range(6):
        host.publish(edition(number), history=history)
    assert len(host.subjects()) == kept
    assert host.read() == as_bytes(edition(5))


def test_trimmed_publications_keep_their_files(host: Host) -> None:
    for number in range(5):
        host.publish(edition(number))
    shown = [host.git("show", f"gh-pages~{each}:index.html", at="host.git") for each in (0, 1, 2)]
    assert shown == ["edition 4", "edition 3", "edition 2"]


def test_history_is_shortened_by_a_setting(host: Host) -> None:
    for number in range(6):
        host.publish(edition(number), history=0)
    host.publish(edition(6), history=1)
    assert len(host.subjects()) == 1
    objects = host.git("rev-list", "--objects", "gh-pages", at="host.git")
    assert host.git("hash-object", "output/index.html") in objects


def test_removed_post_leaves_the_history(host: Host) -> None:
    host.publish({**SITE, "2026/secret/index.html": "geheim"})
    secret = host.git("rev-parse", "gh-pages:2026/secret/index.html", at="host.git")
    host.publish(SITE, history=1)
    assert secret not in host.git("rev-list", "--objects", "gh-pages", at="host.git")


def test_rollback_returns_to_earlier_sites(host: Host) -> None:
    for number in range(3):
        host.publish(edition(number))
    for number in (1, 0):
        host.roll_back()
        assert host.read() == as_bytes(edition(number))
    with pytest.raises(TargetError, match=r"there is no earlier publication on .*host\.git"):
        host.roll_back()
    assert len(host.subjects()) == 5


def test_rollback_past_a_commit_of_others_is_refused(host: Host) -> None:
    host.publish(edition(0))
    host.publish(edition(1))
    host.commit_as_another({"README.md": "Hands off\n"})
    with pytest.raises(TargetError, match="there is no earlier publication"):
        host.roll_back()


def test_push_in_the_meantime_is_noticed(host: Host) -> None:
    host.publish(edition(0))
    target = host.open()
    with target.lock():
        host.commit_as_another({"README.md": "First\n"})
        with pytest.raises(TargetError, match=r"somebody else pushed to .* in the meantime"):
            publish_all(target, write_output(host.folder / "output", edition(1)), host.moment)
    target.close()
    assert host.subjects()[0] == "By hand"
    host.publish(edition(1))
    assert host.read() == {**as_bytes(edition(1)), "README.md": b"First\n"}


def test_first_push_of_two_wins(host: Host) -> None:
    target = host.open()
    with target.lock():
        host.commit_as_another({"README.md": "First\n"})
        with pytest.raises(TargetError, match="somebody else pushed"):
            publish_all(target, write_output(host.folder / "output", SITE), host.moment)
    target.close()


def test_second_publication_of_this_machine_is_refused(host: Host) -> None:
    target = host.open()
    with target.lock(), pytest.raises(TargetError, match=r"another publication to .* is running"):
        host.publish(SITE)
    target.close()
    assert host.publish(SITE).added


def test_branch_with_sources_is_refused(host: Host) -> None:
    host.commit_as_another({"pelicanconf.py": "", "index.html": "theirs"})
    with pytest.raises(TargetError, match=r"has the sources of a site \(pelicanconf.py\)"):
        host.publish(SITE)
    assert host.subjects() == ["By hand"]


@pytest.mark.parametrize("taken", ["2026", "index.html/mine"])
def test_file_of_others_in_the_way_is_told(host: Host, taken: str) -> None:
    host.commit_as_another({taken: "theirs"})
    with pytest.raises(TargetError, match=f"has {taken}, which no publication wrote"):
        host.publish(SITE)
    assert host.subjects() == ["By hand"]


def test_leftovers_of_a_killed_publication_are_removed(host: Host) -> None:
    host.publish(edition(0))
    target = host.open()
    with target.lock():
        left = next((host.folder / "state/publish").glob("git-*-*/"))
    target._locked.close()  # as the end of its process does
    host.publish(edition(1))
    assert not left.exists()
    assert host.read() == as_bytes(edition(1))


def test_commit_is_by_rostrum_without_an_identity(host: Host, monkeypatch) -> None:
    monkeypatch.setenv("HOME", str(host.folder))
    host.publish(edition(0))
    assert host.git("log", "-1", "--format=%an/%cn", "gh-pages", at="host.git") == "Rostrum/Rostrum"
    config = host.folder / "gitconfig"
    config.write_text("[user]\nname = Anna\nemail = anna@acme.example\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    host.publish(edition(1))
    assert host.git("log", "-1", "--format=%an/%cn", "gh-pages", at="host.git") == "Anna/Anna"


def test_hook_of_the_host_that_refuses_is_told(host: Host) -> None:
    hook = host.folder / "host.git/hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho 'Branch is protected' >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(TargetError, match="Branch is protected") as caught:
        host.publish(SITE)
    assert '"history": 0' in str(caught.value.hint)


@pytest.mark.parametrize(
    "address",
    [
        "https://anna:t0ken@127.0.0.1:1/acme.git",
        "https://t0ken@127.0.0.1:1/acme.git",
        "ssh://anna:t0ken@127.0.0.1:1/acme.git",
    ],
)
def test_token_in_an_address_is_not_shown(host: Host, address: str) -> None:
    with pytest.raises(TargetError) as caught:
        host.publish(SITE, to=address)
    assert "127.0.0.1" in str(caught.value)
    assert "t0ken" not in f"{caught.value}{caught.value.hint}"
    assert not [file for file in (host.folder / "state").rglob("*") if file.name == "config"]


def test_credentials_are_cut_out_of_any_text() -> None:
    text = "fatal: unable to access 'https://x:t0k%40n@host/a.git/': refused; http://b@c/d@e ssh://x:t0@k@f"
    assert hide_credentials(text) == (
        "fatal: unable to access 'https://host/a.git/': refused; http://c/d@e ssh://f"
    )


def test_missing_repository_is_told(host: Host) -> None:
    with pytest.raises(TargetError, match=r"nowhere\.git"):
        host.publish(SITE, to="nowhere.git")


def test_missing_program_is_told(host: Host, monkeypatch) -> None:
    monkeypatch.setenv("PATH", str(host.folder))
    with pytest.raises(TargetError, match="needs the program git"):
        host.publish(SITE)
