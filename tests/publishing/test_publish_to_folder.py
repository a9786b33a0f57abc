"""`rostrum publish` to a folder: a release beside the last ones, and a link to the live one."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.program import Run, make_run
from support.sites import ANNA, post, write_files, write_settings

LIVE = {"live": {"kind": "folder", "to": "www"}}
CURRENT = "www/current"
POST = "2020/01/hallo/index.html"


@pytest.fixture
def run(tmp_path: Path, monkeypatch, capsys) -> Run:
    """Run `rostrum …` in a site with two posts; return its exit code, and what it printed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)  # there, the record of addresses is not written
    write_settings(tmp_path / "pelicanconf.py", {"ROSTRUM": {"targets": LIVE, "cards": False}})
    posts = {
        "content/posts/a.md": post(title="Hallo", date="2020-01-01"),
        "content/posts/b.md": post(title="Tafel", date="2020-01-02"),
    }
    write_files(tmp_path, {"content/people/anna.md": ANNA, **posts})
    return make_run(monkeypatch, capsys)


def test_publish_builds_and_links_the_site_to_current(run: Run, tmp_path: Path) -> None:
    code, out, err = run("publish", "--lang", "en")
    assert (code, err) == (0, "")
    assert "Published output/ to live: " in out
    assert "Hallo" in (tmp_path / CURRENT / POST).read_text("utf-8")
    assert (tmp_path / CURRENT).is_symlink()


def test_publish_again_changes_nothing(run: Run, tmp_path: Path) -> None:
    run("publish")
    before = (tmp_path / CURRENT).readlink()
    code, out, _ = run("publish", "live", "--lang", "en")
    assert (code, out) == (0, "live has output/ already: nothing to publish.\n")
    assert (tmp_path / CURRENT).readlink() == before


def test_publish_dry_run_lists_files_and_writes_none(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("publish", "--dry-run", "--lang", "en")
    assert code == 0
    assert "+ 2020/01/hallo/index.html" in out
    assert out.splitlines()[-1].endswith("Nothing was published.")
    assert not (tmp_path / CURRENT).exists()


def test_publish_refuses_the_output_of_a_failed_build(run: Run, tmp_path: Path) -> None:
    run("publish")
    (tmp_path / "content/posts/a.md").write_text("---\ntitle: [\n---\n", "utf-8")
    code, out, _ = run("publish", "--lang", "en")
    assert code == 1
    assert out.splitlines()[-1] == "Nothing was published."
    assert (tmp_path / CURRENT / POST).exists()


def test_publish_refuses_to_remove_all_posts(run: Run, tmp_path: Path) -> None:
    run("publish")
    for file in (tmp_path / "content/posts").iterdir():
        file.unlink()
    run("build", "--allow-removal")
    code, _, err = run("publish", "--lang", "en")
    assert code == 1
    assert "this build would remove all 2 posts from the site" in err
    assert (tmp_path / CURRENT / POST).exists()
    assert run("publish", "--allow-removal")[0] == 0
    assert not (tmp_path / CURRENT / POST).exists()


def test_publish_leaves_out_what_no_build_wrote(run: Run, tmp_path: Path) -> None:
    run("build")
    write_files(tmp_path, {"output/secret.html": "draft", "output/CNAME": "blog.example\n"})
    _, out, _ = run("publish", "--lang", "en")
    assert "Left out, as no build wrote it: secret.html." in out
    assert not (tmp_path / CURRENT / "secret.html").exists()
    assert (tmp_path / CURRENT / "CNAME").exists()


def test_publish_rollback_makes_the_last_site_live_again(run: Run, tmp_path: Path) -> None:
    run("publish")
    (tmp_path / "content/posts/a.md").unlink()
    run("publish")
    assert not (tmp_path / CURRENT / POST).exists()
    code, out, _ = run("publish", "--rollback", "--lang", "en")
    assert code == 0
    assert out.startswith("Live again: the site of ")
    assert (tmp_path / CURRENT / POST).exists()


def test_publish_rollback_without_an_earlier_site_is_refused(run: Run) -> None:
    code, _, err = run("publish", "--rollback", "--lang", "en")
    assert code == 1
    assert "there is no earlier publication" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere",), 'There is no target "nowhere". Known: live.'),
        (("liv",), 'There is no target "liv". Did you mean "live"?'),
    ],
)
def test_publish_to_an_unknown_target_is_refused(
    run: Run, words: tuple[str, ...], said: str, monkeypatch
) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    code, _, err = run("publish", *words)
    assert (code, err.strip()) == (2, said)
