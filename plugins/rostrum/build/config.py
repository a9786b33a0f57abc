"""Configuration of a build."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rostrum.config.settings import Settings
from rostrum.config.site_info import SiteInfo
from rostrum.core.content import Visibility
from rostrum.core.parallel import WorkerPool
from rostrum.i18n.catalogs import Messages
from rostrum.output.writer import Rules
from rostrum.reading.codec import CachedSource
from rostrum.reading.files import Folders
from rostrum.reading.source_file import ReadOptions
from rostrum.site.static_files import ContentFiles


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
    site's cache folder. `evaluated` is the digest of the evaluated settings file, `inputs` the
    file patterns declared by the site, None without a declaration.
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
    messages: Mapping[str, Messages] = field(default_factory=dict)
    overrides: tuple[Path, ...] = ()
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    globals: Mapping[str, Any] = field(default_factory=dict)
    static_names: Mapping[str, str] = field(default_factory=dict)
    statics: ContentFiles = field(default_factory=lambda: ContentFiles(Path(), Folders()))
    workers: WorkerPool = field(default_factory=WorkerPool)
    check_only: bool = False
    rules: Rules = field(default_factory=Rules)
    allow_removal: bool = False
    removals_only: bool = False
    no_cache: bool = False
    keep_texts: bool = False
    previous: Mapping[bytes, CachedSource] = field(default_factory=dict)
    priority: PriorityPages | None = None
    notices: tuple[str, ...] = ()
    settings_file: str = ""
    evaluated: str = ""
    inputs: tuple[str, ...] | None = None
