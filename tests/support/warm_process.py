"""Run a program in a process of its own, whose modules are already imported.

It is a fork of a process that has imported the programs and done nothing else: a new interpreter
takes a second for that. Folder, arguments, environment, stdout and stderr are those of the call;
in its environment, None unsets a variable. `before` are the words of a program that starts another
with fewer rights, such as setpriv.
Tests of what an interpreter reads at its start (locale, hash seed) or may do use `subprocess`.
"""

from __future__ import annotations

import atexit
import io
import json
import locale
import os
import runpy
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

MODULES = (
    *("pelican", "pelican.settings", "rostrum.cli.commands", "rostrum.pelican_plugin"),
    *("rostrum.pelican_plugin.runner", "rostrum.build.cards", "rostrum.cards.draw"),
)

Environment = Mapping[str, str | None]


def run_module(
    folder: Path,
    *words: str,
    environment: Environment | None = None,
    check: bool = False,
    before: Sequence[str] = (),
) -> subprocess.CompletedProcess[str]:
    """Run `python -m` with these words in a folder; return its exit code, stdout and stderr."""
    code, out, err = _run(folder, words, environment, ("out", "err"), before)
    done = subprocess.CompletedProcess(words, code, out, err)
    if check:
        done.check_returncode()
    return done


def run_printed(
    folder: Path,
    *words: str,
    environment: Environment | None = None,
    before: Sequence[str] = (),
) -> tuple[int, str]:
    """Run `python -m` with these words in a folder; return its exit code and what
    a terminal shows.
    """
    return _run(folder, words, environment, ("both", "both"), before)[:2]


def _run(
    folder: Path,
    words: Sequence[str],
    environment: Environment | None,
    streams: tuple[str, str],
    before: Sequence[str],
) -> tuple[int, str, str]:
    with tempfile.TemporaryDirectory() as name:
        files = [Path(name, stream) for stream in streams]
        given = {**os.environ, **(environment or {})}
        request = {
            "folder": str(folder),
            "words": words,
            "environment": {key: value for key, value in given.items() if value is not None},
            "streams": [str(file) for file in files],
        }
        code = _ask(request, tuple(before))
        out, err = (file.read_bytes().decode() for file in files)
    return code, out, err


def _ask(request: Mapping[str, Any], before: tuple[str, ...]) -> int:
    server = _start_server(before)
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(json.dumps(request) + "\n")
    server.stdin.flush()
    return int(server.stdout.readline())


@cache
def _start_server(before: tuple[str, ...]) -> subprocess.Popen[str]:
    command = [*before, sys.executable, "-m", "support.warm_process"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    server = subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(server.kill)
    return server


def _serve() -> None:
    """Answer each request with the exit code of the program."""
    for name in MODULES:
        __import__(name)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _carry_out(json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _carry_out(request: Mapping[str, Any]) -> None:
    """Be the program until its end."""
    code = 1
    try:
        os.environ.clear()
        os.environ.update(request["environment"])
        _redirect(request["streams"])
        os.chdir(request["folder"])
        _follow_environment()
        module, *words = request["words"]
        sys.argv = [module, *words]
        sys.path[0] = request["folder"]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as end:
        code = _exit_code(end)
    except BaseException:
        traceback.print_exc()
    finally:
        atexit._run_exitfuncs()  # temporary folders go, as at the end of an interpreter
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _follow_environment() -> None:
    """Do what an interpreter does with its environment when it starts."""
    time.tzset()
    tempfile.tempdir = None
    sys.dont_write_bytecode = bool(os.environ.get("PYTHONDONTWRITEBYTECODE"))
    with suppress(locale.Error):
        locale.setlocale(locale.LC_CTYPE, "")


def _redirect(names: list[str]) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    for number, name in enumerate(names, 1):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), number)
    sys.stdout = io.TextIOWrapper(io.FileIO(1, "w"), "utf-8", "surrogateescape", write_through=True)
    sys.stderr = io.TextIOWrapper(
        io.FileIO(2, "w"), "utf-8", "backslashreplace", write_through=True
    )


def _exit_code(end: SystemExit) -> int:
    if end.code is None or isinstance(end.code, int):
        return int(end.code or 0)
    print(end.code, file=sys.stderr)
    return 1


if __name__ == "__main__":
    _serve()
