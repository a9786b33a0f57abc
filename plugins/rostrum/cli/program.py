"""The program `rostrum`: the commands with a short help, and exit code 2 for a wrong call."""

from __future__ import annotations

import inspect
import re
import sys
from typing import Any

from invoke import Exit, ParseError, Program

from rostrum.core.diagnostics import printable_text, suggest

# Invoke's others are about running shell commands, which these commands don't do.
_OPTIONS = frozenset(
    {"complete", "debug", "help", "list", "list-depth", "list-format"}
    | {"print-completion-script", "version", "write-pyc"}
)
_WITHOUT_VALUE = re.compile(r"Flag <Argument: ([\w-]+).*needed value")
_USAGE = """\
Rostrum makes a blog from Markdown files.

Usage: rostrum COMMAND [OPTIONS]
"""
_EXIT_CODES_HELP = """\
rostrum --help COMMAND tells a command's options, rostrum --version the version.
Exit codes: 0 done, 1 something in the content is wrong, 2 wrong settings or a wrong call."""


class Refusal(Exit):
    """Ends a command with exit code 2 and a sentence: the call, or the settings, are wrong."""

    def __init__(self, words: str) -> None:
        super().__init__(printable_text(words), code=2)


class Rostrum(Program):
    """Invoke's program without what only concerns shell commands."""

    def core_args(self) -> list[Any]:
        """Return the options that the program itself has."""
        return [option for option in super().core_args() if option.name in _OPTIONS]

    def update_config(self, merge: bool = True) -> None:
        """Leave Invoke's configuration as it is: no option here changes it."""

    def parse_core(self, argv: list[str] | None) -> None:
        """Read the program's own options; a wrong one ends with exit code 2."""
        was = sys.dont_write_bytecode
        try:
            super().parse_core(argv)
        except ParseError as error:
            raise self._explain(error) from None
        # Invoke would have each run compile again whatever is imported from here on.
        sys.dont_write_bytecode = was

    def parse_tasks(self) -> None:
        """Read a command and its options; a wrong one ends with exit code 2."""
        try:
            super().parse_tasks()
        except ParseError as error:
            raise self._explain(error) from None

    def parse_cleanup(self) -> None:
        """Answer --help and the like; an unknown command ends with exit code 2."""
        try:
            super().parse_cleanup()
        except ParseError as error:
            raise self._explain(error) from None

    def print_help(self) -> None:
        """Print what the program does and its commands."""
        print(_USAGE)
        self.print_columns([(name, self._say(name)) for name in self.collection.task_names])
        print(_EXIT_CODES_HELP)

    def print_task_help(self, name: str) -> None:
        """Print what a command does and its options."""
        print(f"Usage: rostrum {name} [OPTIONS]\n\n{self._say(name)}\n")
        self.print_columns(self.parser.contexts[name].help_tuples())

    def _explain(self, error: ParseError) -> Refusal:
        """Return the end of a call that can't be understood: why, and what may be meant."""
        words = str(error)
        if flag := _WITHOUT_VALUE.match(words):
            return Refusal(f"--{flag[1]} needs a value.")
        wrong = words.split("'")[1] if words.count("'") > 1 else words
        known = list(self.collection.task_names)
        if error.context is not None and error.context.name:
            known = [flag for flag in error.context.flags if flag.startswith("--")]
        hint = suggest(wrong, known)
        hint = hint if hint.startswith("Did") else "rostrum --help tells what there is."
        return Refusal(f"There is no {wrong}. {hint}")

    def _say(self, name: str) -> str:
        return (inspect.getdoc(self.collection[name]) or "").partition("\n")[0]
