"""`rostrum publish` to a branch of a repository: one commit with the site, or none."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.program import Run, make_run
from support.sites import ANNA, post, write_files, write_settings

LONG = 120
POST = "2020/01/hallo/index.html"


@pytest.fixture
def run(tmp_path: Path, monkeypatch, capsys) -> Run:
    """Run `rostrum …` in a site with two posts, beside a bare repository without a branch."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)  # there, the record of addresses is not written
    git("init", "--quiet", "--bare", "host.git")
    write_target()
    posts = {
        "content/posts/a.md": post(title="Hallo", date="2020-01-01"),
        "content/posts/b.md": post(title="Tafel", date="2020-01-02"),
    }
    write_files(tmp_path, {"content/people/anna.md": ANNA, **posts})
    return make_run(monkeypatch, capsys)


def git(*words: str, folder: str = ".", stdin: bytes = b"") -> str:
    identity = ("-c", "user.name=Ben", "-c", "user.email=ben@acme.example")
    done = subprocess.run(
        ["git", *identity, *words], cwd=folder, input=stdin, capture_output=True, check=True
    )
    return done.stdout.decode().strip()


def write_target(**values: object) -> None:
    target = {"kind": "git", "to": "host.git", **values}
    write_settings(
        Path("pelicanconf.py"), {"ROSTRUM": {"targets": {"pages": target}, "cards": False}}
    )


def list_branch(branch: str = "gh-pages") -> set[str]:
    return set(git("ls-tree", "-r", "--name-only", branch, folder="host.git").split("\n"))


def list_subjects() -> list[str]:
    return git("log", "--format=%s", "gh-pages", folder="host.git").split("\n")


def change(title: str) -> None:
    """Replace the post "Hallo", or what replaced it, by another one."""
    for file in Path("content/posts").glob("[!b]*.md"):
        file.unlink()
    text = post(title=title, date="2020-01-01")
    Path(f"content/posts/{title.lower()}.md").write_text(text, "utf-8")


def test_branch_has_the_site_and_nothing_else(run: Run) -> None:
    code, out, err = run("publish", "--lang", "en")
    assert (code, err) == (0, "")
    assert "Published output/ to pages: " in out
    site = {str(file.relative_to("output")) for file in Path("output").rglob("*") if file.is_file()}
    assert list_branch() == site | {".nojekyll"}
    assert git("show", f"gh-pages:{POST}", folder="host.git") in Path("output", POST).read_text()


def test_next_commit_changes_and_removes_files(run: Run) -> None:
    run("publish")
    change("Neu")
    assert run("publish")[0] == 0
    assert POST not in list_branch()
    assert "2020/01/neu/index.html" in list_branch()


def test_unchanged_site_makes_no_commit(run: Run) -> None:
    run("publish")
    code, out, _ = run("publish", "--lang", "en")
    assert (code, out) == (0, "pages has output/ already: nothing to publish.\n")
    assert len(list_subjects()) == 1


def test_rollback_returns_to_earlier_sites(run: Run) -> None:
    for title in ("Eins", "Zwei", "Drei"):
        change(title)
        run("publish")
    for slug in ("zwei", "eins"):
        code, out, _ = run("publish", "--rollback", "--lang", "en")
        assert code == 0
        assert out.startswith("Live again: the site of ")
        assert f"2020/01/{slug}/index.html" in list_branch()
    code, _, err = run("publish", "--rollback", "--lang", "en")
    assert code == 1
    assert "there is no earlier publication on " in err


@pytest.mark.e2e
@pytest.mark.parametrize("share", [0.2, 0.4, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.99])
def test_killed_publication_leaves_the_branch_whole(run: Run, share: float) -> None:
    """Kill a real process after a share of the time that it takes."""
    run("publish")
    change("Zwei")
    began = time.monotonic()
    start().wait(LONG)
    seconds = time.monotonic() - began
    before = list_branch()
    change("Drei")
    process = start()
    time.sleep(share * seconds)
    process.kill()
    process.wait(LONG)
    left = list_branch()
    assert left == before or "2020/01/drei/index.html" in left - before
    code, _, err = run("publish", "--lang", "en")
    if "in the meantime" in err:  # the push of the killed one arrived after all
        code, _, err = run("publish", "--lang", "en")
    assert code == 0, err
    site = {str(file.relative_to("output")) for file in Path("output").rglob("*") if file.is_file()}
    assert list_branch() == site | {".nojekyll"}


def start() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "rostrum", "publish"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
