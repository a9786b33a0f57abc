"""The files and folders that `rostrum check FILE…` is limited to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rostrum.cli.option_values import read_path
from rostrum.cli.program import Refusal
from rostrum.core.diagnostics import shorten, suggest
from rostrum.core.translatable import NO_TEXT, join_sentences
from rostrum.core.translatable import gettext_lazy as _

if TYPE_CHECKING:  # slow imports, not needed if the site is up to date
    from rostrum.build.config import Config
    from rostrum.build.options import BuildOptions
    from rostrum.build.result import BuildResult


def select_files(result: BuildResult, names: Collection[str]) -> BuildResult:
    """Return a result with the findings in some files or folders only."""
    result.report.select(lambda diagnostic: is_below(Path(diagnostic.place.path), names))
    return replace(result, exitcode=1 if result.report.errors else 0)


def is_below(file: Path, names: Iterable[str]) -> bool:
    """Return True if a file is one of some files, or in one of some folders."""
    return any(file.resolve().is_relative_to(Path(name).expanduser().resolve()) for name in names)


def check_file(name: str) -> None:
    """Raise Refusal for a file that does not exist."""
    path = read_path("file", name)
    if path is None:
        raise Refusal(_("The name of a file is empty. To check the whole site, name none."))
    if not path.exists():
        siblings = path.parent.iterdir() if path.parent.is_dir() else ()
        hint = suggest(path.name, [sibling.name for sibling in siblings], NO_TEXT)
        message = _('There is no file "%(name)s".', name=shorten(name))
        raise Refusal(join_sentences(message, hint))


def check_inside(name: str, options: BuildOptions, config: Config | None) -> None:
    """Raise Refusal for a file that is no part of the site, nor in the current folder."""
    folders = [Path.cwd(), options.folder]
    if options.content:
        folders.append(options.content)
    if config:
        folders += [config.content, config.theme, *config.overrides]
    if not is_below(Path(name).expanduser(), map(str, folders)):
        message = _(
            '"%(name)s" lies outside of the site: only its files are checked.', name=shorten(name)
        )
        raise Refusal(message)
