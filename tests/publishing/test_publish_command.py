"""What `rostrum publish` refuses, prints and writes, to a folder."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.program import Run, make_run
from support.sites import ANNA, post, write_files, write_settings

from rostrum.publishing.lock import LOCK, make_claim
from rostrum.publishing.owner import Owner, has_ended, identify_process, name_owner

CURRENT = "www/current"
POST = "2020/01/hallo/index.html"
TEXT = "content/posts/a.md"
RECORD = "content/addresses.tsv"
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> Run:
    """Run `rostrum …` in a site with two posts; return its exit code, and what it printed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)  # there, the record of addresses is not written
    monkeypatch.delenv("CI", raising=False)
    configure(tmp_path)
    posts = {
        TEXT: post(title="Hallo", date="2020-01-01"),
        "content/posts/b.md": post(title="Tafel", date="2020-01-02"),
    }
    write_files(tmp_path, {"content/people/anna.md": ANNA, **posts})
    called = make_run(monkeypatch, capsys)
    return lambda *words: called(*words, "--lang", "en")


def configure(folder: Path, to: str = "www", **kit: object) -> None:
    targets = {"live": {"kind": "folder", "to": to}}
    write_settings(
        folder / "pelicanconf.py", {"ROSTRUM": {"targets": targets, "cards": False, **kit}}
    )


def test_a_placeholder_is_a_note_for_a_build_and_refused_here(run: Run, tmp_path: Path) -> None:
    (tmp_path / TEXT).write_text(post("TODO: den Rest.", title="Hallo", date="2020-01-01"))
    code, _, err = run("build")
    assert code == 0
    assert "note[placeholder]" in err
    code, out, err = run("publish")
    assert code == 1
    assert "error[placeholder]" in err
    assert out.splitlines()[-1] == "Nothing was published."
    assert not (tmp_path / CURRENT).exists()


def test_the_settings_may_allow_placeholders(run: Run, tmp_path: Path) -> None:
    configure(tmp_path, levels={"placeholder": "warning"})
    (tmp_path / TEXT).write_text(post("TODO: den Rest.", title="Hallo", date="2020-01-01"))
    assert run("publish")[0] == 0
    assert (tmp_path / CURRENT / POST).exists()


def test_a_preview_is_never_published(run: Run, tmp_path: Path) -> None:
    draft = post(title="Geheim", date="2020-01-03", status="draft")
    write_files(tmp_path, {"content/posts/c.md": draft})
    run("build", "--preview")
    assert run("publish")[0] == 0
    texts = [file.read_bytes() for file in (tmp_path / CURRENT).rglob("*") if file.is_file()]
    assert not any(b"Geheim" in text for text in texts)


def test_published_addresses_are_recorded_once(run: Run, tmp_path: Path) -> None:
    _, out, _ = run("publish")
    assert "Wrote content/addresses.tsv." in out
    assert "2020/01/hallo/" in (tmp_path / RECORD).read_text("utf-8")
    written = (tmp_path / RECORD).stat().st_mtime_ns
    _, out, _ = run("publish")
    assert out == "live has output/ already: nothing to publish.\n"
    assert (tmp_path / RECORD).stat().st_mtime_ns == written


def test_addresses_are_recorded_after_a_build_that_holds(run: Run, tmp_path: Path) -> None:
    run("build")
    run("publish")
    assert (tmp_path / RECORD).exists()


def test_in_ci_a_line_says_that_addresses_are_missing(
    run: Run, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setenv("CI", "true")
    code, out, _ = run("publish")
    assert code == 0
    assert "content/addresses.tsv lacks addresses that are published now." in out
    assert not (tmp_path / RECORD).exists()


def test_nothing_is_recorded_by_a_dry_run(run: Run, tmp_path: Path) -> None:
    run("publish", "--dry-run")
    assert not (tmp_path / RECORD).exists()
    assert not (tmp_path / "www").exists()


def test_changes_are_printed_as_json(run: Run, tmp_path: Path) -> None:
    run("publish")
    (tmp_path / TEXT).write_text(post("Anders.", title="Hallo", date="2020-01-01"))
    (tmp_path / "content/posts/b.md").unlink()
    write_files(tmp_path, {"content/posts/c.md": post(title="Neu", date="2020-01-03")})
    code, out, _ = run("publish", "--dry-run", "--format", "json")
    said = json.loads(out)
    assert (code, said["target"], said["published"]) == (0, "live", False)
    assert POST in said["changed"]
    assert "2020/01/neu/index.html" in said["added"]
    assert "2020/01/tafel/index.html" in said["removed"]
    assert json.loads(run("publish", "--format", "json")[1])["published"] is True


def test_a_dry_run_lists_every_file(run: Run, tmp_path: Path) -> None:
    _, out, _ = run("publish", "--dry-run")
    listed = {line[2:] for line in out.splitlines() if line.startswith("+ ")}
    built = {
        path.relative_to(tmp_path / "output").as_posix()
        for path in (tmp_path / "output").rglob("*")
        if path.is_file()
    }
    assert listed == built - {".rostrum-manifest"}


def test_a_second_publisher_is_told_who_publishes(run: Run, tmp_path: Path) -> None:
    run("publish")
    (tmp_path / TEXT).write_text(post("Anders.", title="Hallo", date="2020-01-01"))
    with (tmp_path / "www" / LOCK).open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(make_claim(Owner("berta@desk", "", NOON)).format())
        file.flush()
        code, _, err = run("publish")
    assert code == 1
    assert "error[target]: berta@desk has been publishing there since 2026-11-27 12:00 UTC" in err
    assert "pelicanconf.py:" in err
    assert run("publish")[0] == 0


def test_an_error_at_the_target_is_json_on_demand(run: Run, tmp_path: Path) -> None:
    (tmp_path / "www/current").mkdir(parents=True)
    code, out, _ = run("publish", "--format", "json")
    (finding,) = json.loads(out)["diagnostics"]
    assert (code, finding["code"], finding["path"]) == (1, "target", "pelicanconf.py")
    assert finding["message"].endswith("/www/current is no link, so it can't be replaced")


def test_a_folder_that_can_not_be_made_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    configure(tmp_path, to="file/www")
    code, _, err = run("publish")
    assert code == 1
    assert "the publication can't go on at " in err
    assert "Not a directory" in err


@pytest.mark.parametrize("folder", ["output", "output/www", "content/www"])
def test_a_folder_of_the_site_is_no_target(run: Run, tmp_path: Path, folder: str) -> None:
    configure(tmp_path, to=folder)
    code, _, err = run("publish")
    assert (code, err.count("is no place to publish to")) == (1, 1)
    assert not (tmp_path / folder / "current").exists()


def test_a_withdrawn_post_goes_although_another_has_an_error(run: Run, tmp_path: Path) -> None:
    run("publish")
    (tmp_path / TEXT).write_text(post(title="Hallo", date="2020-01-01", status="draft"))
    (tmp_path / "content/posts/b.md").write_text("---\ntitle: [\n---\n")
    assert run("publish")[0] == 1
    assert (tmp_path / CURRENT / POST).exists()
    code, out, _ = run("publish", "--removals-only")
    assert code == 0
    assert "As published before, with what was taken off: 2020/01/tafel/index.html." in out
    assert not (tmp_path / CURRENT / POST).exists()
    assert (tmp_path / CURRENT / "2020/01/tafel/index.html").exists()


def test_three_releases_are_kept_with_one_file_for_all(run: Run, tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / TEXT).write_text(post(f"{number}.", title="Hallo", date="2020-01-01"))
        run("publish")
        assert f"{number}." in (tmp_path / CURRENT / POST).read_text("utf-8")
        built = (tmp_path / "output" / POST).read_bytes()
        assert (tmp_path / CURRENT / POST).read_bytes() == built
    releases = [path for path in (tmp_path / "www/releases").iterdir() if path.is_dir()]
    assert len(releases) == 3
    changes = {path.stem for path in (tmp_path / "www/releases").glob("*.changes")}
    assert changes == {path.name for path in releases}
    assert len({(folder / "favicon.ico").stat().st_ino for folder in releases}) == 1
    assert len({(folder / POST).stat().st_ino for folder in releases}) == 3


def test_a_release_that_was_changed_by_hand_is_repaired(run: Run, tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / TEXT).write_text(post(f"{number}.", title="Hallo", date="2020-01-01"))
        run("publish")
    (tmp_path / CURRENT / POST).unlink()
    (tmp_path / CURRENT / "index.html").unlink()
    assert "2 files new" in run("publish")[1]
    live = tmp_path / CURRENT
    built = tmp_path / "output"
    assert (live / POST).read_bytes() == (built / POST).read_bytes()
    assert (live / "index.html").read_bytes() == (built / "index.html").read_bytes()


def test_a_release_follows_a_return_and_moved_files(run: Run, tmp_path: Path) -> None:
    """The oldest release becomes the new one, whatever happened in between."""
    pages = [tmp_path / f"content/pages/p{number}.md" for number in range(7)]
    for number, page in enumerate(pages):
        write_files(tmp_path, {f"content/pages/p{number}.md": f"---\ntitle: P{number}\n---\nText"})
        if number > 1:
            pages[number - 2].unlink()
        run("publish")
        if number == 4:
            run("publish", "--rollback")
            run("publish", "--rollback")
        assert page.exists()
    run("publish")
    built = {path.relative_to(tmp_path / "output") for path in (tmp_path / "output").rglob("*")}
    live = {path.relative_to(tmp_path / CURRENT) for path in (tmp_path / CURRENT).rglob("*")}
    assert {path.as_posix() for path in live ^ built} == {".rostrum-retention"}


def test_a_build_in_a_new_folder_publishes_nothing_new(run: Run, tmp_path: Path) -> None:
    run("publish")
    for file in (tmp_path / "output").rglob("*"):
        os.utime(file, (1, 1))
    _, out, _ = run("publish")
    assert out.endswith("nothing to publish.\n")


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("www.example.com", '"www.example.com" is no folder on another machine'),
        ("-oProxyCommand=x:/www", "is no folder on another machine"),
        ("user@-x:/www", "is no folder on another machine"),
        ("host:", "is no folder on another machine"),
        ("host::module", "is no folder on another machine"),
    ],
)
def test_a_place_that_is_none_is_a_wrong_setting(run: Run, tmp_path: Path, to: str, said) -> None:
    targets = {"live": {"kind": "rsync", "to": to}}
    write_settings(tmp_path / "pelicanconf.py", {"ROSTRUM": {"targets": targets}})
    code, _, err = run("publish")
    assert code == 2
    assert said in err
    assert "error[setting]" in err


def test_the_end_of_a_process_is_known() -> None:
    own = identify_process(os.getpid())
    assert own
    assert not has_ended(own)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        other = identify_process(process.pid)
        assert not has_ended(other)
        process.kill()
    assert has_ended(other)
    assert not has_ended("another-boot pid:[1] 1 1")
    assert not has_ended("")


@pytest.mark.parametrize(
    ("environment", "name"),
    [
        ({"CI_JOB_URL": "https://git.example/jobs/1"}, "https://git.example/jobs/1"),
        (
            {
                "GITHUB_RUN_ID": "7",
                "GITHUB_SERVER_URL": "https://github.example",
                "GITHUB_REPOSITORY": "acme/blog",
            },
            "https://github.example/acme/blog/actions/runs/7",
        ),
    ],
)
def test_a_publication_in_ci_is_named_by_its_job(environment: dict[str, str], name: str) -> None:
    assert name_owner(environment) == name
    assert "@" in name_owner({})
