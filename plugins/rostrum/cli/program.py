"""The program `rostrum`: commands with a short help, and exit code 2 for usage errors."""

from __future__ import annotations

import inspect
import os
import re
import sys
from collections.abc import Iterator
from typing import Any

from invoke import Argument, Exit, ParseError, ParserContext, Program, Task
from invoke.parser.context import to_flag

from rostrum.cli.interrupts import INTERRUPTED, raise_at_interrupt
from rostrum.core.diagnostics import nearest, printable_text
from rostrum.core.translatable import Translatable, Translator, join_sentences
from rostrum.core.translatable import gettext_lazy as _

# Invoke's other options concern shell commands, not used here.
_OPTIONS = frozenset(
    {"complete", "debug", "help", "list", "list-depth", "list-format"}
    | {"print-completion-script", "version", "write-pyc"}
)
SHORT_OPTIONS = {
    "as-of": "a",
    "content": "c",
    "format": "f",
    "jobs": "j",
    "output": "o",
    "preview": "p",
    "settings": "s",
    "strict": "t",
}
"""The short options, which mean the same in each command; all other options are long."""

_VALUES = {
    "as-of": "DATE",
    "author": "NAME",
    "ci": "HOST",
    "content": "FOLDER",
    "date": "DATE",
    "days": "INT",
    "dialect": "NAME",
    "file": "FILE",
    "format": "NAME",
    "jobs": "INT",
    "lang": "LANG",
    "name": "TEXT",
    "offline": "FOLDER",
    "output": "FOLDER",
    "page": "FILE",
    "port": "INT",
    "post": "POST",
    "report": "FILE",
    "series": "NAME",
    "settings": "FILE",
    "site-url": "URL",
    "slug": "SLUG",
    "status": "NAME",
    "target": "NAME",
    "text": "TEXT",
    "title": "TEXT",
    "url": "URL",
}
"""What stands for the value of an option in the help."""

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

    def __init__(self, message: Translatable) -> None:
        super().__init__(printable_text(message.translate(load_language())), code=2)


_of_site: list[Translator] = []


def use_language(language: Translator | None) -> None:
    """Let all that a command says be in the language of its site; None ends that."""
    _of_site[:] = [] if language is None else [language]


def load_language() -> Translator:
    """Return the messages in the language of the site, once a command has read its settings.

    Until then, it is that of the person who runs the program.
    """
    if _of_site:
        return _of_site[0]
    from rostrum.i18n.user_language import list_languages, load_diagnostics  # slow

    return load_diagnostics(list_languages(os.environ)).translations


class Command(Task):  # type: ignore[misc, type-arg, unused-ignore] # invoke's types are loose
    """A task with the short options in SHORT_OPTIONS.

    `word` is the option that a word without one stands for, `words` how the help shows it.
    """

    word = words = ""

    def arg_opts(self, name: str, default: Any, taken_names: set[str]) -> dict[str, Any]:
        """Return the properties of an option, with its long name first."""
        options: dict[str, Any] = super().arg_opts(name, default, taken_names)
        long_name = options["names"][0]
        options["names"] = [long_name, *SHORT_OPTIONS.get(long_name, "")]
        return options


class FileCommand(Command):
    """A command that takes file names: `rostrum check FILE…`."""

    word, words = "file", "[FILE…]"


class TargetCommand(Command):
    """A command that takes the name of a target, or none: `rostrum publish TARGET`."""

    word, words = "target", "[TARGET]"


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
        self.core.unparsed = self._name_words(self.core.unparsed)
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

    def execute(self) -> None:
        """Execute the command; Ctrl+C ends it with the exit code INTERRUPTED."""
        raise_at_interrupt()
        use_language(None)
        try:
            super().execute()
        except KeyboardInterrupt:
            raise Exit(code=INTERRUPTED) from None

    def print_help(self) -> None:
        """Print a description of the program and its commands."""
        print(_USAGE)
        self.print_columns([(name, self._say(name)) for name in self.collection.task_names])
        print(_EXIT_CODES_HELP)

    def print_task_help(self, name: str) -> None:
        """Print a description of a command and its options."""
        task_words = self.collection[name].words
        files = f" {task_words}" if task_words else ""
        context = self.parser.contexts[name]
        words = "".join(f" {_name_word(argument)}" for argument in context.positional_args)
        print(f"Usage: rostrum {name}{words} [OPTIONS]{files}\n\n{self._say(name)}\n")
        self.print_columns(list_options(context))

    def _name_words(self, words: list[str]) -> list[str]:
        """Return the words of a call, each word without an option as the one it stands for.

        Invoke itself accepts a fixed number of values without an option only.
        """
        command, *rest = words or [""]
        if command not in self.collection.task_names or not self.collection[command].word:
            return words
        option = f"--{self.collection[command].word}"
        with_value = {*_list_options_with_value(self.collection[command])}
        named, is_value, are_values = [command], False, False
        for word in rest:
            is_option = word.startswith("-") and len(word) > 1
            if word == "--" and not is_value and not are_values:
                are_values = True
                continue
            named.append(word if is_value or (is_option and not are_values) else f"{option}={word}")
            is_value = not are_values and not is_value and word in with_value
        return named

    def _explain(self, error: ParseError) -> Refusal:
        """Return a Refusal for a usage error, with its reason and a suggestion."""
        message = str(error)
        if flag := _WITHOUT_VALUE.match(message):
            return Refusal(_("--%(option)s needs a value.", option=flag[1]))
        if error.context is not None and (missing := error.context.missing_positional_args):
            word, command = str(missing[0].name).upper(), str(error.context.name)
            return Refusal(
                join_sentences(
                    _("%(word)s is missing.", word=word),
                    _("rostrum --help %(command)s tells what there is.", command=command),
                )
            )
        wrong = message.split("'")[1] if message.count("'") > 1 else message
        known = list(self.collection.task_names)
        if error.context is not None and error.context.name:
            known = [flag for flag in error.context.flags if flag.startswith("--")]
        help_hint = _("rostrum --help tells what there is.")
        if error.context is not None and error.context.name:
            help_hint = _(
                "rostrum --help %(command)s tells what there is.", command=error.context.name
            )
        # All options begin with hyphens, so these make none of them alike.
        meant = nearest(wrong.lstrip("-"), {name.lstrip("-"): name for name in known})
        hint = help_hint
        if meant:
            option = f"--{meant}"
            hint = _('Did you mean "%(near)s"?', near=option if option in known else meant)
        return Refusal(join_sentences(_("There is no %(word)s.", word=wrong), hint))

    def _say(self, name: str) -> str:
        return describe_command(self.collection[name])


def describe_command(command: Task) -> str:  # type: ignore[type-arg, unused-ignore]
    """Return what a command does, in one sentence."""
    return (inspect.getdoc(command) or "").partition("\n")[0]


def list_options(context: ParserContext) -> list[tuple[str, str]]:
    """Return the words and options of a command as its help names them, each with its meaning.

    A default is told with the meaning, unless that says what happens without the option.
    """
    options = sorted(context.flags.values(), key=lambda it: str(it.name))
    return [
        *((_name_word(it), it.help or "") for it in context.positional_args),
        *(_describe_option(context, it) for it in options if not it.positional),
    ]


def _describe_option(context: ParserContext, option: Argument) -> tuple[str, str]:
    names, text = context.help_for(to_flag(str(option.name)))
    if option.default and isinstance(option.default, str) and "default" not in text:
        text = f"{text} (default: {option.default})"
    return _name_value(names), text


def _name_word(argument: Argument) -> str:
    """Return what stands in the help for a word that is given without an option."""
    return str(argument.name).upper()


def _list_options_with_value(command: Command) -> Iterator[str]:
    """Yield the long and short names of a command's options with a value."""
    for name, parameter in inspect.signature(command.body).parameters.items():
        if not isinstance(parameter.default, bool):
            long_name = name.replace("_", "-")
            yield f"--{long_name}"
            yield from (f"-{letter}" for letter in SHORT_OPTIONS.get(long_name, ""))


def _name_value(option: str) -> str:
    """Return an option as it is shown in the help, with what its value is."""
    name = option.rpartition("--")[2].partition("=")[0]
    if name == "file" and "=" not in option:  # of a list, Invoke shows no value
        option += "=STRING"
    return option.replace("STRING", _VALUES.get(name, "STRING"))
