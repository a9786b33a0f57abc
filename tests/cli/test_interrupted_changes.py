"""A rename that is interrupted or killed: no file is half done, and nothing is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support.program import Run
from support.sites import post, write_files

from rostrum.cli import content_files
from rostrum.cli.content_files import create_file
from rostrum.cli.unfinished import JOURNAL, Journal, list_leftovers

LONG = 60  # seconds that a command may take on a busy machine
SIGNAL_AT_THE_SECOND_FILE = """
import os, pathlib, signal
replace, calls = pathlib.Path.replace, []
def send(self, target):
    if str(target).endswith(".md"):
        calls.append(target)
        if len(calls) == 2:
            os.kill(os.getpid(), int(os.environ["SENT"]))
    return replace(self, target)
pathlib.Path.replace = send
"""


@pytest.fixture
def linked(authored: Path) -> Path:
    """A site in which four posts link to another one."""
    files = {f"content/posts/p{n}.md": post("[Ziel](ziel.md)", title=f"P{n}") for n in range(4)}
    write_files(authored, {**files, "content/posts/ziel.md": post(title="Ziel")})
    return authored


def read_all(folder: Path) -> dict[str, bytes]:
    files = (file for file in (folder / "content").rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def rename(folder: Path, sent: signal.Signals) -> subprocess.CompletedProcess[str]:
    write_files(folder, {"hook/sitecustomize.py": SIGNAL_AT_THE_SECOND_FILE})
    path = os.pathsep.join([str(folder / "hook"), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, "-m", "rostrum", "rename", "ziel", "--file", "neu.md"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, "SENT": str(int(sent)), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=LONG,
        check=False,
    )


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_rename_ends_what_it_has_begun(linked: Path, sent: signal.Signals):
    done = rename(linked, sent)
    assert done.returncode == {signal.SIGINT: 130, signal.SIGTERM: -signal.SIGTERM}[sent]
    after = read_all(linked)
    assert "content/posts/ziel.md" not in after
    assert all(b"(neu.md)" in after[f"content/posts/p{n}.md"] for n in range(4))
    assert "neu.md" in done.stdout
    assert [*list_leftovers(linked / "content")] == []


@pytest.mark.parametrize("call", [("check", "--fix"), ("rename", "p0", "--slug", "p0")])
def test_a_killed_rename_is_told_and_undone(rostrum: Run, linked: Path, call: tuple[str, ...]):
    before = read_all(linked)
    assert rename(linked, signal.SIGKILL).returncode == -signal.SIGKILL
    err = rostrum("check", "--lang", "en")[2]
    assert (
        f"content/{JOURNAL}:1:1: warning[unfinished]: a command was ended while it renamed" in err
    )
    assert "warning[unfinished]: a command was ended while it wrote this temporary file" in err
    _code, _out, err = rostrum(*call)
    assert "its changes are undone.\n" in err or "rückgängig gemacht.\n" in err
    after = read_all(linked)
    after.pop("content/addresses.tsv", None)
    if call[0] == "check":
        assert after == before
    assert [*list_leftovers(linked / "content")] == []


def test_a_file_changed_since_a_killed_rename_is_kept(rostrum: Run, linked: Path):
    rename(linked, signal.SIGKILL)
    write_files(linked, {"content/posts/p0.md": post("Neu.", title="P0")})
    assert "p0.md" in rostrum("check", "--fix")[2]
    assert "Neu." in (linked / "content/posts/p0.md").read_text()
    assert (linked / "content/posts/ziel.md").exists()


def test_a_journal_names_no_file_elsewhere(linked: Path):
    for path in ("../a.md", "/tmp/a.md", "", "a/../../b.md"):
        raw = Journal({path: b"x"}, {}).format()
        with pytest.raises(ValueError):  # noqa: PT011 - it is never shown
            Journal.parse(raw)
    for raw in (b"", b"[]", b'{"before": {"a": 1}}', b"\xff", b'{"before": {"a": "!"}}'):
        with pytest.raises(ValueError):  # noqa: PT011 - it is never shown
            Journal.parse(raw)


def test_a_broken_journal_is_left_and_told(rostrum: Run, linked: Path):
    write_files(linked, {f"content/{JOURNAL}": '{"before": {"../x.md": ""}, "after": {}}'})
    assert f"content/{JOURNAL}" in rostrum("check", "--fix")[2]
    assert not (linked / "x.md").exists()
    assert (linked / "content" / JOURNAL).exists()


def test_the_next_write_removes_what_a_killed_one_left(authored: Path):
    own, other = f".rostrum-{os.getpid()}", ".rostrum-999999"
    write_files(authored, {f"content/posts/{name}": "x" for name in (own, other, ".rostrum-x")})
    create_file(authored / "content/posts/a.md", b"x")
    names = {file.name for file in (authored / "content/posts").iterdir()}
    assert names == {"a.md", ".rostrum-x"}


def test_what_another_process_is_writing_is_kept(authored: Path):
    file = authored / "content/posts/.rostrum-999999"
    write_files(authored, {"content/posts/.rostrum-999999": "x"})
    with file.open("rb") as stream:
        content_files.hold(stream)
        create_file(authored / "content/posts/a.md", b"x")
        assert file.exists()
        assert [*list_leftovers(authored / "content")] == []
    assert [*list_leftovers(authored / "content")] == ["posts/.rostrum-999999"]
