"""Ctrl+C, a closed pipe and a full disk: the program ends with a code, never with a traceback."""

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.sites import ANNA, post, write_files, write_settings

LONG = 60  # seconds that a command may take on a busy machine

INTERRUPT_AT_IMPORT = """
import os, signal, sys
class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == os.environ["INTERRUPT_AT"]:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupt())
"""
SLOW_READING = """
from markdown import Extension
from markdown.preprocessors import Preprocessor
import pathlib, time
class Slow(Preprocessor):
    def run(self, lines):
        pathlib.Path("begun").touch()
        time.sleep(30)
        return lines
class SlowExtension(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Slow(md), "slow", 50)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a small site."""
    write_files(tmp_path / "content", {"people/anna.md": ANNA, "posts/eins.md": post()})
    write_settings(tmp_path / "pelicanconf.py", {})
    return tmp_path


def start(folder: Path, *words: str, **variables: str) -> subprocess.Popen[str]:
    """Start `rostrum …` in a process group of its own, as a shell does."""
    return subprocess.Popen(
        [sys.executable, "-m", "rostrum", *words],
        cwd=folder,
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


@pytest.mark.parametrize(
    "module",
    ["rostrum.cli.commands", "invoke", "rostrum.pelican_plugin.runner", "pelican", "babel"],
)
def test_ctrl_c_during_an_import_ends_quietly(folder, module):
    write_files(folder, {"hook/sitecustomize.py": INTERRUPT_AT_IMPORT})
    path = os.pathsep.join([str(folder / "hook"), os.environ.get("PYTHONPATH", "")])
    process = start(folder, "build", PYTHONPATH=path, INTERRUPT_AT=module)
    out, _ = process.communicate(timeout=LONG)
    assert (process.returncode, out) == (130, "")
    assert not (folder / "output").exists()


@pytest.mark.parametrize("whole_group", [True, False])
def test_ctrl_c_while_workers_read_ends_quietly(folder, whole_group):
    posts = {f"posts/p{n}.md": post(title=f"P {n}", slug=f"p{n}") for n in range(300)}
    write_files(folder / "content", posts)
    write_files(folder, {"slow.py": SLOW_READING})
    markdown = {"extensions": ["slow:SlowExtension"]}
    settings = {"MARKDOWN": markdown, "ROSTRUM": {"markdown": "python-markdown"}}
    write_settings(folder / "pelicanconf.py", settings)
    process = start(
        folder,
        "build",
        "--jobs",
        "2",
        PYTHONPATH=os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")]),
    )
    end = time.monotonic() + LONG
    while not (folder / "begun").exists():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.02)
    os.kill(-process.pid if whole_group else process.pid, signal.SIGINT)
    out, _ = process.communicate(timeout=20)  # workers sleep for longer
    assert (process.returncode, out) == (130, "")


def test_head_ends_a_report_quietly(folder):
    write_files(folder / "content", {"posts/zwei.md": post(title="Zwei", nix=1)})
    command = f"{sys.executable} -m rostrum check --format json | true"
    done = subprocess.run(
        command, cwd=folder, shell=True, capture_output=True, text=True, timeout=LONG, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_told_in_one_sentence(folder):
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "rostrum", "check"]
        done = subprocess.run(
            command,
            cwd=folder,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=LONG,
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, "The disk is full. Make room, then try again.\n")


def run_in_terminal(folder: Path, **variables: str) -> str:
    """Return what `rostrum check` prints on a terminal."""
    leader, terminal = pty.openpty()
    command = [sys.executable, "-m", "rostrum", "check"]
    environment = {**os.environ, "TERM": "xterm", **variables}
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=terminal, stderr=terminal):
        os.close(terminal)
        out = b""
        try:
            while chunk := os.read(leader, 4096):
                out += chunk
        except OSError:  # the other side is closed
            pass
    os.close(leader)
    return out.decode()


@pytest.mark.parametrize(
    ("variables", "is_colored"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
def test_colors_are_shown_where_a_terminal_has_them(folder, variables, is_colored):
    write_files(folder / "content", {"posts/zwei.md": post(title="Zwei", categry="x")})
    out = run_in_terminal(folder, **variables)
    assert ("\x1b[1;31merror[key-unknown]\x1b[0m" in out) == is_colored
    assert ("\x1b" in out) == is_colored


def test_force_color_colors_a_pipe_too(folder):
    write_files(folder / "content", {"posts/zwei.md": post(title="Zwei", categry="x")})
    out, _ = start(folder, "check", FORCE_COLOR="1").communicate(timeout=LONG)
    assert "\x1b[1;31merror[key-unknown]\x1b[0m" in out
    out, _ = start(folder, "check", FORCE_COLOR="1", NO_COLOR="1").communicate(timeout=LONG)
    assert "\x1b" not in out
