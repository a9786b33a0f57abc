"""The program `rostrum`: commands with a short help, and exit code 2 for usage errors."""

from __future__ import annotations

import inspect
import re
import sys
from typing import Any

from invoke import Exit, ParseError, Program

from rostrum.core.diagnostics import printable_text, suggest
from rostrum.core.translatable import verbatim

# Invoke's other options concern shell commands, not used here.
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
    """Ends a command with exit code 2 and a message about wrong usage or settings."""

    def __init__(self, message: str) -> None:
        super().__init__(printable_text(message), code=2)


class Rostrum(Program):
    """Invoke's program without the features for shell commands."""

    def core_args(self) -> list[Any]:
        """Return the options of the program itself."""
        return [option for option in super().core_args() if option.name in _OPTIONS]

    def update_config(self, merge: bool = True) -> None:
        """Keep Invoke's configuration unchanged; no option here affects it."""

    def parse_core(self, argv: list[str] | None) -> None:
        """Parse the program's own options; raise Refusal (exit code 2) for a wrong one."""
        was = sys.dont_write_bytecode
        try:
            super().parse_core(argv)
        except ParseError as error:
            raise self._explain(error) from None
        # Invoke turns off bytecode files; each run would compile all later imports again.
        sys.dont_write_bytecode = was

    def parse_tasks(self) -> None:
        """Parse a command and its options; raise Refusal (exit code 2) for a wrong one."""
        try:
            super().parse_tasks()
        except ParseError as error:
            raise self._explain(error) from None

    def parse_cleanup(self) -> None:
        """Handle options such as --help; raise Refusal (exit code 2) for an unknown command."""
        try:
            super().parse_cleanup()
        except ParseError as error:
            raise self._explain(error) from None

    def print_help(self) -> None:
        """Print a description of the program and its commands."""
        print(_USAGE)
        self.print_columns([(name, self._say(name)) for name in self.collection.task_names])
        print(_EXIT_CODES_HELP)

    def print_task_help(self, name: str) -> None:
        """Print a description of a command and its options."""
        print(f"Usage: rostrum {name} [OPTIONS]\n\n{self._say(name)}\n")
        self.print_columns(self.parser.contexts[name].help_tuples())

    def _explain(self, error: ParseError) -> Refusal:
        """Return a Refusal for a usage error, with its reason and a suggestion."""
        message = str(error)
        if flag := _WITHOUT_VALUE.match(message):
            return Refusal(f"--{flag[1]} needs a value.")
        wrong = message.split("'")[1] if message.count("'") > 1 else message
        known = list(self.collection.task_names)
        if error.context is not None and error.context.name:
            known = [flag for flag in error.context.flags if flag.startswith("--")]
        hint = suggest(wrong, known, verbatim("rostrum --help tells what there is."))
        return Refusal(f"There is no {wrong}. {hint}")

    def _say(self, name: str) -> str:
        return (inspect.getdoc(self.collection[name]) or "").partition("\n")[0]
