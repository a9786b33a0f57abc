"""Options of a build command, as plain values."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

PREVIEW = "preview"
"""The output folder of a preview, apart from output/ to prevent accidental uploads."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """Options of a build command; None defers to the settings.

    `chunk_size` is the number of files in a task of a worker; 0 chooses by the number of files.
    """

    settings: Path | None = None
    content: Path | None = None
    output: Path | None = None
    site_url: str | None = None
    preview: bool = False
    moment: datetime | None = None
    jobs: int | None = None
    chunk_size: int = 0
    strict: bool = False
    check_only: bool = False
    no_cache: bool = False
    adopt: bool = False
    clean: bool = False
    allow_removal: bool = False
    removals_only: bool = False

    @property
    def settings_file(self) -> Path | None:
        """The settings file; None for a content tree built with the kit's defaults."""
        file = self.settings or Path("pelicanconf.py")
        return file if self.settings or (self.content is None and file.exists()) else None

    @property
    def folder(self) -> Path:
        """The folder of the site: the settings file's, else the current one."""
        file = self.settings_file
        # realpath() accepts cyclic links; Path.resolve() raises an exception.
        return Path(os.path.realpath(file)).parent if file else Path.cwd()

    @property
    def given(self) -> Mapping[str, str]:
        """The options that replace a setting, by the name of the setting."""
        values = {"PATH": self.content, "OUTPUT_PATH": self.output, "SITEURL": self.site_url}
        names = {"PATH": "--content", "OUTPUT_PATH": "--output", "SITEURL": "--site-url"}
        return {key: names[key] for key, value in values.items() if value}

    @property
    def asks_again(self) -> bool:
        """True if a build is necessary although no file has changed."""
        return self.no_cache or self.adopt or self.clean or self.removals_only

    @property
    def call(self) -> str:
        """Key of this call as text, independent of the moment."""
        parts = (self.settings, self.content, self.output, self.site_url, self.preview, self.strict)
        return repr(parts)

    def repeat(self, *names: str) -> str:
        """Return those of some options that are given, to append to a call: ` --preview`."""
        words: list[str] = []
        for name in names:
            value = getattr(self, name)
            option = "--as-of" if name == "moment" else f"--{name.replace('_', '-')}"
            if value:
                words += [option] if value is True else [option, shlex.quote(str(value))]
        return "".join(f" {word}" for word in words)
