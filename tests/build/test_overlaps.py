"""What is published and what must not be never lie in each other."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.sites import ANNA, cache_of, post, write_files, write_settings
from support.warm_process import run_module

from rostrum.build.overlaps import is_within

FILES = {"people/anna.md": ANNA, "posts/a.md": post("Ein Text.\n")}
DRAFT = {"posts/g.md": post("Geheimnis im Entwurf.\n", title="Geheim", status="draft")}
ERROR = "error[setting]: the output folder"


def said(folder: str, other: str) -> str:
    """Return the one error there is to be, at the setting's place."""
    lines = Path("pelicanconf.py").read_text().splitlines()
    keys = [line.partition(" =")[0] for line in lines]
    line = keys.index("OUTPUT_PATH") + 1
    return f'pelicanconf.py:{line}:1: {ERROR} "{folder}" and {other} lie in each other'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the folder of a repository with a theme of its own, and content elsewhere."""
    files = {"mine/page.html": "x", "themes/own/templates/x.html": "x", ".git/HEAD": "x"}
    write_files(tmp_path, files)
    write_files(tmp_path / "texts/content", FILES | DRAFT)
    return tmp_path


SETTINGS = {"PATH": "texts/content", "THEME_TEMPLATES_OVERRIDES": ["mine"]}
OVERLAPS = [
    ("texts/content", "the content folder"),
    ("texts/content/posts", "the content folder"),
    ("texts", "the content folder"),
    ("mine", "the template overrides"),
    ("mine/output", "the template overrides"),
    (".git", "Git's own folder"),
    (".git/output", "Git's own folder"),
    ("x/.GIT/output", "Git's own folder"),
]


@pytest.mark.parametrize(("folder", "other"), OVERLAPS)
def test_output_folder_overlaps_no_unpublished_folder(build, root, folder, other):
    before = sorted(root.rglob("*"))
    built = build({}, {**SETTINGS, "OUTPUT_PATH": folder})
    assert (built.exitcode, built.findings) == (2, [said(folder, other)])
    assert set(root.rglob("*")) - set(before) == {root / "content", root / "pelicanconf.py"}
    again = build({}, SETTINGS, output=root / folder)
    assert (again.exitcode, len(again.findings)) == (2, 1)


def test_the_settings_are_never_published(build, root, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    write_files(elsewhere, FILES)
    settings = {"PATH": str(elsewhere), "OUTPUT_PATH": "."}
    built = build({}, settings)
    assert built.findings == [said(".", "the settings file")]
    assert built.exitcode == 2


def test_a_theme_is_neither_published_nor_written_to(build, root):
    for folder in ("themes/own", "themes/own/output", "themes"):
        settings = {**SETTINGS, "THEME": "themes/own", "OUTPUT_PATH": folder}
        findings = build({}, settings).findings
        assert said(folder, "the theme") in findings


def test_git_folder_of_linked_worktree_is_never_published(build, root, tmp_path_factory):
    git = tmp_path_factory.mktemp("git")
    (root / ".git/HEAD").unlink()
    (root / ".git").rmdir()
    write_files(root, {".git": f"gitdir: {git}/worktrees/x\n"})
    (git / "worktrees/x").mkdir(parents=True)
    found = build({}, SETTINGS, output=git).findings
    assert len(found) == 1
    assert found[0].endswith("and the Git folder lie in each other")


def test_the_cache_is_never_published(build, root):
    for folder in (cache_of(root), cache_of(root) / "output", cache_of(root).parent):
        built = build({}, {**SETTINGS, "OUTPUT_PATH": str(folder)})
        assert built.findings == [said(str(folder), "the cache folder")]


def test_a_link_hides_nothing(build, root):
    (root / "public").symlink_to(root / "texts")
    built = build({}, {**SETTINGS, "OUTPUT_PATH": "public"})
    assert built.findings == [said("texts", "the content folder")]


def test_a_place_is_told_by_what_it_is_and_not_by_its_name(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "link").symlink_to("content")
    assert is_within(tmp_path / "link/posts", tmp_path / "content")
    assert is_within(tmp_path / "content/posts", tmp_path / "link")


def test_letters_case_hides_nothing_of_what_is_not_there_yet(tmp_path):
    assert is_within(tmp_path / "Output/a", tmp_path / "output")
    assert is_within(tmp_path / "output", tmp_path / "output")
    assert not is_within(tmp_path / "output", tmp_path / "Output/a")
    assert not is_within(tmp_path / "outputs", tmp_path / "output")


def test_letter_case_hides_no_overlap_on_ambiguous_file_systems(tmp_path):
    (tmp_path / "content").mkdir()
    is_the_same = (tmp_path / "CONTENT").exists()
    assert is_within(tmp_path / "CONTENT/x", tmp_path / "content") is is_the_same


# What is allowed


def test_output_folder_that_is_its_own_git_worktree_is_allowed(build, root):
    write_files(root, {"output/.git/HEAD": "x"})
    assert build({}, SETTINGS).exitcode == 0
    assert (root / "output/.git/HEAD").read_text() == "x"


def test_output_folder_that_is_its_own_working_dir_is_allowed(tmp_path):
    write_files(tmp_path / "content", FILES | DRAFT)
    write_files(tmp_path, {"public/.git/HEAD": "x"})
    command = ["rostrum", "build", "--content", "../content", "--output", "."]
    run(command, tmp_path / "public", 0)
    assert (tmp_path / "public/index.html").exists()
    assert not holds(tmp_path / "public", "Geheimnis")


# Each way to build


def test_a_preview_is_not_written_where_the_public_site_stands(build, root):
    for folder in ("preview", "preview/public", "."):
        built = build(FILES | DRAFT, {"OUTPUT_PATH": folder}, preview=True)
        assert built.findings == [said("preview", "the folder of the public site")]
        assert built.exitcode == 2
    assert build({}, {"OUTPUT_PATH": "preview"}).exitcode == 0
    assert build({}, {"OUTPUT_PATH": "output"}, preview=True).exitcode == 0


@pytest.mark.parametrize("command", [["rostrum", "build"], ["pelican"]], ids=lambda it: it[0])
@pytest.mark.parametrize("render", [True, False])
def test_each_program_and_theme_refuses(root, command, render):
    theme = {"DEFAULT_LANG": "en"} if render else {"DEFAULT_LANG": "en", "THEME": "simple"}
    settings = {**SETTINGS, **theme, "ROSTRUM": {"render": render}, "OUTPUT_PATH": "texts"}
    write_settings(root / "pelicanconf.py", settings)
    done = run(command, root, 2)
    assert f'{ERROR} "texts" and the content folder lie in each other' in done
    assert not (root / "texts/index.html").exists()


def test_pelican_s_program_does_not_publish_the_settings(root, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    write_files(elsewhere, FILES)
    settings = {"PATH": str(elsewhere), "OUTPUT_PATH": ".", "DEFAULT_LANG": "en"}
    write_settings(root / "pelicanconf.py", settings)
    assert f'{ERROR} "." and the settings file lie in each other' in run(["pelican"], root, 2)


def test_notes_of_an_earlier_version_are_not_published(build, root):
    write_files(root, {"output/.rostrum/cache.sqlite": "Geheimnis"})
    built = build({}, SETTINGS)
    words = 'the output folder "output" holds notes of an earlier version'
    assert built.findings == [f"pelicanconf.py:1:1: error[setting]: {words}"]
    assert built.exitcode == 2


PAGES = ["output/p.html", "texts/content/p.html", "mine/p.html", ".git/p.html"]


@pytest.mark.parametrize("page", PAGES)
def test_the_plan_of_cross_posts_is_written_to_none_of_them(root, page):
    write_settings(root / "pelicanconf.py", SETTINGS)
    (root / "output").mkdir()
    done = run(["rostrum", "crosspost.plan", "--as-of", "2026-11-22", "--page", page], root, 2)
    assert f"is no place for {page}. " in done
    assert not (root / page).exists()


def run(command: list[str], folder: Path, code: int) -> str:
    """Run a command that must end with an exit code; return all that it prints."""
    done = run_module(folder, *command)
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def holds(folder: Path, words: str) -> bool:
    files = [file for file in folder.rglob("*") if file.is_file()]
    return any(words.encode() in file.read_bytes() for file in files)
