"""What a command asks of a run, as plain values."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

PREVIEW = "preview"
"""The output folder of a preview: in output/ the next careless upload would publish it."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What a command asks of a run; None leaves a thing to the settings."""

    settings: Path | None = None
    content: Path | None = None
    output: Path | None = None
    site_url: str | None = None
    preview: bool = False
    moment: datetime | None = None
    jobs: int | None = None
    strict: bool = False
    check_only: bool = False
    no_cache: bool = False
    adopt: bool = False
    clean: bool = False
    allow_removal: bool = False
    removals_only: bool = False

    @property
    def settings_file(self) -> Path | None:
        """The settings file; None where a content tree is built with the kit's defaults."""
        file = self.settings or Path("pelicanconf.py")
        return file if self.settings or (self.content is None and file.exists()) else None

    @property
    def folder(self) -> Path:
        """The folder of the site: the settings file's, else the current one."""
        file = self.settings_file
        # realpath() takes a circle of links as it is, where Path.resolve() raises.
        return Path(os.path.realpath(file)).parent if file else Path.cwd()

    @property
    def asks_again(self) -> bool:
        """Whether a build has work to do although no file has changed."""
        return self.no_cache or self.adopt or self.clean or self.removals_only

    @property
    def call(self) -> str:
        """What tells this wish from another one, whenever it is carried out, in a text."""
        parts = (self.settings, self.content, self.output, self.site_url, self.preview, self.strict)
        return repr(parts)
