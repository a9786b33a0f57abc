"""What a build is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rostrum.config.settings import Settings
from rostrum.config.site_info import SiteInfo
from rostrum.core.content import Edition
from rostrum.core.parallel import Crew
from rostrum.output.writer import Rules
from rostrum.reading.codec import Held
from rostrum.reading.files import Folders
from rostrum.reading.source_file import ReadOptions
from rostrum.site.static_files import Statics


@dataclass(frozen=True, slots=True)
class Haste:
    """Files that somebody looks at: they are put in place before all others, and then `tell` told.

    That a build may end early after that, and leave them newer than the rest, is for `serve` only.
    """

    files: frozenset[str]
    tell: Callable[[], None]


@dataclass(frozen=True)
class Config:
    """What a run is told, as plain values; paths are absolute.

    `notes` is the site's cache folder.
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
    edition: Edition
    overrides: tuple[Path, ...] = ()
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    globals: Mapping[str, Any] = field(default_factory=dict)
    static_names: Mapping[str, str] = field(default_factory=dict)
    statics: Statics = field(default_factory=lambda: Statics(Path(), Folders()))
    crew: Crew = field(default_factory=Crew)
    check_only: bool = False
    rules: Rules = field(default_factory=Rules)
    allow_removal: bool = False
    removals_only: bool = False
    fresh: bool = False
    hold: bool = False
    before: Mapping[bytes, Held] = field(default_factory=dict)
    haste: Haste | None = None
    notices: tuple[str, ...] = ()
