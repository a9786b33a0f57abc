"""Configuration of a build."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from rostrum.build.environment import RenderEnvironment
from rostrum.build.progress import Progress
from rostrum.config.settings import Settings
from rostrum.config.site_info import SiteInfo
from rostrum.core.content import Library, Visibility
from rostrum.core.parallel import WorkerPool
from rostrum.core.translatable import Translatable
from rostrum.i18n.catalogs import DIAGNOSTICS, Catalogs, Messages
from rostrum.i18n.user_language import load_diagnostics
from rostrum.output.manifest import make_salt
from rostrum.output.writer import Rules, state_dir_for
from rostrum.reading.codec import CachedSource
from rostrum.reading.files import Folders
from rostrum.reading.source_file import ReadOptions
from rostrum.schema.renames import FormerNames
from rostrum.site.resolution import resolve_library
from rostrum.site.static_files import ContentFiles
from rostrum.site.translations import TranslationKeys
from rostrum.site.urls import Addresses


@dataclass(frozen=True, slots=True)
class PriorityPages:
    """Files open in a browser: they are published first, followed by a call of `tell`.

    For `serve` only: if the build fails afterwards, these files are newer than the rest.
    """

    files: frozenset[str]
    tell: Callable[[], None]


@dataclass(frozen=True)
class Config:
    """Configuration of a build, as plain values; paths are absolute.

    `messages` holds the messages of each language of the site, by language tag. `notes` is the
    site's cache folder. `default_category` stands in the addresses of posts without a category.
    `evaluated` is the digest of the evaluated settings file, `inputs` the
    file patterns declared by the site, None without a declaration. `python_markdown` are the
    site's options of Python-Markdown, even if its texts are in the other dialect. `own_static` is
    the folder with the site's own files for the theme.
    `languages` are those of findings and of what a command says, the preferred one first. With
    `publishes`, the site is built to be published at once.
    """

    content: Path
    output: Path
    theme: Path
    root: Path
    notes: Path
    info: SiteInfo
    settings: Settings
    reading: ReadOptions
    patterns: Mapping[str, str]
    folders: Folders
    visibility: Visibility
    python_markdown: Mapping[str, Any] = field(default_factory=dict)
    messages: Mapping[str, Messages] = field(default_factory=dict)
    overrides: tuple[Path, ...] = ()
    own_static: Path | None = None
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    globals: Mapping[str, Any] = field(default_factory=dict)
    static_names: Mapping[str, str] = field(default_factory=dict)
    statics: ContentFiles = field(default_factory=lambda: ContentFiles(Path(), Folders()))
    workers: WorkerPool = field(default_factory=WorkerPool)
    check_only: bool = False
    rules: Rules = field(default_factory=Rules)
    allow_removal: bool = False
    removals_only: bool = False
    publishes: bool = False
    no_cache: bool = False
    keep_texts: bool = False
    previous: Mapping[bytes, CachedSource] = field(default_factory=dict)
    priority: PriorityPages | None = None
    notices: tuple[Translatable, ...] = ()
    languages: tuple[str, ...] = ()
    settings_file: str = ""
    evaluated: str = ""
    inputs: tuple[str, ...] | None = None
    default_category: str = ""
    renames: FormerNames = field(default_factory=FormerNames)
    translation_keys: TranslationKeys = field(default_factory=TranslationKeys)

    def resolve(self, library: Library) -> Library:
        """Return a library with the names in it resolved (see resolve_library)."""
        reading = self.reading
        return resolve_library(library, reading.slugify, reading.lang, self.translation_keys)

    @cached_property
    def addresses(self) -> Addresses:
        """The addresses of the site's pages and files."""
        reading = self.reading
        return Addresses(
            *(self.patterns, self.info.url, reading.lang, reading.slugify),
            self.default_category,
            self.settings.site_roots,
        )

    @cached_property
    def environment(self) -> RenderEnvironment:
        """The environment for rendering the site's pages."""
        compiled = self.notes / "templates"
        return RenderEnvironment(
            *(self.theme, self.overrides, self.filters, self.globals, compiled),
            locales=self.settings.locales,
            renamed=self.renames.templates,
        )

    @property
    def diagnostics(self) -> Catalogs:
        """The catalogs of diagnostics: the kit's, and those of the theme and the overrides."""
        return Catalogs.of_theme(self.theme, self.overrides, DIAGNOSTICS)

    def make_progress(self) -> Progress:
        """Return the progress of a build, in the language of findings."""
        language = load_diagnostics(self.languages, self.diagnostics)
        return Progress(language=language.translations)

    @property
    def state_dir(self) -> Path:
        """The state directory of the output folder."""
        return state_dir_for(self.output, self.notes)

    @property
    def salt(self) -> bytes:
        """The salt of the site's manifest."""
        return make_salt(self.info.url)

    @property
    def theme_folders(self) -> list[Path]:
        """The folders of the theme, of the template overrides, and of the site's static files."""
        names = ("templates", "static", "locale")
        return [*(self.theme / name for name in names), *self.own_folders]

    @property
    def own_folders(self) -> tuple[Path, ...]:
        """The folders of the site's own templates and static files; some may not exist."""
        return (*self.overrides, self.own_static) if self.own_static else self.overrides

    @property
    def source_folders(self) -> tuple[Path, ...]:
        """All folders with files of which the site is made."""
        return (self.content, self.theme, *self.own_folders)

    def show(self, path: Path) -> str:
        """Return a path for messages, relative to the starting folder if it is inside."""
        display_path = path.relative_to(self.root) if path.is_relative_to(self.root) else path
        return os.fsencode(display_path).decode("utf-8", "replace")  # its bytes may not be UTF-8
