"""The tutorial, read and followed word for word: each command runs, each file passes the check."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "tutorial.md"
_FENCE = re.compile(
    r"^(?:`(?P<file>[^`\n]+)`:\n\n)?```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.M | re.S
)
INSTALLATION = ("python3 -m venv", "export PATH")
SERVER = "rostrum serve"


class Block(NamedTuple):
    """A block of code of the page; `file` is named in the line before it."""

    kind: str
    text: str
    file: str


def read_blocks() -> Iterator[Block]:
    for found in _FENCE.finditer(PAGE.read_text("utf-8")):
        yield Block(found["kind"], found["text"], found["file"] or "")


@pytest.fixture(scope="module")
def followed(tmp_path_factory) -> tuple[Path, list[str]]:
    """Follow the tutorial in an empty folder; return the blog and the commands that were run."""
    folder, home = tmp_path_factory.mktemp("tutorial"), tmp_path_factory.mktemp("home")
    programs = Path(sys.executable).parent
    git = {f"GIT_{who}_{what}": "erika@example.com" for who in ("AUTHOR", "COMMITTER")
           for what in ("NAME", "EMAIL")}  # fmt: skip
    environment = {"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(home), **git}
    commands: list[str] = []
    for block in read_blocks():
        if block.file:
            file = folder / block.file
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, encoding="utf-8")
        for line in block.text.splitlines() if block.kind == "sh" else ():
            if line.startswith((*INSTALLATION, SERVER)):
                continue
            if line.startswith("cd "):
                folder /= line.removeprefix("cd ")
                continue
            done = subprocess.run(
                line, shell=True, cwd=folder, env=environment, capture_output=True, text=True,
                check=False,
            )  # fmt: skip
            assert done.returncode == 0, (line, done.stderr)
            commands.append(line)
    return folder, commands


def test_every_command_of_the_tutorial_runs(followed):
    _, commands = followed
    assert [line.split()[:2] for line in commands] == [
        ["rostrum", "init"],
        ["rostrum", "check"],
        ["rostrum", "build"],
        ["rostrum", "check"],
        ["git", "init"],
    ]


def test_the_tutorial_ends_with_its_post_on_the_home_page(followed):
    blog, _ = followed
    home = (blog / "output" / "index.html").read_text("utf-8")
    assert "What I learnt in the first week" in home
    assert (blog / "output" / "series" / "first-hundred-days" / "index.html").is_file()


def test_the_mistake_of_the_tutorial_is_reported_in_its_words(followed):
    blog, _ = followed
    post = blog / "content" / "posts" / "2026" / "first-week.md"
    text = post.read_text("utf-8")
    post.write_text(text.replace("summary:", "sumary:"), encoding="utf-8")
    command = [sys.executable, "-m", "rostrum", "check"]
    said = subprocess.run(command, cwd=blog, capture_output=True, text=True, check=False).stderr
    post.write_text(text, encoding="utf-8")
    [shown] = [block.text for block in read_blocks() if block.kind == "text"]
    assert shown in said
