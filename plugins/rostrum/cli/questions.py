"""Ask a person at the terminal for what a call leaves out; elsewhere take the default."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from invoke import Exit

from rostrum.cli.program import Refusal, load_language
from rostrum.core.diagnostics import printable_text
from rostrum.core.translatable import Translatable

Ask = Callable[[Translatable, str], str]
T = TypeVar("T")


def choose_ask() -> Ask:
    """Return what asks at a terminal, and what takes the default elsewhere."""
    return _ask if sys.stdin.isatty() and sys.stdout.isatty() else _take_default


def ask_until(ask: Ask, question: Translatable, default: str, read: Callable[[str], T]) -> T:
    """Return a right answer; a person at the terminal is asked again after a wrong one."""
    while True:
        try:
            return read(ask(question, default))
        except Refusal as refusal:
            if ask is not _ask:
                raise
            print(refusal.message)


def _ask(question: Translatable, default: str) -> str:
    """Return the answer of a person at the terminal; an empty one is the default.

    The end of the input is the default, too; without one it ends the program.
    """
    text = printable_text(question.translate(load_language()))
    shown = f" [{printable_text(default)}]" if default else ""
    try:
        return input(f"{text}{shown}: ").strip() or default
    except EOFError:
        print()
        if not default:
            raise Exit(code=2) from None
        return default


def _take_default(question: Translatable, default: str) -> str:
    return default


def find_git_name() -> str:
    """Return the name of the person that git knows; empty without one."""
    with suppress(OSError, subprocess.SubprocessError):
        command = ["git", "config", "user.name"]
        found = subprocess.run(command, capture_output=True, text=True, timeout=5, check=False)
        return found.stdout.strip()
    return ""
