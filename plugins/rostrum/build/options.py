"""Options of a build command, as plain values."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from rostrum.schema.renames import FormerNames

SETTINGS = "pelicanconf.py"
"""The name of a site's settings file, as of Pelican."""

PREVIEW = "preview"
"""The output folder of a preview, apart from output/ to prevent accidental uploads."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """Options of a build command; None defers to the settings.

    `lang` is the language of what is said, `user_languages` are those of the person, as
    `list_languages` returns them. `chunk_size` is the number of files in a task of a worker; 0
    chooses by the number of files. With `publishes`, a placeholder in a text is an error. `renames`
    are the changed names of settings, keys and templates.
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
    publishes: bool = False
    lang: str = ""
    user_languages: tuple[str, ...] = ()
    renames: FormerNames = field(default_factory=FormerNames)

    @property
    def settings_file(self) -> Path | None:
        """The settings file; None for a content folder built with the kit's defaults.

        It is that of `settings`, else pelicanconf.py: in the current folder, or with `content` in
        that folder or the one around it.
        """
        if self.settings:
            return self.settings
        files = [folder / SETTINGS for folder in self._site_folders]
        # os.path.exists() accepts paths that are too long.
        return next((file for file in files if os.path.exists(file)), None)  # noqa: PTH110

    @property
    def names_site_folder(self) -> bool:
        """True if `content` is the folder of a site, with a settings file in it."""
        if self.content is None or self.settings:
            return False
        return self.settings_file == self.content / SETTINGS

    @property
    def _site_folders(self) -> tuple[Path, ...]:
        if self.content is None:
            return (Path(),)
        is_named = self.content.name not in ("", "..")
        around = self.content.parent if is_named else Path(os.path.realpath(self.content)).parent
        return (self.content, around)

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
        parts = (
            *(self.settings_file, self.content, self.output, self.site_url),
            *(self.preview, self.strict, self.lang),
        )
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
