"""The cache lies in the user's own folder: no commit brings one, and nobody else writes it."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from support.sites import ANNA, Built, cache_of, post, write_files, write_settings
from support.warm_process import run_module

from rostrum.cache.directory import VARIABLE, open_cache_dir
from rostrum.cache.git_index import is_tracked
from rostrum.output.writer import open_output, state_dir_for

FILES = {"people/anna.md": ANNA, "posts/a.md": post("Harmloser Text.\n")}
BUILD = ("rostrum", "build", "--as-of", "2026-11-22", "--jobs", "1", "--lang", "en")
PAGE = "output/2026/11/hallo/index.html"
LONG = 60  # seconds that a command may take on a busy machine

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return the folder of a small site."""
    site = tmp_path / "site"
    write_files(site / "content", FILES)
    write_settings(site / "pelicanconf.py", {})
    return site


@pytest.fixture
def run(site: Path, tmp_path: Path) -> Run:
    """Build in a process that has the user's folders below `tmp_path`; None unsets a variable."""
    for name in ("home", "temporary"):
        (tmp_path / name).mkdir()

    def build(*before: str, **environment: str | None) -> subprocess.CompletedProcess[str]:
        own = {"HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path / "temporary")}
        given = {VARIABLE: None, "XDG_CACHE_HOME": None, **own, **environment}
        return run_module(site, *BUILD, environment=given, before=before)

    return build


@pytest.fixture
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder for the caches of one test."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "caches"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    return tmp_path / "caches"


def mode_of(folder: Path) -> int:
    return stat.S_IMODE(folder.stat().st_mode)


# Where it lies


def test_cache_folder_is_the_users_and_private(run, site, tmp_path):
    assert run().returncode == 0
    root = tmp_path / "home" / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    (cache,) = (root / "rostrum").glob("site-*")
    assert (cache / "cache.sqlite").is_file()
    assert {mode_of(folder) for folder in (root / "rostrum").iterdir() if folder.is_dir()} == {
        0o700
    }
    assert mode_of(root / "rostrum") == 0o700
    assert {path.name for path in site.iterdir()} == {"content", "output", "pelicanconf.py"}


def test_a_build_in_the_user_s_folder_knows_the_one_before(run):
    assert "31 changed" in run().stdout
    done = run()
    assert " 0 changed" in done.stdout or done.stdout.startswith("Nothing has changed")


@pytest.mark.parametrize(
    ("variables", "place"),
    [
        ({"XDG_CACHE_HOME": "{}/xdg"}, "xdg/rostrum"),
        ({"XDG_CACHE_HOME": "{}/xdg", VARIABLE: "{}/mine"}, "mine"),
        ({VARIABLE: "~/mine"}, "home/mine"),
    ],
)
def test_an_environment_variable_names_another_folder(run, tmp_path, variables, place):
    given = {key: value.format(tmp_path) for key, value in variables.items()}
    assert run(**given).returncode == 0
    assert list((tmp_path / place).glob("site-*/cache.sqlite"))
    assert not (tmp_path / "home/.cache").exists()


def test_a_relative_cache_home_is_no_valid_one(run, site, tmp_path):
    assert run(XDG_CACHE_HOME="cache").returncode == 0
    assert not (site / "cache").exists()


def test_each_site_has_a_cache_of_its_own(caches, tmp_path):
    found = {open_cache_dir(tmp_path / name).folder for name in ("a/blog", "b/blog", "a")}
    assert len(found) == 3
    assert len({folder.name.partition("-")[0] for folder in found}) == 2


# Where it can't lie


def temporary(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "temporary").glob("rostrum-*/site-*/cache.sqlite"))


def test_cache_folder_without_home_is_a_private_temporary_one(run, site, tmp_path):
    done = run(HOME="")
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert done.stderr.startswith("The cache lies in a folder for temporary files: HOME is not set")
    assert temporary(tmp_path)
    assert (site / PAGE).exists()


def test_a_user_whom_the_system_does_not_know_has_no_home(site):
    """As in a container that is run under a number of its own, which has no HOME either."""
    if os.geteuid():
        pytest.skip("only root may become another user")
    with TemporaryDirectory() as name:  # where others find the way, unlike tmp_path
        folder = Path(name)
        shutil.copytree(site, folder / "site")
        (folder / "temporary").mkdir()
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, 43210, 43210)
        other = ("setpriv", "--reuid=43210", "--regid=43210", "--clear-groups")
        left_out = ("HOME", "XDG_CACHE_HOME", VARIABLE)
        kept = {key: value for key, value in os.environ.items() if key not in left_out}
        done = subprocess.run(
            [*other, sys.executable, "-m", *BUILD],
            cwd=folder / "site", env={**kept, "TMPDIR": str(folder / "temporary")},
            capture_output=True, text=True, timeout=LONG, check=False,
        )  # fmt: skip
        assert done.stderr.startswith("The cache lies in a folder for temporary files: HOME is ")
        assert done.returncode == 0
        assert list(folder.glob("temporary/rostrum-43210/site-*/cache.sqlite"))


def test_a_home_that_can_not_be_written(run, tmp_path):
    (tmp_path / "home").chmod(0o500)
    done = run(*as_nobody_special())
    assert done.returncode == 0
    assert done.stderr == (
        "The cache lies in a folder for temporary files: "
        f'"{tmp_path}/home/.cache/rostrum" can\'t be made: Permission denied.\n'
    )
    assert temporary(tmp_path)


def test_cache_folder_that_is_configured_but_unwritable_warns(run, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir(mode=0o500)
    done = run(*as_nobody_special(), **{VARIABLE: str(folder)})
    assert done.returncode == 0
    assert "warning[cache-dir]: the cache folder can't be read and written; it is not used" in (
        done.stderr
    )
    assert temporary(tmp_path)


def test_cache_is_off_where_no_folder_can_be_trusted(run, site, tmp_path):
    for folder in (tmp_path / "mine", tmp_path / f"temporary/rostrum-{os.geteuid()}"):
        folder.mkdir()
        folder.chmod(0o777)
    done = run(**{VARIABLE: str(tmp_path / "mine")})
    assert done.returncode == 0
    assert done.stderr.count("warning[cache-dir]: the cache folder may be written by other") == 2
    assert (site / PAGE).exists()
    assert [path.name for path in (tmp_path / "temporary").iterdir()] == [f"rostrum-{os.geteuid()}"]
    assert list((tmp_path / "mine").iterdir()) == []


def test_a_machine_without_any_folder_to_write_to_can_check(build, monkeypatch):
    monkeypatch.setenv(VARIABLE, "/dev/null/cache")
    monkeypatch.setattr("tempfile.tempdir", "/dev/null/temporary")
    built = build(FILES, check_only=True)
    assert (built.exitcode, built.findings) == (0, [])
    assert len(built.outcome.sources.notices) == 4
    built = build({})
    assert (built.exitcode, built.codes, built.output.exists()) == (1, ["output"], False)


@pytest.mark.parametrize("name", ["locked/cache", "circle/cache", "x" * 300])
def test_a_place_that_can_not_be_looked_at_is_no_traceback(run, site, tmp_path, name):
    (tmp_path / "locked").mkdir(mode=0o000)
    (tmp_path / "circle").symlink_to("circle")
    git(tmp_path, "init", "--quiet")
    done = run(*as_nobody_special(), **{VARIABLE: str(tmp_path / name)})
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert temporary(tmp_path)


def as_nobody_special() -> list[str]:
    """Return what takes the rights of root from a command, where it has them."""
    dropped = "-dac_override,-dac_read_search"
    words = ["setpriv", f"--bounding-set={dropped}", f"--inh-caps={dropped}"]
    return [] if os.geteuid() else words


# Others


def codes(cache: Path) -> list[str]:
    return [problem.code for problem in open_cache_dir(cache).problems]


def test_a_folder_that_others_may_write_is_not_used(caches, site):
    caches.mkdir()
    caches.chmod(0o770)
    found = open_cache_dir(site)
    assert not found.folder.is_relative_to(caches)
    (problem,) = found.problems
    assert str(problem.message) == "the cache folder may be written by other users; it is not used"
    assert str(problem.hint) == f'Run: chmod go-w "{caches}"'


def test_a_folder_of_another_user_is_a_warning(caches, build, site):
    if os.geteuid():
        pytest.skip("only root may give a folder away")
    caches.mkdir()
    os.chown(caches, 65534, 65534)
    built: Built = build(FILES)
    assert built.exitcode == 0
    assert built.findings == [
        "caches:1:1: warning[cache-dir]: the cache folder belongs to another user; it is not used"
    ]
    assert list(caches.iterdir()) == []


@pytest.mark.parametrize("place", ["root", "site"])
def test_a_link_in_place_of_the_folder_is_not_followed(caches, site, tmp_path, place):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link = caches if place == "root" else open_cache_dir(site).folder
    if place == "site":
        shutil.rmtree(link)
    link.symlink_to(elsewhere)
    assert codes(site) == ["cache-dir"]
    assert not open_cache_dir(site).folder.is_relative_to(caches)
    assert list(elsewhere.iterdir()) == []


LINKS = [
    *("cache.sqlite", "cache.sqlite-wal", "cache.sqlite-shm", "calls", "served"),
    *("calls/x", "served/public-1", "served/public-1.lock"),
]


@pytest.mark.parametrize("name", LINKS)
@pytest.mark.parametrize("kind", ["file", "folder", "nothing"])
def test_a_link_in_the_cache_is_removed_and_not_followed(caches, build, tmp_path, name, kind):
    victim = tmp_path / "victim"
    if kind == "file":
        victim.write_text("wichtig")
    elif kind == "folder":
        write_files(victim, {"a": "wichtig", "new/a": "wichtig"})
    link = cache_of(tmp_path) / name
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(victim)
    built = build(FILES)
    assert (built.exitcode, built.findings) == (0, [])
    assert not link.is_symlink()
    assert read(victim) == {"file": ["wichtig"], "folder": ["wichtig"] * 2, "nothing": []}[kind]


@pytest.mark.parametrize("name", ["", "lock", "files", "files.new", "sheets", "sheets.new", "new"])
def test_a_link_in_the_notes_on_an_output_folder_is_not_followed(tmp_path, name):
    victim, notes = tmp_path / "victim", tmp_path / "notes"
    if name in ("", "new"):
        write_files(victim, {"a": "wichtig"})
    else:
        victim.write_text("wichtig")
    link = notes / name
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(victim)
    with open_output(tmp_path / "output", notes) as opened:
        opened.write("a", b"x")
        opened.publish(opened.survey())
    assert read(victim) == ["wichtig"]
    assert not link.is_symlink()


def read(place: Path) -> list[str]:
    files = [place] if place.is_file() else place.rglob("*")
    return [file.read_text() for file in files if file.is_file()]


# Earlier versions, and what a repository can bring

GIT = ["git", "-c", "core.excludesFile=", "-c", "user.name=x", "-c", "user.email=x@x.example"]


def git(folder: Path, *words: str) -> None:
    command = [*GIT, "-c", f"safe.directory={folder}", *words]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=LONG)


def poison(cache: Path) -> None:
    """Put a script into every text of a cache, with checksums that are right."""
    code = (
        "import sqlite3, sys; from rostrum.cache.store import checksum\n"
        "c = sqlite3.connect(sys.argv[1]); c.text_factory = bytes\n"
        "for key, text in c.execute('SELECT key, text FROM entries').fetchall():\n"
        "    text += b'<script>pwn()</script>' if text else b''\n"
        "    proof = checksum(key + text)\n"
        "    row = (text, proof, key)\n"
        "    c.execute('UPDATE entries SET text = ?, proof = ? WHERE key = ?', row)\n"
        "c.commit()\n"
    )
    subprocess.run([sys.executable, "-c", code, str(cache)], check=True, timeout=LONG)


def test_a_cache_that_a_clone_brings_along_is_not_read(run, site, tmp_path):
    run(**{VARIABLE: str(tmp_path / "attacker")})
    (cache,) = (tmp_path / "attacker").glob("site-*")
    poison(cache / "cache.sqlite")
    shutil.copytree(cache, site / ".rostrum")
    for notes in (tmp_path / "attacker").glob("output-*"):
        shutil.copytree(notes, site / ".rostrum" / notes.name)
    shutil.rmtree(site / "output")
    done = run()
    assert done.stdout.startswith("Built")
    assert "pwn" not in (site / PAGE).read_text()
    # The attack works where the folder is the user's own: the test would see it.
    shutil.rmtree(site / "output")
    shutil.rmtree(site / ".rostrum")
    run(**{VARIABLE: str(tmp_path / "attacker")})
    assert "pwn" in (site / PAGE).read_text()


def test_cache_folder_of_earlier_version_symlinks_not_followed(build, tmp_path):
    victim = tmp_path / "victim"
    write_files(tmp_path, {"victim": "wichtig", ".rostrum/x": ""})
    for name in ("lock", "files", "cache.sqlite", "output-e7c38a099de2", "calls"):
        (tmp_path / ".rostrum" / name).symlink_to(victim)
    built = build(FILES)
    assert built.exitcode == 0
    assert tuple(map(str, built.outcome.sources.notices)) == (
        ".rostrum/ is not used any more, and can be deleted.",
    )
    assert victim.read_text() == "wichtig"


def test_cache_folder_of_earlier_version_tracked_by_git_is_error(build, tmp_path):
    write_files(tmp_path, {".rostrum/cache.sqlite": "x"})
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "--force", ".rostrum")
    built = build(FILES)
    said = "Git tracks this folder, in which earlier versions kept texts of drafts too"
    assert built.findings == [f".rostrum:1:1: error[cache-tracked]: {said}"]
    assert built.exitcode == 2
    assert not built.output.exists()
    git(tmp_path, "rm", "-r", "--cached", "--quiet", ".rostrum")
    assert build({}).exitcode == 0


def test_a_cache_in_the_repository_is_used_unless_git_tracks_it(run, site):
    git(site, "init", "--quiet")
    inside = {VARIABLE: ".cache/rostrum"}
    assert run(**inside).returncode == 0
    assert list((site / ".cache/rostrum").glob("site-*/cache.sqlite"))
    git(site, "add", "--force", ".cache")
    done = run(**inside)
    assert done.returncode == 2
    assert ".cache/rostrum:1:1: error[cache-tracked]: Git tracks this folder: w" in done.stderr


def test_a_cache_behind_a_link_that_was_committed_is_not_used(run, site, tmp_path):
    git(site, "init", "--quiet")
    (tmp_path / "elsewhere").mkdir()
    (site / ".cache").symlink_to(tmp_path / "elsewhere")
    done = run(**{VARIABLE: ".cache/rostrum"})
    assert done.returncode == 0
    assert "warning[cache-dir]: the cache folder lies behind a link in a Git repository" in (
        done.stderr
    )
    assert list((tmp_path / "elsewhere").iterdir()) == []


# What Git tracks


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a Git working tree with some files."""
    tree = tmp_path / "tree"
    write_files(tree, {"docs/a/x": "x", "a.md": "x", "b/a": "x", "ab/x": "x"})
    git(tree, "init", "--quiet")
    git(tree, "add", ".")
    return tree


@pytest.mark.parametrize("name", ["a", "docs/b", "x", "docs/a/x/y/z", "b/a/c", "d"])
def test_cache_folder_untracked_despite_similar_tracked_names(tree, name):
    git(tree, "rm", "--cached", "--quiet", "docs/a/x", "b/a")
    assert is_tracked(tree / name) is False


@pytest.mark.parametrize("name", ["docs/a", "docs", "DOCS/a", "docs/a/x", "b/a/cache", "ab"])
def test_cache_folder_is_tracked_by_its_content_or_replacement(tree, name):
    assert is_tracked(tree / name) is True


def test_a_folder_is_tracked_whatever_the_index_is_like(tree, tmp_path):
    long = "d" * 200
    write_files(tree, {f"{long}/{long}/x": "x", "new/x": "x"})
    git(tree, "add", long)
    git(tree, "add", "--intent-to-add", "new")  # version 3
    assert is_tracked(tree / long) is is_tracked(tree / "new") is is_tracked(tree / "docs") is True
    git(tree, "commit", "--quiet", "-m", "x")
    git(tree, "worktree", "add", "--quiet", str(tmp_path / "linked"))
    assert is_tracked(tmp_path / "linked/docs") is True
    assert is_tracked(tmp_path / "linked/nix") is False
    git(tree, "update-index", "--split-index")
    assert is_tracked(tree / "docs") is True
    assert is_tracked(tree / "nix") is False
    git(tree, "update-index", "--no-split-index", "--index-version", "4")
    assert is_tracked(tree / "nix") is None


def test_a_submodule_in_place_of_a_folder_is_tracked(tree):
    git(tree, "commit", "--quiet", "-m", "x")
    git(tree, "update-index", "--add", "--cacheinfo", "160000", "0" * 39 + "1", ".cache")
    assert is_tracked(tree / ".cache/rostrum") is True


def test_outside_of_a_repository_nothing_is_tracked(tmp_path):
    assert is_tracked(tmp_path / "x") is False
    git(tmp_path, "init", "--quiet")
    assert is_tracked(tmp_path / "x") is False  # there is no index yet


def test_cache_has_separate_notes_for_each_output_folder(tmp_path):
    one, two = tmp_path / "a/output", tmp_path / "b/output"
    caches = tmp_path / "caches"
    assert state_dir_for(one, caches / "x") != state_dir_for(two, caches / "x")
    assert state_dir_for(one, caches / "x") == state_dir_for(one, caches / "y")
