"""`rostrum publish` to a branch of a repository: one commit with the site, or none."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from support.program import Run, make_run
from support.sites import ANNA, post, write_files, write_settings

POST = "2020/01/hallo/index.html"


@pytest.fixture
def run(tmp_path: Path, monkeypatch, capsys) -> Run:
    """Run `rostrum …` in a site with two posts, beside a bare repository without a branch."""
    monkeypatch.chdir(tmp_path)
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
    Path("content/posts/a.md").write_text(post(title=title, date="2020-01-01"), "utf-8")


def commit_as_another(files: dict[str, str], branch: str = "gh-pages") -> None:
    """Commit files to the branch, which need not be there, as another program does."""
    if not Path("clone").exists():
        git("clone", "--quiet", "host.git", "clone")
    git("fetch", "--quiet", "origin", folder="clone")
    start = [f"origin/{branch}"] if git("branch", "-r", folder="clone") else []
    git("checkout", "-q", *(("-B", branch, *start) if start else ("-b", branch)), folder="clone")
    write_files(Path("clone"), files)
    git("add", "--all", folder="clone")
    git("commit", "--quiet", "--message", "By hand", folder="clone")
    git("push", "--quiet", "origin", branch, folder="clone")


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


def test_files_and_commits_of_others_stay(run: Run) -> None:
    commit_as_another({"CNAME": "blog.acme.example\n", ".gitlab-ci.yml": "pages: {}\n"})
    for title in ("Eins", "Zwei", "Drei", "Vier", "Fünf"):
        change(title)
        assert run("publish")[0] == 0
    assert {"CNAME", ".gitlab-ci.yml"} <= list_branch()
    subjects = list_subjects()
    assert len(subjects) == 4
    assert subjects[-1] == "By hand"


@pytest.mark.parametrize(("history", "kept"), [(1, 1), (2, 2), (0, 4)])
def test_branch_keeps_the_last_publications(run: Run, history: int, kept: int) -> None:
    write_target(history=history)
    for title in ("Eins", "Zwei", "Drei", "Vier"):
        change(title)
        assert run("publish")[0] == 0
    assert len(list_subjects()) == kept


def test_fewer_publications_are_kept_after_a_setting(run: Run) -> None:
    write_target(history=0)
    for title in ("Eins", "Zwei", "Drei", "Vier"):
        change(title)
        run("publish")
    write_target(history=1)
    change("Fünf")
    assert run("publish")[0] == 0
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
