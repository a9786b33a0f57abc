"""The program without what only POSIX systems have, as far as it can be seen on one of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.sites import ANNA, post, write_files, write_settings

ROOT = Path(__file__).parents[2]
HIDE = '''
import builtins, fcntl, os, signal, sys, types
import asyncio, multiprocessing, shutil, subprocess, tempfile  # before there is a msvcrt

def locking(number, mode, size):
    """As Microsoft's _locking: a byte from the place in the file on, or PermissionError."""
    try:
        fcntl.lockf(number, fcntl.LOCK_EX | fcntl.LOCK_NB, size, os.lseek(number, 0, os.SEEK_CUR))
    except OSError as error:
        raise PermissionError(error.errno, "locked") from None

builtin = builtins.__import__

def import_module(name, globals=None, locals=None, fromlist=(), level=0):
    """Hide from the package what Windows does not have, and from others nothing."""
    if name in ("fcntl", "pwd", "grp", "resource"):
        if (globals or {}).get("__name__", "").startswith("rostrum"):
            raise ImportError(name)
    return builtin(name, globals, locals, fromlist, level)

builtins.__import__ = import_module
msvcrt = sys.modules["msvcrt"] = types.ModuleType("msvcrt")
msvcrt.locking, msvcrt.LK_NBLCK = locking, 2
for name in ("geteuid", "getuid", "O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "fork"):
    delattr(os, name)
for name in ("SIGHUP", "SIGPROF", "SIGVTALRM", "setitimer", "pthread_sigmask"):
    delattr(signal, name)
'''
BLOG = {
    "content/people/anna.md": ANNA,
    "content/posts/a.md": post(title="Hallo", date="2020-01-01"),
}


@pytest.fixture(name="blog")
def make_blog(tmp_path: Path) -> Path:
    blog = tmp_path / "blog"
    write_files(blog, BLOG)
    targets = {"live": {"kind": "folder", "to": str(tmp_path / "www")}}
    write_settings(blog / "pelicanconf.py", {"ROSTRUM": {"jobs": 1, "targets": targets}})
    (tmp_path / "hide").mkdir()
    (tmp_path / "hide" / "sitecustomize.py").write_text(HIDE, "utf-8")
    return blog


def run(blog: Path, *words: str) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join([str(blog.parent / "hide"), str(ROOT / "plugins")])
    return subprocess.run(
        [sys.executable, "-m", "rostrum", *words, "--lang", "en"],
        cwd=blog, capture_output=True, text=True, timeout=100, check=False,
        env={**os.environ, "PYTHONPATH": paths, "USERNAME": "anna"},
    )  # fmt: skip


@pytest.mark.parametrize("words", [("check",), ("build",), ("publish",), ("next",)])
def test_commands_run_without_posix(blog: Path, words: tuple[str, ...]) -> None:
    done = run(blog, *words)
    assert "Traceback" not in done.stderr
    assert done.returncode == 0, done.stderr


def test_a_lock_without_posix_keeps_others_out(blog: Path) -> None:
    program = (
        "import sys, time; from rostrum.core.file_locks import lock_file\n"
        "with open(sys.argv[1], 'a+b') as file:\n"
        "    try: lock_file(file, wait=False); print('held', flush=True); time.sleep(60)\n"
        "    except BlockingIOError: print('taken')\n"
    )
    paths = os.pathsep.join([str(blog.parent / "hide"), str(ROOT / "plugins")])
    words = [sys.executable, "-c", program, str(blog / "lock")]
    environment = {**os.environ, "PYTHONPATH": paths}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        second = subprocess.run(words, capture_output=True, text=True, check=True, env=environment)
        first.kill()
    assert second.stdout == "taken\n"
