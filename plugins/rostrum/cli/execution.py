"""Carry out what a command asks for: a build, a check, or reading the settings."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # slow imports, not needed if the site is up to date
    from rostrum.build.options import BuildOptions
    from rostrum.build.result import BuildResult


def carry_out(options: BuildOptions) -> BuildResult:
    """Return the result of a build, or of a check, for the person who runs the program."""
    from rostrum.i18n.user_language import list_languages
    from rostrum.pelican_plugin.runner import run_build

    return run_build(replace(options, user_languages=list_languages(os.environ)))


def read_config(options: BuildOptions) -> BuildResult:
    """Return the configuration of a build, without reading any content."""
    from rostrum.i18n.user_language import list_languages
    from rostrum.pelican_plugin.runner import read_config as read

    return read(replace(options, user_languages=list_languages(os.environ)))
