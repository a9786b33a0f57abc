"""The command lines of the documentation run: each of a page, one after the other, in a blog.

The tutorial has a test of its own, which begins in an empty folder (tests/scaffold/). Commands
within a sentence are not run; tests/project/test_docs.py says that they and their options exist.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from support.warm_process import run_module

ROOT = Path(__file__).parents[2]
PAGES = [
    page
    for page in [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *sorted((ROOT / "docs").glob("*.md")),
    ]
    if page.name != "tutorial.md"
]
NOT_RUN = {
    "make serve": "sets up an environment from a package index; then as rostrum serve",
    "make setup": "sets up an environment from a package index",
    "cd our-blog && rostrum serve": "runs until Ctrl+C: tests/server/",
    "rostrum new post": "asks in a terminal: tests/cli/test_new.py",
    "gh pr comment --body-file findings.md": "needs a pull request at GitHub",
    ".venv/bin/pip install --requirement requirements.txt": "needs a package index: "
    "tests/scaffold/ installs wheels",
}
"""Lines that can't run here, each with the reason."""

_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.M | re.S)
_SHELL = re.compile(
    r"^(?:\$ )?((?:\.venv/bin/)?(?:rostrum|pybabel|pip|git|make|gh|rm|python3?|cd) .*)$"
)
_STEP = re.compile(r"^\s*- (?:run: )?((?:\.venv/bin/)?rostrum .*)$")
_GIT = {f"GIT_{who}_{what}": "erika@example.com" for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")}  # fmt: skip
TARGETS = {
    "targets": {"live": {"kind": "folder", "to": "www"}},
    "levels": {"placeholder": "note"},  # the pages that `init` writes are templates
}
POST = """\
---
title: {title}
date: 2026-11-18 09:30
authors: [erika-muster]
summary: Was fehlt.
---
Ein Satz.
"""


def list_lines(text: str) -> Iterator[str]:
    """Yield the command lines in a text, without remarks, each as one line."""
    for indent, kind, block in _FENCE.findall(text):
        block = re.sub(rf"^{indent}", "", block, flags=re.M).replace("\\\n", " ")
        pattern = _STEP if kind == "yaml" else _SHELL
        if kind in ("", "sh", "yaml"):
            found = (pattern.match(line) for line in block.splitlines())
            yield from (re.sub(r"\s+# .*$", "", line[1]) for line in found if line)


def is_call(line: str) -> bool:
    """Return True for a call of the program that needs no shell."""
    return bool(re.match(r"(?:\.venv/bin/)?rostrum ", line)) and not set(line) & set("&|<>$")


def list_parts(page: Path) -> list[list[str]]:
    """Return the command lines of each part of a page that has some."""
    parts = re.split(r"^## ", page.read_text("utf-8"), flags=re.MULTILINE)
    return [lines for part in parts if (lines := [*list_lines(part)])]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Run a command line in a folder, as a person with a new home folder; return what it said."""
    environment = {
        **{key: os.environ[key] for key in ("ROSTRUM_CACHE_DIR", "LC_ALL")},
        **_GIT,
        "HOME": str(tmp_path_factory.mktemp("home")),
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "PYTHONPATH": str(ROOT / "plugins"),
    }

    def run_line(line: str, folder: Path) -> None:
        if is_call(line):
            words = shlex.split(line)[1:]
            done = run_module(folder, "rostrum", *words, environment=environment)
        else:
            done = subprocess.run(
                ["/bin/sh", "-c", line], cwd=folder, env=environment, timeout=120,
                capture_output=True, text=True, check=False,
            )  # fmt: skip
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"

    return run_line


@pytest.fixture(scope="module")
def begun(tmp_path_factory, run) -> Path:
    """Return a blog as `rostrum init` begins it, with two posts and another language."""
    folder = tmp_path_factory.mktemp("begun")
    run('rostrum init blog --lang de --author "Erika Muster" --ci none', folder)
    settings = folder / "blog" / "pelicanconf.py"
    written = settings.read_text("utf-8").replace('["de"]', '["de", "en"]')
    settings.write_text(f"{written}\nROSTRUM |= {TARGETS}\n", "utf-8")
    for name in ("mut", "first-week"):
        file = folder / "blog" / "content" / "posts" / "2026" / f"{name}.md"
        file.write_text(POST.format(title=name.title()), encoding="utf-8")
    return folder / "blog"


@pytest.fixture
def blog(begun, run, tmp_path) -> Path:
    """Return a copy of the blog: cloned, with a draft, and with the programs in `.venv`."""
    copytree(begun, tmp_path / "first")
    run("git init --quiet && git add . && git commit --quiet --message First", tmp_path / "first")
    run("git clone --quiet --bare first REPOSITORY && git clone --quiet REPOSITORY blog", tmp_path)
    blog = tmp_path / "blog"
    draft = POST.format(title="Entwurf").replace("summary", "status: draft\nsummary")
    (blog / "content" / "posts" / "2026" / "entwurf.md").write_text(draft, encoding="utf-8")
    (blog / ".venv").mkdir()
    (blog / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    (blog / "REPOSITORY").symlink_to(tmp_path / "REPOSITORY")
    return blog


PARTS = [
    pytest.param(lines, id=f"{page.stem}-{number}")
    for page in PAGES
    for number, lines in enumerate(list_parts(page))
    if not lines[0].startswith("pybabel")
]


@pytest.mark.parametrize("lines", PARTS)
def test_the_command_lines_of_a_part_run(lines: list[str], blog: Path, run) -> None:
    for line in lines:
        if line not in NOT_RUN:
            run(line, blog)


def test_the_commands_for_translations_run(tmp_path: Path, run) -> None:
    """The page names the templates of catalogs before the commands that write them."""
    lines = [*list_lines((ROOT / "docs" / "templates.md").read_text("utf-8"))]
    for folder in ("plugins", "theme"):
        copytree(ROOT / folder, tmp_path / folder, ignore=lambda *_: ["__pycache__"])
    (tmp_path / "babel.cfg").write_bytes((ROOT / "babel.cfg").read_bytes())
    for line in sorted(lines, key=lambda it: (it.startswith("rm "), " init " in it)):
        run(line, tmp_path)
    made = sorted(file.name for file in (tmp_path / "mine").rglob("*.po"))
    assert made == ["diagnostics.po", "rostrum.po"]


def test_what_is_not_run_stands_in_the_documentation() -> None:
    shown = {line for page in PAGES for lines in list_parts(page) for line in lines}
    assert NOT_RUN.keys() - shown == set()
